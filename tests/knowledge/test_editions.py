import signal
import subprocess
import sys
from datetime import date
from itertools import product
from pathlib import Path

import pytest

from knowledge import database, drafts, edition_rows, editions, manifests
from knowledge.checks import CheckReport, Fault, Severity, Standard
from knowledge.errors import (
    EditionCorrupt,
    EditionNotFound,
    EditionRefused,
    NoEditionPublished,
)
from knowledge.models import MOVES, EditionRow, EditionState
from knowledge.questions import Question
from tests.fakes import HashEmbedder
from tests.knowledge.conftest import NAMES, PROCEDURES, open_deployment

ROOT = Path(__file__).parents[2]
PASSED = CheckReport()
FAILED = CheckReport(faults=(Fault(severity=Severity.ERROR, message="wrong"),))


def damage(folder, name="catalogue.json"):
    path = folder / name
    path.write_bytes(path.read_bytes()[:-1])


class TestBuilding:
    def test_an_edition_is_built_from_the_draft_and_answers_nobody_yet(self, deployment):
        built = editions.build(deployment.sessions, deployment.settings, deployment.embedder)

        assert built.is_new
        assert built.procedures == len(PROCEDURES)
        assert deployment.states() == {built.number: "draft"}
        manifests.verify(deployment.folder(built.number), manifest=deployment.row(built.number).manifest)

    def test_an_unchanged_draft_gives_the_edition_that_is_there(self, deployment):
        first = deployment.build()

        again = editions.build(deployment.sessions, deployment.settings, deployment.embedder)

        assert (again.number, again.is_new) == (first, False)

    def test_an_unchanged_draft_is_built_again_where_the_files_were_damaged(self, deployment):
        first = deployment.build()
        damage(deployment.folder(first))

        assert deployment.build() != first

    def test_an_unchanged_draft_is_built_again_when_asked(self, deployment):
        first = deployment.build()

        again = editions.build(deployment.sessions, deployment.settings, deployment.embedder, anew=True)

        assert again.number != first

    def test_only_what_changed_is_embedded_again(self, deployment):
        deployment.build()
        deployment.draft([PROCEDURES[0].model_copy(update={"name": "Khai sinh lưu động"})])
        embedder = HashEmbedder()

        editions.build(deployment.sessions, deployment.settings, embedder)

        assert embedder.embedded
        assert all("lưu động" in text for text in embedder.embedded)

    def test_another_encoder_gives_another_edition(self, deployment):
        first = deployment.build()

        other = editions.build(deployment.sessions, deployment.settings, HashEmbedder(name="other"))

        assert other.number != first

    def test_an_empty_draft_is_refused(self, tmp_path):
        empty = open_deployment(tmp_path / "empty")

        with pytest.raises(EditionRefused, match="motcua knowledge import"):
            empty.build()

    def test_a_build_that_fails_leaves_neither_row_nor_folder(self, deployment):
        class BrokenEmbedder(HashEmbedder):
            def embed_passages(self, texts):
                raise MemoryError

        with pytest.raises(MemoryError):
            editions.build(deployment.sessions, deployment.settings, BrokenEmbedder())

        assert deployment.states() == {}
        assert list(deployment.settings.editions_folder.iterdir()) == []


class TestMoving:
    @pytest.mark.parametrize(("source", "to"), list(product(EditionState, EditionState)))
    def test_only_moves_that_are_drawn_can_be_made(self, deployment, source, to):
        with deployment.sessions.begin() as session:
            session.add(row := EditionRow(state=source, folder="f", manifest="", content="", procedures=1))

        def move():
            with deployment.sessions.begin() as session:
                edition_rows.move(session, row.number, to, sources=EditionState)

        if to in MOVES[source]:
            move()
        else:
            with pytest.raises(EditionRefused):
                move()

        arrived = deployment.row(row.number).state
        assert arrived is (to if to in MOVES[source] else source)

    def test_a_move_from_a_state_it_is_not_in_changes_nothing(self, deployment):
        number = deployment.build()

        with deployment.sessions.begin() as session, pytest.raises(EditionRefused, match="is draft"):
            edition_rows.move(session, number, EditionState.PUBLISHED, sources=[EditionState.CHECKED])

        assert deployment.states() == {number: "draft"}

    def test_an_unknown_edition_is_named(self, deployment):
        with pytest.raises(EditionNotFound, match="77"):
            deployment.publish(77)


