"""Importing into a real database."""

from __future__ import annotations

import gzip

import pytest

from knowledge import database, drafts, importing
from knowledge.errors import SourceUnreadable
from knowledge.importing import Report
from knowledge.procedures import FeeRule, Level
from knowledge.scope import Scope
from tests.knowledge.sources.making import fee, method, portal_record, write_json, write_lines

OWN = """\
code: "1.900001"
name: Đăng ký nuôi ong
plain: {name: Giấy nuôi ong, summary: Xin nuôi ong ở vườn nhà.}
aliases: [giấy ong, nuôi ong]
levels: [commune]
subjects: [Công dân Việt Nam]
cases: [{documents: [{name: Đơn xin nuôi ong}]}]
"""


@pytest.fixture
def sessions(tmp_path):
    engine = database.connect(f"sqlite:///{tmp_path}/motcua.db")
    database.create_all(engine)
    yield database.sessions(engine)
    engine.dispose()


def imported(sessions, *paths, **how) -> Report:
    with sessions.begin() as session:
        return importing.run(session, paths, **how)


def draft(sessions, code="1.900001"):
    with sessions() as session:
        return drafts.get(session, code)


def counts(report):
    return report.created, report.updated, report.unchanged, report.out_of_scope, len(report.rejected)


def test_what_is_new_is_created_what_differs_updated_and_the_rest_left(sessions, tmp_path):
    path = write_lines(tmp_path / "a.jsonl", portal_record("1.900001"), portal_record("1.900002"))

    assert counts(imported(sessions, path)) == (2, 0, 0, 0, 0)
    assert counts(imported(sessions, path)) == (0, 0, 2, 0, 0)

    write_lines(path, portal_record("1.900001", name="Đăng ký nuôi ong rừng"), portal_record("1.900002"))

    assert counts(imported(sessions, path)) == (0, 1, 1, 0, 0)
    assert draft(sessions).name == "Đăng ký nuôi ong rừng"


def test_a_broken_record_is_told_with_its_place_and_the_others_come_in(sessions, tmp_path):
    path = tmp_path / "a.jsonl"
    write_lines(path, portal_record("1.900001"), portal_record("1.900002", name=" "), portal_record(""))
    path.write_bytes(path.read_bytes() + b'{"code": "1.9000\n' + b'"words"\n')

    report = imported(sessions, path)

    assert counts(report) == (1, 0, 0, 0, 4)
    nameless, codeless, cut, words = report.rejected
    assert (nameless.place, nameless.code) == (f"{path}:2", "1.900002")
    assert "no name" in nameless.reason
    assert "no code" in codeless.reason
    assert (cut.place, cut.reason) == (f"{path}:4", "This line is not whole JSON.")
    assert (words.place, words.reason) == (f"{path}:5", "This line is not a JSON object.")


