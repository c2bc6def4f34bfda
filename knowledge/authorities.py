"""Business of other authorities, and the numbers to call in danger: who does it and where."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from typing import TypeVar

from pydantic import Field, TypeAdapter, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from knowledge.errors import SourceUnreadable
from knowledge.procedures import Language, Model, NonEmpty, Text

FOLDER = Path(__file__).parent / "authorities"
_HELP_LINES = "help_lines.yml"
_Entries = TypeVar("_Entries")


class Authority(Model):
    """One kind of business that another authority does."""

    id: str = Field(pattern=r"^[a-z][a-z_]*$")
    name: NonEmpty
    english_name: NonEmpty
    sentence: NonEmpty
    """Who does it and where, in one or two plain sentences."""
    english: NonEmpty
    url: Text = ""
    aliases: tuple[NonEmpty, ...] = Field(min_length=1)
    """What people call it."""
    unless: tuple[NonEmpty, ...] = ()
    """Words beside which an alias means a procedure of the commune."""
    checked_on: date
    source: NonEmpty

    def told(self, language: Language) -> str:
        """Return who does it and where, for a citizen."""
        return self.english if language is Language.ENGLISH else self.sentence


class HelpLine(Model):
    """A number to call, most of them in danger."""

    id: str = Field(pattern=r"^[a-z]+$")
    number: str = Field(pattern=r"^\d{3,10}$")
    name: NonEmpty
    english_name: NonEmpty
    is_for_danger: bool = True
    """False for a line that informs, and does not exist in every province."""
    checked_on: date
    source: NonEmpty

    def told(self, language: Language) -> str:
        """Return the number and whom it reaches."""
        return f"{self.number} ({self.english_name if language is Language.ENGLISH else self.name})"


class Authorities(Model):
    """All that is known of other authorities."""

    every: tuple[Authority, ...]
    help_lines: tuple[HelpLine, ...]

    def find(self, authority_id: str) -> Authority | None:
        """Return one kind of business by its id."""
        return next((one for one in self.every if one.id == authority_id), None)

    def lines(self, ids: tuple[str, ...]) -> tuple[HelpLine, ...]:
        """Return the help lines of the ids, all those for danger where none is named."""
        return tuple(line for line in self.help_lines if (line.id in ids if ids else line.is_for_danger))


@cache
def bundled() -> Authorities:
    """Return what is shipped, read once."""
    return read(FOLDER)


def read(folder: Path) -> Authorities:
    """Read the files of a folder. Raise SourceUnreadable."""
    files = sorted(path for path in folder.glob("*.yml") if path.name != _HELP_LINES)
    every = [authority for path in files for authority in _entries(path, tuple[Authority, ...])]
    ids = [authority.id for authority in every]
    if twice := {one for one in ids if ids.count(one) > 1}:
        raise SourceUnreadable(str(folder), f"has these ids twice: {', '.join(sorted(twice))}.")
    return Authorities(every=tuple(every), help_lines=_entries(folder / _HELP_LINES, tuple[HelpLine, ...]))


def _entries(path: Path, kind: type[_Entries]) -> _Entries:
    try:
        data = YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8"))
        return TypeAdapter(kind).validate_python(data)
    except (OSError, UnicodeDecodeError, YAMLError) as error:
        raise SourceUnreadable(str(path), str(error)) from error
    except ValidationError as error:
        fault = error.errors()[0]
        place = ".".join(str(part) for part in fault["loc"])
        raise SourceUnreadable(str(path), f"{place}: {fault['msg']}") from error
