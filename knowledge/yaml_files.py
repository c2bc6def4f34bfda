"""YAML files that operators write: read with the line of each part, and faults told with their place."""

from __future__ import annotations

from pathlib import Path

from pydantic import ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from knowledge.errors import SourceUnreadable

_SIZE_LIMIT = 20_000_000


def read(path: Path) -> CommentedMap:
    """Return the mapping that a file holds. Raise SourceUnreadable."""
    try:
        if path.stat().st_size > _SIZE_LIMIT:
            raise SourceUnreadable(str(path), "is larger than 20 MB.", mend="Split it.")
        data = YAML(typ="rt").load(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise SourceUnreadable(str(path), f"cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise SourceUnreadable(str(path), "is not UTF-8 text.", mend="Save it as UTF-8.") from error
    except YAMLError as error:
        raise SourceUnreadable(str(path), _yaml_fault(error)) from error
    if not isinstance(data, CommentedMap):
        raise SourceUnreadable(str(path), "does not hold keys and values at its top.")
    return data


def items(path: Path, data: CommentedMap, key: str) -> list[tuple[int, CommentedMap]]:
    """Return the mappings of a list under a key, each with its line. Raise SourceUnreadable."""
    found = data.get(key)
    if not isinstance(found, CommentedSeq):
        raise SourceUnreadable(str(path), f"has no list under '{key}'.")
    lines = [(found.lc.item(index)[0] + 1, item) for index, item in enumerate(found)]
    for line, item in lines:
        if not isinstance(item, CommentedMap):
            raise SourceUnreadable(f"{path}:{line}", f"an entry of '{key}' is not a set of keys and values.")
    return lines


def line_of(data: CommentedMap, place: tuple[int | str, ...]) -> int:
    """Return the line of a key, or of the nearest thing around it that stands in the file."""
    found: int = data.lc.line + 1
    node: object = data
    for part in place:
        try:
            if isinstance(node, CommentedSeq):
                where, node = node.lc.item(part), node[part]
            elif isinstance(node, CommentedMap):
                where, node = node.lc.key(part), node[part]
            else:
                break
        except (KeyError, IndexError, TypeError):
            break
        found = where[0] + 1
    return found


def faults(error: ValidationError) -> str:
    """Return what is wrong with a record in one line, each fault with the field it stands in."""
    told = []
    for fault in error.errors(include_url=False, include_context=False):
        place = ".".join(str(part) for part in fault["loc"])
        message = fault["msg"].removeprefix("Value error, ")
        if fault["type"] == "string_type" and isinstance(fault["input"], int | float):
            message = f'a text is needed; write it in quotes, "{fault["input"]}"'
        told.append(f"{place}: {message}" if place else message)
    return "; ".join(told)


def _yaml_fault(error: YAMLError) -> str:
    if isinstance(error, MarkedYAMLError) and error.problem_mark is not None:
        return f"is not YAML: {error.problem} in line {error.problem_mark.line + 1}."
    return "is not YAML."
