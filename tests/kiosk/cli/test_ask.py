from __future__ import annotations

import json
import os
import subprocess
import sys


def ask(home, *arguments, typed=b""):
    return subprocess.run(
        [sys.executable, "-m", "kiosk.cli", "ask", *arguments],
        env={**os.environ, "MOTCUA_HOME": str(home)},
        input=typed,
        capture_output=True,
        timeout=120,
        check=False,
    )


def test_one_question_gets_one_json_object_without_a_conversation(home):
    ran = ask(home, "giay khai sinh can giay to gi", "--json")

    assert ran.returncode == 0, ran.stderr.decode()
    answer = json.loads(ran.stdout)
    assert answer["procedure"]["code"] == "1.001193"
    assert answer["facet"] == "documents"
    assert answer["outcome"] == "answered"
    assert "conversation" not in answer


def test_a_person_reads_the_reply_and_what_it_rests_on(home):
    ran = ask(home, "làm giấy khai sinh cần giấy tờ gì")

    told = ran.stdout.decode()
    assert "Giấy chứng sinh" in told
    assert "1.001193" in told
    assert "(answered" in told


def test_a_file_is_answered_line_by_line_and_a_bad_line_stops_nothing_but_is_told_at_the_end(home, tmp_path):
    file = tmp_path / "questions.jsonl"
    file.write_bytes('{"question": "làm giấy khai sinh"}\nkhông phải JSON\n{"question": "giấy độc thân"}\n'.encode())

    ran = ask(home, "--file", str(file))

    assert ran.returncode == 1, ran.stderr.decode()
    assert not ran.stderr
    first, bad, last = (json.loads(line) for line in ran.stdout.splitlines())
    assert first["procedure"]["code"] == "1.001193"
    assert bad["error"]["line"] == 2
    assert last["procedure"]["code"] == "1.004873"


def test_questions_may_come_from_standard_input(home):
    ran = ask(home, "--file", "-", typed=b'{"question": "birth certificate fee", "language": "en"}\n')

    assert json.loads(ran.stdout)["language"] == "en"


def test_a_file_that_is_not_there_is_named(home, tmp_path):
    ran = ask(home, "--file", str(tmp_path / "missing.jsonl"))

    assert ran.returncode != 0
    assert b"missing.jsonl" in ran.stderr.replace(b"\n", b"").replace("│".encode(), b"").replace(b" ", b"")


def test_an_unknown_centre_is_named(home):
    ran = ask(home, "khai sinh", "--centre", "khong-co")

    assert ran.returncode == 1
    assert b"khong-co" in ran.stderr
    assert b"Traceback" not in ran.stderr


def test_a_database_that_cannot_be_used_is_one_clear_line(tmp_path):
    (tmp_path / "motcua.db").write_bytes(b"this is no database, and longer than the header of one would be" * 9)

    ran = ask(tmp_path, "khai sinh")

    assert ran.returncode == 1
    assert ran.stderr.decode().startswith("motcua: The database cannot be used")
    assert b"Traceback" not in ran.stderr


def test_a_damaged_edition_is_told_without_a_traceback(home):
    (edition,) = (home / "editions").iterdir()
    (edition / "index.json").write_bytes(b"")

    ran = ask(home, "khai sinh")

    assert ran.returncode == 1
    assert "motcua knowledge index" in ran.stderr.decode()
    assert b"Traceback" not in ran.stderr
