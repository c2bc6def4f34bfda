import json
import sqlite3
import sys

import pytest

from kiosk import doctor
from kiosk.cli import main
from kiosk.doctor import Health
from knowledge import centres, database, edition_rows, editions, embedding
from knowledge.settings import KnowledgeSettings


def examined(**settings):
    return {finding.part: finding for finding in doctor.examine(KnowledgeSettings(**settings))}


@pytest.fixture
def healthy(home):
    """The findings of a home folder with a published edition."""
    return examined()


def test_a_sound_installation_lacks_nothing_of_the_knowledge(healthy):
    for part in ("python", "packages", "home folder", "database", "calibration", "encoder", "edition"):
        assert healthy[part].health in (Health.OK, Health.NOTE), healthy[part]
    assert "3 procedures, 0 days old, files sound" in healthy["edition"].told
    assert "fastapi" in healthy["packages"].told


def test_the_encoder_is_tried_against_its_golden_vectors(healthy):
    assert "agrees with its golden vectors to 1.0" in healthy["encoder"].told


def test_an_edition_published_without_its_check_is_told_with_the_reason(healthy):
    assert healthy["edition"].health is Health.NOTE
    assert "a small edition for tests" in healthy["edition"].told


def test_the_sample_centre_is_told_to_be_one(healthy):
    assert healthy["centre"].health is Health.NOTE
    assert healthy["centre"].mend == "motcua knowledge centre import FILE"


def test_a_centre_that_was_set_up_is_fine(home):
    engine = database.connect(KnowledgeSettings().database)
    with database.sessions(engine).begin() as session:
        centres.save(session, centres.Centre(id="dong", name="Phường Đông", province_code="H26"))
    engine.dispose()

    assert examined(centre_id="dong")["centre"].health is Health.OK
    assert examined(centre_id="tay")["centre"].health is Health.MISSING


def test_a_fresh_machine_is_told_the_command_that_sets_it_up():
    found = examined()

    for part in ("database", "edition"):
        assert (found[part].health, found[part].mend) == (Health.MISSING, "motcua knowledge setup")


def test_looking_writes_nothing():
    home = KnowledgeSettings().home

    examined()

    assert not home.exists()


def test_a_damaged_edition_is_named_with_its_file(home):
    (edition,) = (home / "editions").iterdir()
    (edition / "records.db").unlink()

    finding = examined()["edition"]

    assert finding.health is Health.MISSING
    assert "records.db is missing" in finding.told
    assert finding.mend == "motcua knowledge index && motcua knowledge publish"


def test_a_damaged_edition_with_a_sound_one_before_it_is_mended_by_going_back(home):
    settings = KnowledgeSettings()
    engine = database.connect(settings.database)
    sessions = database.sessions(engine)
    built = editions.build(sessions, settings, embedding.bundled(), anew=True)
    editions.publish(sessions, settings, built.number, skip_check="a test")
    with sessions() as session:
        folder = settings.editions_folder / edition_rows.published(session).folder
    engine.dispose()
    (folder / "records.db").unlink()

    assert examined()["edition"].mend == "motcua knowledge rollback"


def test_a_home_folder_that_cannot_be_written_to_is_told():
    found = examined(home="/proc/no/such/place")

    assert found["home folder"].health is Health.MISSING
    assert "MOTCUA_HOME" in found["home folder"].mend


def test_a_database_of_an_older_release_is_told(home):
    with sqlite3.connect(home / "motcua.db") as connection:
        connection.execute("UPDATE alembic_version SET version_num = 'long ago'")
    connection.close()

    found = examined()["database"]

    assert found.health is Health.MISSING
    assert "not up to date" in found.told


def test_a_file_that_is_no_database_is_told(home):
    for path in home.glob("motcua.db*"):
        path.unlink()
    (home / "motcua.db").write_bytes(b"this is a text" * 100)

    found = examined()

    assert "cannot be used: file is not a database" in found["database"].told
    assert found["edition"].health is Health.MISSING


def test_a_password_is_not_shown():
    told = examined(database_url="sqlite://motcua:geheim@/nowhere/motcua.db")["database"].told

    assert "***" in told
    assert "geheim" not in told


@pytest.mark.parametrize("url", ["not a url", "oracle://nobody@nowhere/nothing"])
def test_a_database_that_cannot_be_reached_is_told(url):
    found = examined(database_url=url)

    assert found["database"].health is Health.MISSING
    assert "MOTCUA_DATABASE_URL" in found["database"].mend
    assert found["edition"].health is Health.MISSING


@pytest.mark.parametrize("arguments", [[], ["--json"]])
def test_the_command_ends_with_1_when_something_needed_is_missing(monkeypatch, capsys, arguments):
    monkeypatch.setattr(sys, "argv", ["motcua", "doctor", *arguments])

    with pytest.raises(SystemExit) as stop:
        main()

    assert stop.value.code == 1
    out = capsys.readouterr().out
    if arguments:
        told = json.loads(out)
        assert told["healthy"] is False
        edition = next(finding for finding in told["findings"] if finding["part"] == "edition")
        assert edition == {
            "part": "edition",
            "health": "missing",
            "told": "none is published",
            "mend": "motcua knowledge setup",
        }
    else:
        assert "missing  edition: none is published  → motcua knowledge setup" in out
