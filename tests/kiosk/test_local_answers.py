"""A local override reaches the citizen: in the answer, with its source, and through the number check."""

from datetime import date

import pytest

from kiosk import number_check
from knowledge import database, drafts, importing, overrides
from knowledge.models import OverrideScope, OverrideSubject
from knowledge.overrides import Override, Place
from knowledge.procedures import Duration, Facet, Fee, FeeRule, SubmissionMethod, TimeUnit
from knowledge.settings import STARTER
from nlu import answers

TODAY = date(2026, 11, 22)
SOURCE = "Nghị quyết số 77/2026/NQ-HĐND"
VALUES = {
    Facet.FEE: (
        {"what": OverrideSubject.FEE, "fees": (Fee(rule=FeeRule.AMOUNT, kind="lệ phí", amount=4321, currency="VND"),)},
        "4.321 đồng",
    ),
    Facet.TIME: (
        {"what": OverrideSubject.TIME, "time": Duration(unit=TimeUnit.WORKING_DAY, value=13)},
        "13 ngày làm việc",
    ),
    Facet.PLACE: ({"what": OverrideSubject.PLACE, "place": "Nhà văn hóa khu phố 5"}, "Nhà văn hóa khu phố 5"),
}
CODES = tuple(path.stem for path in sorted(STARTER.glob("*/*.yml")))


@pytest.fixture(scope="module")
def sessions(tmp_path_factory):
    engine = database.connect(f"sqlite:///{tmp_path_factory.mktemp('local')}/motcua.db")
    database.create_all(engine)
    sessions = database.sessions(engine)
    with sessions.begin() as session:
        importing.run(session, sorted(STARTER.glob("*/*.yml")))
        for values, _ in VALUES.values():
            for code in CODES:
                override = Override(code=code, source=SOURCE, valid_from=date(2026, 7, 1), **values)
                overrides.save(session, override, place=Place(OverrideScope.CENTRE, "mau"))
    yield sessions
    engine.dispose()


@pytest.mark.parametrize("facet", VALUES)
@pytest.mark.parametrize("code", CODES)
def test_the_local_value_is_answered_with_its_source(sessions, code, facet):
    with sessions() as session:
        local = overrides.apply(drafts.get(session, code), overrides.in_force(session, centre_id="mau", today=TODAY))

    answer = answers.compose(local, facet)

    assert VALUES[facet][1] in answer.text
    assert "77/2026/NQ-HĐND" in answer.text
    assert list(number_check.faults(local)) == []


def test_another_way_of_handing_in_keeps_its_own_value(sessions):
    with sessions.begin() as session:
        override = Override(
            code="1.004873",
            what=OverrideSubject.FEE,
            method=SubmissionMethod.ONLINE,
            fees=(Fee(rule=FeeRule.FREE),),
            source=SOURCE,
            valid_from=date(2026, 8, 1),
        )
        overrides.save(session, override, place=Place(OverrideScope.CENTRE, "mau"))
        local = overrides.apply(
            drafts.get(session, "1.004873"), overrides.in_force(session, centre_id="mau", today=TODAY)
        )

    text = answers.compose(local, Facet.FEE).text

    assert "4.321 đồng" in text
    assert "không mất lệ phí" in text
