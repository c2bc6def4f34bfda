"""What is known of other authorities: many, told apart, dated, and none of the commune's own business."""

from __future__ import annotations

from collections import Counter

import pytest
from ruamel.yaml import YAML

from knowledge import authorities
from knowledge.errors import SourceUnreadable
from knowledge.settings import STARTER
from knowledge.vietnamese.text import fold


@pytest.fixture(scope="module")
def known():
    return authorities.bundled()


@pytest.fixture(scope="module")
def said_of_records():
    yaml = YAML(typ="safe")
    records = map(yaml.load, sorted(STARTER.glob("*/*.yml")))
    return {fold(alias): record["code"] for record in records for alias in record.get("aliases", ())}


def test_sixty_kinds_of_business_are_known(known):
    assert len(known.every) >= 60


def test_they_are_told_apart(known):
    times = Counter(alias for one in known.every for alias in set(map(fold, one.aliases)))

    assert [alias for alias, count in times.items() if count > 1] == []


def test_nothing_that_is_said_of_a_record_is_said_of_another_authority(known, said_of_records):
    taken = {(one.id, alias) for one in known.every for alias in one.aliases if fold(alias) in said_of_records}

    assert taken == set()


def test_each_is_told_in_short_sentences_and_in_english(known):
    long = {
        one.id: sentence
        for one in known.every
        for sentence in one.sentence.replace(":", ".").replace(";", ".").split(". ")
        if len(sentence.split()) > 35
    }

    assert long == {}
    assert [one.id for one in known.every if one.sentence == one.english] == []


def test_whoever_did_it_before_july_2025_is_named_no_more(known):
    abolished = ("Ủy ban nhân dân huyện", "cấp huyện", "công an huyện", "công an quận", "Sở Lao động", "Sở Kế hoạch")

    named = {one.id for one in known.every for name in abolished if name.lower() in one.sentence.lower()}

    assert named == set()


def test_help_lines_for_danger_are_told_apart_from_those_that_inform(known):
    danger = {line.number for line in known.lines(())}

    assert danger == {"111", "112", "113", "114", "115"}
    (informs,) = known.lines(("province",))
    assert (informs.number, informs.is_for_danger) == ("1022", False)
    assert "chỉ ở nơi có" in informs.name


def test_an_id_that_stands_twice_is_refused(tmp_path):
    (tmp_path / "help_lines.yml").write_text("[]", encoding="utf-8")
    entry = "- {id: bank, name: a, english_name: a, sentence: a, english: a, aliases: [a], checked_on: 2026-11-22, "
    entry += "source: a}"
    for name in ("one.yml", "two.yml"):
        (tmp_path / name).write_text(entry, encoding="utf-8")

    with pytest.raises(SourceUnreadable, match="bank"):
        authorities.read(tmp_path)
