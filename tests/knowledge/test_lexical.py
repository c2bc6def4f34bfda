"""Search by words."""

import numpy as np
import pytest

from knowledge.lexical import WordIndex, folded_terms, marked_terms

TEXTS = ("đăng ký khai sinh", "đăng ký kết hôn", "cấp bản sao trích lục hộ tịch")


@pytest.fixture
def built():
    return WordIndex.build(marked_terms(text) for text in TEXTS)


def test_terms_are_syllables_and_their_pairs():
    assert folded_terms("Giấy khai sinh") == ["giay", "khai", "sinh", "giay~khai", "khai~sinh"]
    assert marked_terms("Giấy tờ") == ["=giấy", "=tờ", "giay", "to", "giay~to"]
    assert folded_terms("") == []


def test_the_row_that_shares_the_rare_words_scores_best(built):
    assert np.argmax(built.scores(marked_terms("kết hôn"))) == 1
    assert np.argmax(built.scores(marked_terms("trich luc"))) == 2


def test_marks_add_to_what_is_found_without_them(built):
    assert built.scores(marked_terms("khai sinh")).max() > built.scores(folded_terms("khai sinh")).max() > 0


@pytest.mark.parametrize("terms", [[], ["zzz"]])
def test_unknown_words_score_nothing(built, terms):
    assert built.scores(terms).tolist() == [0, 0, 0]
    assert built.held(terms).tolist() == [0, 0, 0]


def test_what_a_row_holds_of_a_question_is_a_share(built):
    held = built.held(["khai", "sinh", "zzz"])

    assert 0 < held[0] < 1
    assert built.held(["khai", "sinh"]).tolist() == [1, 0, 0]


def test_a_rare_word_counts_for_more(built):
    held = built.held(["ky", "khai"])  # the first stands in two rows

    assert held[0] == 1
    assert held[1] < 0.5


def test_an_index_is_read_as_it_was_saved(built, tmp_path):
    built.save(tmp_path / "words")

    again = WordIndex.load(tmp_path / "words")

    terms = marked_terms("bản sao khai sinh")
    assert np.array_equal(again.scores(terms), built.scores(terms))
    assert np.array_equal(again.held(terms), built.held(terms))


@pytest.mark.parametrize("rows", [[], [[]], [[], []], [["a"], []]])
def test_rows_without_words_make_an_index(rows, tmp_path):
    WordIndex.build(rows).save(tmp_path / "words")

    index = WordIndex.load(tmp_path / "words")

    assert index.scores(["b"]).shape == (max(len(rows), 1),)


def test_a_small_index_outlives_its_files(built, tmp_path):
    built.save(tmp_path / "words")
    loaded = WordIndex.load(tmp_path / "words")

    for file in (tmp_path / "words").iterdir():
        file.write_bytes(b"")

    assert np.argmax(loaded.scores(marked_terms("kết hôn"))) == 1


def test_terms_are_added_up_one_after_the_other(built):
    terms = marked_terms("đăng ký đăng ký khai sinh, bản sao")
    one_by_one = np.zeros(len(TEXTS), np.float32)
    for term in terms:
        one_by_one += built.scores([term])

    assert np.array_equal(built.scores(terms), one_by_one)
