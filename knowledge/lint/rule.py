"""A rule of lint. To add one, add a function with a decorator of this module to a module of a package of rules.

The first line of its docstring says what must hold; its name, with hyphens, is what a finding is shown with.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from importlib import import_module
from types import ModuleType

from ruamel.yaml.comments import CommentedMap

from knowledge import yaml_files
from knowledge.lint.findings import Fault, Finding
from knowledge.lint.shelf import Shelf, Written


@dataclass(frozen=True)
class Rule:
    """What must hold of records, and the check that tells where it does not."""

    name: str
    demand: str
    check: Callable[[Shelf], Iterable[Finding]]


def of_record(function: Callable[[Written, Shelf], Iterable[Fault]]) -> Rule:
    """Make a rule of a function that looks at one record."""

    def check(shelf: Shelf) -> Iterator[Finding]:
        for written in shelf.records:
            yield from (written.finding(name, fault) for fault in function(written, shelf))

    name = _name(function.__name__)
    return Rule(name, _demand(function), check)


def of_shelf(function: Callable[[Shelf], Iterable[tuple[Written, Fault]]]) -> Rule:
    """Make a rule of a function that looks at all records together."""

    def check(shelf: Shelf) -> Iterator[Finding]:
        looked_at = {written.path for written in shelf.records}
        yield from (one.finding(name, fault) for one, fault in function(shelf) if one.path in looked_at)

    name = _name(function.__name__)
    return Rule(name, _demand(function), check)


def of_bundles(function: Callable[[CommentedMap, Shelf], Iterable[Fault]]) -> Rule:
    """Make a rule of a function that looks at one file of a life event."""

    def check(shelf: Shelf) -> Iterator[Finding]:
        for path in shelf.bundles:
            data = yaml_files.read(path)
            for fault in function(data, shelf):
                yield Finding(path, yaml_files.line_of(data, fault.place), name, fault.message, fault.mend)

    name = _name(function.__name__)
    return Rule(name, _demand(function), check)


def listed(package: ModuleType) -> tuple[Rule, ...]:
    """Return every rule of the modules of a package, by listing them."""
    modules = [import_module(f"{package.__name__}.{found.name}") for found in pkgutil.iter_modules(package.__path__)]
    rules = (value for module in modules for value in vars(module).values() if isinstance(value, Rule))
    return tuple(dict.fromkeys(rules))


def findings(rules: Iterable[Rule], shelf: Shelf) -> list[Finding]:
    """Return what the rules find, by file and line."""
    found = (finding for rule in rules for finding in rule.check(shelf))
    return sorted(found, key=lambda one: (str(one.path), one.line or 0, one.rule, one.message))


def _name(function_name: str) -> str:
    return function_name.replace("_", "-")


def _demand(function: Callable[..., object]) -> str:
    return (function.__doc__ or "").strip().splitlines()[0]
