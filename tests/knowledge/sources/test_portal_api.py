"""The portal's API: the shapes that its answers come in, and each field of a record."""

from __future__ import annotations

import gzip
import json

import pytest

from knowledge import sources
from knowledge.errors import RecordRejected, SourceUnreadable
from knowledge.procedures import AgencyRole, CaseTag, DocumentRole, FeeRule, Level, Procedure, SubmissionMethod
from knowledge.sources import portal_api
from tests.knowledge.sources.making import fee, method, paper, portal_record, read_portal, write_json, write_lines

RECORD = portal_record()


@pytest.mark.parametrize(
    "shape",
    [
        RECORD,
        {"detail": RECORD},
        {"code": "OK", "data": RECORD},
        {"code": "OK", "data": {"items": [RECORD]}},
        [RECORD],
        [{"id": "x", "detail": RECORD}],
    ],
    ids=["one", "harvested", "answer", "list in an answer", "list", "harvested list"],
)
def test_a_record_is_found_in_every_shape(tmp_path, shape):
    path = write_json(tmp_path / "a.json", shape)

    [procedure] = sources.read(path)

    assert procedure.code == "1.900001"


@pytest.mark.parametrize("name", ["a.jsonl", "a.jsonl.gz", "tệp lạ.pdf"])
def test_a_record_per_line_is_read_plain_and_compressed_whatever_the_name(tmp_path, name):
    path = write_lines(tmp_path / name, portal_record("1.900001"), portal_record("1.900002"))

    assert [procedure.code for procedure in sources.read(path)] == ["1.900001", "1.900002"]


def test_a_single_object_over_many_lines_is_read(tmp_path):
    path = tmp_path / "a.json"
    path.write_bytes(b"\xef\xbb\xbf" + json.dumps(RECORD, indent=2).encode())

    assert [procedure.code for procedure in sources.read(path)] == ["1.900001"]


def test_all_fields_are_where_they_belong(tmp_path):
    procedure = read_portal(
        tmp_path,
        departmentsAuthority=[{"name": "Chủ tịch xã"}],
        coordinatingAgencies="Sở Văn hóa, Thể thao và Du lịch, Công an cấp xã",
        isProvince=True,
        keywords="nuôi ong, mật ong",
        serviceGroupsDetails=[{"name": "Chăn nuôi nhỏ"}],
        dossierReceivingAddresses="Số 1\nĐường Hoa",
    )

    assert procedure.levels == (Level.COMMUNE, Level.PROVINCE)
    assert procedure.fields == ("Chăn nuôi",)
    assert (procedure.publisher_code, procedure.publisher) == ("G10", "Bộ Ong mật")
    assert [(agency.role, agency.name) for agency in procedure.agencies] == [
        (AgencyRole.EXECUTING, "Ủy ban nhân dân cấp xã"),
        (AgencyRole.DECIDING, "Chủ tịch xã"),
        (AgencyRole.COORDINATING, "Sở Văn hóa, Thể thao và Du lịch"),
        (AgencyRole.COORDINATING, "Công an cấp xã"),
    ]
    assert procedure.results == ("Giấy chứng nhận nuôi ong",)
    assert (procedure.requirements, procedure.description) == ("Có vườn.", "")
    assert (procedure.legal_basis[0].number, procedure.legal_basis[0].title) == ("12/2030/QH15", "Luật Ong mật")
    assert procedure.checked_on.isoformat() == procedure.source.updated_on.isoformat() == "2026-04-15"
    assert procedure.source.url == "https://dichvucong.gov.vn/thu-tuc-hanh-chinh/0190-abcd"
    assert procedure.keywords == ("nuôi ong", "mật ong")
    assert procedure.life_events == ("Chăn nuôi nhỏ",)
    assert procedure.receiving_address == "Số 1\nĐường Hoa"
    assert (procedure.is_nationwide, procedure.is_internal) == (True, False)


@pytest.mark.parametrize("change", [{"isInternal": True}, {"type": "STANDARD_INTERNAL"}])
def test_what_authorities_do_among_themselves_is_internal(tmp_path, change):
    assert read_portal(tmp_path, **change).is_internal


