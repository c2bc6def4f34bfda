"""Training an encoder on pairs, so that a question lies nearer to its own procedure than to the others of its batch.

The loss is the library's; its trainer is not used, because that needs two packages more (datasets and accelerate) for
what is one loop on a processor without a graphics card.
"""

from __future__ import annotations

import itertools
import re
import time
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

import numpy as np

from knowledge.embedding import Vectors
from knowledge.tuning.pairs import Pair

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer
    from torch import Tensor
    from torch.nn import Parameter

Progress = Callable[[int, int], None]

_LEARNING_RATE = 5e-5
_WARM_UP_STEPS = 30
_LEAST_RATE = 0.05
_TEMPERATURE = 0.03
# Longer texts are cut while training: attention to them would cost most of the time and teach little.
_QUESTION_TOKENS = 36
_ANSWER_TOKENS = 52
_MEASURED_TOKENS = 160
_LAYER = re.compile(r"\blayer\.(\d+)\.")


@dataclass(frozen=True)
class Course:
    """How long and on how much is trained."""

    steps: int = 320
    batch: int = 28
    minutes: float | None = None
    """When to stop at the latest; the rate of learning then falls with the clock, so that two runs differ a little."""
    seed: int = 7


@dataclass(frozen=True)
class Trained:
    """How the loss went: the mean of the first tenth of the steps, and of the last."""

    steps: int
    first_loss: float
    last_loss: float


class TorchEmbedder:
    """A sentence-transformers model in memory, asked with the prompts that the exported encoder is asked with."""

    def __init__(self, model: SentenceTransformer) -> None:
        self.name = "in memory"
        self._model = model
        self.dimension = int(self.embed_queries(["?"]).shape[1])

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        """Return one unit vector a question, as rows."""
        return self._embed([f"query: {text}" for text in texts])

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """Return one unit vector a passage, as rows."""
        return self._embed([f"passage: {text}" for text in texts])

    def _embed(self, texts: Sequence[str]) -> Vectors:
        import torch

        self._model.eval()
        with torch.inference_mode():
            found = [
                encoded(self._model, texts[start : start + 32], tokens=_MEASURED_TOKENS).numpy()
                for start in range(0, len(texts), 32)
            ]
        return np.concatenate(found).astype(np.float32)


def encoded(model: SentenceTransformer, texts: Sequence[str], *, tokens: int) -> Tensor:
    """Return the unit vectors of texts with their prompts, cut to so many tokens."""
    from torch.nn.functional import normalize

    composed = [unicodedata.normalize("NFC", text) for text in texts]
    read = model.tokenizer(composed, padding=True, truncation=True, max_length=tokens, return_tensors="pt")
    # Nothing but these two reaches the exported encoder either.
    output = model({"input_ids": read["input_ids"], "attention_mask": read["attention_mask"]})
    return normalize(cast("Tensor", output["sentence_embedding"]).float(), dim=1)


def train(
    model: SentenceTransformer,
    batches: Iterator[tuple[Pair, ...]],
    course: Course,
    progress: Progress | None = None,
) -> Trained:
    """Train the model in its place, the embeddings of tokens and its lowest third left as they are."""
    import torch
    from sentence_transformers.sentence_transformer.losses import MultipleNegativesRankingLoss
    from torch.nn.utils import clip_grad_norm_

    torch.manual_seed(course.seed)
    learned = _freeze_low(model)
    optimizer = torch.optim.AdamW(learned, lr=_LEARNING_RATE, weight_decay=0.01)
    # It takes no labels here, though its types ask for them.
    loss_of: Any = MultipleNegativesRankingLoss(model, scale=1 / _TEMPERATURE)
    losses: list[float] = []
    model.train()
    started = time.monotonic()
    for step, batch in enumerate(itertools.islice(batches, course.steps)):
        spent = _share_spent(step, course, time.monotonic() - started)
        if spent >= 1:
            break
        for group in optimizer.param_groups:
            group["lr"] = _LEARNING_RATE * min(1, (step + 1) / _WARM_UP_STEPS) * max(_LEAST_RATE, 1 - spent)
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=_is_half_precision_quick()):
            questions = encoded(model, [f"query: {pair.question}" for pair in batch], tokens=_QUESTION_TOKENS)
            answers = encoded(model, [f"passage: {pair.answer}" for pair in batch], tokens=_ANSWER_TOKENS)
        # Compared in full precision: the temperature would make much of what is rounded.
        loss = loss_of.compute_loss_from_embeddings([questions, answers], None)
        optimizer.zero_grad()
        loss.backward()
        clip_grad_norm_(learned, 1.0)
        optimizer.step()
        losses.append(float(loss.detach()))
        if progress:
            progress(step + 1, course.steps)
    model.eval()
    tenth = max(1, len(losses) // 10)
    return Trained(len(losses), float(np.mean(losses[:tenth])), float(np.mean(losses[-tenth:])))


def _freeze_low(model: SentenceTransformer) -> list[Parameter]:
    """Keep what any text needs from being unlearned, and return what is learned."""
    layers = {int(found[1]) for name, _ in model.named_parameters() if (found := _LAYER.search(name))}
    lowest = len(layers) // 3
    learned = []
    for name, parameter in model.named_parameters():
        found = _LAYER.search(name)
        parameter.requires_grad = "embeddings" not in name and not (found and int(found[1]) < lowest)
        if parameter.requires_grad:
            learned.append(parameter)
    return learned


def _share_spent(step: int, course: Course, seconds: float) -> float:
    return max(step / course.steps, seconds / (course.minutes * 60) if course.minutes else 0.0)


def _is_half_precision_quick() -> bool:
    """Tell whether this processor computes in bfloat16 by itself; elsewhere it is slower than full precision."""
    import torch

    return torch.backends.cpu.get_cpu_capability().startswith("AVX512")
