"""An imported record of a publisher and one of ours are one procedure."""

from __future__ import annotations

from datetime import date

import pytest

from knowledge import merging
from knowledge.procedures import Case, Document, Facet, Procedure, Source, Step, Wording

SPRING, SUMMER, AUTUMN = date(2026, 4, 1), date(2026, 7, 1), date(2026, 10, 1)
WORDS = {
    "plain": Wording(name="Giấy nuôi ong", facets={Facet.TIME: "Sau 3 ngày."}),
    "english": Wording(name="Bee permit"),
    "aliases": ("nuôi ong",),
    "who_for": "Ai có vườn.",
    "mistakes": ("Quên ảnh tổ ong.",),
    "related": ("1.900002",),
    "life_events": ("viec-lam",),
}


def record(paper, day=SPRING, **fields):
    return Procedure(
        code="1.900001",
        name="Đăng ký nuôi ong",
        cases=(Case(documents=(Document(name=paper),)),),
        source=Source(updated_on=day),
        **fields,
    )


def ours(day=SPRING, paper="Tờ khai, lấy tại quầy", **fields):
    return record(paper, day, **{"checked_on": day, **WORDS, **fields})


def theirs(day, paper="Tờ khai theo mẫu", **fields):
    return record(paper, day, **fields)


def paper_of(procedure):
    return procedure.cases[0].documents[0].name


def words_of(procedure):
    return {name: getattr(procedure, name) for name in WORDS}


@pytest.mark.parametrize(
    "merged",
    [
        merging.publishers_into(ours(), theirs(SUMMER)),
        merging.ours_into(theirs(SUMMER), ours()),
        merging.publishers_into(merging.publishers_into(ours(), theirs(SUMMER)), theirs(SUMMER)),
        merging.ours_into(merging.publishers_into(ours(), theirs(SUMMER)), ours()),
    ],
    ids=["theirs after ours", "ours after theirs", "theirs again", "ours again"],
)
def test_the_official_fields_are_the_newer_publishers_and_the_words_ours_whichever_comes_first(merged):
    assert paper_of(merged) == "Tờ khai theo mẫu"
    assert merged.source.updated_on == SUMMER
    assert words_of(merged) == WORDS
    assert merged.worded_on == SPRING


@pytest.mark.parametrize("day", [SPRING, date(2026, 1, 1)], ids=["as old", "older"])
def test_ours_stays_whole_where_the_publishers_is_no_newer(day):
    assert merging.publishers_into(ours(), theirs(day)) == ours()
    assert merging.ours_into(theirs(day), ours()) == ours()


def test_ours_that_was_checked_after_the_publishers_last_update_is_the_newer():
    checked_later = ours(checked_on=AUTUMN)

    assert merging.publishers_into(checked_later, theirs(SUMMER)) == checked_later


def test_ours_brought_up_to_date_takes_its_fields_back():
    merged = merging.publishers_into(ours(), theirs(SUMMER))
    mended = ours(SUMMER, paper="Tờ khai mới, lấy tại quầy")

    assert merging.ours_into(merged, mended) == mended


def test_ours_mended_on_the_same_day_goes_before_its_older_version():
    mended = ours(paper="Tờ khai, nhận tại quầy")

    assert merging.ours_into(ours(), mended) == mended
    assert merging.ours_into(ours(SUMMER), mended) == mended


def test_a_still_newer_record_of_the_publisher_keeps_the_day_of_our_words():
    merged = merging.publishers_into(ours(), theirs(SUMMER))

    again = merging.publishers_into(merged, theirs(AUTUMN, "Tờ khai mẫu mới"))

    assert (paper_of(again), again.worded_on, words_of(again)) == ("Tờ khai mẫu mới", SPRING, WORDS)


def test_a_publishers_record_that_tells_its_day_goes_before_one_that_did_not():
    undated = merging.publishers_into(ours(), theirs(None, "Tờ khai không ghi ngày"))

    dated = merging.publishers_into(undated, theirs(AUTUMN))

    assert (paper_of(undated), paper_of(dated)) == ("Tờ khai không ghi ngày", "Tờ khai theo mẫu")
    assert (dated.worded_on, words_of(dated)) == (SPRING, WORDS)


@pytest.mark.parametrize("is_ours_first", [True, False])
def test_a_publishers_own_words_give_way_to_ours_and_fill_what_we_left_open(is_ours_first):
    one, other = ours(who_for=""), theirs(SUMMER, who_for="Công dân", life_events=("Việc làm",))

    merged = merging.publishers_into(one, other) if is_ours_first else merging.ours_into(other, one)

    assert (merged.who_for, merged.life_events) == ("Công dân", ("viec-lam",))


def test_a_publishers_record_takes_the_place_of_its_older_one_with_all_it_says():
    before = theirs(SPRING, life_events=("Việc làm",))

    assert merging.publishers_into(before, theirs(SUMMER, life_events=("Kinh doanh",))).life_events == ("Kinh doanh",)
    assert merging.publishers_into(before, theirs(SUMMER)).worded_on is None


def test_a_listing_brings_nothing_to_a_full_record():
    listing = Procedure(code="1.900001", name="Đăng ký nuôi ong", source=Source(updated_on=AUTUMN))

    assert merging.publishers_into(ours(), listing) == ours()
    assert merging.ours_into(listing, ours()) == ours()


def test_a_listing_gives_way_to_a_full_record():
    listing = Procedure(code="1.900001", name="Đăng ký nuôi ong")
    full = listing.model_copy(update={"steps": (Step(text="Nộp."),)})

    assert merging.publishers_into(listing, full) == full


def test_ours_without_a_day_is_the_older_and_stays_so():
    undated = ours().model_copy(update={"source": Source(), "checked_on": None})
    merged = merging.publishers_into(undated, theirs(SUMMER))

    assert (paper_of(merged), words_of(merged)) == ("Tờ khai theo mẫu", WORDS)
    assert merging.ours_into(merged, undated) == merged