def test_headings_that_tell_what_to_do_are_roles_and_others_are_cases(tmp_path):
    groups = [
        {"name": "* Giấy tờ phải nộp:", "profileComponents": [paper("- Đơn xin nuôi ong;")]},
        {"name": "* Giấy tờ phải xuất trình:", "profileComponents": [paper("- Thẻ căn cước")]},
        {"name": "* Lưu ý:", "profileComponents": [paper("Ong phải có tổ.", 0, 0)]},
        {"name": "Trường hợp nuôi ong ở chỗ thuê, mượn, ở nhờ", "profileComponents": [paper("Hợp đồng thuê", 0, 1)]},
    ]

    everybody, rented = read_portal(tmp_path, executionCases=groups).cases

    assert [(document.name, document.role) for document in everybody.documents] == [
        ("Đơn xin nuôi ong", DocumentRole.SUBMIT),
        ("Thẻ căn cước", DocumentRole.PRESENT),
        ("Ong phải có tổ.", DocumentRole.NOTE),
    ]
    assert rented.tags == (CaseTag.RENTED,)
    assert (rented.documents[0].originals, rented.documents[0].copies) == (0, 1)


def test_ways_to_hand_in_keep_their_own_time_and_fees(tmp_path):
    ways = [method("DIRECT", fees=[fee(20000)]), method("ONLINE", time=1, fees=[fee(10000)]), method("POSTAL")]

    counter, online, post = read_portal(tmp_path, executionMethods=ways).methods

    assert (counter.method, online.method, post.method) == tuple(
        SubmissionMethod(name) for name in ("counter", "online", "post")
    )
    assert (counter.time.value, online.time.value) == (3, 1)
    assert (counter.fees[0].amount, online.fees[0].amount, post.fees) == (20000, 10000, ())


def test_a_tariff_in_a_file_is_named_and_not_taken_for_nothing(tmp_path):
    tariff = fee(0, "", attachment={"fileName": "bieu-phi.pdf", "fileId": "x"})
    [way] = read_portal(tmp_path, executionMethods=[method(fees=[tariff])]).methods

    assert way.fees[0].rule is FeeRule.DESCRIBED
    assert "bieu-phi.pdf" in way.fees[0].note


def test_a_form_has_its_name_its_number_and_its_address(tmp_path):
    row = paper("Tờ khai nuôi ong (Mẫu NO01 ban hành kèm theo Thông tư)", forms=("NO01 (1).docx", "NO02.docx"))
    [document] = read_portal(tmp_path, executionCases=[{"name": "", "profileComponents": [row]}]).cases[0].documents

    assert (document.form.name, document.form.number) == ("Tờ khai nuôi ong", "NO01")
    assert document.form.url.endswith("?fileId=file-1")
    assert "NO02.docx" in document.note


@pytest.mark.parametrize(
    ("code", "kept"),
    [("1.0133611", "1.0133611"), ("2.009182739", "2.009182739"), (" 1.014325", "1.014325")],
)
def test_an_irregular_code_that_the_catalogue_knows_is_kept(tmp_path, code, kept):
    assert read_portal(tmp_path, code=code).code == kept


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("1.014955-Xoa", "deleted"),
        ("", "no code"),
        (None, "no code"),
        ("không rõ", "not the code"),
        ("1.001193.02", "not the code"),
    ],
)
def test_a_code_that_cannot_be_used_rejects_its_record_alone(tmp_path, code, reason):
    path = write_lines(tmp_path / "a.jsonl", portal_record("1.900001"), portal_record(code))  # type: ignore[arg-type]

    good, bad = portal_api.read(path)

    assert isinstance(good, Procedure)
    assert isinstance(bad, RecordRejected)
    assert bad.place == f"{path}:2"
    assert reason in bad.reason


def test_fields_of_the_wrong_kind_are_left_empty_and_nothing_breaks(tmp_path):
    wrong = dict.fromkeys(set(RECORD) - {"code", "name"}, 7) | {"executionSteps": [None, 3], "updatedAt": "gestern"}

    procedure = read_portal(tmp_path, **wrong)

    assert (procedure.methods, procedure.cases, procedure.checked_on) == ((), (), None)


def test_json_that_is_cut_off_is_refused(tmp_path):
    path = tmp_path / "a.json"
    path.write_text(json.dumps(RECORD, indent=1)[:-40], encoding="utf-8")

    with pytest.raises(SourceUnreadable, match="not whole JSON"):
        list(sources.read(path))


def test_a_cut_off_gzip_gives_no_record_at_all(tmp_path):
    path = write_lines(tmp_path / "a.jsonl.gz", *(portal_record(f"1.90{n:04}", note=str(n) * n) for n in range(300)))
    path.write_bytes(path.read_bytes()[:-20])

    with pytest.raises(SourceUnreadable, match="cut off"):
        next(sources.read(path))


def test_a_gzip_whose_content_is_damaged_is_refused(tmp_path):
    path = tmp_path / "a.json.gz"
    whole = bytearray(gzip.compress(json.dumps([portal_record(note="ong" * 9000)]).encode()))
    whole[len(whole) // 2] ^= 0xFF
    path.write_bytes(whole)

    with pytest.raises(SourceUnreadable):
        list(sources.read(path))
