"""Vectors kept by the hash of their text."""

import numpy as np

from knowledge.vectors import VectorCache
from tests.fakes import HashEmbedder

TEXTS = ["giấy khai sinh", "giấy kết hôn", "giấy khai sinh"]


def test_what_is_known_is_not_computed_again(tmp_path):
    embedder = HashEmbedder()
    first = VectorCache(tmp_path / "vectors.db").embed(TEXTS, embedder)

    again = VectorCache(tmp_path / "vectors.db").embed([*TEXTS, "giấy khai tử"], embedder)

    assert len(embedder.embedded) == 3
    assert set(embedder.embedded) == {"giấy kết hôn", "giấy khai sinh", "giấy khai tử"}
    assert np.array_equal(again[:3], first)
    assert np.array_equal(first[0], first[2])


def test_another_model_has_vectors_of_its_own(tmp_path):
    cache = VectorCache(tmp_path / "vectors.db")
    cache.embed(TEXTS, HashEmbedder(name="one", dimension=8))

    other = cache.embed(TEXTS, HashEmbedder(name="other", dimension=16))

    assert other.shape == (3, 16)


def test_rows_come_in_the_order_of_the_texts(tmp_path):
    texts = [f"{'dài ' * (n % 7)}giấy số {n}" for n in range(300)]

    rows = VectorCache(tmp_path / "vectors.db").embed(texts, HashEmbedder())

    assert np.array_equal(rows, HashEmbedder().embed_passages(texts))


def test_nothing_has_no_rows(tmp_path):
    assert VectorCache(tmp_path / "vectors.db").embed([], HashEmbedder()).shape == (0, 32)


def test_a_damaged_file_is_begun_anew(tmp_path):
    path = tmp_path / "new" / "vectors.db"
    path.parent.mkdir()
    path.write_bytes(b"not a database, but long enough to be taken for one" * 50)
    embedder = HashEmbedder()

    VectorCache(path).embed(TEXTS, embedder)
    VectorCache(path).embed(TEXTS, embedder)

    assert len(embedder.embedded) == 2


def test_progress_counts_what_was_known_too(tmp_path):
    cache = VectorCache(tmp_path / "vectors.db")
    cache.embed(TEXTS, HashEmbedder())
    told = []

    cache.embed([*TEXTS, "mới"], HashEmbedder(), lambda done, total: told.append((done, total)))

    assert told == [(4, 4)]


def test_two_may_use_one_file(tmp_path):
    one, other = VectorCache(tmp_path / "vectors.db"), VectorCache(tmp_path / "vectors.db")
    one.embed(TEXTS, HashEmbedder())
    embedder = HashEmbedder()

    other.embed(TEXTS, embedder)

    assert embedder.embedded == []
