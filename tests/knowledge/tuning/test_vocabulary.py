"""The vocabulary cut to what texts need."""

import json

import numpy as np
import pytest

from knowledge.errors import TuningRefused
from knowledge.tuning import encoder, vocabulary
from knowledge.tuning.training import TorchEmbedder


def test_kept_texts_keep_their_vectors(any_base, records):
    texts = ["đăng ký nuôi chim cảnh", "THẢ DIỀU", "trong cay ngay hoi"]
    model = encoder.load(str(any_base))
    embedder = TorchEmbedder(model)
    tokens, before = len(model.tokenizer), embedder.embed_queries(texts)

    vocabulary.cut(model, vocabulary.words(records))

    assert len(model.tokenizer) == model[0].auto_model.get_input_embeddings().num_embeddings < tokens
    assert np.allclose(embedder.embed_queries(texts), before, atol=1e-5)


def test_what_no_text_needs_is_gone_unless_it_is_named(any_base):
    plain, generous = encoder.load(str(any_base)), encoder.load(str(any_base))
    cut_away = next(token for token in plain.tokenizer.get_vocab() if "黎" in token or "巴" in token)

    vocabulary.cut(plain, {"chim"})
    vocabulary.cut(generous, {"chim"}, tokens=frozenset({cut_away}))

    assert cut_away not in plain.tokenizer.get_vocab()
    assert cut_away in generous.tokenizer.get_vocab()


def test_words_come_from_records_and_lists_in_every_spelling(records):
    found = vocabulary.words(records)

    assert {"vẹt", "Vẹt", "VẸT", "vet", "query:", "bhyt"} <= found


def test_tokens_are_read_from_lines_or_from_a_tokenizer(tmp_path):
    (tmp_path / "tokens.txt").write_text("▁chim\n▁diều\n", "utf-8")
    vocabularies = {"list.json": [["▁chim", -1.0], ["▁diều", -2.0]], "table.json": {"▁chim": 0, "▁diều": 1}}
    for name, held in vocabularies.items():
        (tmp_path / name).write_text(json.dumps({"model": {"vocab": held}}), "utf-8")

    found = {vocabulary.tokens_in(tmp_path / name) for name in ("tokens.txt", *vocabularies)}

    assert found == {frozenset({"▁chim", "▁diều"})}


@pytest.mark.parametrize("content", ["not JSON", "[]", "{}"])
def test_a_file_that_holds_no_tokens_is_named(tmp_path, content):
    path = tmp_path / "tokens.json"
    path.write_text(content, "utf-8")

    with pytest.raises(TuningRefused, match=r"tokens\.json cannot be read"):
        vocabulary.tokens_in(path)


def test_a_vocabulary_of_another_kind_is_not_cut(base):
    from tokenizers import Tokenizer, models
    from transformers import PreTrainedTokenizerFast

    model = encoder.load(str(base))
    model[0].processor = PreTrainedTokenizerFast(tokenizer_object=Tokenizer(models.BPE()))

    with pytest.raises(TuningRefused, match=r"BPE cannot be cut\. Leave --cut-vocabulary"):
        vocabulary.cut(model, {"chim"})
