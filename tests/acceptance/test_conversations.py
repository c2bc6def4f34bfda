"""Whole conversations with the assistant, over the records that are shipped."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from bot import migrations
from bot.assistant import Assistant
from bot.channel import ChannelName, IncomingMessage
from bot.database import open_sessions
from bot.settings import BotSettings
from knowledge import database, editions, embedding, importing
from knowledge.library import Library
from knowledge.procedures import Facet, Language
from knowledge.settings import STARTER, KnowledgeSettings
from knowledge.vietnamese.text import fold
from nlu.local_dialogue import LocalDialogue
from nlu.replies import Outcome, Reply

STORIES = YAML(typ="safe").load((Path(__file__).parent / "conversations.yml").read_text("utf-8"))
_NAMES = [story["story"] for story in STORIES]


@dataclass(frozen=True)
class Expected:
    """One of the replies that would be right."""

    procedure: str = ""
    outcome: str = ""
    facet: str = ""
    language: str = ""

    @classmethod
    def read(cls, written: str) -> Expected:
        """Return what a line of a story asks for; an unknown word is an error of the story."""
        first, *rest = written.split()
        is_code = first[0].isdigit()
        facets = [word for word in rest if word in set(Facet)]
        languages = [word for word in rest if word in set(Language)]
        if len(facets) + len(languages) != len(rest) or not (is_code or first in set(Outcome)):
            raise ValueError(f"Nobody can tell what {written!r} expects.")
        return cls(first if is_code else "", "" if is_code else first, "".join(facets), "".join(languages))

    def fits(self, reply: Reply) -> bool:
        """Tell whether a reply is this one."""
        code = reply.procedure.code if reply.procedure else ""
        return (
            (self.outcome == reply.outcome or (bool(self.procedure) and self.procedure == code))
            and self.facet in ("", reply.facet)
            and self.language in ("", reply.language)
        )


@pytest.fixture(scope="module")
def settings(tmp_path_factory):
    """A home folder in which the shipped records are published; conversations only add to its database."""
    settings = KnowledgeSettings(home=tmp_path_factory.mktemp("acceptance"), database_url="")
    migrations.upgrade(settings.database)
    engine = database.connect(settings.database)
    sessions = database.sessions(engine)
    with sessions.begin() as session:
        importing.run(session, sorted(STARTER.glob("*/*.yml")))
    built = editions.build(sessions, settings, embedding.bundled())
    editions.publish(sessions, settings, built.number, skip_check="for the acceptance tests")
    engine.dispose()
    return settings


@pytest.fixture(scope="module")
def dialogue(settings):
    library = Library(settings, embedding.bundled())
    yield LocalDialogue(library)
    library.close()


@pytest.fixture
async def assistant(settings, dialogue):
    async with open_sessions(settings.database) as sessions:
        yield Assistant(dialogue, sessions, BotSettings(), default_centre=settings.centre_id)


@pytest.mark.parametrize("story", STORIES, ids=_NAMES)
async def test_a_conversation_goes_as_it_should(assistant, story):
    for number, turn in enumerate(story["turns"]):
        reply = await assistant.respond(IncomingMessage(ChannelName.CONSOLE, story["story"], str(number), turn["say"]))

        expected = [Expected.read(one) for one in turn["expect"].split(" or ")]
        assert any(one.fits(reply) for one in expected), (turn, reply.outcome, reply.procedure, reply.facet, reply.text)
        assert reply.text.strip()
        assert not any(character.isdigit() for character in reply.spoken if reply.language is Language.VIETNAMESE)


@pytest.mark.parametrize("story", STORIES, ids=_NAMES)
async def test_what_a_button_sends_is_understood(assistant, story):
    """Every button of a story's first reply leads to an answer, a question back or a person."""
    updates = count()
    first = story["turns"][0]["say"]

    async def say(text: str, citizen: str) -> Reply:
        return await assistant.respond(IncomingMessage(ChannelName.CONSOLE, citizen, str(next(updates)), text))

    opening = await say(first, f"{story['story']}, buttons")
    for place, suggestion in enumerate(opening.suggestions):
        citizen = f"{story['story']}, button {place}"
        await say(first, citizen)
        reply = await say(suggestion.send, citizen)
        assert reply.outcome in {
            Outcome.ANSWERED,
            Outcome.ANSWERED_IN_PART,
            Outcome.HANDED_OVER,
            Outcome.SMALL_TALK,
        }, (suggestion, reply.text)


def test_the_stories_are_many_and_half_are_typed_without_tone_marks():
    without_marks = [story for story in STORIES if _is_mostly_bare([turn["say"].lower() for turn in story["turns"]])]

    assert len(set(_NAMES)) == len(STORIES) >= 25
    assert len(without_marks) * 2 >= len(STORIES)


def _is_mostly_bare(said: list[str]) -> bool:
    return sum(text == fold(text) for text in said) * 2 >= len(said)
