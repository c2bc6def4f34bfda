"""The files of a search index: written once into the folder of an edition, mapped by every process that serves it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import faiss

from knowledge.calibration import Calibration
from knowledge.catalogue import Catalogue, catalogue_of, shared_ways
from knowledge.embedding import Embedder, Vectors
from knowledge.errors import EditionCorrupt
from knowledge.features import SECTIONS
from knowledge.lexical import WordIndex, folded_terms, marked_terms
from knowledge.passages import as_asked_for, everything, passage, sections
from knowledge.procedures import Procedure
from knowledge.searcher import Searcher, SearchFiles
from knowledge.vectors import VectorCache
from knowledge.vietnamese.reading import Reader
from knowledge.vietnamese.restoration import Syllables, ToneRestorer, general

Progress = Callable[[int, int], None]
# What an edition's own words weigh against the general ones when tone marks are restored.
_OWN_SYLLABLES_WEIGHT = 20
# Counted up when the files change their shape: an index of another version is told apart from a damaged one.
_FORMAT = 5
# In a large edition the pairs that stand there but few times cost more memory than they restore.
_OWN_PAIRS_KEPT = 40_000
_RARE_PAIR = 5


def build(
    procedures: Sequence[Procedure],
    folder: Path,
    *,
    embedder: Embedder,
    cache: VectorCache,
    progress: Progress | None = None,
) -> None:
    """Write every file of the index of these procedures into a folder that exists and is empty."""
    catalogue, texts = catalogue_of(procedures)
    passages = [passage(procedure) for procedure in procedures]
    vectors = cache.embed([*texts, *passages], embedder, progress)
    _write_vectors(vectors[: len(texts)], folder / "names.faiss", embedder.dimension)
    _write_vectors(vectors[len(texts) :], folder / "passages.faiss", embedder.dimension)
    WordIndex.build((marked_terms(text) for text in texts), length_weight=0.4).save(folder / "name_words")
    WordIndex.build((folded_terms(as_asked_for(one)) for one in procedures), length_weight=0.3).save(
        folder / "way_words"
    )
    parts = [sections(procedure) for procedure in procedures]
    for section in SECTIONS:
        WordIndex.build(folded_terms(part[section]) for part in parts).save(folder / f"{section}_words")
    own = Syllables.of(text for procedure in procedures for text in everything(procedure))
    own_ways = [way for procedure in procedures for way in procedure.ways_to_ask]
    for name, ways in (("ways", own_ways), ("shared_ways", shared_ways(procedures))):
        asked = cache.embed(_as_read(ways, own), embedder, are_questions=True)
        _write_vectors(asked, folder / f"{name}.faiss", embedder.dimension)
    least = 1 if len(own.pairs) <= _OWN_PAIRS_KEPT else _RARE_PAIR
    (folder / "syllables.json").write_text(own.to_json(least=least), "utf-8")
    catalogue.save(folder / "catalogue.json")
    (folder / "index.json").write_text(
        json.dumps({"format": _FORMAT, "model": embedder.name, "procedures": len(procedures)}), "utf-8"
    )


def require_readable(folder: Path) -> None:
    """Return where this version of the code can read an index. Raise EditionCorrupt."""
    try:
        _facts(folder)
    except (OSError, ValueError, TypeError) as error:
        raise EditionCorrupt(f"{folder}: the index cannot be read ({error}).") from error


def _facts(folder: Path) -> dict[str, object]:
    facts: object = json.loads((folder / "index.json").read_text("utf-8"))
    if not isinstance(facts, dict):
        raise TypeError("index.json is no object")
    if facts.get("format") != _FORMAT:
        raise EditionCorrupt(
            f"{folder}: its index was built by another version of motcua. "
            "Build it again with: motcua knowledge index, then check and publish"
        )
    return facts


def load(folder: Path, embedder: Embedder, calibration: Calibration) -> Searcher:
    """Return the search over an index. Raise EditionCorrupt where a file is missing or does not fit the others."""
    try:
        facts = _facts(folder)
        model = str(facts["model"])
        files = SearchFiles(
            catalogue=Catalogue.load(folder / "catalogue.json"),
            names=faiss.read_index(str(folder / "names.faiss")),
            passages=faiss.read_index(str(folder / "passages.faiss")),
            ways=faiss.read_index(str(folder / "ways.faiss")),
            shared_ways=faiss.read_index(str(folder / "shared_ways.faiss")),
            name_words=WordIndex.load(folder / "name_words"),
            way_words=WordIndex.load(folder / "way_words"),
            section_words={section: WordIndex.load(folder / f"{section}_words") for section in SECTIONS},
            syllables=_with_general(Syllables.from_json((folder / "syllables.json").read_text("utf-8"))),
        )
    except (OSError, ValueError, KeyError, TypeError, RuntimeError) as error:
        raise EditionCorrupt(f"{folder}: the index cannot be read ({error}).") from error
    if model != embedder.name:
        raise EditionCorrupt(f"{folder}: indexed with {model}, but {embedder.name} is loaded. Index again.")
    catalogue = files.catalogue
    shared = len(catalogue.shared_ways.lengths())
    known = (len(catalogue.rows), len(catalogue.entries), len(catalogue.way_owner), shared)
    if (files.names.ntotal, files.passages.ntotal, files.ways.ntotal, files.shared_ways.ntotal) != known:
        raise EditionCorrupt(f"{folder}: its files come from different indexes.")
    return Searcher(files, embedder, calibration)


def _as_read(ways: Iterable[str], own: Syllables) -> list[str]:
    """Return ways to ask as a question is read, so that both are spelled alike."""
    reader = Reader(ToneRestorer(_with_general(own)))
    return [reader.read(way).sought for way in ways]


def _with_general(own: Syllables) -> Syllables:
    return general().add(own, weight=_OWN_SYLLABLES_WEIGHT)


def _write_vectors(vectors: Vectors, path: Path, dimension: int) -> None:
    index = faiss.IndexFlatIP(dimension)
    index.add(vectors)
    faiss.write_index(index, str(path))
