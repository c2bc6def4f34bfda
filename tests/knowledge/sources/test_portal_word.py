"""The portal's Word export."""

import pytest
from docx import Document

from knowledge import sources
from knowledge.errors import RecordRejected
from knowledge.procedures import FeeRule, Level, SubmissionMethod, TimeUnit
from knowledge.sources import portal_word

WAYS = [
    ["Hình thức nộp", "Thời hạn giải quyết", "Phí, lệ phí", "Mô tả"],
    ["Trực tiếp", "03 Ngày làm việc", "Phí : 10.000 Đồng (10.000 đồng/tổ)\nLệ phí : 5.000 Đồng", "Nộp ở xã."],
    ["Trực tuyến", "03 Ngày làm việc", "Phí : Đồng (Mức thu do Hội đồng nhân dân tỉnh quyết định)", ""],
    ["Dịch vụ bưu chính", "Không xác định", "", ""],
]
PAPERS = [
    ["Tên giấy tờ", "Mẫu đơn, tờ khai", "Số lượng"],
    ["\nĐơn xin nuôi ong (Mẫu NO01)", "\nNO01.doc", "\nBản chính: 1\nBản sao: 0"],
    ["\nLưu ý: ong phải có tổ", "", "\nBản chính: 0\nBản sao: 0"],
]
LAWS = [
    ["Số ký hiệu", "Trích yếu", "Ngày ban hành", "Cơ quan ban hành"],
    ["12/2030/QH15", "Luật Ong mật", "13-11-2030", "Quốc hội"],
]


def table(document, rows):
    made = document.add_table(len(rows), len(rows[0]))
    for row, cells in zip(made.rows, rows, strict=True):
        for cell, text in zip(row.cells, cells, strict=True):
            cell.text = text


def write(path, *, code="1.900001"):
    document = Document()
    for text in (
        "Chi tiết thủ tục hành chính",
        f"Mã thủ tục: {code}",
        "Số quyết định: 77/QĐ-BTP",
        "Tên thủ tục: Đăng ký nuôi ong: loại có tổ",
        "Cấp thực hiện: Cấp Xã, Cấp Tỉnh",
        "Lĩnh vực: Chăn nuôi",
        "Trình tự thực hiện: ",
        "Bước 1: Nộp.\n Bước 2: Nhận.",
        "Cách thức thực hiện: ",
    ):
        document.add_paragraph(text)
    table(document, WAYS)
    document.add_paragraph("Thành phần hồ sơ: ")
    document.add_paragraph("* Nuôi ong ở chỗ thuê, mượn, ở nhờ, hồ sơ gồm:")
    table(document, PAPERS)
    document.add_paragraph("Đối tượng thực hiện: Công dân Việt Nam, Tổ chức (không bao gồm doanh nghiệp, HTX)")
    document.add_paragraph("Cơ quan thực hiện: Công an Xã")
    document.add_paragraph("Cơ quan phối hợp: Không có thông tin")
    document.add_paragraph("Kết quả thực hiện: Giấy nuôi ong, Tổ ong mới")
    document.add_paragraph("Căn cứ pháp lý: ")
    table(document, LAWS)
    document.add_paragraph("Yêu cầu, điều kiện thực hiện: Không")
    document.save(path)
    return path


def test_a_doc_that_is_really_a_docx_is_read_with_its_tables(tmp_path):
    [procedure] = sources.read(write(tmp_path / "ChiTietTTHC_1.900001.doc"))

    assert (procedure.code, procedure.name) == ("1.900001", "Đăng ký nuôi ong: loại có tổ")
    assert procedure.levels == (Level.COMMUNE, Level.PROVINCE)
    assert (procedure.decision.number, procedure.publisher) == ("77/QĐ-BTP", "Bộ Tư pháp")
    assert procedure.subjects == ("Công dân Việt Nam", "Tổ chức (không bao gồm doanh nghiệp, HTX)")
    assert procedure.results == ("Giấy nuôi ong", "Tổ ong mới")
    assert [agency.name for agency in procedure.agencies] == ["Công an Xã"]
    assert [step.text for step in procedure.steps] == ["Nộp.", "Nhận."]
    assert (procedure.legal_basis[0].number, str(procedure.legal_basis[0].issued_on)) == ("12/2030/QH15", "2030-11-13")


def test_its_papers_stand_under_their_situation_with_their_number(tmp_path):
    [case] = next(sources.read(write(tmp_path / "a.doc"))).cases

    assert case.name == "Nuôi ong ở chỗ thuê, mượn, ở nhờ"
    form, note = case.documents
    assert (form.originals, form.copies, form.form.number) == (1, 0, "NO01")
    assert note.role.value == "note"


def test_its_ways_to_hand_in_have_time_and_fees(tmp_path):
    counter, online, post = next(sources.read(write(tmp_path / "a.doc"))).methods

    assert (counter.method, counter.time.unit, counter.time.value) == (
        SubmissionMethod.COUNTER,
        TimeUnit.WORKING_DAY,
        3,
    )
    assert [(fee.kind, fee.amount, fee.per) for fee in counter.fees] == [("phí", 10000, "tổ"), ("lệ phí", 5000, "")]
    assert online.fees[0].rule is FeeRule.PROVINCE
    assert (post.method, post.time, post.fees) == (SubmissionMethod.POST, None, ())


def test_a_sheet_without_its_code_is_rejected(tmp_path):
    [record] = sources.read(write(tmp_path / "a.doc", code=""))

    assert isinstance(record, RecordRejected)
    assert "no code" in record.reason


def test_the_real_export_is_read(shared_data):
    path = shared_data / "procedures" / "documents" / "ChiTietTTHC_1.004194.doc"

    assert sources.reader_of(path).name == portal_word.NAME
    [procedure] = sources.read(path)

    assert (procedure.code, procedure.name) == ("1.004194", "Đăng ký tạm trú")
    assert len(procedure.steps) == 5
    assert [case.name for case in procedure.cases][1:3] == ["Hồ sơ đăng ký tạm trú", "Đăng ký tạm trú theo danh sách"]
    assert [(way.method.value, way.time.value, way.fees[0].amount) for way in procedure.methods] == [
        ("counter", 3, 10000),
        ("online", 3, 5000),
    ]
    assert len(procedure.legal_basis) == 11


@pytest.mark.parametrize("ending", ["doc", "docx", "tài liệu"])
def test_the_name_of_the_file_does_not_matter(tmp_path, ending):
    assert sources.reader_of(write(tmp_path / f"a.{ending}")).name == portal_word.NAME
