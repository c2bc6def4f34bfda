"""The first edition: made of the records that are shipped, so that a fresh machine answers at once."""

from __future__ import annotations

import logging
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass

from knowledge import centres, database, edition_rows, editions, importing, library, questions
from knowledge.checks import NumberCheck, Standard
from knowledge.editions import Sessions
from knowledge.embedding import Embedder
from knowledge.errors import EditionCorrupt, EditionRefused
from knowledge.importing import Report
from knowledge.models import EditionRow
from knowledge.scope import Scope
from knowledge.settings import STARTER, KnowledgeSettings

logger = logging.getLogger(__name__)

Step = Callable[[str], AbstractContextManager[Callable[[int, int | None], None]]]
"""Shows a stage of the work by its name and gives what tells how far it is."""


@dataclass(frozen=True)
class Started:
    """What setting up gave."""

    number: int
    is_new: bool
    """False when an edition was published already and nothing was to be done."""
    report: Report | None = None


def _unseen(_title: str) -> AbstractContextManager[Callable[[int, int | None], None]]:
    return nullcontext(lambda _done, _total: None)


def ensure(
    settings: KnowledgeSettings,
    embedder: Embedder,
    *,
    number_check: NumberCheck,
    is_asked: bool = False,
    step: Step = _unseen,
) -> Started:
    """Publish the shipped records when nothing that can be served is published, or when asked. Raise EditionRefused.

    An edition that another version of the code has built is built again, so that an update needs no command.
    Asked again, only what changed in the shipped records is imported; without a change nothing is published.
    """
    engine = database.connect(settings.database)
    sessions = database.sessions(engine)
    try:
        with sessions() as session:
            present = edition_rows.published_or_none(session)
        if present is not None and not is_asked and _is_usable(present, settings):
            return Started(present.number, is_new=False)
        report = _import(sessions, step)
        with step("Building the edition") as told:
            built = editions.build(sessions, settings, embedder, progress=told)
        if present is not None and present.number == built.number:
            return Started(built.number, is_new=False, report=report)
        standard = Standard(questions.read(settings.questions), settings, centres.today(), number_check)
        _check(sessions, built.number, embedder=embedder, standard=standard, step=step)
        editions.publish(sessions, settings, built.number)
        return Started(built.number, is_new=True, report=report)
    finally:
        engine.dispose()


def _is_usable(row: EditionRow, settings: KnowledgeSettings) -> bool:
    try:
        library.require_usable(row, settings.editions_folder)
    except EditionCorrupt as error:
        logger.warning("The published edition is built anew: %s", error, extra={"edition": row.number})
        return False
    return True


def _import(sessions: Sessions, step: Step) -> Report:
    files = sorted(STARTER.glob("*/*.yml"))
    with step("Importing the starter records") as told, sessions.begin() as session:
        return importing.run(session, files, scope=Scope(), progress=told)


def _check(sessions: Sessions, number: int, *, embedder: Embedder, standard: Standard, step: Step) -> None:
    with step("Checking the edition") as told:
        report = editions.check(sessions, number, embedder=embedder, standard=standard, progress=told)
    if not report.has_passed:
        first = report.errors[0]
        raise EditionRefused(
            f"The starter edition {number} failed its check: {first.code}: {first.message} "
            f"See all with: motcua knowledge check {number}"
        )
