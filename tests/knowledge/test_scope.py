"""Which procedures an import takes."""

import pytest

from knowledge.procedures import Level, Procedure
from knowledge.scope import Scope
from knowledge.sources import portal_api

BEES = Procedure(
    code="1.900001",
    name="Đăng ký nuôi ong",
    levels=(Level.COMMUNE, Level.PROVINCE),
    fields=("Chăn nuôi",),
    publisher_code="G10",
    publisher="Bộ Ong mật",
    subjects=("Công dân Việt Nam",),
)


@pytest.mark.parametrize(
    "scope",
    [
        Scope(),
        Scope(level=Level.PROVINCE),
        Scope(field="chan nuoi"),
        Scope(publisher="ministry"),
        Scope(publisher="g10"),
        Scope(publisher="Bộ ong mật"),
        Scope(level=Level.COMMUNE, field="Chăn nuôi", publisher="ministry", citizens=True),
    ],
)
def test_a_procedure_that_has_all_that_is_asked_for_is_taken(scope):
    assert scope.includes(BEES)


@pytest.mark.parametrize(
    "scope",
    [Scope(level=Level.MINISTRY), Scope(field="Thủy sản"), Scope(publisher="province"), Scope(publisher="G01")],
)
def test_a_procedure_that_lacks_one_of_them_is_not(scope):
    assert not scope.includes(BEES)


@pytest.mark.parametrize(
    "change",
    [
        {"subjects": ("Doanh nghiệp",)},
        {"subjects": ()},
        {"is_internal": True},
    ],
)
def test_for_citizens_means_that_they_are_named_and_that_it_is_not_internal(change):
    assert not Scope(citizens=True).includes(BEES.model_copy(update=change))


def test_the_commune_procedures_for_citizens_are_the_602_of_the_portal(shared_data):
    folder = shared_data / "procedures"
    lines = (folder / "commune_citizen_codes.tsv").read_text(encoding="utf-8").splitlines()
    scope = Scope(level=Level.COMMUNE, publisher="ministry", citizens=True)

    records = portal_api.read(folder / "portal_2026-07.jsonl.gz")
    taken = {record.code for record in records if isinstance(record, Procedure) and scope.includes(record)}

    assert len(taken) == 602
    assert taken == {line.split("\t")[0] for line in lines}
