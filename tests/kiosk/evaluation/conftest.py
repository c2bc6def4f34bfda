"""A shelf with the small published edition, and a way to ask it."""

from __future__ import annotations

import pytest

from kiosk.evaluation import shelf
from knowledge.settings import KnowledgeSettings


@pytest.fixture(scope="module")
def settings(published_home):
    return KnowledgeSettings(home=published_home, database_url="")


@pytest.fixture(scope="module")
def published(settings):
    with shelf.opened(settings, shelf.Choice()) as library:
        yield library
