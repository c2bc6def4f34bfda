"""The portal's PDF export; our own one is printed by Chromium, with tables that run over pages."""

from __future__ import annotations

import shutil
import subprocess

import pytest

from knowledge import sources
from knowledge.procedures import CaseTag, DocumentRole, FeeRule, Level, Procedure, TimeUnit
from knowledge.sources import portal_api, portal_pdf

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
LONG = "Ong thợ bay từ vườn này sang vườn khác để tìm hoa, "
PAGE = f"""
<style>
  @page {{ size: 420pt 400pt; margin: 40pt }} body {{ font: 10pt 'DejaVu Sans', sans-serif }}
  table {{ border-spacing: 0; width: 100% }}
  td {{ border: 1px solid black; vertical-align: top; -webkit-box-decoration-break: clone }}
</style>
<p>CHI TIẾT THỦ TỤC HÀNH CHÍNH</p>
<table>
  <tr><td>Tên thủ tục</td><td>Đăng ký nuôi ong ở vườn nhà và ở những nơi khác nữa trong xã</td></tr>
  <tr><td>Mã thủ tục</td><td>1.900001</td></tr>
  <tr><td>Số quyết định</td><td>77/QĐ-BTP</td></tr>
  <tr><td>Cấp thực hiện</td><td>Xã, Cơ quan khác</td></tr>
  <tr><td>Lĩnh vực</td><td>Chăn nuôi</td></tr>
  <tr><td>Đối tượng thực hiện</td><td>Công dân Việt Nam, Tổ chức (không bao gồm doanh nghiệp, HTX)</td></tr>
  <tr><td>Cơ quan phối hợp</td><td></td></tr>
</table>
<p>TRÌNH TỰ THỰC HIỆN</p>
<p>Bước 1: Nộp đơn, rồi chờ cho đến khi cán bộ xem xong hết các tổ ong ở trong vườn của người nộp đơn.<br>
Bước 2: Nhận giấy.</p>
<p>THÀNH PHẦN HỒ SƠ</p>
<table>
  <tr><td colspan="3">Trường hợp 1: * Giấy tờ phải xuất trình:</td></tr>
  <tr><td>Tên giấy tờ</td><td>Mẫu đơn, tờ khai</td><td>Số lượng</td></tr>
  <tr><td>Thẻ căn cước</td><td></td><td>1 bản chính</td></tr>
</table><br>
<table>
  <tr><td colspan="3">Trường hợp 2: Nuôi ong ở chỗ thuê, mượn, ở nhờ</td></tr>
  <tr><td>Tên giấy tờ</td><td>Mẫu đơn, tờ khai</td><td>Số lượng</td></tr>
  <tr><td>Hợp đồng thuê vườn</td><td></td><td>1 bản chính 2 bản sao</td></tr>
  <tr><td>Bản kể chuyện. {LONG * 22}hết chuyện.</td><td>Mẫu kể.doc</td><td>1 bản sao</td></tr>
  <tr><td>Ảnh tổ ong</td><td></td><td>Không có</td></tr>
</table>
<p>CÁCH THỨC THỰC HIỆN</p>
<table>
  <tr><td>Hình thức nộp</td><td>Thời hạn giải quyết</td><td>Phí, lệ phí</td><td>Mô tả</td></tr>
  <tr><td>Trực tiếp</td><td>3 ngày làm việc</td><td>7.000 VNĐ, 5.000 VNĐ</td><td></td></tr>
  <tr><td>Trực tuyến</td><td>Không xác định</td><td>Miễn phí</td><td></td></tr>
  <tr><td>Qua bưu điện</td><td>2 ngày</td><td>10 VNĐ</td><td>Ở nước ngoài: 10 USD/bản.</td></tr>
</table>
<p>CĂN CỨ PHÁP LÝ</p>
<table>
  <tr><td>Tên văn bản pháp lý</td><td>Mã văn bản</td></tr>
  <tr><td>Luật Ong mật</td><td>12/2030/QH15</td></tr>
</table>
<p style="break-before: page">CƠ QUAN THỰC HIỆN</p><p>Ủy ban nhân dân cấp xã, Sở Văn hóa, Thể thao và Du lịch</p>
<p>YÊU CẦU, ĐIỀU KIỆN THỰC HIỆN</p>
<p>KẾT QUẢ XỬ LÝ</p><p>Giấy nuôi ong<br>Mã: KQ.G15.000021</p><p>Tổ ong mới<br>Mã: KQ.G15.000022</p>
<p>TỪ KHÓA</p><p>MÔ TẢ</p>
"""