class TestPublishing:
    def test_an_unchecked_edition_is_refused(self, deployment):
        number = deployment.build()

        with pytest.raises(EditionRefused, match=f"motcua knowledge check {number}"):
            deployment.publish(number, skip_check="")

        assert deployment.states() == {number: "draft"}

    def test_an_edition_that_failed_its_check_is_refused(self, deployment):
        number = deployment.build()
        editions.record_check(deployment.sessions, number, FAILED)

        with pytest.raises(EditionRefused, match="failed its check with 1 error"):
            deployment.publish(number, skip_check="")

    def test_a_check_may_be_skipped_for_a_reason_that_is_kept(self, deployment):
        number = deployment.build()

        deployment.publish(number, skip_check="Đổi lệ phí gấp trong ngày")

        assert deployment.states() == {number: "published"}
        assert deployment.row(number).skip_reason == "Đổi lệ phí gấp trong ngày"

    def test_blanks_are_no_reason(self, deployment):
        number = deployment.build()

        with pytest.raises(EditionRefused):
            deployment.publish(number, skip_check="   ")

    def test_a_checked_edition_takes_the_place_of_the_published_one(self, two_editions):
        number = two_editions.build(note="third")
        editions.record_check(two_editions.sessions, number, PASSED)

        two_editions.publish(number, skip_check="")

        assert two_editions.states() == {1: "retired", 2: "retired", 3: "published"}
        assert two_editions.row(number).skip_reason == ""

    def test_an_edition_that_passed_and_then_failed_is_refused(self, deployment):
        number = deployment.build()
        editions.record_check(deployment.sessions, number, PASSED)
        editions.record_check(deployment.sessions, number, FAILED)

        with pytest.raises(EditionRefused):
            deployment.publish(number, skip_check="")

    def test_a_published_edition_is_not_published_again(self, two_editions):
        with pytest.raises(EditionRefused, match="is published already"):
            two_editions.publish(2)

    def test_a_corrupt_edition_is_refused_and_the_published_one_stays(self, two_editions):
        number = two_editions.build(note="third")
        damage(two_editions.folder(number))

        with pytest.raises(EditionCorrupt, match=r"catalogue\.json"):
            two_editions.publish(number)

        assert two_editions.states()[2] == "published"

    def test_a_check_of_the_published_edition_does_not_unpublish_it(self, two_editions):
        assert editions.record_check(two_editions.sessions, 2, FAILED) is EditionState.PUBLISHED
        assert two_editions.states()[2] == "published"

    def test_files_of_old_editions_are_removed_but_those_kept_for_a_rollback_stay(self, tmp_path):
        deployment = open_deployment(tmp_path / "home", editions_kept=2)
        for note in "abcde":
            deployment.publish(deployment.build(note=note))

        kept = {number for number in deployment.states() if deployment.row(number).folder}
        on_disk = {path.name for path in deployment.settings.editions_folder.iterdir()}

        assert kept == {3, 4, 5}
        assert on_disk == {deployment.row(number).folder for number in kept}


class TestRollingBack:
    def test_one_call_brings_the_previous_edition_back(self, two_editions):
        assert editions.rollback(two_editions.sessions, two_editions.settings) == 1
        assert two_editions.states() == {1: "published", 2: "retired"}

    def test_a_second_one_goes_further_back_and_not_forth_again(self, two_editions):
        two_editions.publish(two_editions.build(note="third"))

        editions.rollback(two_editions.sessions, two_editions.settings)
        editions.rollback(two_editions.sessions, two_editions.settings)

        assert two_editions.states() == {1: "published", 2: "retired", 3: "retired"}

    def test_where_nothing_was_published_before_it_is_refused(self, deployment):
        deployment.publish(deployment.build())

        with pytest.raises(EditionRefused, match="No sound edition was published before"):
            editions.rollback(deployment.sessions, deployment.settings)

    def test_where_nothing_is_published_it_is_refused(self, deployment):
        with pytest.raises(NoEditionPublished):
            editions.rollback(deployment.sessions, deployment.settings)

    def test_a_corrupt_edition_is_passed_over(self, two_editions):
        two_editions.publish(two_editions.build(note="third"))
        damage(two_editions.folder(2))

        assert editions.rollback(two_editions.sessions, two_editions.settings) == 1

    def test_what_was_rolled_back_can_be_published_again(self, two_editions):
        editions.rollback(two_editions.sessions, two_editions.settings)

        two_editions.publish(2, skip_check="")

        assert two_editions.states() == {1: "retired", 2: "published"}


