from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import delete

from knowledge import checks, library, records
from knowledge.calibration import Calibration
from knowledge.checks import Severity, Standard
from knowledge.models import DraftProcedure
from knowledge.questions import Question
from knowledge.records import Records
from tests.knowledge.conftest import NAMES, PROCEDURES, make_procedure

TODAY = date(2026, 11, 22)
QUESTIONS = tuple(Question(name, (code,)) for code, name in NAMES.items())


@pytest.fixture
def opened(deployment):
    """Give a function that builds an edition of procedures and opens it."""

    def open_edition(procedures):
        with deployment.sessions.begin() as session:
            session.execute(delete(DraftProcedure))
        deployment.draft(procedures)
        row = deployment.row(deployment.build())
        return library.open_edition(row, deployment.settings, deployment.embedder, Calibration.bundled())

    return open_edition


@pytest.fixture
def standard(deployment):
    return Standard(QUESTIONS, deployment.settings, TODAY)


def check(edition, standard, published=None):
    return checks.run(edition, published=published, standard=standard)


def changed(**fields):
    """The procedures, the first of them with other fields."""
    return (PROCEDURES[0].model_copy(update=fields), *PROCEDURES[1:])


def test_a_sound_edition_passes_without_a_word(opened, standard):
    report = check(opened(PROCEDURES), standard)

    assert report.has_passed
    assert report.faults == ()
    assert report.figures.questions == len(QUESTIONS)


def test_two_codes_that_differ_by_capitals_only_are_an_error(opened, standard):
    twins = (make_procedure("1.014955-Xoa", "Một"), make_procedure("1.014955-XOA", "Hai"))

    report = check(opened((*PROCEDURES, *twins)), standard)

    assert [fault.code for fault in report.errors] == ["1.014955-Xoa"]
    assert "1.014955-XOA" in report.errors[0].message


def test_an_alias_that_two_procedures_claim_is_an_error_with_both_codes(opened, standard):
    first, second, *others = PROCEDURES
    claiming = (
        first.model_copy(update={"aliases": ("Giấy Má",)}),
        second.model_copy(update={"aliases": ("giay ma",)}),
        *others,
    )

    report = check(opened(claiming), standard)

    assert not report.has_passed
    assert first.code in report.errors[0].message
    assert second.code in report.errors[0].message


def test_a_shared_alias_may_stand_in_two_procedures(opened, standard):
    shared = tuple(p.model_copy(update={"shared_aliases": ("giấy má",)}) for p in PROCEDURES)

    assert check(opened(shared), standard).has_passed


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"related": ("9.999999",)}, r"9.999999"),
        ({"valid_to": date(2026, 11, 21)}, "valid until 21/11/2026"),
        ({"cases": (), "methods": (), "steps": ()}, "neither steps nor documents"),
    ],
)
def test_what_may_be_meant_is_a_warning(opened, standard, fields, told):
    report = check(opened(changed(**fields)), standard)

    assert report.has_passed
    (fault,) = report.faults
    assert fault.severity is Severity.WARNING
    assert fault.code == PROCEDURES[0].code
    assert told in fault.message


def test_a_number_that_no_field_holds_is_an_error(opened, standard):
    asked = []

    def numbers(procedure):
        asked.append(procedure.code)
        return ["holds '30'"] if procedure.code == "1.000894" else []

    report = check(opened(PROCEDURES), replace(standard, number_check=numbers))

    assert [(fault.code, fault.message) for fault in report.errors] == [("1.000894", "holds '30'")]
    assert sorted(asked) == sorted(NAMES)


def test_a_record_that_is_not_the_one_imported_is_an_error(opened, standard, tmp_path):
    edition = opened(PROCEDURES)
    other = tmp_path / "other"
    other.mkdir()
    records.write(other, changed(note="nobody imported this"))

    class Swapped(Records):
        def fingerprints(self):
            return edition.records.fingerprints()

    report = check(replace(edition, records=Swapped(other, cached=1)), standard)

    assert [fault.code for fault in report.errors] == [PROCEDURES[0].code]


def test_progress_tells_how_many_of_how_many(opened, standard):
    told = []

    checks.run(opened(PROCEDURES), published=None, standard=standard, progress=lambda *step: told.append(step))

    assert told[-1] == (len(PROCEDURES), len(PROCEDURES))


class TestAgainstThePublished:
    def test_equal_figures_pass_and_both_are_kept(self, opened, standard):
        published = opened(PROCEDURES)

        report = check(opened(changed(note="new")), standard, published)

        assert report.has_passed
        assert report.published_figures == report.figures
        assert report.published_number == published.number

    def test_a_fall_of_recall_beyond_the_margin_is_an_error(self, opened, standard):
        published = opened(PROCEDURES)
        # Names that say nothing: what was found is found no more.
        worse = tuple(
            p.model_copy(update={"name": f"Thủ tục số {number} của quyển"}) for number, p in enumerate(PROCEDURES)
        )

        report = check(opened(worse), standard, published)

        assert not report.has_passed
        assert any("Recall at 1 falls from" in fault.message for fault in report.errors)

    def test_a_fall_within_the_margin_passes(self, opened, standard):
        published = opened(PROCEDURES)
        worse = tuple(
            p.model_copy(update={"name": f"Thủ tục số {number} của quyển"}) for number, p in enumerate(PROCEDURES)
        )
        lenient = standard.settings.model_copy(update={"recall_margin": 1.0, "wrong_answer_margin": 1.0})

        assert check(opened(worse), replace(standard, settings=lenient), published).has_passed

    def test_a_procedure_taken_out_is_told_but_not_counted_as_lost(self, opened, standard):
        published = opened(PROCEDURES)

        report = check(opened(PROCEDURES[1:]), standard, published)

        assert report.has_passed
        assert report.figures.questions == len(QUESTIONS) - 1
        assert "Lacks 1 of the 6 published procedures: 1.001193." in report.faults[0].message

    def test_many_procedures_taken_out_are_an_error(self, opened, standard):
        published = opened(PROCEDURES)

        report = check(opened(PROCEDURES[2:]), standard, published)

        assert [fault.message for fault in report.errors] == [
            "Lacks 2 of the 6 published procedures: 1.000894, 1.001193."
        ]

    def test_questions_on_other_procedures_are_said_to_concern_nothing(self, opened, standard):
        foreign = replace(standard, questions=(Question("Cấp hộ chiếu", ("9.999999",)), Question("Chào")))

        report = check(opened(PROCEDURES), foreign)

        assert report.has_passed
        assert report.figures is None
        assert "No question of the question set" in report.faults[0].message
