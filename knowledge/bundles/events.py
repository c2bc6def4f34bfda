"""What happens in a life, as people say it, and the procedures that follow, in order."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

from pydantic import Field, ValidationError, model_validator

from knowledge import yaml_files
from knowledge.errors import BundleNotFound, RecordRejected
from knowledge.procedures import Language, Model, NonEmpty, Text

FOLDER = Path(__file__).parent


class BundleStep(Model):
    """One thing to do: a procedure, or the business of another authority."""

    procedure: Text = ""
    """The code of a record."""
    authority: Text = ""
    """The id of another authority's business."""
    case: Text = ""
    """The case of the record whose papers are needed; left out: its plainest."""
    why: NonEmpty
    """Why or when, in one sentence."""
    english_why: NonEmpty
    is_optional: bool = False
    """Needed by some only; its papers come after those of the others."""

    @model_validator(mode="after")
    def _names_one(self) -> BundleStep:
        if bool(self.procedure) == bool(self.authority):
            message = "a step names either a procedure or another authority's business"
            raise ValueError(message)
        return self

    def told(self, language: Language) -> str:
        """Return why or when it is done."""
        return self.english_why if language is Language.ENGLISH else self.why


class Advice(Model):
    """One sentence that spares a second way."""

    vietnamese: NonEmpty
    english: NonEmpty

    def told(self, language: Language) -> str:
        """Return the sentence."""
        return self.english if language is Language.ENGLISH else self.vietnamese


class Bundle(Model):
    """A life event."""

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    name: NonEmpty
    english_name: NonEmpty
    opening: NonEmpty
    english_opening: NonEmpty
    events: tuple[NonEmpty, ...] = Field(min_length=1)
    """What happened, as people say it; with it they ask what is to be done."""
    aliases: tuple[NonEmpty, ...] = Field(min_length=1)
    """Whole questions that mean the event by themselves."""
    steps: tuple[BundleStep, ...] = Field(min_length=2)
    advice: tuple[Advice, ...] = ()
    checked_on: date

    def display_name(self, language: Language = Language.VIETNAMESE) -> str:
        """Return the name that a citizen reads."""
        return self.english_name if language is Language.ENGLISH else self.name

    def introduction(self, language: Language) -> str:
        """Return what is said first."""
        return self.english_opening if language is Language.ENGLISH else self.opening


class Bundles(Model):
    """All life events that are known."""

    every: tuple[Bundle, ...]

    def find(self, bundle_id: str) -> Bundle:
        """Return one by its id. Raise BundleNotFound."""
        for bundle in self.every:
            if bundle.id == bundle_id:
                return bundle
        raise BundleNotFound(bundle_id, tuple(bundle.id for bundle in self.every))


@cache
def bundled() -> Bundles:
    """Return what is shipped, read once."""
    return read(FOLDER)


def read(folder: Path) -> Bundles:
    """Read the YAML files of a folder. Raise SourceUnreadable or RecordRejected."""
    every = tuple(_one(path) for path in sorted(folder.glob("*.yml")))
    ids = [bundle.id for bundle in every]
    if twice := {one for one in ids if ids.count(one) > 1}:
        raise RecordRejected(str(folder), f"has these ids twice: {', '.join(sorted(twice))}")
    return Bundles(every=every)


def _one(path: Path) -> Bundle:
    data = yaml_files.read(path)
    try:
        return Bundle.model_validate(data)
    except ValidationError as error:
        raise RecordRejected(str(path), yaml_files.faults(error)) from error
