"""What is read by a tired person is short."""

from __future__ import annotations

from collections.abc import Iterator

from knowledge.lint import rule
from knowledge.lint.findings import Fault
from knowledge.lint.shelf import Shelf, Written
from knowledge.lint.wordings import Said, sentences, short, wordings
from knowledge.vietnamese.text import words

LONGEST_SENTENCE = 25
LONGEST_STEP = 20
LONGEST_SPOKEN = 50


@rule.of_record
def long_sentence(record: Written, _shelf: Shelf) -> Iterator[Fault]:
    """A sentence of ours has at most 25 words, and so has a whole summary."""
    procedure = record.procedure
    texts = [*wordings(procedure)]
    texts += [Said((key,), getattr(procedure, key)) for key in ("who_for", "not_for")]
    texts += [Said(("mistakes", number), text) for number, text in enumerate(procedure.mistakes)]
    for said in texts:
        parts = [said.text] if said.place[-1] == "summary" else sentences(said.text)
        for part in parts:
            if (count := len(words(part))) > LONGEST_SENTENCE:
                message = f"has {count} words, more than {LONGEST_SENTENCE}: “{short(part)}”."
                yield Fault(message, "Make two sentences of it.", said.place)


@rule.of_record
def long_step(record: Written, _shelf: Shelf) -> Iterator[Fault]:
    """A step is one sentence of at most 20 words."""
    for number, step in enumerate(record.procedure.steps):
        place = ("steps", number, "text")
        if (count := len(words(step.text))) > LONGEST_STEP:
            message = f"The step has {count} words, more than {LONGEST_STEP}: “{short(step.text)}”."
            yield Fault(message, "Make two steps of it.", place)


@rule.of_record
def long_spoken(record: Written, _shelf: Shelf) -> Iterator[Fault]:
    """What is heard once has at most 50 words."""
    for said in wordings(record.procedure):
        if "spoken" in said.place and (count := len(words(said.text))) > LONGEST_SPOKEN:
            message = f"has {count} words, more than can be heard once ({LONGEST_SPOKEN})."
            yield Fault(message, "Keep the three most important things; the screen shows the rest.", said.place)
