"""What tests of every package share: a home folder, and one with a small published edition."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

_STARTER = Path(__file__).parents[1] / "knowledge" / "starter"
# Enough to answer from, few enough to index in a breath.
_RECORDS = ("khai-sinh/1.001193.yml", "hon-nhan/1.004873.yml", "chung-thuc/2.000815.yml")


@pytest.fixture(autouse=True)
def own_environment(monkeypatch, tmp_path):
    """Keep the settings of whoever runs the tests out of them, and what they write out of the checkout."""
    for name in list(os.environ):
        if name.startswith("MOTCUA_") and name != "MOTCUA_SHARED":
            monkeypatch.delenv(name)
    monkeypatch.delenv("PORT", raising=False)
    monkeypatch.setenv("MOTCUA_HOME", str(tmp_path / "home"))


@pytest.fixture(scope="session")
def shared_data():
    """The folder of real data for tests and benchmarks; tests that need it are skipped where it is absent."""
    folder = Path(os.environ.get("MOTCUA_SHARED", Path(__file__).parents[2] / "shared")) / "data"
    if not folder.is_dir():
        pytest.skip(f"The data folder {folder} is absent; set MOTCUA_SHARED to the folder that holds it.")
    return folder


@pytest.fixture(scope="session")
def published_home(tmp_path_factory):
    """A home folder whose published edition holds a few of the records that are shipped; not to be changed."""
    from bot import migrations
    from knowledge import database, editions, embedding, importing
    from knowledge.settings import KnowledgeSettings

    settings = KnowledgeSettings(home=tmp_path_factory.mktemp("published"), database_url="")
    migrations.upgrade(settings.database)
    engine = database.connect(settings.database)
    sessions = database.sessions(engine)
    with sessions.begin() as session:
        report = importing.run(session, [_STARTER / record for record in _RECORDS])
    assert report.created == len(_RECORDS), report
    built = editions.build(sessions, settings, embedding.bundled())
    editions.publish(sessions, settings, built.number, skip_check="a small edition for tests")
    engine.dispose()
    return settings.home


@pytest.fixture(scope="session")
def starter_procedures():
    """The records that are shipped."""
    from knowledge import importing
    from knowledge.scope import Scope

    return importing.procedures_of(sorted(_STARTER.glob("*/*.yml")), scope=Scope())


@pytest.fixture(scope="session")
def vectors(tmp_path_factory):
    """One file of vectors for all indexes that tests build with the bundled encoder."""
    from knowledge.vectors import VectorCache

    return VectorCache(tmp_path_factory.mktemp("vectors") / "vectors.db")


@pytest.fixture(scope="session")
def starter_search(starter_procedures, vectors):
    """A search over the records that are shipped, with the encoder and the calibration that are shipped."""
    from knowledge import embedding, trials
    from knowledge.calibration import Calibration

    with trials.searching(
        starter_procedures, embedder=embedding.bundled(), cache=vectors, calibration=Calibration.bundled()
    ) as searcher:
        yield searcher


@pytest.fixture
def home(published_home, tmp_path):
    """A home folder with a small published edition, of the test's own."""
    return Path(shutil.copytree(published_home, tmp_path / "home"))
