"""Each rule of lint finds what it is for in a record that is broken in one place, and nothing in one that is sound."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from kiosk import record_lint
from knowledge.errors import SourceUnreadable
from knowledge.lint import rule, shelf

STARTER = Path(__file__).parents[3] / "knowledge" / "starter"
SOUND = STARTER / "cu-tru" / "1.002755.yml"
TODAY = date(2026, 11, 22)
LONG = "Bạn mang tờ khai và giấy tờ tùy thân của mình cùng giấy tờ của người thân " * 2
REPEATED = "nơi nộp, " * 60


def written(path, **changes):
    """A copy of a sound record, with changes by the way to a value, its parts tied by two underscores."""
    record = YAML(typ="safe").load(SOUND.read_text("utf-8"))
    for way, value in changes.items():
        *parents, last = way.split("__")
        node = record
        for part in parents:
            node = node[int(part) if part.isdecimal() else part]
        node[int(last) if last.isdecimal() else last] = value
    with path.open("w", encoding="utf-8") as file:
        YAML().dump(record, file)
    return path


@pytest.fixture(scope="module")
def beside(tmp_path_factory):
    """A folder of two sound records that stand beside the one that is looked at."""
    folder = tmp_path_factory.mktemp("beside")
    for record in ("cu-tru/1.010041.yml", "hon-nhan/1.000894.yml"):
        shutil.copy(STARTER / record, folder)
    return folder


@pytest.fixture
def look(beside):
    """Give a function that looks at paths, beside those two records."""
    return lambda *paths: record_lint.look(paths, today=TODAY, beside=beside)


@pytest.fixture
def found(tmp_path, look):
    """Give a function that tells the rules broken by a record with changes, and what is said of each."""

    def broken(**changes):
        looked = look(written(tmp_path / SOUND.name, **changes))
        return {(finding.rule, finding.message) for finding in looked.findings}

    sound = broken()
    return lambda **changes: broken(**changes) - sound


def rules_of(findings):
    return {name for name, _ in findings}


CHANGES = {
    "long-sentence": {"plain__facets__place": LONG},
    "long-step": {"steps__0__text": LONG},
    "long-spoken": {"plain__spoken__place": REPEATED},
    "jargon": {"steps__0__text": "Bạn xuất trình giấy tờ cho cán bộ."},
    "office-gone": {"receiving_address": "Ủy ban nhân dân huyện"},
    "missing-field": {"who_for": ""},
    "missing-words": {"english__summary": ""},
    "case-without-papers": {"cases__0__documents": []},
    "time-unsaid": {"methods__0__time": None},
    "not-of-the-commune": {"levels": ["province"]},
    "unknown-code": {"code": "9.999999"},
    "file-name": {"code": "1.000001"},
    "broken-link": {"related": ["9.999999"]},
    "alias-count": {"aliases": ["tạm trú kiểu mới"]},
    "alias-claimed-twice": {"aliases__0": "đăng ký kết hôn"},
    "way-to-ask-twice": {"ways_to_ask": ["tôi lên ở trọ", "toi len o tro"]},
    "shared-way-to-ask-alone": {"shared_ways_to_ask": ["chẳng ai hỏi vậy"]},
    "shared-alias-alone": {"shared_aliases": ["chẳng ai nói vậy"]},
    "future-date": {"decision__issued_on": date(2027, 1, 1)},
    "unchecked": {"checked_on": date(2025, 1, 1)},
    "fee-unclear": {"methods__0__fees": [{"rule": "amount", "kind": "lệ phí"}]},
    "free-unproven": {"plain__facets__fee": "Bạn làm miễn phí.", "methods": [{"method": "counter"}]},
    "unknown-life-event": {"life_events": ["len-sao-hoa"]},
    "figure-without-field": {"plain__facets__time": "Sau 977 ngày."},
    "unspeakable": {"plain__spoken__place": "Bác ra UBND xã (tầng 2)."},
}


@pytest.mark.parametrize(("name", "changes"), CHANGES.items(), ids=CHANGES)
def test_a_rule_finds_what_it_is_for(name, changes, found):
    assert name in rules_of(found(**changes))


def test_every_rule_has_a_record_that_breaks_it():
    of_files = {"code-twice", "broken-bundle"}

    assert {one.name for one in record_lint.rules()} == CHANGES.keys() | of_files


def test_every_rule_says_what_it_demands():
    assert [one.name for one in record_lint.rules() if not one.demand.endswith(".")] == []


def test_a_code_with_two_records_is_found(tmp_path, look):
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        written(tmp_path / name / SOUND.name)

    looked = look(tmp_path)

    assert [str(one.path) for one in looked.findings if one.rule == "code-twice"] == [str(tmp_path / "b" / SOUND.name)]


@pytest.mark.parametrize(
    ("step", "told"),
    [
        ('procedure: "9.999999"', ["A step leads to 9.999999, of which there is no record."]),
        (f'procedure: "{SOUND.stem}"\n    case: Người nuôi ong', [f"{SOUND.stem} has no case “Người nuôi ong”."]),
        (f'procedure: "{SOUND.stem}"', []),
        ("authority: bank", []),
    ],
)
def test_a_life_event_that_leads_nowhere_is_found(step, told, tmp_path):
    bundle = tmp_path / "bees.yml"
    bundle.write_text(f"id: bees\nsteps:\n  - {step}\n", "utf-8")
    records, _ = shelf.read([SOUND])

    found = rule.findings(record_lint.rules(), shelf.Shelf(tuple(records), TODAY, bundles=(bundle,)))

    assert [one.message for one in found if one.rule == "broken-bundle"] == told
    assert {one.line for one in found if one.path == bundle} <= {3, 4}


# What a rule must not take for a fault.
FINE = {
    "a long sentence of the source": {"description": LONG},
    "an official word in English": {"english__facets__place": "At the counter (xuất trình giấy tờ)."},
    "an official word in the name of a paper": {"cases__0__documents__0__name": "Giấy xuất trình"},
    "an official word in a note on sources": {"note": "Khác: theo quy định của Luật Cư trú."},
    "a link to a procedure that we have no record of": {"related": ["1.013855"]},
    "a check a year ago to the day": {
        "checked_on": date(2025, 11, 21),
        "source__updated_on": date(2025, 1, 1),
        "legal_basis": [{"number": "68/2020/QH14"}],
    },
    "a sum that stands in a field": {"plain__facets__documents": "Mức phí là 15.000 đồng."},
}


@pytest.mark.parametrize("changes", FINE.values(), ids=FINE)
def test_a_rule_lets_pass_what_is_no_fault(changes, found):
    assert found(**changes) == set()


@pytest.mark.parametrize(
    ("said", "mend"),
    [
        ("Bác ra UBND xã.", "Say “Ủy ban nhân dân”."),
        ("Bác chờ 5 ngày.", "Write the number in words."),
        ("Bác nộp (hoặc gửi).", "Say it in words, or leave it to the screen."),
    ],
)
def test_what_cannot_be_said_is_told_with_what_can(said, mend, tmp_path, look):
    looked = look(written(tmp_path / SOUND.name, plain__spoken__place=said))

    assert mend in {finding.mend for finding in looked.findings if finding.rule == "unspeakable"}


def test_a_shared_alias_spelt_in_two_ways_is_told(tmp_path, look):
    (alias, *_) = YAML(typ="safe").load((STARTER / "cu-tru" / "1.010041.yml").read_text("utf-8"))["shared_aliases"]
    record = written(tmp_path / SOUND.name, shared_aliases=[alias.upper()])

    told = [one.message for one in look(record).findings if one.rule == "shared-alias-alone"]

    assert told == [f"“{alias.upper()}” is spelt “{alias}” elsewhere."]


def test_a_finding_names_the_line(tmp_path, look):
    record = written(tmp_path / SOUND.name, life_events=["len-sao-hoa"])
    lines = record.read_text("utf-8").splitlines()

    (finding,) = [one for one in look(record).findings if one.rule == "unknown-life-event"]

    assert "len-sao-hoa" in lines[finding.line - 1]
    assert str(finding).startswith(f"{record}:{finding.line} unknown-life-event There is no life event “len-sao-hoa”.")


def test_a_file_that_is_named_twice_is_looked_at_once(tmp_path, look):
    record = shutil.copy(SOUND, tmp_path)

    looked = look(tmp_path, Path(record))

    assert (looked.records, looked.findings) == (1, look(tmp_path).findings)


def test_a_record_that_is_no_record_is_told_and_the_others_are_looked_at(tmp_path, look):
    shutil.copy(SOUND, tmp_path)
    (tmp_path / "1.000001.yml").write_text('code: "1.000001"\nname: Một\ntitle: Hai\n', "utf-8")
    (tmp_path / "1.000002.yml").write_text("code: [", "utf-8")

    looked = look(tmp_path)

    schema = [(one.path.name, one.line) for one in looked.findings if one.rule == "schema"]
    assert schema == [("1.000001.yml", 3), ("1.000002.yml", None)]
    assert looked.records == 1


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("absent.yml", "There is no such file or folder"),
        ("notes.txt", "This is no YAML file"),
        ("empty", "The folder holds no YAML file"),
        ("broken.yml", "is not YAML"),
    ],
)
def test_a_path_that_cannot_be_looked_at_is_named_with_the_reason(name, reason, tmp_path, look):
    (tmp_path / "empty").mkdir()
    (tmp_path / "notes.txt").write_text("Nhớ mua mật.", "utf-8")
    (tmp_path / "broken.yml").write_text("code: [", "utf-8")

    with pytest.raises(SourceUnreadable, match=f"{name}: {reason}"):
        look(tmp_path / name)