@pytest.fixture(scope="module")
def printed(tmp_path_factory):
    if CHROMIUM is None:
        pytest.skip("Chromium, which prints the PDF, is not installed.")
    folder = tmp_path_factory.mktemp("pdf")
    (folder / "a.html").write_text(f"<meta charset=utf-8>{PAGE}", encoding="utf-8")
    command = [
        CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer",
        f"--user-data-dir={folder / 'profile'}", f"--print-to-pdf={folder / 'a.pdf'}", str(folder / "a.html"),
    ]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    [procedure] = sources.read(folder / "a.pdf")
    assert isinstance(procedure, Procedure), procedure
    return procedure


@pytest.mark.browser
def test_the_head_in_two_columns_is_read(printed):
    assert printed.name == "Đăng ký nuôi ong ở vườn nhà và ở những nơi khác nữa trong xã"
    assert (printed.code, printed.levels, printed.fields) == ("1.900001", (Level.COMMUNE, Level.OTHER), ("Chăn nuôi",))
    assert printed.subjects == ("Công dân Việt Nam", "Tổ chức (không bao gồm doanh nghiệp, HTX)")
    assert (printed.publisher_code, printed.decision.number) == ("G15", "77/QĐ-BTP")


@pytest.mark.browser
def test_sections_are_read_with_their_lines_joined(printed):
    assert [step.text for step in printed.steps] == [
        "Nộp đơn, rồi chờ cho đến khi cán bộ xem xong hết các tổ ong ở trong vườn của người nộp đơn.",
        "Nhận giấy.",
    ]
    assert printed.results == ("Giấy nuôi ong", "Tổ ong mới")
    assert [agency.name for agency in printed.agencies] == [
        "Ủy ban nhân dân cấp xã",
        "Sở Văn hóa, Thể thao và Du lịch",
    ]
    assert (printed.requirements, printed.description, printed.keywords) == ("", "", ())


@pytest.mark.browser
def test_a_row_that_runs_over_a_page_is_one_paper(printed):
    everybody, rented = printed.cases

    assert [(paper.name, paper.role) for paper in everybody.documents] == [("Thẻ căn cước", DocumentRole.PRESENT)]
    assert rented.tags == (CaseTag.RENTED,)
    contract, story, picture = rented.documents
    assert (contract.originals, contract.copies) == (1, 2)
    assert story.name == f"Bản kể chuyện. {LONG * 22}hết chuyện."
    assert (story.copies, story.form is not None) == (1, True)
    assert (picture.name, picture.originals, picture.copies) == ("Ảnh tổ ong", None, None)


@pytest.mark.browser
def test_what_the_portal_prints_for_every_0_does_not_make_it_free(printed):
    counter, online, post = printed.methods

    assert [fee.amount for fee in counter.fees] == [7000, 5000]
    assert (counter.time.unit, counter.time.value) == (TimeUnit.WORKING_DAY, 3)
    assert [fee.rule for fee in online.fees] == [FeeRule.UNSTATED]
    assert online.time is None
    assert (post.fees[0].amount, post.fees[0].currency) == (10, "USD")


def test_the_real_pdfs_say_what_the_portal_says(shared_data):
    folder = shared_data / "procedures"
    records = portal_api.read(folder / "portal_2026-07.jsonl.gz")
    portal = {record.code: record for record in records if isinstance(record, Procedure)}
    paths = sorted((folder / "documents").glob("*.pdf"))
    assert len(paths) == 7

    for path in paths:
        assert sources.reader_of(path).name == portal_pdf.NAME
        [printed] = sources.read(path)
        told = portal[printed.code]
        assert (printed.name, printed.publisher_code) == (told.name, told.publisher_code)
        assert set(printed.levels) == set(told.levels)
        assert set(printed.subjects) == set(told.subjects)
        assert set(printed.results) == set(told.results)
        assert {basis.number for basis in printed.legal_basis} == {basis.number for basis in told.legal_basis}
        assert len(printed.steps) == len(told.steps)
        assert {way.method for way in printed.methods} == {way.method for way in told.methods}
