import signal
import subprocess
import sys

import pytest

from knowledge import workshop

BUILDER = """
import sys, time
from pathlib import Path
from knowledge import workshop
with workshop.building(Path(sys.argv[1])) as work:
    (work.folder / "half").write_text("half")
    if sys.argv[2] == "finished":
        work.finish()
    print("building", flush=True)
    time.sleep(60)
"""


@pytest.fixture
def builder(tmp_path):
    """Give a function that starts a real process in the middle of a build."""
    started = []

    def start(stage):
        process = subprocess.Popen(
            [sys.executable, "-c", BUILDER, str(tmp_path), stage], stdout=subprocess.PIPE, text=True
        )
        assert process.stdout.readline() == "building\n"
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.wait()
        process.stdout.close()


def test_a_finished_folder_keeps_its_files_under_its_lasting_name(tmp_path):
    with workshop.building(tmp_path) as work:
        (work.folder / "a").write_text("a")
        work.finish()

    assert (tmp_path / work.name / "a").read_text() == "a"
    assert [path.name for path in tmp_path.iterdir()] == [work.name]


@pytest.mark.parametrize("is_finished", [False, True])
def test_a_failed_build_leaves_nothing(tmp_path, is_finished):
    def build():
        with workshop.building(tmp_path) as work:
            (work.folder / "a").write_text("a")
            if is_finished:
                work.finish()
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build()

    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("stage", ["unfinished", "finished"])
def test_what_a_killed_builder_left_is_swept_away(tmp_path, builder, stage):
    process = builder(stage)
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert any(path.is_dir() for path in tmp_path.iterdir())

    workshop.sweep(tmp_path, set)

    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("stage", ["unfinished", "finished"])
def test_a_builder_at_work_is_left_alone(tmp_path, builder, stage):
    builder(stage)

    assert workshop.sweep(tmp_path, set) == []
    assert [path.name for path in tmp_path.glob("**/half")] == ["half"]


def test_a_folder_that_a_row_names_is_kept(tmp_path):
    (tmp_path / "edition").mkdir()

    assert workshop.sweep(tmp_path, lambda: {"edition"}) == []
    assert workshop.sweep(tmp_path, set) == ["edition"]


def test_the_rows_are_asked_after_the_folders_were_looked_at(tmp_path):
    (tmp_path / "old").mkdir()

    def rows_of_an_edition_finished_meanwhile():
        (tmp_path / "new").mkdir()
        return {"old"}

    assert workshop.sweep(tmp_path, rows_of_an_edition_finished_meanwhile) == []
    assert (tmp_path / "new").is_dir()
