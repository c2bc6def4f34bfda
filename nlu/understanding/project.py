"""The Rasa project as the local dialogue reads it: examples, lookups, synonyms, rules and responses."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from knowledge.procedures import Language
from knowledge.vietnamese import tables
from nlu.errors import RasaProjectInvalid
from nlu.replies import Outcome, Suggestion

FOLDER = Path(__file__).parent.parent / "rasa"
_EXAMPLE = re.compile(r"^\s*- (.+?)\s*$", re.MULTILINE)
_ANNOTATION = re.compile(r"\[([^\]]+)\](?:\([^)]*\)|\{[^}]*\})")


@dataclass(frozen=True)
class Response:
    """An `utter_…` in one language."""

    text: str
    outcome: Outcome
    suggestions: tuple[Suggestion, ...] = ()


@dataclass(frozen=True)
class Form:
    """A form: the slot it fills and the actions that follow once it is filled."""

    name: str
    slot: str
    then: tuple[str, ...]


@dataclass(frozen=True)
class RasaProject:
    """What stands in the files of the Rasa project."""

    intents: tuple[str, ...]
    slots: tuple[str, ...]
    actions: tuple[str, ...]
    forms: Mapping[str, Form]
    responses: Mapping[str, Mapping[Language, Response]]
    rules: Mapping[str, tuple[str, ...]]
    """The actions that answer an intent."""
    examples: Mapping[str, tuple[str, ...]]
    lookups: Mapping[str, tuple[str, ...]]
    patterns: Mapping[str, tuple[str, ...]]
    synonyms: Mapping[str, str]
    """How a word is written properly, by the way young people type it."""

    @cached_property
    def spellings(self) -> dict[str, str]:
        """Return what abbreviations and teencode stand for."""
        return {**tables.abbreviations(), **self.synonyms}

    def response(self, name: str, language: Language) -> Response:
        """Return a response in a language, Vietnamese where it has only that one."""
        variants = self.responses[name]
        return variants.get(language) or variants[Language.VIETNAMESE]

    def lookups_named(self, prefix: str) -> dict[str, tuple[str, ...]]:
        """Return the lookups whose names begin with a prefix, by the rest of the name."""
        return {name.removeprefix(prefix): phrases for name, phrases in self.lookups.items() if name.startswith(prefix)}


@cache
def bundled() -> RasaProject:
    """Return the project that is shipped, read once."""
    return read(FOLDER)


def read(folder: Path) -> RasaProject:
    """Read a Rasa project. Raise RasaProjectInvalid."""
    domain = _merged(folder / "domain")
    nlu = [item for path in _yaml_files(folder / "data" / "nlu") for item in _load(path).get("nlu") or ()]
    rules = [item for path in _yaml_files(folder / "data") for item in _load(path).get("rules") or ()]
    try:
        return RasaProject(
            intents=tuple(domain["intents"]),
            slots=tuple(domain["slots"]),
            actions=tuple(domain["actions"]),
            forms={name: _form(name, form, rules) for name, form in domain.get("forms", {}).items()},
            responses={name: _response(variants) for name, variants in domain["responses"].items()},
            rules=_intent_rules(rules),
            examples=_listed(nlu, "intent"),
            lookups=_listed(nlu, "lookup"),
            patterns=_listed(nlu, "regex"),
            synonyms={typed: value for value, ways in _listed(nlu, "synonym").items() for typed in ways},
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise RasaProjectInvalid(f"{folder}: {error!r}") from error


def _yaml_files(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.yml"))


def _load(path: Path) -> dict[str, Any]:
    try:
        data = YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8"))
    except (OSError, YAMLError) as error:
        raise RasaProjectInvalid(f"{path}: {error}") from error
    if not isinstance(data, dict):
        raise RasaProjectInvalid(f"{path}: does not hold keys and values at its top.")
    return data


def _merged(folder: Path) -> dict[str, Any]:
    merged: dict[str, Any] = {}
    for path in _yaml_files(folder):
        for key, value in _load(path).items():
            if isinstance(value, dict):
                merged.setdefault(key, {}).update(value)
            elif isinstance(value, list):
                merged.setdefault(key, []).extend(value)
    return merged


def _listed(nlu: list[dict[str, Any]], kind: str) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for item in nlu:
        if kind in item:
            examples = tuple(_ANNOTATION.sub(r"\1", line) for line in _EXAMPLE.findall(item["examples"]))
            found[item[kind]] = found.get(item[kind], ()) + examples
    return found


def _response(variants: list[dict[str, Any]]) -> dict[Language, Response]:
    found: dict[Language, Response] = {}
    for variant in variants:
        conditions = variant.get("condition", [])
        values = [c["value"] for c in conditions if c["name"] == "language"]
        language = Language(values[0]) if values else Language.VIETNAMESE
        buttons = tuple(Suggestion(b["title"], b["payload"]) for b in variant.get("buttons", ()))
        found[language] = Response(variant["text"], Outcome(variant["custom"]["outcome"]), buttons)
    return found


def _intent_rules(rules: list[dict[str, Any]]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for rule in rules:
        first, *rest = rule["steps"]
        if "intent" in first:
            found[first["intent"]] = tuple(_actions(rest))
    return found


def _form(name: str, form: dict[str, Any], rules: list[dict[str, Any]]) -> Form:
    (slot,) = form["required_slots"]
    for rule in rules:
        steps = rule["steps"]
        if steps[0].get("action") == name:
            return Form(name, slot, tuple(_actions(steps[1:])))
    raise RasaProjectInvalid(f"No rule says what follows the form {name}.")


def _actions(steps: list[dict[str, Any]]) -> Iterator[str]:
    return (step["action"] for step in steps if "action" in step)