def test_a_cut_off_file_changes_nothing(sessions, tmp_path):
    path = tmp_path / "a.jsonl.gz"
    whole = write_lines(path, *(portal_record(f"1.90{n:04}", note="ong " * n) for n in range(200))).read_bytes()
    path.write_bytes(whole[: len(whole) // 2])

    with pytest.raises(SourceUnreadable, match="cut off"):
        imported(sessions, path)

    with sessions() as session:
        assert drafts.count(session) == 0


def test_a_named_file_that_cannot_be_read_stops_the_import_before_anything_is_saved(sessions, tmp_path):
    good = write_json(tmp_path / "good.json", portal_record())
    bad = tmp_path / "bad.pdf"
    bad.write_bytes(b"%PDF-1.3 and then nothing")

    with pytest.raises(SourceUnreadable):
        imported(sessions, good, bad)

    with sessions() as session:
        assert drafts.count(session) == 0


def test_a_folder_is_walked_and_what_cannot_be_read_in_it_is_told(sessions, tmp_path):
    folder = tmp_path / "all"
    (folder / "deep").mkdir(parents=True)
    (folder / ".hidden").mkdir()
    write_json(folder / "deep" / "one.json", portal_record("1.900001"))
    write_json(folder / "two.json", portal_record("1.900002"))
    write_json(folder / ".hidden" / "three.json", portal_record("1.900003"))
    (folder / "deep" / "cut.json.gz").write_bytes(gzip.compress(b'{"detail": {}}')[:15])
    (folder / "notes.txt").write_text("Nhớ mua mật.", encoding="utf-8")

    report = imported(sessions, folder)

    assert counts(report) == (2, 0, 0, 0, 2)
    assert sorted(fault.place for fault in report.rejected) == [
        str(folder / "deep" / "cut.json.gz"),
        str(folder / "notes.txt"),
    ]


def test_a_path_that_is_not_there_is_named(sessions, tmp_path):
    with pytest.raises(SourceUnreadable, match=r"absent\.json"):
        imported(sessions, tmp_path / "absent.json")


def test_only_what_is_in_scope_comes_in(sessions, tmp_path):
    commune, province = portal_record("1.900001"), portal_record("1.900002", isWard=False, isProvince=True)
    path = write_lines(tmp_path / "a.jsonl", commune, province)

    assert counts(imported(sessions, path, scope=Scope(level=Level.COMMUNE))) == (1, 0, 0, 1, 0)


def test_ours_and_a_publishers_record_in_one_import_are_one_procedure(sessions, tmp_path):
    own = tmp_path / "z.yml"
    own.write_text(OWN, encoding="utf-8")
    theirs = write_json(tmp_path / "a.json", portal_record("1.900001"))

    first, second = imported(sessions, theirs, own), imported(sessions, theirs, own)

    assert counts(first) == (1, 1, 0, 0, 0)
    assert counts(second) == (0, 0, 2, 0, 0)
    assert draft(sessions).plain.name == "Giấy nuôi ong"
    assert draft(sessions).cases[0].documents[0].name == "Đơn đăng ký nuôi ong"
    (read,) = importing.procedures_of([theirs, own])
    assert read == draft(sessions)


def test_ours_after_a_newer_record_of_the_publisher_brings_only_its_words(sessions, tmp_path):
    own, theirs = tmp_path / "own.yml", write_json(tmp_path / "theirs.json", portal_record("1.900001"))
    own.write_text(OWN + "checked_on: 2026-01-01\nsource: {updated_on: 2026-01-01}\n", encoding="utf-8")
    imported(sessions, theirs)

    assert counts(imported(sessions, own)) == (0, 1, 0, 0, 0)
    assert counts(imported(sessions, own)) == (0, 0, 1, 0, 0)
    assert counts(imported(sessions, theirs)) == (0, 0, 1, 0, 0)

    kept = draft(sessions)
    assert (kept.plain.name, kept.cases[0].documents[0].name) == ("Giấy nuôi ong", "Đơn đăng ký nuôi ong")
    assert str(kept.worded_on) == "2026-01-01"


def test_a_provinces_copy_beside_ours_is_refused_and_ours_read_alone(sessions, tmp_path):
    own = tmp_path / "own.yml"
    own.write_text(OWN, encoding="utf-8")
    copy = write_json(tmp_path / "copy.json", portal_record("1.900001", departmentPromulgateCode="H49"))

    report = imported(sessions, own, copy)

    assert counts(report) == (1, 0, 0, 0, 1)
    assert "local override" in report.rejected[0].reason
    (read,) = importing.procedures_of([own, copy])
    assert read.cases[0].documents[0].name == "Đơn xin nuôi ong"


def test_a_publishers_record_brings_its_facts_and_leaves_our_words(sessions, tmp_path):
    own, theirs = tmp_path / "own.yml", tmp_path / "theirs.json"
    own.write_text(OWN, encoding="utf-8")
    write_json(theirs, portal_record(executionMethods=[method(fees=[fee(0, "Miễn phí")])]))
    imported(sessions, own)

    assert counts(imported(sessions, theirs)) == (0, 1, 0, 0, 0)
    assert counts(imported(sessions, theirs)) == (0, 0, 1, 0, 0)

    kept = draft(sessions)
    assert kept.plain.summary == "Xin nuôi ong ở vườn nhà."
    assert kept.aliases == ("giấy ong", "nuôi ong")
    assert kept.cases[0].documents[0].name == "Đơn đăng ký nuôi ong"
    assert kept.methods[0].fees[0].rule is FeeRule.FREE


def test_a_listing_never_wipes_out_a_full_record(sessions, tmp_path):
    from openpyxl import Workbook

    book = Workbook()
    book.active.append(["DANH SÁCH"])
    book.active.append(["Mã số", "Tên", "Cơ quan ban hành", "Cơ quan thực hiện", "Lĩnh vực"])
    book.active.append(["1.900001", "Đăng ký nuôi ong", "Bộ Tư pháp", "", "Ong"])
    book.active.append(["1.900002", "Thôi nuôi ong", "Bộ Tư pháp", "", "Ong"])
    book.save(tmp_path / "list.xlsx")
    imported(sessions, write_json(tmp_path / "full.json", portal_record("1.900001")))
    before = draft(sessions)

    report = imported(sessions, tmp_path / "list.xlsx")

    assert counts(report) == (1, 0, 1, 0, 0)
    assert draft(sessions) == before
    assert draft(sessions, "1.900002").fields == ("Ong",)


def test_a_provinces_copy_does_not_take_the_place_of_the_nationwide_record(sessions, tmp_path):
    copy = portal_record(departmentPromulgateCode="H49", name="Đăng ký nuôi ong ở tỉnh")
    imported(sessions, write_json(tmp_path / "ministry.json", portal_record()))

    report = imported(sessions, write_json(tmp_path / "province.json", copy))

    assert counts(report) == (0, 0, 0, 0, 1)
    assert "local override" in report.rejected[0].reason
    assert draft(sessions).name == "Đăng ký nuôi ong"


def test_of_two_files_the_later_record_is_used_whatever_the_names_of_the_files(sessions, tmp_path):
    folder = tmp_path / "both"
    folder.mkdir()
    write_json(folder / "a.json", portal_record(name="Tên cũ của thủ tục", updatedAt=1700000000000))
    write_json(folder / "b.json", portal_record(name="Tên mới của thủ tục", updatedAt=1780000000000))

    imported(sessions, folder)

    assert draft(sessions).name == "Tên mới của thủ tục"


def test_progress_counts_what_is_read_and_then_what_is_saved_of_how_many(sessions, tmp_path):
    told = []
    path = write_lines(tmp_path / "a.jsonl", *(portal_record(f"1.90000{n}") for n in range(3)))

    imported(sessions, path, progress=lambda done, total: told.append((done, total)))

    assert told == [(1, None), (2, None), (3, None), (1, 3), (2, 3), (3, 3)]


def test_a_record_that_the_database_refuses_leaves_nothing_of_itself(sessions, tmp_path):
    from sqlalchemy import text
    from sqlalchemy.exc import IntegrityError

    with sessions.begin() as session:
        trigger = (
            "CREATE TRIGGER no_bees BEFORE INSERT ON draft_procedures WHEN NEW.code = '1.900002' "
            "BEGIN SELECT RAISE(ABORT, 'no'); END"
        )
        session.execute(text(trigger))
    path = write_lines(tmp_path / "a.jsonl", portal_record("1.900001"), portal_record("1.900002"))

    with sessions() as session:
        with pytest.raises(IntegrityError):
            importing.run(session, [path])
        session.commit()

    with sessions() as session:
        assert list(drafts.fingerprints(session)) == ["1.900001"]


def test_the_whole_portal_comes_in_and_again_changes_nothing(sessions, shared_data):
    path = shared_data / "procedures" / "portal_2026-07.jsonl.gz"

    assert counts(imported(sessions, path)) == (5663, 0, 0, 0, 2)
    assert counts(imported(sessions, path)) == (0, 0, 5663, 0, 2)


def test_a_folder_without_a_file_is_named(sessions, tmp_path):
    (tmp_path / "empty").mkdir()

    with pytest.raises(SourceUnreadable, match=r"empty: The folder holds no file\."):
        imported(sessions, tmp_path / "empty")
