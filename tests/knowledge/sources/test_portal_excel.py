"""The portal's Excel list."""

from collections import Counter

import pytest
from openpyxl import Workbook

from knowledge import sources
from knowledge.errors import RecordRejected, SourceUnreadable
from knowledge.procedures import Procedure
from knowledge.sources import portal_excel

HEADERS = ["Mã số", "Tên", "Cơ quan ban hành", "Cơ quan thực hiện", "Lĩnh vực"]


def workbook(path, *rows):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    book.active.merge_cells("A1:E1")
    book.save(path)
    return path


def test_a_list_gives_what_it_has_and_nothing_else(tmp_path):
    agencies = "Chủ tịch Ủy ban nhân dân xã\nSở Tư Pháp"
    row = ["1.900001", "Đăng ký nuôi ong ", "Bộ Tư pháp", agencies, "Ong"]
    path = workbook(tmp_path / "a.xlsx", ["DANH SÁCH THỦ TỤC HÀNH CHÍNH"], HEADERS, row)

    [procedure] = sources.read(path)

    assert (procedure.code, procedure.name, procedure.fields) == ("1.900001", "Đăng ký nuôi ong", ("Ong",))
    assert (procedure.publisher_code, procedure.publisher) == ("G15", "Bộ Tư pháp")
    assert [agency.name for agency in procedure.agencies] == ["Chủ tịch Ủy ban nhân dân xã", "Sở Tư Pháp"]
    assert (procedure.cases, procedure.methods, procedure.steps, procedure.levels) == ((), (), (), ())


def test_a_province_publishes_for_itself(tmp_path):
    path = workbook(tmp_path / "a.xlsx", ["x"], HEADERS, ["1.900001", "Nuôi ong", "UBND tỉnh Đồng Hoa", "", ""])

    [procedure] = sources.read(path)

    assert not procedure.is_nationwide


def test_rows_without_code_or_name_are_told_by_their_number_and_empty_ones_passed_over(tmp_path):
    rows = [["1.900001", "Nuôi ong"], [None, None], [None, "Không mã"], ["1.900002", None], ["1.900001", "Lại nữa"]]
    path = workbook(tmp_path / "a.xlsx", ["x"], HEADERS, *rows)

    good, *bad = sources.read(path)

    assert isinstance(good, Procedure)
    assert all(isinstance(record, RecordRejected) for record in bad)
    assert [record.place.rpartition(" ")[2] for record in bad] == ["5", "6", "7"]


def test_a_workbook_without_the_headers_is_refused(tmp_path):
    path = workbook(tmp_path / "a.xlsx", ["Chi tiêu"], ["Tháng", "Tiền"])

    with pytest.raises(SourceUnreadable, match="Mã số"):
        list(sources.read(path))


@pytest.mark.parametrize(
    ("name", "publishers"),
    [
        # One of the list is of the ministry of construction.
        ("danh-sach-tthc-BoCongAn.xlsx", {"G01": 338, "G17": 1}),
        ("danh-sach-tthc-BoTuPhap.xlsx", {"G15": 271}),
    ],
)
def test_the_real_lists_are_read(shared_data, name, publishers):
    path = shared_data / "procedures" / "documents" / name

    assert sources.reader_of(path).name == portal_excel.NAME
    records = list(sources.read(path))

    assert all(isinstance(record, Procedure) for record in records)
    assert Counter(record.publisher_code for record in records) == publishers
