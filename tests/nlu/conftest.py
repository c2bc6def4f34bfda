"""What tests of the dialogue share: a library over records that are easily confused, and a dialogue on it."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from pathlib import Path

import pytest

from knowledge import authorities, database, editions, embedding, importing
from knowledge.library import Library
from knowledge.settings import STARTER, KnowledgeSettings
from nlu.dialogue import ConversationState, Turn
from nlu.local_dialogue import LocalDialogue
from nlu.understanding import project
from nlu.understanding.understander import Understander

_FOLDERS = ("khai-sinh", "hon-nhan", "can-cuoc", "chung-thuc", "cu-tru")


@pytest.fixture(scope="session")
def dialogue_settings(tmp_path_factory) -> KnowledgeSettings:
    """A home whose edition holds five fields of the records that are shipped; not to be changed."""
    settings = KnowledgeSettings(home=tmp_path_factory.mktemp("dialogue"), database_url="")
    engine = database.connect(settings.database)
    database.Base.metadata.create_all(engine)
    sessions = database.sessions(engine)
    records: list[Path] = [path for folder in _FOLDERS for path in sorted((STARTER / folder).glob("*.yml"))]
    with sessions.begin() as session:
        importing.run(session, records)
    built = editions.build(sessions, settings, embedding.bundled())
    editions.publish(sessions, settings, built.number, skip_check="an edition for tests")
    engine.dispose()
    return settings


@pytest.fixture(scope="session")
def library(dialogue_settings) -> Iterable[Library]:
    opened = Library(dialogue_settings, embedding.bundled())
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def dialogue(library) -> LocalDialogue:
    return LocalDialogue(library)


@pytest.fixture(scope="session")
def understander() -> Understander:
    return Understander(project.bundled(), authorities.bundled())


class Talk:
    """A conversation: says one message after another and remembers the state between them."""

    def __init__(self, dialogue: LocalDialogue, state: ConversationState) -> None:
        self._dialogue, self.state = dialogue, state

    def say(self, *messages: str) -> Turn:
        """Return the turn of the last message."""
        for message in messages:
            turn = asyncio.run(self._dialogue.respond("talk", message, self.state))
            self.state = turn.state
        return turn


@pytest.fixture
def talk(dialogue) -> Talk:
    return Talk(dialogue, ConversationState())
