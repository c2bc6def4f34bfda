import sqlite3
import threading

import pytest

from knowledge import records
from knowledge.errors import EditionCorrupt, ProcedureNotFound
from knowledge.procedures import Procedure
from knowledge.records import Records

PROCEDURES = [Procedure(code=f"1.{n:03}", name=f"Thủ tục số {n}", note="ghi chú " * 50) for n in range(200)]


@pytest.fixture
def folder(tmp_path):
    records.write(tmp_path, PROCEDURES)
    return tmp_path


def test_every_record_is_read_back_whole(folder):
    opened = Records(folder, cached=3)

    assert list(opened.every()) == PROCEDURES
    assert opened.codes() == tuple(p.code for p in PROCEDURES)
    assert opened.names()["1.007"] == "Thủ tục số 7"
    assert opened.fingerprints()["1.007"] == PROCEDURES[7].fingerprint()


def test_a_record_asked_again_is_not_parsed_again(folder):
    opened = Records(folder, cached=3)

    assert opened.procedure("1.007") is opened.procedure("1.007")


def test_only_the_last_records_stay_in_memory(folder):
    opened = Records(folder, cached=3)
    first = opened.procedure("1.000")

    for code in ("1.001", "1.002", "1.003"):
        opened.procedure(code)

    assert opened.procedure("1.000") is not first


def test_an_unknown_code_is_named(folder):
    with pytest.raises(ProcedureNotFound, match=r"9\.999"):
        Records(folder, cached=3).procedure("9.999")


def test_two_records_of_one_code_are_refused(tmp_path):
    with pytest.raises(EditionCorrupt, match="same code"):
        records.write(tmp_path, [PROCEDURES[0], PROCEDURES[0]])


def test_a_record_damaged_on_the_disk_is_told_and_not_answered_from(folder):
    with sqlite3.connect(folder / records.NAME) as connection:
        connection.execute("UPDATE records SET record = substr(record, 1, 40) WHERE code = '1.005'")
    connection.close()
    opened = Records(folder, cached=3)

    with pytest.raises(EditionCorrupt, match=r"1\.005"):
        opened.procedure("1.005")
    assert opened.procedure("1.006") == PROCEDURES[6]


@pytest.mark.parametrize("content", [b"", b"not a database at all" * 100])
def test_a_file_that_is_no_records_file_is_told(tmp_path, content):
    (tmp_path / records.NAME).write_bytes(content)

    with pytest.raises(EditionCorrupt, match=r"records\.db"):
        Records(tmp_path, cached=3)


def test_many_threads_read_at_once(folder):
    opened = Records(folder, cached=3)
    wrong = []

    def read() -> None:
        wrong.extend(p.code for p in PROCEDURES if opened.procedure(p.code) != p)

    threads = [threading.Thread(target=read) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert wrong == []
