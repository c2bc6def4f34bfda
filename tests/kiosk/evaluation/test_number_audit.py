"""Every number of every answer is checked, over all cores."""

from __future__ import annotations

import json

import pytest

from kiosk.evaluation import number_audit, shelf
from knowledge.errors import KnowledgeError
from knowledge.procedures import Facet, Language, Level, Method, Procedure, SubmissionMethod
from knowledge.scope import Scope
from knowledge.settings import STARTER
from nlu import answers


@pytest.fixture(scope="module")
def procedures(settings):
    return shelf.procedures(settings, shelf.Choice())


def planted(code):
    return Procedure(
        code=code,
        name="Thủ tục thử",
        methods=(Method(method=SubmissionMethod.COUNTER),),
        plain={"facets": {"fee": "Bạn nộp 77.000 đồng."}},
    )


def test_all_cores_together_find_what_one_audit_finds(procedures):
    told = []
    many = [*procedures, *(planted(f"9.{number:06}") for number in range(10))]

    found = number_audit.audit(many, progress=lambda done, total: told.append((done, total)))

    alone = answers.audit(many)
    assert (found.answers, found.numbers, found.supported) == (alone.answers, alone.total, alone.supported)
    assert found.failures == alone.failures
    assert found.procedures == 13
    assert told[-1] == (13, 13)
    assert found.answers > 13 * len(Facet) * len(Language)


def test_a_number_that_stands_nowhere_is_told_with_its_place(capsys):
    found = number_audit.audit([planted("9.000099")])

    number_audit.show(found)
    assert "unsupported: 9.000099 fee (vi): 77.000" in capsys.readouterr().out
    failure = json.loads(number_audit.to_json(found))["failures"][0]
    assert failure == {"code": "9.000099", "facet": "fee", "language": "vi", "number": "77.000"}
    assert found.supported_share < 1


def test_a_sample_is_spread_evenly_over_all():
    every = [planted(f"9.{number:06}") for number in range(10)]

    assert [one.code for one in number_audit.sample(every, 3)] == ["9.000000", "9.000003", "9.000006"]
    assert number_audit.sample(every, 0) == number_audit.sample(every, 99) == every


def test_files_are_audited_in_the_place_of_the_edition_and_none_in_scope_is_an_error(settings):
    folder = STARTER / "khai-tu"

    taken = shelf.procedures(settings, shelf.Choice(records=(folder,)))
    assert {one.code for one in taken} == {path.stem for path in folder.glob("*.yml")}
    with pytest.raises(KnowledgeError, match="--records"):
        shelf.procedures(settings, shelf.Choice(records=(folder,), scope=Scope(level=Level.MINISTRY)))
