"""Our own records."""

from pathlib import Path

import pytest

from knowledge import sources
from knowledge.errors import RecordRejected, SourceUnreadable
from knowledge.procedures import Facet, FeeRule, Procedure
from knowledge.sources import own_yaml

STARTER = Path(__file__).parents[3] / "knowledge" / "starter"
GOOD = """\
code: "1.900001"
name: Đăng ký nuôi ong
plain:
  name: Giấy nuôi ong
  facets: {fee: "Không mất tiền."}
methods:
  - method: counter
    time: {unit: working_day, value: 3}
    fees:
      - {rule: free, note: Không thu}
checked_on: 2026-11-22
"""


def read_one(path: Path, text: str) -> Procedure | RecordRejected:
    path.write_text(text, encoding="utf-8")
    [record] = own_yaml.read(path)
    return record


def test_a_record_is_read_with_all_its_parts(tmp_path):
    record = read_one(tmp_path / "ong.yml", GOOD)

    assert record.code == "1.900001"
    assert record.plain.facets[Facet.FEE] == "Không mất tiền."
    assert record.methods[0].time.value == 3
    assert record.methods[0].fees[0].rule is FeeRule.FREE
    assert record.checked_on.isoformat() == "2026-11-22"


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        (GOOD.replace('"1.900001"', "1.900001"), 1, 'code: write it in quotes, "1.900001"'),
        (GOOD.replace("unit: working_day", "unit: fortnight"), 8, "methods.0.time.unit"),
        (GOOD.replace("rule: free", "rule: gratis"), 10, "methods.0.fees.0.rule"),
        (GOOD.replace("  name: Giấy nuôi ong", "  nome: Giấy nuôi ong"), 4, "plain.nome: a record has no such key"),
        (GOOD.replace("checked_on: 2026-11-22", "checked_on: hôm qua"), 11, "checked_on"),
        (GOOD.replace("name: Đăng ký nuôi ong\n", ""), 1, "name"),
        (GOOD.replace("1.900001", "ong-1"), 1, "not the code of a procedure"),
    ],
)
def test_a_fault_is_told_with_its_line_and_its_key(tmp_path, text, line, words):
    path = tmp_path / "ong.yml"

    record = read_one(path, text)

    assert isinstance(record, RecordRejected)
    assert record.place == f"{path}:{line}"
    assert words in record.reason


@pytest.mark.parametrize(
    "text",
    [
        "code: [1, 2",  # not closed
        "code: a\ncode: b",  # a key twice
        "- code: a",  # a list
        "chỉ là lời nói",
        "code: 2026-99-99",  # a date that is none
        "a: &a [x, x]\nb: &b [*a, *a]\nc: !!python/object:os.system {}\n<<: 3",
        "code: " + "[" * 5000,
    ],
)
def test_what_is_not_yaml_of_a_record_is_refused(tmp_path, text):
    path = tmp_path / "ong.yml"
    path.write_text(text, encoding="utf-8")

    with pytest.raises(SourceUnreadable, match=r"ong\.yml"):
        list(own_yaml.read(path))


def test_aliases_of_aliases_do_not_unfold_without_measure(tmp_path):
    nested = "".join(f"k{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 9))
    path = tmp_path / "ong.yml"
    path.write_text(f'code: "1.900001"\nk0: &a0 [x]\n{nested}', encoding="utf-8")

    with pytest.raises(SourceUnreadable, match="aliases"):
        list(own_yaml.read(path))


def test_a_record_is_known_by_its_keys_also_without_the_name_of_a_yaml_file(tmp_path):
    path = tmp_path / "ong.txt"
    path.write_text(GOOD, encoding="utf-8")

    assert sources.reader_of(path).name == own_yaml.NAME


def test_text_is_composed_and_loses_invisible_characters(tmp_path):
    record = read_one(tmp_path / "ong.yml", GOOD.replace("Giấy nuôi ong", "Gia\u0302\u0301y\u200b nuôi ong"))

    assert record.plain.name == "Giấy nuôi ong"


@pytest.mark.parametrize("path", sorted(STARTER.glob("*/*.yml")), ids=lambda path: path.stem)
def test_every_starter_record_is_read(path):
    [record] = sources.read(path)

    assert isinstance(record, Procedure), str(record)
    assert record.code == path.stem
