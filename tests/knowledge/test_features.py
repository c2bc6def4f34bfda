"""What is measured of each candidate."""

import pytest

from knowledge.features import GROUPS, NAMES, content

PART_OF_NAME = {name: part for part, names in GROUPS.items() for name in names}


def figures(searcher, question, code):
    ranking = searcher.rank(question)
    codes = [searcher.catalogue.entries[int(entry)].code for entry in ranking.entries]
    return dict(zip(NAMES, ranking.figures[codes.index(code)], strict=True))


def test_every_figure_belongs_to_one_part():
    assert len(set(NAMES)) == len(NAMES) == len(PART_OF_NAME)


@pytest.mark.parametrize("part", sorted(GROUPS))
def test_a_part_that_is_off_leaves_no_figure(starter_search, part):
    ranking = starter_search.without(part).rank("đăng ký lại kết hôn với người nước ngoài")

    columns = [NAMES.index(name) for name in GROUPS[part]]
    assert not ranking.figures[:, columns].any()


def test_a_name_that_is_said_whole_is_covered_whole(starter_search):
    found = figures(starter_search, "thủ tục đăng ký kết hôn", "1.000894")

    whole = [found[figure] for figure in ("name_in_question", "pairs_in_question", "subject_name")]
    assert whole == pytest.approx([1, 1, 1])
    assert found["name_said"] > 0


def test_an_alias_that_is_said_is_noticed(starter_search):
    found = figures(starter_search, "giấy độc thân", "1.004873")

    unsaid = figures(starter_search, "giấy độc thân", "1.000894")

    assert found["alias_said"] == 1
    assert 0 < found["alias_share"] <= 1
    assert (unsaid["alias_said"], unsaid["alias_share"]) == (0, 0)


def test_the_first_by_a_way_of_searching_has_rank_one(starter_search):
    ranking = starter_search.rank("đăng ký kết hôn")

    for name in ("name_vector_rank", "name_words_rank", "everything_words_rank"):
        assert ranking.figures[:, NAMES.index(name)].max() == pytest.approx(1)


def test_a_variant_is_marked_by_whether_it_was_asked_for(starter_search):
    unasked = figures(starter_search, "đăng ký kết hôn", "1.004746")
    asked = figures(starter_search, "đăng ký lại kết hôn", "1.004746")

    assert (unasked["unasked_again"], unasked["asked_again"]) == (1, 0)
    assert (asked["unasked_again"], asked["asked_again"]) == (0, 1)


def test_words_of_asking_are_no_content(starter_search):
    said = content(starter_search.read("xin cho tôi hỏi đăng ký kết hôn ở đâu"))

    assert {"ket", "hon"} <= said
    assert not said & {"toi", "hoi", "dau", "xin"}
