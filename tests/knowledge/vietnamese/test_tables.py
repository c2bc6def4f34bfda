"""The tables that anyone may extend."""

import json
from collections import Counter

import pytest

from knowledge.vietnamese import tables
from knowledge.vietnamese.text import fold


def test_every_abbreviation_is_short_small_and_stands_for_longer_words():
    for short, long in tables.abbreviations().items():
        assert short == short.lower().strip()
        assert len(short.split()) <= 2
        assert long.strip() == long != short


def test_an_abbreviation_counts_without_its_marks():
    assert tables.abbreviations()["đk"] == tables.abbreviations()["dk"] == "đăng ký"


def test_an_abbreviation_with_marks_and_without_means_one_thing():
    known = tables.abbreviations()

    assert {short: long for short, long in known.items() if known[fold(short)] != long} == {}


def test_what_is_meant_as_written_is_about_abbreviations_that_are_known():
    assert set(tables.as_written()) <= set(tables.abbreviations())


def test_a_phrase_says_something_and_means_something_else():
    for phrase in tables.phrases():
        assert phrase.say
        assert phrase.mean
        assert list(phrase.say) == sorted(phrase.say, key=len, reverse=True)
        assert all(said == fold(said) for said in phrase.say)


def test_no_phrase_stands_twice_in_a_row():
    assert [phrase.mean for phrase in tables.phrases() if len(set(phrase.say)) < len(phrase.say)] == []


def test_there_are_34_provinces_and_each_is_named_once():
    names = [province.name for province in tables.provinces()]

    assert len(set(names)) == len(names) == 34


def test_no_place_belongs_to_two_provinces():
    counted = Counter(name for province in tables.provinces() for name in province.names)

    assert [name for name, count in counted.items() if count > 1] == []


def test_no_two_provinces_publish_under_one_prefix():
    counted = Counter(province.publisher for province in tables.provinces() if province.publisher)

    assert [prefix for prefix, count in counted.items() if count > 1] == []


@pytest.mark.parametrize(
    ("file", "count"), [("provinces_current_34.json", 34), ("provinces_legacy_63.json", 63)], ids=["today", "before"]
)
def test_the_provinces_of_the_state_list_are_all_known(shared_data, file, count):
    listed = json.loads((shared_data / "units" / file).read_text("utf-8")).values()
    plain = {fold(name).removeprefix("tinh ").removeprefix("thanh pho ").replace(" - ", " ") for name in listed}
    known = {name for province in tables.provinces() for name in province.names}

    assert len(plain) == count
    assert plain - known == set()


def test_publishers_are_the_provinces_that_the_state_list_names(shared_data):
    rows = (shared_data / "dossiers" / "publisher_codes.tsv").read_text("utf-8").splitlines()[1:]
    named = dict(row.split("\t")[:2] for row in rows)

    wrong = {
        province.publisher: named[province.publisher]
        for province in tables.provinces()
        if province.publisher in named and not any(n in fold(named[province.publisher]) for n in province.names)
    }

    assert wrong == {}
