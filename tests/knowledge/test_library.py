import logging
import shutil
import subprocess
import sys
import threading
import time
from datetime import date
from pathlib import Path

import pytest

from knowledge import editions, overrides
from knowledge.errors import EditionCorrupt, NoEditionPublished, ProcedureNotFound, StorageUnavailable
from knowledge.library import Library
from knowledge.models import OverrideScope, OverrideSubject
from knowledge.overrides import Override, Place
from knowledge.procedures import Fee, FeeRule
from knowledge.settings import KnowledgeSettings
from tests.fakes import HashEmbedder
from tests.knowledge.conftest import NAMES

ROOT = Path(__file__).parents[2]
PATIENCE_SECONDS = 60


def flip_a_byte(path):
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


DAMAGES = {
    "truncated": lambda path: path.write_bytes(path.read_bytes()[: path.stat().st_size // 2]),
    "one bit flipped": flip_a_byte,
    "deleted": lambda path: path.unlink(),
}


@pytest.fixture
def libraries():
    """Give a function that opens a library over a deployment."""
    opened = []

    def open_library(deployment, **settings):
        chosen = deployment.settings.model_copy(update={"edition_poll_seconds": 0.0, **settings})
        opened.append(Library(chosen, deployment.embedder))
        return opened[-1]

    yield open_library
    for library in opened:
        library.close()


def wait_for(number, library):
    deadline = time.monotonic() + PATIENCE_SECONDS
    while library.current().number != number:
        assert time.monotonic() < deadline, f"edition {number} was never served"
        time.sleep(0.01)


class TestServing:
    def test_the_published_edition_is_served(self, two_editions, libraries):
        edition = libraries(two_editions).current()

        assert edition.number == 2
        assert edition.codes() == tuple(sorted(NAMES))
        assert edition.procedure("1.001193").note == "second"
        assert edition.searcher.find("dang ky ket hon").candidates[0].code == "1.000894"

    def test_an_unknown_code_is_told(self, two_editions, libraries):
        with pytest.raises(ProcedureNotFound, match=r"9\.999999"):
            libraries(two_editions).current().procedure("9.999999")

    def test_before_anything_is_published_the_command_that_helps_is_told(self, deployment, libraries):
        deployment.build()

        with pytest.raises(NoEditionPublished, match="motcua knowledge setup"):
            libraries(deployment).current()

    def test_a_library_opened_before_the_first_publication_serves_it_after(self, deployment, libraries):
        library = libraries(deployment)
        with pytest.raises(NoEditionPublished):
            library.current()

        deployment.publish(deployment.build())

        assert library.current().number == 1

    def test_a_database_that_was_never_set_up_is_told(self, tmp_path):
        library = Library(KnowledgeSettings(home=tmp_path / "empty"), HashEmbedder())

        with pytest.raises(StorageUnavailable, match="motcua doctor"):
            library.current()
        library.close()

    def test_what_holds_at_the_centre_is_applied(self, two_editions, libraries):
        override = Override(
            code="1.001193",
            what=OverrideSubject.FEE,
            fees=(Fee(rule=FeeRule.AMOUNT, amount=5000, currency="VND"),),
            source="Nghị quyết A",
            valid_from=date(2026, 1, 1),
        )
        with two_editions.sessions.begin() as session:
            overrides.save(session, override, place=Place(OverrideScope.CENTRE, "mau"))
        library = libraries(two_editions)

        local = library.localised(library.current().procedure("1.001193"), centre_id="mau", today=date(2026, 11, 22))

        assert [fee.amount for fee in local.methods[0].fees] == [5000]
        assert library.current().procedure("1.001193").methods[0].fees == ()
        assert library.centre().id == "mau"


class TestSwapping:
    def test_a_newly_published_edition_is_served_without_a_restart(self, two_editions, libraries):
        library = libraries(two_editions)
        assert library.current().number == 2

        two_editions.publish(two_editions.build(note="third"))

        wait_for(3, library)
        assert library.current().procedure("1.001193").note == "third"

    def test_a_rollback_is_served_without_a_restart(self, two_editions, libraries):
        library = libraries(two_editions)
        assert library.current().number == 2

        editions.rollback(two_editions.sessions, two_editions.settings)

        wait_for(1, library)

    def test_a_search_that_is_under_way_keeps_its_edition(self, two_editions, libraries):
        library = libraries(two_editions)
        held = library.current()

        two_editions.publish(two_editions.build(note="third"))
        wait_for(3, library)
        shutil.rmtree(two_editions.folder(2))

        assert held.procedure("1.004222").note == "second"
        assert held.searcher.find("đăng ký khai sinh").candidates[0].code == "1.001193"

    def test_many_threads_ask_on_while_editions_are_published(self, two_editions, libraries):
        library = libraries(two_editions)
        library.current()
        is_over = threading.Event()
        faults = []

        def ask():
            while not is_over.is_set():
                try:
                    edition = library.current()
                    if edition.procedure("1.000894").name != NAMES["1.000894"]:
                        faults.append("wrong record")
                    if not edition.searcher.find("ket hon").candidates:
                        faults.append("nothing found")
                except Exception as error:  # noqa: BLE001 - every fault is one too many
                    faults.append(repr(error))

        threads = [threading.Thread(target=ask) for _ in range(4)]
        for thread in threads:
            thread.start()
        for note in ("third", "fourth", "fifth"):
            two_editions.publish(two_editions.build(note=note))
        wait_for(5, library)
        is_over.set()
        for thread in threads:
            thread.join()

        assert faults == []

    def test_another_process_serves_what_this_one_publishes(self, two_editions):
        script = """
import sys, time
from pathlib import Path
from knowledge.library import Library
from tests.fakes import HashEmbedder
from tests.knowledge.conftest import open_deployment
library = Library(open_deployment(Path(sys.argv[1]), edition_poll_seconds=0.05).settings, HashEmbedder())
told = None
while True:
    number = library.current().number
    if number != told:
        print(number, flush=True)
        told = number
    time.sleep(0.02)
"""
        serving = subprocess.Popen(
            [sys.executable, "-c", script, str(two_editions.settings.home)],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
        )
        try:
            assert serving.stdout.readline() == "2\n"
            two_editions.publish(two_editions.build(note="third"))
            assert serving.stdout.readline() == "3\n"
            editions.rollback(two_editions.sessions, two_editions.settings)
            assert serving.stdout.readline() == "2\n"
        finally:
            serving.kill()
            serving.communicate()

    def test_without_a_database_what_is_served_is_served_on(self, two_editions, libraries, caplog):
        library = libraries(two_editions)
        library.current()
        two_editions.engine.dispose()
        for path in two_editions.settings.home.glob("motcua.db*"):
            path.write_bytes(b"not a database")

        library.close()

        assert library.current().number == 2
        assert "could not be looked up" in caplog.text


class TestCorruption:
    @pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES.keys())
    def test_no_damaged_file_of_an_edition_is_ever_served(self, two_editions, libraries, tmp_path, damage):
        folder = two_editions.folder(2)
        sound = Path(shutil.copytree(folder, tmp_path / "sound"))
        names = [path.relative_to(sound) for path in sound.rglob("*") if path.is_file()]
        served = {}

        for name in names:
            damage(folder / name)
            served[str(name)] = libraries(two_editions).current().number
            shutil.rmtree(folder)
            shutil.copytree(sound, folder)

        assert len(names) > 8
        assert served == {str(name): 1 for name in names}

    def test_a_corrupt_edition_does_not_displace_the_one_that_is_served(self, two_editions, libraries, caplog):
        library = libraries(two_editions)
        assert library.current().number == 2
        number = two_editions.build(note="third")
        two_editions.publish(number)
        flip_a_byte(two_editions.folder(number) / "records.db")

        with caplog.at_level(logging.ERROR):
            assert library.refresh().number == 2

        assert "A corrupt edition is not served" in caplog.text
        assert library.current().procedure("1.001193").note == "second"

    def test_a_corrupt_edition_is_not_read_again_with_every_question(self, two_editions, libraries, caplog):
        library = libraries(two_editions, edition_retry_seconds=600.0)
        flip_a_byte(two_editions.folder(2) / "records.db")

        for _ in range(20):
            assert library.current().number == 1
            library.refresh()

        assert caplog.text.count("A corrupt edition is not served") == 1

    def test_a_mended_edition_is_served_after_a_while(self, two_editions, libraries):
        library = libraries(two_editions, edition_retry_seconds=0.0)
        damaged = two_editions.folder(2) / "records.db"
        content = damaged.read_bytes()
        flip_a_byte(damaged)
        assert library.current().number == 1

        damaged.write_bytes(content)

        wait_for(2, library)

    def test_where_no_edition_is_sound_nothing_is_served(self, two_editions, libraries):
        for number in (1, 2):
            flip_a_byte(two_editions.folder(number) / "records.db")

        with pytest.raises(EditionCorrupt, match="motcua knowledge index"):
            libraries(two_editions).current()

    def test_an_edition_of_another_encoder_is_not_searched_with_this_one(self, two_editions):
        library = Library(two_editions.settings, HashEmbedder(name="other"))

        with pytest.raises(EditionCorrupt):
            library.current()
        library.close()
