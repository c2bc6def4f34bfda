import pytest

from knowledge import centres, database
from knowledge.drafts import Change
from knowledge.errors import CentreNotFound, RecordRejected, SourceUnreadable
from knowledge.procedures import Language

CENTRE = """
id: phuong-dong
name: Trung tâm Phục vụ hành chính công phường Đông
province_code: H26
telephone: "024 0000 0000"
hours:
  - days: [monday, tuesday, wednesday]
    sessions: [{opens: "08:00", closes: "12:00"}]
  - days: [saturday]
    sessions: [{opens: "08:00", closes: "11:30"}]
counters: [{number: 1, name: Hộ tịch, fields: [Hộ tịch]}]
"""


@pytest.fixture
def sessions(tmp_path):
    engine = database.connect(f"sqlite:///{tmp_path}/motcua.db")
    database.create_all(engine)
    yield database.sessions(engine)
    engine.dispose()


@pytest.fixture
def centre_file(tmp_path):
    path = tmp_path / "centre.yml"
    path.write_text(CENTRE, encoding="utf-8")
    return path


def test_the_sample_centre_is_there_from_the_start_and_says_that_it_is_one(sessions):
    with sessions() as session:
        centre = centres.find(session, "mau")

    assert centre.is_sample
    assert "mẫu" in centre.name
    assert "Sample" in centre.display_name(Language.ENGLISH)
    assert "mẫu" in centre.address


def test_a_centre_that_was_set_up_is_found_by_its_id(sessions, centre_file):
    with sessions.begin() as session:
        assert centres.save(session, centres.read_file(centre_file)) is Change.CREATED
        assert centres.save(session, centres.read_file(centre_file)) is Change.UNCHANGED

    with sessions() as session:
        centre = centres.find(session, "phuong-dong")
        assert [known.id for known in centres.every(session)] == ["phuong-dong"]

    assert not centre.is_sample
    assert centre.counters[0].fields == ("Hộ tịch",)


def test_hours_are_told_in_words(centre_file):
    centre = centres.read_file(centre_file)

    assert centre.hours_text() == "Thứ Hai đến thứ Tư: 8 giờ – 12 giờ; Thứ Bảy: 8 giờ – 11 giờ 30"
    assert centre.hours_text(Language.ENGLISH) == "Monday to Wednesday: 08:00–12:00; Saturday: 08:00–11:30"


def test_days_that_do_not_follow_each_other_are_listed(centre_file):
    text = CENTRE.replace("[monday, tuesday, wednesday]", "[monday, wednesday, friday]")
    centre_file.write_text(text, encoding="utf-8")

    assert centres.read_file(centre_file).hours_text().startswith("Thứ Hai, thứ Tư, thứ Sáu: ")


def test_an_unknown_centre_is_named(sessions):
    with sessions() as session, pytest.raises(CentreNotFound, match="phuong-tay"):
        centres.find(session, "phuong-tay")


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        (('closes: "12:00"', 'closes: "07:00"'), r"hours\.0\.sessions\.0: .*08:00 cannot close at 07:00"),
        (("province_code: H26", ""), "province_code: Field required"),
        (("telephone:", "phone:"), "phone: Extra inputs"),
        # YAML reads a number; the message says how to write a text.
        (('"024 0000 0000"', "1900"), 'telephone: a text is needed; write it in quotes, "1900"'),
        (("id: phuong-dong", "id: Phường Đông"), "id: "),
    ],
)
def test_a_fault_is_told_with_its_place(centre_file, fault, told):
    centre_file.write_text(CENTRE.replace(*fault), encoding="utf-8")

    with pytest.raises(RecordRejected, match=told):
        centres.read_file(centre_file)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"a: [1, 2", "is not YAML: .* in line"),
        (b"- a\n- b\n", "does not hold keys and values"),
        (b"\xff\xfe\x00", "is not UTF-8"),
        (b"id: a\nid: b\n", "is not YAML"),
    ],
)
def test_a_file_that_is_not_what_it_says_is_told(tmp_path, content, told):
    path = tmp_path / "centre.yml"
    path.write_bytes(content)

    with pytest.raises(SourceUnreadable, match=told):
        centres.read_file(path)


def test_a_file_that_is_not_there_is_told(tmp_path):
    with pytest.raises(SourceUnreadable, match=r"gone\.yml: cannot be read: No such file"):
        centres.read_file(tmp_path / "gone.yml")
