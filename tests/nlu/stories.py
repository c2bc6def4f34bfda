"""The test stories of the Rasa project, read and held with any dialogue.

A story is in Rasa's own format. What that has no place for stands in its metadata: how each turn ends (`outcomes`), and
before which messages, counted from one, a day passes (`a_day_before`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from nlu import resuming
from nlu import slots as memory
from nlu.dialogue import ConversationState, Dialogue, Turn
from nlu.understanding import project

_FOLDER = project.FOLDER / "tests"


@dataclass
class Step:
    """A message of the citizen, and what must follow."""

    user: str
    intent: str
    outcome: str | None
    is_after_a_day: bool
    actions: list[str] = field(default_factory=list)
    slots: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Story:
    """A conversation by its name."""

    name: str
    steps: tuple[Step, ...]


def read() -> tuple[Story, ...]:
    """Return every story, file by file."""
    return tuple(story for path in sorted(_FOLDER.glob("test_*.yml")) for story in _stories(path))


def _stories(path: Path) -> Iterator[Story]:
    for written in YAML(typ="safe").load(path.read_text("utf-8"))["stories"]:
        yield Story(written["story"], tuple(_steps(written["steps"], written.get("metadata", {}))))


def _steps(written: list[dict[str, Any]], metadata: dict[str, Any]) -> list[Step]:
    outcomes, pauses = metadata.get("outcomes", []), metadata.get("a_day_before", [])
    steps: list[Step] = []
    for line in written:
        if "user" in line:
            place = len(steps)
            outcome = outcomes[place] if outcomes else None
            steps.append(Step(line["user"].strip(), line["intent"], outcome, place + 1 in pauses))
        elif "action" in line:
            steps[-1].actions.append(line["action"])
        elif "slot_was_set" in line:
            for slot in line["slot_was_set"]:
                steps[-1].slots.update(slot)
        else:
            assert set(line) == {"active_loop"}, line
    assert not outcomes or len(outcomes) == len(steps), "an outcome for each message"
    return steps


async def hold(dialogue: Dialogue, story: Story, conversation: str) -> list[tuple[Step, Turn]]:
    """Return the turns of a story, each beside its step."""
    held: list[tuple[Step, Turn]] = []
    state = ConversationState()
    for step in story.steps:
        if step.is_after_a_day:
            state = resuming.forgetting(state)
        turn = await dialogue.respond(conversation, step.user, state)
        held.append((step, turn))
        state = turn.state
    return held


def differences(held: list[tuple[Step, Turn]]) -> list[str]:
    """Return where a conversation went otherwise than its story."""
    found = []
    for step, turn in held:
        if step.outcome is not None and turn.reply.outcome not in step.outcome.split(" or "):
            found.append(f"{step.user!r} ended in {turn.reply.outcome}, not {step.outcome}")
        slots = memory.slots(turn.state)
        found += [
            f"{step.user!r} left {name} at {slots[name]!r}, not {value!r}"
            for name, value in step.slots.items()
            if slots[name] != value
        ]
    return found
