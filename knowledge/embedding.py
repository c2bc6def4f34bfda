"""Sentences as unit vectors: the bundled encoder by default, any sentence-transformers model by name."""

from __future__ import annotations

import functools
import os
import unicodedata
from collections.abc import Sequence
from importlib import resources
from pathlib import Path
from typing import Any, Protocol, cast

import numpy as np
import numpy.typing as npt

from knowledge.errors import ModelUnavailable

Vectors = npt.NDArray[np.float32]

MODEL_FILE = "motcua-vi.int8.onnx"
TOKENIZER_FILE = "tokenizer.json"
GOLDEN_FILE = "golden.npz"
"""The files of an encoder's folder: the network, what cuts text into tokens, vectors to compare a processor with."""

NAME_KEY = "motcua.name"
"""Where the network carries its own name; the bundled one carries none."""

# Longer texts are cut: what tells procedures apart stands in the first lines of a passage.
_MAXIMUM_TOKENS = 160
# A citizen's story says what it is about before that; each token more costs a sixth of a millisecond.
_QUERY_TOKENS = 96
_BATCH = 16
_MEND = "Install motcua again, or correct MOTCUA_ENCODER if you have set it."


class Embedder(Protocol):
    """Turns texts into unit vectors."""

    name: str
    dimension: int

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        """Return one unit vector a question, as rows."""
        ...

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """Return one unit vector a passage, as rows."""
        ...


class OnnxEmbedder:
    """A small encoder such as that in `knowledge/encoder`, run by onnxruntime on one thread, without torch."""

    def __init__(self, folder: Path) -> None:
        # Imported here, so that commands which never search start at once.
        import onnxruntime
        from tokenizers import Tokenizer

        model, tokenizer = folder / MODEL_FILE, folder / TOKENIZER_FILE
        for path in (model, tokenizer):
            if not path.is_file():
                raise ModelUnavailable(f"The encoder file {path} is missing. {_MEND}")
        options = onnxruntime.SessionOptions()
        # One thread a session: two on a busy machine gave tails of seconds.
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        # The arena keeps the memory of the longest batch for ever; a small machine has better uses for it.
        options.enable_cpu_mem_arena = False
        try:
            self._session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
            self._tokenizer = Tokenizer.from_file(str(tokenizer))
        except Exception as error:
            raise ModelUnavailable(f"The encoder in {folder} cannot be read: {error}. {_MEND}") from error
        self._tokenizer.enable_padding(pad_id=1, pad_token="<pad>")  # noqa: S106 - a token of text
        self._tokenizer.enable_truncation(_MAXIMUM_TOKENS)
        self.name = self._session.get_modelmeta().custom_metadata_map.get(NAME_KEY, "motcua-vi-1.int8")
        self.folder = folder
        self.dimension = int(self._session.get_outputs()[0].shape[1])

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        """Return one unit vector a question, as rows."""
        # One by one: beside a longer text a question would be padded to its length, and pay for it.
        vectors = [self._run(["query: " + unicodedata.normalize("NFC", text)], _QUERY_TOKENS) for text in texts]
        return np.concatenate(vectors) if vectors else np.zeros((0, self.dimension), np.float32)

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """Return one unit vector a passage, as rows."""
        vectors = np.zeros((len(texts), self.dimension), np.float32)
        # Texts of one length together: padding costs as much as words do.
        order = sorted(range(len(texts)), key=lambda i: len(texts[i]))
        for start in range(0, len(order), _BATCH):
            places = order[start : start + _BATCH]
            vectors[places] = self._run(["passage: " + unicodedata.normalize("NFC", texts[i]) for i in places])
        return vectors

    def _run(self, texts: list[str], tokens: int = _MAXIMUM_TOKENS) -> Vectors:
        encodings = self._tokenizer.encode_batch(texts)
        ids = np.array([encoding.ids for encoding in encodings], np.int64)
        mask = np.array([encoding.attention_mask for encoding in encodings], np.int64)
        if ids.shape[1] > tokens:
            # The token that closes every text stays.
            ids, mask = (np.concatenate([row[:, : tokens - 1], row[:, -1:]], axis=1) for row in (ids, mask))
        inputs = {"input_ids": ids, "attention_mask": mask}
        return cast(Vectors, self._session.run(None, inputs)[0])


class SentenceTransformersEmbedder:
    """Any sentence-transformers model, by the name or folder that the library knows it by."""

    def __init__(self, name: str) -> None:
        try:
            from sentence_transformers import SentenceTransformer
        except ImportError as error:
            raise ModelUnavailable(
                "sentence-transformers is not installed. Install it with: pip install 'motcua[models]'"
            ) from error
        try:
            self._model: Any = SentenceTransformer(name, device="cpu")
        except Exception as error:
            raise ModelUnavailable(f"The model {name!r} cannot be loaded: {error}") from error
        self.name = name
        self.dimension = int(self._embed(["?"], "query").shape[1])

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        """Return one unit vector a question, as rows."""
        return self._embed(texts, "query")

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """Return one unit vector a passage, as rows."""
        return self._embed(texts, "passage")

    def _embed(self, texts: Sequence[str], kind: str) -> Vectors:
        # A model that was trained with prompts names them itself; one that was not gets the bare text.
        prompt = kind if kind in (self._model.prompts or {}) else None
        composed = [unicodedata.normalize("NFC", text) for text in texts]
        vectors = self._model.encode(composed, prompt_name=prompt, normalize_embeddings=True, show_progress_bar=False)
        return np.asarray(vectors, np.float32)


@functools.cache
def of(folder: Path | None) -> OnnxEmbedder:
    """Return the encoder in a folder, or the bundled one, loaded once in a process. Raise ModelUnavailable."""
    # Serving never needs more threads than one for arithmetic.
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    return OnnxEmbedder(folder or Path(str(resources.files("knowledge") / "encoder")))


def bundled() -> OnnxEmbedder:
    """Return the encoder that is shipped, loaded once in a process. Raise ModelUnavailable."""
    return of(None)


def named(name: str | None, *, otherwise: Path | None = None) -> Embedder:
    """Return the sentence-transformers model of a name, or without one the encoder of a folder, else the bundled one.

    Raise ModelUnavailable.
    """
    return SentenceTransformersEmbedder(name) if name else of(otherwise)


def self_test(embedder: OnnxEmbedder) -> float:
    """Return the worst cosine between the vectors this processor gives and the golden ones, 1 when they agree."""
    golden = np.load(embedder.folder / GOLDEN_FILE)
    vectors = embedder.embed_queries([str(text) for text in golden["texts"]])
    return float(np.min(np.sum(vectors * golden["vectors"], axis=1)))
