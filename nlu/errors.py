"""What can stop the nlu package, as one tree.

NluError
├── DialogueUnavailable   the dialogue server does not answer
├── RasaProjectInvalid    a file of the Rasa project says something we cannot follow
└── UnsupportedNumber     a sentence of an answer holds a number that stands in no cited field
"""

from __future__ import annotations


class NluError(Exception):
    """Base of all that the nlu package raises."""


class DialogueUnavailable(NluError):
    """The dialogue server does not answer."""


class RasaProjectInvalid(NluError):
    """A file of the Rasa project says something we cannot follow."""


class UnsupportedNumber(NluError):
    """A sentence of an answer holds a number that stands in no cited field."""

    def __init__(self, number: str, code: str, facet: str) -> None:
        self.number, self.code, self.facet = number, code, facet
        super().__init__(f"{number!r} in the {facet} answer of {code} stands in no cited field")
