"""The labelled messages: what share is understood, and what must never be mistaken."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from knowledge.vietnamese.text import fold, has_tone_marks
from nlu.understanding import project
from nlu.understanding.intents import Intent

_LABELLED = YAML(typ="safe").load((Path(__file__).parents[1] / "messages.yml").read_text("utf-8"))
# 51 of the 64 were understood when they were first tried.
_HELD_OUT = YAML(typ="safe").load((Path(__file__).parents[1] / "held_out.yml").read_text("utf-8"))
# Said or asked by mistake, these do harm; all else costs one more question.
_GRAVE = {Intent.EMERGENCY, Intent.ABUSE}


def _rows(labelled):
    return [(Intent(intent), message) for intent, messages in labelled.items() for message in messages]


def _confusion(understander, rows):
    return Counter((intent, understander.understand(message).intent) for intent, message in rows)


@pytest.mark.parametrize(("labelled", "least"), [(_LABELLED, 0.95), (_HELD_OUT, 0.75)], ids=["known", "held out"])
def test_messages_are_understood(understander, labelled, least):
    rows = _rows(labelled)

    confusion = _confusion(understander, rows)

    right = sum(count for (meant, read), count in confusion.items() if meant == read)
    mistaken = {f"{meant} read as {read}": n for (meant, read), n in confusion.items() if meant != read}
    assert right / len(rows) >= least, mistaken


@pytest.mark.parametrize("labelled", [_LABELLED, _HELD_OUT], ids=["known", "held out"])
def test_danger_is_never_missed_and_insult_and_danger_are_never_imagined(understander, labelled):
    confusion = _confusion(understander, _rows(labelled))

    missed = [read for meant, read in confusion if meant is Intent.EMERGENCY and read is not Intent.EMERGENCY]
    imagined = [(meant, read) for meant, read in confusion if read in _GRAVE and meant is not read]
    assert not missed
    assert not imagined


def test_a_question_on_a_procedure_is_never_taken_for_small_talk(understander):
    small_talk = {Intent.GREET, Intent.THANK, Intent.GOODBYE, Intent.AFFIRM, Intent.DENY, Intent.OUT_OF_SCOPE}

    confusion = _confusion(understander, _rows(_LABELLED) + _rows(_HELD_OUT))

    assert not [(meant, read) for meant, read in confusion if meant.is_question and read in small_talk]


def test_the_labelled_messages_are_many_in_both_spellings_and_new():
    examples = {fold(text) for texts in project.bundled().examples.values() for text in texts}
    messages = [message for _, message in _rows(_LABELLED)]
    vietnamese = [m for intent, m in _rows(_LABELLED) if not m.isascii() or has_tone_marks(m)]

    assert len(messages) >= 250
    assert 0.35 <= 1 - len(vietnamese) / len(messages) <= 0.65
    assert not [message for _, message in _rows(_LABELLED) + _rows(_HELD_OUT) if fold(message) in examples]
    assert set(_LABELLED) == {intent.value for intent in Intent}
