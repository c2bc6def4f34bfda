"""What is measured: the published edition, or one made for as long as it is measured."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from knowledge import embedding, importing, records, trials
from knowledge.calibration import Calibration
from knowledge.embedding import Embedder
from knowledge.errors import KnowledgeError
from knowledge.library import Library, PublishedEdition
from knowledge.parts import Part
from knowledge.procedures import Procedure
from knowledge.records import Records
from knowledge.scope import Scope
from knowledge.settings import KnowledgeSettings
from knowledge.vectors import VectorCache

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Choice:
    """What is measured, in the place of the published edition and its parts."""

    records: tuple[Path, ...] = ()
    """Files of procedures; none: the published edition."""
    scope: Scope = field(default_factory=Scope)
    model: str = ""
    calibration: Path | None = None
    without: tuple[Part, ...] = ()

    @property
    def is_made(self) -> bool:
        """Tell whether an edition must be made, its texts read by a model first."""
        return bool(self.records or self.model)


class Shelf(Library):
    """A library that gives one edition, whatever is published; centres and local values are the deployment's own."""

    def __init__(
        self, settings: KnowledgeSettings, embedder: Embedder, calibration: Calibration, edition: PublishedEdition
    ) -> None:
        super().__init__(settings, embedder, calibration)
        self._only = edition

    def current(self) -> PublishedEdition:
        """Return the edition that is measured."""
        return self._only

    def refresh(self) -> PublishedEdition:
        """Return the edition that is measured; no other takes its place."""
        return self._only


@contextmanager
def opened(settings: KnowledgeSettings, choice: Choice, indexing: Progress | None = None) -> Iterator[Shelf]:
    """Give the edition that is chosen, on a shelf; `indexing` is told how much is indexed. Raise KnowledgeError."""
    embedder = embedding.named(choice.model, otherwise=settings.encoder)
    weights = Calibration.read(choice.calibration) if choice.calibration else Calibration.in_use(settings.calibration)
    with ExitStack() as stack:
        if choice.is_made:
            edition = stack.enter_context(_made(settings, choice, embedder, weights, indexing))
        else:
            edition = stack.enter_context(closing(Library(settings, embedder, weights))).current()
        if choice.without:
            edition = replace(edition, search=edition.searcher.without(*choice.without))
        yield stack.enter_context(closing(Shelf(settings, embedder, weights, edition)))


def procedures(settings: KnowledgeSettings, choice: Choice) -> list[Procedure]:
    """Return the procedures that are chosen, in the order of their codes. Raise KnowledgeError."""
    if choice.records:
        found = importing.procedures_of(choice.records, scope=choice.scope)
    else:
        with closing(Library(settings, embedding.of(settings.encoder))) as library:
            found = list(library.current().records.every())
    if not found:
        raise KnowledgeError("No procedure is left to measure: the files of --records hold none in the scope.")
    return sorted(found, key=lambda procedure: procedure.code)


@contextmanager
def _made(
    settings: KnowledgeSettings,
    choice: Choice,
    embedder: Embedder,
    weights: Calibration,
    indexing: Progress | None,
) -> Iterator[PublishedEdition]:
    """Give an edition that was never published: made of files, or of the published one with another model."""
    taken = procedures(settings, choice)
    cache = VectorCache(settings.vector_cache)
    with (
        trials.searching(taken, embedder=embedder, cache=cache, calibration=weights, progress=indexing) as searcher,
        tempfile.TemporaryDirectory(prefix="motcua-records-") as folder,
    ):
        records.write(Path(folder), taken)
        held = Records(Path(folder), cached=settings.records_cached)
        yield PublishedEdition(number=0, records=held, thresholds=weights.thresholds, search=searcher)
