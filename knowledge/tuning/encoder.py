"""An encoder made from a base model and the records of a deployment."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import asdict, dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from knowledge.embedding import Embedder
from knowledge.errors import ModelUnavailable, TuningRefused
from knowledge.procedures import Procedure
from knowledge.tuning import exporting, pairs, title_search, training, vocabulary
from knowledge.tuning.title_search import Found
from knowledge.tuning.training import Course, Trained

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

Step = Callable[[str], AbstractContextManager[Callable[[int, int | None], None]]]
"""Shows a bar with a title and gives what moves it."""

# The whole graph, the prepared one and the one of int8 lie beside each other for a moment.
_ROOM_FACTOR = 3
_SPARE_BYTES = 50_000_000


@dataclass(frozen=True)
class Recipe:
    """What an encoder is made of."""

    base: str
    """A sentence-transformers model, by the name or folder that the library knows it by."""
    cuts_vocabulary: bool = False
    kept_tokens: Path | None = None
    course: Course = field(default_factory=Course)


@dataclass(frozen=True)
class Report:
    """What came of it."""

    name: str
    base: str
    procedures: int
    held_out_titles: int
    trained: Trained
    before: Found
    after: Found
    """Of the files as written, weights in int8."""
    agreement: float
    """The worst cosine between the vectors of the files and those of the model before it was written."""
    base_tokens: int
    tokens: int


def make(recipe: Recipe, procedures: Sequence[Procedure], output: Path, *, step: Step) -> Report:
    """Tune the base on the procedures and write the encoder into a new folder.

    Raise ModelUnavailable where the base or a library is missing, TuningRefused where it cannot be done.
    """
    require_libraries()
    _require_new(output)
    seed = recipe.course.seed
    found = pairs.subjects(procedures)
    learned, apart = pairs.held_out(found, seed=seed)
    model, base_tokens = _prepared(recipe, procedures, step)
    require_room(output, needed=_ROOM_FACTOR * 4 * sum(part.numel() for part in model.parameters()) + _SPARE_BYTES)

    measured = pairs.one_each(apart, seed=seed)
    with step("Measuring the base"):
        before = title_search.measure(training.TorchEmbedder(model), measured, found)
    with step("Tuning") as told:
        draws = pairs.batches(learned, size=recipe.course.batch, seed=seed)
        trained = training.train(model, draws, recipe.course, told)
    with _appearing_whole(output) as folder:
        with step("Writing"):
            embedder = exporting.export(model, folder, name=output.name)
        with step("Measuring the new encoder"):
            after = title_search.measure(embedder, measured, found)
        report = Report(
            name=embedder.name,
            base=recipe.base,
            procedures=len(procedures),
            held_out_titles=len(measured),
            trained=trained,
            before=before,
            after=after,
            agreement=_agreement(embedder, training.TorchEmbedder(model), [pair.question for pair in measured]),
            base_tokens=base_tokens,
            tokens=len(model.tokenizer),
        )
        everything = {**asdict(report), "course": asdict(recipe.course)}
        (folder / "report.json").write_text(json.dumps(everything, ensure_ascii=False, indent=1) + "\n", "utf-8")
    return report


def load(base: str) -> SentenceTransformer:
    """Return a model that can be tuned, by name or folder. Raise ModelUnavailable."""
    from sentence_transformers import SentenceTransformer

    mend = "Give the folder of a BERT-like sentence-transformers model after --base, or a name that can be downloaded."
    # A name has one slash at most; what can only be a folder is not looked for on the network.
    if not Path(base).exists() and (base.count("/") > 1 or base.startswith(("/", ".", "~"))):
        raise ModelUnavailable(f"The base model {base!r} is no folder here. {mend}")
    try:
        model = SentenceTransformer(base, device="cpu")
        is_known = hasattr(model[0].auto_model, "embeddings") and model.tokenizer.is_fast
    except Exception as error:
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise ModelUnavailable(f"The base model {base!r} cannot be loaded: {reason} {mend}") from error
    if not is_known:
        raise ModelUnavailable(f"The base model {base!r} is of a kind that cannot be tuned. {mend}")
    return model


def require_libraries() -> None:
    """Return where all that tuning needs is installed. Raise ModelUnavailable."""
    if missing := [name for name in ("torch", "sentence_transformers", "onnx") if find_spec(name) is None]:
        raise ModelUnavailable(
            f"Tuning needs what is not installed: {', '.join(missing)}. Install it with: pip install 'motcua[tuning]'"
        )


def require_room(output: Path, *, needed: int) -> None:
    """Return where the disk of a folder has so many bytes free. Raise TuningRefused."""
    free = shutil.disk_usage(_nearest(output)).free
    if free < needed:
        raise TuningRefused(
            f"{output} needs {needed / 1e6:,.0f} MB while it is written, and {free / 1e6:,.0f} MB are free. "
            "Make room, or name a folder on another disk after --output."
        )


def _require_new(output: Path) -> None:
    if output.exists():
        raise TuningRefused(f"{output} exists already. Name a new folder after --output.")
    if not os.access(parent := _nearest(output), os.W_OK) or not parent.is_dir():
        raise TuningRefused(f"Nothing can be written into {parent}. Name another folder after --output.")


def _nearest(output: Path) -> Path:
    """Return the nearest part of a path that exists."""
    return next(part for part in output.absolute().parents if part.exists())


def _prepared(recipe: Recipe, procedures: Sequence[Procedure], step: Step) -> tuple[SentenceTransformer, int]:
    """Return the base, its vocabulary cut where that is wanted, and how many tokens it had."""
    tokens = vocabulary.tokens_in(recipe.kept_tokens) if recipe.kept_tokens else frozenset()
    model = load(recipe.base)
    base_tokens = len(model.tokenizer)
    if recipe.cuts_vocabulary or recipe.kept_tokens:
        with step("Cutting the vocabulary"):
            vocabulary.cut(model, vocabulary.words(procedures), tokens=tokens)
    return model, base_tokens


@contextmanager
def _appearing_whole(output: Path) -> Iterator[Path]:
    """Give a folder that gets its lasting name at the end; when the block fails, nothing of it stays."""
    try:
        output.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=output.parent, prefix=f".{output.name}-") as work:
            folder = Path(work) / output.name
            folder.mkdir()
            yield folder
            folder.rename(output)
    except OSError as error:
        raise TuningRefused(
            f"{output} cannot be written: {error.strerror or error}. Make room, or name another folder after --output."
        ) from error


def _agreement(one: Embedder, other: Embedder, texts: Sequence[str]) -> float:
    return float(np.min(np.sum(one.embed_queries(texts) * other.embed_queries(texts), axis=1)))
