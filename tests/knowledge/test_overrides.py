import re
from datetime import date

import pytest

from knowledge import centres, database, overrides
from knowledge.errors import CentreNotFound, SourceUnreadable
from knowledge.procedures import (
    Duration,
    Facet,
    Fee,
    FeeRule,
    Method,
    Procedure,
    SubmissionMethod,
    TimeUnit,
    Wording,
)

TODAY = date(2026, 11, 22)
CODE = "1.004873"
PROCEDURE = Procedure(
    code=CODE,
    name="Xác nhận tình trạng hôn nhân",
    plain=Wording(facets={Facet.FEE: "Tỉnh quy định.", Facet.DOCUMENTS: "Căn cước."}, spoken={Facet.FEE: "Hỏi quầy."}),
    methods=(
        Method(
            method=SubmissionMethod.COUNTER,
            time=Duration(unit=TimeUnit.WORKING_DAY, value=3),
            fees=(Fee(rule=FeeRule.PROVINCE),),
        ),
        Method(method=SubmissionMethod.ONLINE, fees=(Fee(rule=FeeRule.PROVINCE),)),
    ),
)


@pytest.fixture
def sessions(tmp_path):
    engine = database.connect(f"sqlite:///{tmp_path}/motcua.db")
    database.create_all(engine)
    sessions = database.sessions(engine)
    with sessions.begin() as session:
        for name in ("dong", "tay"):
            centre = centres.Centre(id=name, name=f"Trung tâm {name}", province_code="H26")
            centres.save(session, centre)
    yield sessions
    engine.dispose()


@pytest.fixture
def imported(sessions, tmp_path):
    """Give a function that imports overrides written as YAML."""

    def import_text(text):
        path = tmp_path / "overrides.yml"
        path.write_text(text, encoding="utf-8")
        with sessions.begin() as session:
            return overrides.import_file(session, path)

    return import_text


def applied(sessions, *, centre_id="dong", today=TODAY, procedure=PROCEDURE):
    with sessions() as session:
        return overrides.apply(procedure, overrides.in_force(session, centre_id=centre_id, today=today))


def fee(amount, *, method="", valid="valid_from: 2026-01-01, valid_to: 2026-12-31", source="Nghị quyết A"):
    way = f"method: {method}, " if method else ""
    return (
        f'{{code: "{CODE}", what: fee, {way}fees: [{{rule: amount, amount: {amount}, currency: VND}}], '
        f"source: {source}, {valid}}}"
    )


def scoped(scope, *entries):
    return f"scope: {{{scope}}}\noverrides:\n" + "".join(f"  - {entry}\n" for entry in entries)


def amounts(procedure):
    return {method.method.value: [f.amount for f in method.fees] for method in procedure.methods}


def test_a_local_fee_wins_and_tells_its_source_and_dates(imported, sessions):
    imported(scoped("province: H26", fee(3000)))

    local = applied(sessions)

    assert amounts(local) == {"counter": [3000], "online": [3000]}
    note = local.methods[0].fees[0].note
    assert "Nghị quyết A" in note
    assert "01/01/2026" in note
    assert "31/12/2026" in note


def test_our_words_on_the_old_fee_are_not_told_any_more(imported, sessions):
    imported(scoped("province: H26", fee(3000)))

    local = applied(sessions)

    assert Facet.FEE not in local.plain.facets
    assert Facet.FEE not in local.plain.spoken
    assert local.plain.facets[Facet.DOCUMENTS] == "Căn cước."


def test_our_words_on_the_steps_go_with_a_new_fee_but_stay_with_a_new_place(imported, sessions):
    worded = PROCEDURE.model_copy(update={"plain": Wording(facets={Facet.STEPS: "Trả mười nghìn đồng."})})
    imported(scoped("centre: dong", fee(3000)))
    place = f'{{code: "{CODE}", what: place, place: Nhà A, source: a, valid_from: 2026-01-01}}'
    imported(scoped("centre: tay", place))

    assert applied(sessions, procedure=worded).plain == Wording()
    assert applied(sessions, procedure=worded, centre_id="tay").plain == worded.plain


@pytest.mark.parametrize(
    ("day", "is_valid"),
    [
        (date(2025, 12, 31), False),
        (date(2026, 1, 1), True),
        (date(2026, 12, 31), True),
        (date(2027, 1, 1), False),
    ],
)
def test_an_override_holds_from_its_first_to_its_last_day(imported, sessions, day, is_valid):
    imported(scoped("province: H26", fee(3000)))

    assert (applied(sessions, today=day) != PROCEDURE) is is_valid


def test_what_holds_in_one_centre_does_not_hold_in_another(imported, sessions):
    imported(scoped("centre: dong", fee(3000)))

    assert applied(sessions, centre_id="tay") == PROCEDURE
    assert applied(sessions, centre_id="dong") != PROCEDURE


def test_another_province_is_not_touched(imported, sessions):
    imported(scoped("province: H01", fee(3000)))

    assert applied(sessions) == PROCEDURE


def test_a_centre_wins_over_its_province(imported, sessions):
    imported(scoped("centre: dong", fee(1000)))
    imported(scoped("province: H26", fee(3000, method="counter")))

    assert amounts(applied(sessions))["counter"] == [1000]
    assert amounts(applied(sessions, centre_id="tay"))["counter"] == [3000]


