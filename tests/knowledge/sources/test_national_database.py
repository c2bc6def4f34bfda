"""The national database's LayThuTuc."""

import pytest

from knowledge import sources
from knowledge.errors import RecordRejected
from knowledge.procedures import AgencyRole, DocumentRole, FeeRule, Level, SubmissionMethod, TimeUnit
from knowledge.sources import national_database
from tests.knowledge.sources.making import write_json

SAME_DAY = "Ngay trong ngày tiếp nhận; nhận sau 15 giờ mà không giải quyết được ngay thì trả ngày làm việc tiếp theo."


def record(**fields: object) -> dict[str, object]:
    return {
        "MATTHC": "1.900001.000.00.00.H49",
        "TENTTHC": "Đăng ký nuôi ong",
        "MACOQUANCONGBO": "H49",
        "DIACHITIEPNHAN": "Nhà văn hóa",
        "YEUCAU": "Không",
        "COQUANTHUCHIEN": [{"TENDONVI": "Ủy ban nhân dân xã"}],
        "COQUANPHOIHOP": [{"TENDONVI": "Trạm thú y"}],
        "TRINHTUTHUCHIEN": [
            {"TRUONGHOP": "", "TRINHTU": [{"TENTRINHTU": "Bước 1: Nộp."}, {"TENTRINHTU": "Bước 2: Nhận."}]}
        ],
        "CAPTHUCHIEN": [{"CAPTHUCHIEN": "2", "TENCAP": "Cấp Xã"}],
        "LINHVUCTHUCHIEN": [{"TENLINHVUC": "Chăn nuôi"}],
        "CACHTHUCTHUCHIEN": [
            {
                "KENH": "1",
                "THOIGIAN": [
                    {
                        "THOIGIANGIAIQUYET": "15",
                        "DONVITINH": "Giờ",
                        "MOTA": SAME_DAY,
                        "PHILEPHI": [{"DONVI": "Đồng", "MAPHILEPHI": "2'", "SOTIEN": "50.000", "MOTA": ""}],
                    }
                ],
            },
            {"KENH": "2", "THOIGIAN": [{"THOIGIANGIAIQUYET": "3", "DONVITINH": "Ngày làm việc", "PHILEPHI": []}]},
            {"KENH": "3", "THOIGIAN": [{"THOIGIANGIAIQUYET": "2", "DONVITINH": "Ngày", "PHILEPHI": [{"SOTIEN": "0"}]}]},
        ],
        "DOITUONGTHUCHIEN": [{"TENDOITUONG": "Công dân Việt Nam"}],
        "THANHPHANHOSO": [
            {
                "TRUONGHOP": "* Giấy tờ phải xuất trình:",
                "GIAYTO": [{"TENGIAYTO": "- Thẻ căn cước", "SOBANCHINH": "1", "SOBANSAO": "0", "TENMAUDON": ""}],
            }
        ],
        "KETQUATHUCHIEN": [{"TENKETQUA": "Giấy nuôi ong"}],
        "CANCUPHAPLY": [{"SOVANBAN": "60/2014/QH13", "TENVANBAN": "Luật 60/2014/QH13", "NGAYBANHANH": "2014-11-20"}],
        **fields,
    }


def read_all(path, *records):
    return list(sources.read(write_json(path, {"result": list(records), "error_code": "0"})))


def test_a_record_is_read_with_the_national_code_and_its_own_publisher(tmp_path):
    [procedure] = read_all(tmp_path / "a.json", record())

    assert procedure.code == "1.900001"
    assert (procedure.publisher_code, procedure.is_nationwide) == ("H49", False)
    assert procedure.levels == (Level.COMMUNE,)
    assert procedure.fields == ("Chăn nuôi",)
    assert [step.text for step in procedure.steps] == ["Nộp.", "Nhận."]
    assert [(agency.role, agency.name) for agency in procedure.agencies] == [
        (AgencyRole.EXECUTING, "Ủy ban nhân dân xã"),
        (AgencyRole.COORDINATING, "Trạm thú y"),
    ]
    assert procedure.legal_basis[0].issued_on.isoformat() == "2014-11-20"
    assert procedure.cases[0].documents[0].role is DocumentRole.PRESENT


def test_15_hours_that_are_3_in_the_afternoon_are_the_same_day(tmp_path):
    [procedure] = read_all(tmp_path / "a.json", record())

    counter, online, post = procedure.methods

    assert (counter.time.unit, counter.time.value, counter.time.text) == (TimeUnit.SAME_DAY, None, SAME_DAY)
    assert (online.time.unit, online.time.value) == (TimeUnit.WORKING_DAY, 3)
    assert (post.method, post.time.unit, post.time.value) == (SubmissionMethod.POST, TimeUnit.DAY, 2)


def test_fees_are_read_with_their_kind_and_0_is_not_free(tmp_path):
    [procedure] = read_all(tmp_path / "a.json", record())

    counter, _, post = procedure.methods

    assert (counter.fees[0].kind, counter.fees[0].amount, counter.fees[0].currency) == ("lệ phí", 50000, "VND")
    assert post.fees[0].rule is FeeRule.UNSTATED


@pytest.mark.parametrize(("fields", "reason"), [({"TENTTHC": ""}, "no name"), ({"MATTHC": "H49"}, "not the code")])
def test_a_record_without_name_or_code_is_rejected_with_its_place(tmp_path, fields, reason):
    good, bad = read_all(tmp_path / "a.json", record(), record(**fields))

    assert good.code == "1.900001"
    assert isinstance(bad, RecordRejected)
    assert bad.place.endswith("record 2")
    assert reason in bad.reason


def test_the_real_answer_is_read(shared_data):
    path = shared_data / "procedures" / "documents" / "LayThuTuc_1.001193.json"

    assert sources.reader_of(path).name == national_database.NAME
    [procedure] = sources.read(path)

    assert (procedure.code, procedure.publisher_code) == ("1.001193", "H49")
    assert [way.time.unit for way in procedure.methods] == [TimeUnit.SAME_DAY] * 3
    assert {fee.amount for way in procedure.methods for fee in way.fees} == {50000, 25000}
    assert procedure.results[0] == "Giấy khai sinh"
