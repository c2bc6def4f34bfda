"""The bundled encoder, and models of other names."""

import subprocess
import sys
import unicodedata

import numpy as np
import pytest

from knowledge import embedding
from knowledge.embedding import OnnxEmbedder
from knowledge.errors import ModelUnavailable


@pytest.fixture(scope="module")
def embedder():
    return embedding.bundled()


def test_the_encoder_gives_the_golden_vectors_on_this_processor(embedder):
    assert embedding.self_test(embedder) >= 0.99


def test_vectors_have_unit_length_and_come_in_order(embedder):
    texts = ["khai sinh", "đăng ký thường trú cho con mới sinh về nhà ông bà ngoại", "", "khai sinh"]

    vectors = embedder.embed_passages(texts)

    assert vectors.shape == (4, embedder.dimension)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-3)
    assert np.allclose(vectors[0], vectors[3], atol=1e-3)
    assert vectors[0] @ vectors[1] < 0.95 < vectors[0] @ vectors[3]


def test_a_question_and_a_passage_are_told_apart(embedder):
    assert not np.allclose(embedder.embed_queries(["khai sinh"]), embedder.embed_passages(["khai sinh"]), atol=1e-3)


def test_decomposed_text_is_the_same_text(embedder):
    text = "giấy chứng tử"

    vectors = embedder.embed_queries([text, unicodedata.normalize("NFD", text)])

    assert np.allclose(vectors[0], vectors[1], atol=1e-5)


def test_a_question_lies_nearer_to_its_procedure_than_to_another(embedder):
    question = embedder.embed_queries(["vợ tôi mới đẻ thì làm giấy gì cho cháu"])[0]
    birth, land = embedder.embed_passages(["Đăng ký khai sinh", "Chuyển mục đích sử dụng đất"])

    assert question @ birth > question @ land


def test_a_text_of_any_length_has_a_vector(embedder):
    assert embedder.embed_passages(["giấy tờ " * 5000]).shape == (1, embedder.dimension)


def test_nothing_has_no_vectors(embedder):
    assert embedder.embed_queries([]).shape == (0, embedder.dimension)


def test_a_missing_encoder_file_is_named(tmp_path):
    with pytest.raises(ModelUnavailable, match=r"motcua-vi\.int8\.onnx is missing"):
        OnnxEmbedder(tmp_path)


def test_an_encoder_file_that_is_none_is_named(tmp_path):
    (tmp_path / "motcua-vi.int8.onnx").write_bytes(b"none")
    (tmp_path / "tokenizer.json").write_text("{}", "utf-8")

    with pytest.raises(ModelUnavailable, match=str(tmp_path)):
        OnnxEmbedder(tmp_path)


def test_without_a_name_the_bundled_encoder_is_meant():
    assert embedding.named("") is embedding.named(None) is embedding.bundled()


def test_serving_imports_no_heavy_library(home):
    script = """
import sys
import kiosk.app
from knowledge import embedding
from knowledge.calibration import Calibration
from knowledge.library import Library
from knowledge.settings import KnowledgeSettings

library = Library(KnowledgeSettings(), embedding.bundled(), Calibration.bundled())
assert library.current().searcher.find("giay khai sinh can gi").candidates[0].code == "1.001193"
heavy = {"torch", "sklearn", "matplotlib", "pdfplumber", "docx", "openpyxl", "sentence_transformers"}
print(sorted(heavy & set(sys.modules)))
"""

    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=120, check=False)

    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.strip() == "[]"
