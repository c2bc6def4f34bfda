"""A record is filed under events of a life that we know."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from importlib import resources

from ruamel.yaml import YAML

from knowledge.lint import rule
from knowledge.lint.findings import Fault
from knowledge.lint.shelf import Shelf, Written


@functools.cache
def known() -> frozenset[str]:
    """Return the ids of the life events, from `life-events.yml`."""
    text = (resources.files("knowledge.lint") / "life-events.yml").read_text("utf-8")
    return frozenset(YAML(typ="safe").load(text))


@rule.of_record
def unknown_life_event(record: Written, _shelf: Shelf) -> Iterator[Fault]:
    """A life event is one of the list."""
    for number, event in enumerate(record.procedure.life_events):
        if event not in known():
            message = f"There is no life event “{event}”."
            yield Fault(message, f"Take one of: {', '.join(sorted(known()))}.", ("life_events", number))
