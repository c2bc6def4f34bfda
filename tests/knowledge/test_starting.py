import json
import shutil
from pathlib import Path

import pytest

from knowledge import edition_rows, manifests, starting
from knowledge.errors import EditionRefused
from knowledge.settings import STARTER
from tests.knowledge.conftest import make_procedure, open_deployment

SHIPPED = len(list(STARTER.glob("*/*.yml")))


@pytest.fixture
def fresh(tmp_path):
    opened = open_deployment(tmp_path / "home")
    yield opened
    opened.engine.dispose()


def ensure(deployment, **options):
    options = {"number_check": lambda procedure: (), **options}
    return starting.ensure(deployment.settings, deployment.embedder, **options)


@pytest.fixture(scope="module")
def started_home(tmp_path_factory):
    """A home folder in which the shipped records are published, and what starting told; not to be changed."""
    opened = open_deployment(tmp_path_factory.mktemp("started"))
    started = ensure(opened)
    opened.engine.dispose()
    return opened.settings.home, started


@pytest.fixture
def running(started_home, tmp_path):
    """A deployment of the test's own in which the shipped records are published."""
    opened = open_deployment(Path(shutil.copytree(started_home[0], tmp_path / "running")))
    yield opened
    opened.engine.dispose()


def test_a_fresh_machine_publishes_the_shipped_records(started_home, running):
    started = started_home[1]

    assert started.is_new
    assert started.report.created == SHIPPED
    assert started.report.rejected == ()
    assert running.states() == {1: "published"}
    assert running.row(1).procedures == SHIPPED
    assert running.row(1).skip_reason == ""


def test_a_second_run_does_nothing(running):
    again = ensure(running)

    assert (again.number, again.is_new, again.report) == (1, False, None)


def test_an_edition_that_another_version_built_is_built_again(running):
    row = running.row(1)
    folder = running.settings.editions_folder / row.folder
    facts = json.loads((folder / "index.json").read_text("utf-8"))
    (folder / "index.json").write_text(json.dumps({**facts, "format": 0}), "utf-8")
    with running.sessions.begin() as session:
        edition_rows.find(session, 1).manifest = manifests.write(folder, content=row.content, procedures=row.procedures)

    again = ensure(running)

    assert (again.number, again.is_new) == (2, True)
    assert running.states() == {1: "retired", 2: "published"}


def test_asked_again_without_a_change_nothing_is_published(running):
    again = ensure(running, is_asked=True)

    assert (again.number, again.is_new) == (1, False)
    assert again.report.unchanged == SHIPPED
    assert running.states() == {1: "published"}


def test_asked_again_after_a_change_a_new_edition_is_published(running):
    running.draft([make_procedure("9.000001", "Cấp giấy mẫu")])

    again = ensure(running, is_asked=True)

    assert (again.number, again.is_new) == (2, True)
    assert running.states() == {1: "retired", 2: "published"}


def test_a_starter_that_fails_its_check_is_not_published(fresh):
    with pytest.raises(EditionRefused, match=r"holds '30'.*motcua knowledge check 1"):
        ensure(fresh, number_check=lambda procedure: ["holds '30'"])

    with fresh.sessions() as session:
        assert edition_rows.published_or_none(session) is None


def test_every_step_is_shown(fresh):
    titles = []

    class Shown:
        def __init__(self, title):
            titles.append(title)

        def __enter__(self):
            return lambda done, total: None

        def __exit__(self, *fault):
            return None

    ensure(fresh, step=Shown)

    assert titles == ["Importing the starter records", "Building the edition", "Checking the edition"]
