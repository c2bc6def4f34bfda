"""Pairs of questions and titles, made from records alone."""

import random
from itertools import islice

import pytest

from knowledge.errors import TuningRefused
from knowledge.tuning import pairs
from knowledge.vietnamese.text import fold


@pytest.fixture
def found(records):
    return pairs.subjects(records)


def asked(subject, times=400):
    chance = random.Random(1)
    return [pairs.question(subject, chance) for _ in range(times)]


def framed(text):
    return {frame.format(text) for frame in pairs.FRAMES}


def test_a_title_is_asked_about_in_every_frame(found):
    kite = found[1]

    assert kite.title == "cấp giấy phép thả diều tại bãi đất trống của xã"
    assert framed(kite.title) <= set(asked(kite, 3000))


def test_a_leading_word_for_procedure_is_no_part_of_a_title(found):
    assert found[0].title == "đăng ký nuôi chim cảnh"


def test_a_long_title_is_also_asked_about_with_words_dropped(found):
    tree = found[2]
    whole = set(tree.title.split())
    thinned = [set(question.split()) for question in asked(tree) if question in question.lower()]

    assert any(0.5 < len(words & whole) / len(whole) < 1 and words <= whole for words in thinned)


def test_aliases_are_asked_as_they_are_and_in_frames(found):
    questions = set(asked(found[0]))

    assert {"giấy nuôi chim", "xin phép nuôi vẹt", "Xin nuôi chim cảnh"} <= questions
    assert questions & (framed("giấy nuôi chim") - {"giấy nuôi chim"})


@pytest.mark.parametrize(
    ("place", "sentence"),
    [
        (0, "Chủ chim nộp tờ khai tại quầy của xã"),  # a step
        (1, "bãi thả cách đường dây điện một trăm mét"),  # a requirement
        (2, "Người dân trồng cây xong báo trưởng thôn để được ghi tên vào sổ"),  # the description
        (2, "Hộ gia đình có người tham gia trồng cây trong ngày hội"),  # for whom
        (0, "Giấy phép nuôi chim cảnh"),  # the result
    ],
)
def test_sentences_of_the_record_are_questions(found, place, sentence):
    assert sentence in asked(found[place])


def test_a_part_of_the_questions_has_no_tone_marks(found):
    bare = [question for question in asked(found[1]) if question == fold(question)]

    assert 0.06 < len(bare) / 400 < 0.18


def test_answers_are_titles_and_passages(found):
    answers = {pair.answer for batch in islice(pairs.batches(found, size=3, seed=1), 40) for pair in batch}

    assert answers == {subject.name for subject in found} | {subject.passage for subject in found}


def test_the_same_seed_draws_the_same_batches(found):
    def drawn(seed):
        return list(islice(pairs.batches(found, size=3, seed=seed), 5))

    assert drawn(7) == drawn(7) != drawn(8)


def test_no_batch_holds_a_title_twice(records):
    twins = [record.model_copy(update={"code": f"{record.code}.{n}"}) for record in records for n in range(5)]

    for batch in islice(pairs.batches(pairs.subjects(twins), size=6, seed=1), 20):
        assert len({pair.key for pair in batch}) == len(batch) > 1


def test_half_a_batch_comes_from_one_field(records):
    def many(field, name):
        return [
            records[1].model_copy(update={"code": f"{field}{n}", "name": f"{name} số {n}", "fields": (field,)})
            for n in range(40)
        ]

    found = pairs.subjects([*many("Chim", "Nuôi chim"), *many("Diều", "Thả diều"), *many("Cây", "Trồng cây")])

    for batch in islice(pairs.batches(found, size=28, seed=1), 10):
        fields = [pair.key.split(" so ")[0] for pair in batch]
        assert len(batch) == 28
        assert max(fields.count(field) for field in fields) >= 12


def test_nothing_of_a_held_out_record_is_learned(records, found):
    learned, apart = pairs.held_out(found, seed=7)

    drawn = [pair for batch in islice(pairs.batches(learned, size=2, seed=7), 100) for pair in batch]

    assert len(apart) == 1
    assert {pair.key for pair in drawn} == {subject.key for subject in found} - {apart[0].key}
    texts = {pair.question for pair in drawn} | {pair.answer for pair in drawn}
    assert not texts & {apart[0].name, apart[0].passage, apart[0].title, *apart[0].sentences, *apart[0].aliases}


def test_records_of_one_title_are_held_out_together(records):
    twins = [record.model_copy(update={"code": f"{record.code}.{n}"}) for record in records for n in range(2)]

    learned, apart = pairs.held_out(pairs.subjects(twins), seed=7)

    assert len(apart) == 2
    assert not {subject.key for subject in learned} & {subject.key for subject in apart}


def test_a_held_out_title_is_measured_once(found):
    measured = pairs.one_each((*found, *found), seed=7)

    assert [(pair.key, pair.answer) for pair in measured] == [(subject.key, subject.name) for subject in found]


def test_too_few_procedures_are_refused(records):
    with pytest.raises(TuningRefused, match="fewer than 3 procedures"):
        pairs.subjects(records[:2])
