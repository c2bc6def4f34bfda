"""Files that are not what they say: every reader refuses them by name, and only so."""

from __future__ import annotations

import zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from knowledge import sources
from knowledge.errors import RecordRejected, SourceUnreadable
from knowledge.procedures import Procedure
from tests.knowledge.sources.making import portal_record, write_json

READERS = sources.readers()
# How files of each format begin, so that arbitrary bytes get past the first look.
STARTS = [
    b"",
    b"{",
    b'{"detail": ',
    b'[{"codeNotation": "1.900001", "executionCases": ',
    b'{"result": [{"MATTHC": ',
    b"%PDF-1.3\n",
    b"PK\x03\x04",
    b"\xd0\xcf\x11\xe0",
    b"\x1f\x8b\x08\x00",
    b'code: "1.900001"\nname: ',
]
ENDINGS = [".json", ".pdf", ".doc", ".docx", ".xlsx", ".xls", ".yml", ".gz", ".bin"]


def everything(path):
    return list(sources.read(path))


def test_there_is_a_reader_for_each_format():
    assert {reader.read.__module__.rpartition(".")[2] for reader in READERS} == {
        "national_database",
        "own_yaml",
        "portal_api",
        "portal_excel",
        "portal_pdf",
        "portal_word",
    }


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("content", [b"", b" \n\t", b"\x00\x01\x02" * 50, "chỉ là chữ".encode(), b"%PDF-1.3 junk"])
def test_a_file_that_is_not_what_its_name_says_is_refused_with_its_place(tmp_path, ending, content):
    path = tmp_path / f"tệp{ending}"
    path.write_bytes(content)

    with pytest.raises(SourceUnreadable) as refused:
        everything(path)

    assert str(path) in str(refused.value)
    assert refused.value.reason


@pytest.mark.parametrize("member", ["word/document.xml", "xl/workbook.xml"])
@pytest.mark.parametrize("content", [b"", b"<xml", b"<?xml version='1.0'?><other/>"])
def test_a_zip_that_only_pretends_to_be_a_document_is_refused(tmp_path, member, content):
    path = tmp_path / "a.docx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(member, content)

    with pytest.raises(SourceUnreadable):
        everything(path)


@pytest.mark.parametrize("ending", [".doc", ".xls"])
def test_a_file_of_office_97_is_refused_with_what_to_do(tmp_path, ending):
    path = tmp_path / f"a{ending}"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))

    with pytest.raises(SourceUnreadable, match="save it as"):
        everything(path)


def test_a_pdf_and_a_document_of_something_else_are_refused(tmp_path):
    from docx import Document

    document = Document()
    document.add_paragraph("Thực đơn hôm nay: canh chua")
    document.save(tmp_path / "a.docx")

    with pytest.raises(SourceUnreadable, match="Mã thủ tục"):
        everything(tmp_path / "a.docx")


def test_an_unknown_file_is_refused_with_what_can_be_read(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("a,b\n1,2\n", encoding="utf-8")

    with pytest.raises(SourceUnreadable, match="portal PDF"):
        everything(path)


def test_a_right_file_under_a_wrong_name_is_read(tmp_path):
    assert len(everything(write_json(tmp_path / "a.pdf", portal_record()))) == 1


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(start=st.sampled_from(STARTS), rest=st.binary(max_size=400), ending=st.sampled_from(ENDINGS))
@pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.read.__module__.rpartition(".")[2])
def test_arbitrary_bytes_make_no_reader_raise_anything_else(tmp_path, reader, start, rest, ending):
    path = tmp_path / f"a{ending}"
    path.write_bytes(start + rest)

    try:
        records = list(reader.read(path))
    except SourceUnreadable:
        return

    assert all(isinstance(record, Procedure | RecordRejected) for record in records)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(sorted(portal_record())), inner, max_size=4)
    ),
    max_leaves=12,
)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(changes=st.dictionaries(st.sampled_from(sorted(portal_record())), JSON, max_size=8))
def test_whatever_stands_in_a_field_a_record_is_read_or_rejected(tmp_path, changes):
    path = write_json(tmp_path / "a.json", {"detail": {**portal_record(), **changes}})

    [record] = everything(path)

    assert isinstance(record, Procedure | RecordRejected)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(alphabet=st.sampled_from("codename:- \n\"'[]{}&*!|>#%@,1.9ong\t"), max_size=120))
def test_whatever_stands_in_yaml_a_record_is_read_rejected_or_the_file_refused(tmp_path, text):
    path = tmp_path / "a.yml"
    path.write_text(f'code: "1.900001"\n{text}', encoding="utf-8")

    try:
        [record] = everything(path)
    except SourceUnreadable:
        return

    assert isinstance(record, Procedure | RecordRejected)