def test_one_way_of_handing_in_wins_over_every_way(imported, sessions):
    imported(scoped("province: H26", fee(0, method="online", source="Nghị quyết B"), fee(3000)))

    assert amounts(applied(sessions)) == {"counter": [3000], "online": [0]}


def test_a_later_decision_wins_over_an_earlier_one(imported, sessions):
    imported(scoped("province: H26", fee(5000, valid="valid_from: 2026-06-01"), fee(3000)))

    assert amounts(applied(sessions))["counter"] == [5000]
    assert amounts(applied(sessions, today=date(2026, 5, 31)))["counter"] == [3000]


def test_time_place_and_note_are_replaced_too(imported, sessions):
    common = f'code: "{CODE}", source: Quyết định C, valid_from: 2026-01-01'
    imported(
        scoped(
            "centre: dong",
            f"{{{common}, what: time, method: counter, time: {{unit: working_day, value: 1}}}}",
            f"{{{common}, what: place, place: Nhà văn hóa phường Đông}}",
            f"{{{common}, what: note, note: Nghỉ trưa có người trực}}",
        )
    )

    local = applied(sessions)

    assert local.methods[0].time.value == 1
    assert "Quyết định C" in local.methods[0].time.text
    assert local.methods[1].time is None
    assert local.receiving_address.startswith("Nhà văn hóa phường Đông (quy định riêng")
    assert "Nghỉ trưa có người trực. Quy định riêng" in local.note


def test_a_way_that_only_this_place_offers_is_added(imported, sessions):
    imported(scoped("centre: dong", fee(20000, method="post")))

    assert amounts(applied(sessions))["post"] == [20000]


def test_the_same_file_twice_changes_nothing(imported):
    text = scoped("province: H26", fee(3000))

    first, second, third = imported(text), imported(text), imported(text.replace("3000", "4000"))

    assert (first.created, second.unchanged, third.updated) == (1, 1, 1)


@pytest.mark.parametrize(
    ("entry", "told"),
    [
        (f'{{code: "{CODE}", what: fee, source: a, valid_from: 2026-01-01}}', "'fees' is needed"),
        (fee(-5), "amount: .*greater than or equal to 0"),
        (fee(1, valid="valid_from: 2026-02-01, valid_to: 2026-01-01"), "ends on 2026-01-01 before it begins"),
        (fee(1).replace("what: fee", "what: time"), "'fees' does not belong here"),
        (f'{{code: "{CODE}", what: time, source: a, valid_from: 2026-01-01}}', "'time' is needed"),
        (fee(1).replace(f'"{CODE}"', CODE), "write it in quotes"),
        (fee(1).replace("source: Nghị quyết A, ", ""), "source: Field required"),
        (fee(1, valid="valid_from: sometime"), "valid_from: "),
        (
            f'{{code: "{CODE}", what: place, method: online, place: A, source: a, valid_from: 2026-01-01}}',
            "an online submission has no place",
        ),
    ],
)
def test_a_wrong_entry_is_told_with_its_line_and_the_others_are_kept(imported, sessions, entry, told):
    report = imported(scoped("province: H26", entry, fee(3000, method="counter")))

    assert report.created == 1
    (rejected,) = report.rejected
    assert rejected.place.endswith("overrides.yml:3")
    assert re.search(told, rejected.reason)


def test_two_entries_on_the_same_thing_for_the_same_day_are_told(imported):
    report = imported(scoped("province: H26", fee(3000), fee(4000)))

    assert report.created == 1
    assert "same day as line 3" in report.rejected[0].reason


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("overrides: []\n", "does not say where it holds"),
        ("scope: {country: vn}\noverrides: []\n", "does not say where it holds"),
        ("scope: {province: 26}\noverrides: []\n", "names no province"),
        ("scope: {province: H26}\n", "has no list under 'overrides'"),
        ("scope: {province: H26}\noverrides: []\nfees: []\n", "keys that nobody reads: fees"),
    ],
)
def test_a_file_that_does_not_say_where_it_holds_is_refused(imported, text, told):
    with pytest.raises(SourceUnreadable, match=told):
        imported(text)


def test_a_file_for_an_unknown_centre_is_refused(imported):
    with pytest.raises(CentreNotFound, match="bac"):
        imported(scoped("centre: bac", fee(3000)))


def note(text, *, method="", since="2026-01-01"):
    way = f"method: {method}, " if method else ""
    return f'{{code: "{CODE}", what: note, {way}note: {text}, source: Thông báo A, valid_from: {since}}}'


def test_of_two_notes_the_later_stands_alone(imported, sessions):
    imported(scoped("province: H26", note("Chỉ nhận buổi sáng")))
    imported(scoped("province: H26", note("Nhận cả ngày", since="2026-06-01")))

    assert "Nhận cả ngày" in applied(sessions).note
    assert "buổi sáng" not in applied(sessions).note


def test_the_note_of_a_centre_takes_the_place_of_its_provinces(imported, sessions):
    imported(scoped("province: H26", note("Nhận ở tầng một", since="2026-06-01")))
    imported(scoped("centre: dong", note("Nhận ở tầng hai")))

    assert "tầng hai" in applied(sessions).note
    assert "tầng một" not in applied(sessions).note


def test_a_note_on_a_way_that_there_is_not_offers_no_such_way(imported, sessions):
    imported(scoped("province: H26", note("Chưa nhận qua bưu điện", method="post")))

    local = applied(sessions)

    assert [method.method for method in local.methods] == [method.method for method in PROCEDURE.methods]
    assert "Chưa nhận qua bưu điện" in local.note