class TestChecking:
    def test_a_sound_edition_is_checked_and_can_be_published(self, deployment):
        number = deployment.build()
        asked = tuple(Question(name, (code,)) for code, name in NAMES.items())

        report = editions.check(
            deployment.sessions,
            number,
            embedder=deployment.embedder,
            standard=Standard(asked, deployment.settings, date(2026, 11, 22)),
        )

        assert report.has_passed
        assert report.figures.questions == len(NAMES)
        assert editions.report_of(deployment.row(number)) == report
        deployment.publish(number, skip_check="")

    def test_a_corrupt_published_edition_does_not_hold_up_what_mends_it(self, two_editions):
        damage(two_editions.folder(2))
        number = two_editions.build(note="third")

        report = editions.check(
            two_editions.sessions,
            number,
            embedder=two_editions.embedder,
            standard=Standard((), two_editions.settings, date(2026, 11, 22)),
        )

        assert report.has_passed
        assert report.published_figures is None


SLOW_BUILD = """
import sys, time
from pathlib import Path
from tests.knowledge.conftest import open_deployment
from knowledge import editions
from tests.fakes import HashEmbedder

stop_at = int(sys.argv[2])

class SlowEmbedder(HashEmbedder):
    def embed_passages(self, texts):
        if stop_at == 0:
            print("ready", flush=True); time.sleep(120)
        return super().embed_passages(texts)

def progress(done, total):
    if stop_at == 1:
        print("ready", flush=True); time.sleep(120)

deployment = open_deployment(Path(sys.argv[1]))
# Under a name of its own no vector is known yet, so that there is something to embed.
embedder = SlowEmbedder(name="slow")
editions.build(deployment.sessions, deployment.settings, embedder, progress=progress, anew=True)
print("ready", flush=True)
"""

PUBLISH = """
import sys
from pathlib import Path
from tests.knowledge.conftest import open_deployment
from knowledge.errors import EditionRefused

deployment = open_deployment(Path(sys.argv[1]))
print("ready", flush=True); sys.stdin.readline()
try:
    deployment.publish(int(sys.argv[2]))
    print("published")
except EditionRefused:
    print("refused")
"""


def start(script, *arguments):
    process = launch(script, *arguments)
    assert process.stdout.readline() == "ready\n"
    return process


def launch(script, *arguments):
    return subprocess.Popen(
        [sys.executable, "-c", script, *map(str, arguments)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


class TestManyProcesses:
    @pytest.mark.parametrize("stop_at", [0, 1])
    def test_a_killed_build_leaves_nothing_that_is_ever_served(self, two_editions, stop_at):
        process = start(SLOW_BUILD, two_editions.settings.home, stop_at)
        process.send_signal(signal.SIGKILL)
        process.communicate()
        assert len(list(two_editions.settings.editions_folder.glob(".*.building"))) == 1

        assert two_editions.states() == {1: "retired", 2: "published"}
        number = two_editions.build(note="third")

        assert number == 3
        folders = {path.name for path in two_editions.settings.editions_folder.iterdir()}
        assert folders == {two_editions.row(number).folder for number in (1, 2, 3)}

    def test_a_build_leaves_another_process_that_builds_alone(self, deployment):
        process = start(SLOW_BUILD, deployment.settings.home, 1)

        number = deployment.build()

        assert list(deployment.settings.editions_folder.glob(".*.building")) != []
        manifests.verify(deployment.folder(number), manifest=deployment.row(number).manifest)
        process.kill()
        process.communicate()

    def test_two_processes_that_build_at_once_give_two_sound_editions(self, deployment):
        command = [sys.executable, "-c", SLOW_BUILD, str(deployment.settings.home), "2"]
        processes = [subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL) for _ in range(2)]
        codes = [process.wait() for process in processes]

        assert codes == [0, 0]
        assert deployment.states() == {1: "draft", 2: "draft"}
        for number in (1, 2):
            manifests.verify(deployment.folder(number), manifest=deployment.row(number).manifest)

    def test_of_many_processes_that_publish_at_once_one_edition_comes_out_published(self, deployment):
        numbers = [deployment.build(note=note) for note in "abc"]
        processes = [launch(PUBLISH, deployment.settings.home, number) for number in (*numbers, numbers[0])]
        assert [process.stdout.readline() for process in processes] == ["ready\n"] * len(processes)
        for process in processes:
            process.stdin.write("go\n")
            process.stdin.flush()
        told = [process.communicate()[0].strip() for process in processes]

        states = list(deployment.states().values())
        assert states.count("published") == 1
        assert set(told) <= {"published", "refused"}
        assert told.count("published") >= len(numbers)
        assert [process.returncode for process in processes] == [0] * len(processes)


def test_a_procedure_taken_out_of_the_draft_is_missing_in_the_next_edition(two_editions):
    with two_editions.sessions.begin() as session:
        drafts.delete(session, "1.001193")
    number = two_editions.build()

    assert two_editions.row(number).procedures == len(PROCEDURES) - 1
    assert two_editions.row(2).procedures == len(PROCEDURES)
    assert database.now() > two_editions.row(number).created_at
