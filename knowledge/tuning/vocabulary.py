"""The vocabulary of an encoder, cut to what our texts need: most of a multilingual model is vocabulary."""

from __future__ import annotations

import json
import string
import unicodedata
from collections.abc import Iterable, Iterator
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

from knowledge.errors import TuningRefused
from knowledge.passages import everything, passage
from knowledge.procedures import Procedure
from knowledge.vietnamese import tables
from knowledge.vietnamese.restoration import general
from knowledge.vietnamese.text import fold

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer
    from tokenizers import Encoding, Tokenizer

_VOWELS = "aăâeêioôơuưy"
_TONES = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
_LETTERS = {unicodedata.normalize("NFC", vowel + tone) for vowel in _VOWELS for tone in _TONES} | {"đ"}
# Whatever else is typed can then be spelled.
_ALPHABET = frozenset({*string.printable, *_LETTERS, *(letter.upper() for letter in _LETTERS), *"–—…“”‘’°²₫"})
_PROMPTS = "query: passage:"
_MEND = "Leave --cut-vocabulary and --keep-tokens out."


def words(procedures: Iterable[Procedure]) -> frozenset[str]:
    """Return the words of records and of our lists, also in small letters, in capitals and without tone marks."""
    found: set[str] = set(_PROMPTS.split())
    for text in _texts(procedures):
        found.update(unicodedata.normalize("NFC", text).split())
    return frozenset(
        form for word in found for form in (word, word.lower(), word.capitalize(), word.upper(), fold(word))
    )


def tokens_in(path: Path) -> frozenset[str]:
    """Return the tokens of a file: one a line, or the vocabulary of a tokenizer.json. Raise TuningRefused."""
    try:
        text = path.read_text("utf-8")
        if path.suffix != ".json":
            return frozenset(text.split("\n")) - {""}
        vocabulary = json.loads(text)["model"]["vocab"]
        return frozenset(vocabulary if isinstance(vocabulary, dict) else (token for token, _ in vocabulary))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise TuningRefused(
            f"The tokens in {path} cannot be read: {error}. Give a file with one token a line, or a tokenizer.json."
        ) from error


def cut(model: SentenceTransformer, wanted: Iterable[str], *, tokens: frozenset[str] = frozenset()) -> None:
    """Cut the vocabulary to what these words need, the tokens named and single letters; their vectors stay the same.

    Raise TuningRefused where the model's tokenizer is of a kind whose vocabulary cannot be cut.
    """
    from tokenizers import Tokenizer
    from transformers import PreTrainedTokenizerFast

    told = model.tokenizer
    # The last texts it read may have left it padding and cutting.
    shape: dict[str, Any] = json.loads(told.backend_tokenizer.to_str()) | {"padding": None, "truncation": None}
    if shape["model"]["type"] not in {"Unigram", "WordPiece"}:
        raise TuningRefused(f"A vocabulary of the kind {shape['model']['type']} cannot be cut. {_MEND}")
    whole = Tokenizer.from_str(json.dumps(shape))
    readings = whole.encode_batch(sample := sorted(wanted))
    kept = _kept(whole, shape, readings, tokens)
    renamed = {old: new for new, old in enumerate(kept)}
    cut_down = Tokenizer.from_str(json.dumps(_shape_cut(shape, renamed)))
    if [reading.tokens for reading in readings] != [reading.tokens for reading in cut_down.encode_batch(sample)]:
        raise TuningRefused(f"The cut vocabulary would read words otherwise. {_MEND}")
    encoder: Any = model[0]
    encoder.processor = PreTrainedTokenizerFast(  # type: ignore[no-untyped-call]  # the library gives no types
        tokenizer_object=cut_down, model_max_length=told.model_max_length, **told.special_tokens_map
    )
    _cut_embeddings(model, kept, renamed)


def _texts(procedures: Iterable[Procedure]) -> Iterator[str]:
    for procedure in procedures:
        yield from everything(procedure)
        yield passage(procedure)
        yield from (*procedure.plain.facets.values(), *procedure.english.facets.values(), procedure.english.summary)
    yield from general().singles
    yield from tables.abbreviations().keys()
    yield from tables.abbreviations().values()
    yield from (text for phrase in tables.phrases() for text in (*phrase.say, phrase.mean))
    yield from (text for province in tables.provinces() for text in (province.name, *province.names))
    yield (resources.files("knowledge.vietnamese") / "sentences.txt").read_text("utf-8")


def _kept(
    tokenizer: Tokenizer, shape: dict[str, Any], readings: Iterable[Encoding], tokens: frozenset[str]
) -> list[int]:
    kept = {token["id"] for token in shape["added_tokens"]}
    for reading in readings:
        kept.update(reading.ids)
    for token, number in tokenizer.get_vocab().items():
        bare = token.removeprefix("##").removeprefix("▁")
        if token in tokens or not bare or bare in _ALPHABET:
            kept.add(number)
    return sorted(kept)


def _shape_cut(shape: dict[str, Any], renamed: dict[int, int]) -> dict[str, Any]:
    """Return the description of a tokenizer with its tokens left out and numbered anew."""
    model = dict(shape["model"])
    if model["type"] == "Unigram":
        model["vocab"] = [entry for number, entry in enumerate(model["vocab"]) if number in renamed]
        if model.get("unk_id") is not None:
            model["unk_id"] = renamed[model["unk_id"]]
    else:
        model["vocab"] = {token: renamed[number] for token, number in model["vocab"].items() if number in renamed}
    added = [{**token, "id": renamed[token["id"]]} for token in shape["added_tokens"]]
    closing = _processor_cut(shape["post_processor"], renamed)
    return {
        **shape,
        "model": model,
        "added_tokens": added,
        "post_processor": closing,
    }


def _processor_cut(processor: dict[str, Any] | None, renamed: dict[int, int]) -> dict[str, Any] | None:
    """Return the step that opens and closes a text, with the new numbers of its tokens."""
    if processor is None:
        return None
    made = dict(processor)
    if "processors" in made:
        made["processors"] = [_processor_cut(one, renamed) for one in made["processors"]]
    for end in ("sep", "cls"):
        if end in made:
            token, number = made[end]
            made[end] = [token, renamed[number]]
    if isinstance(special := made.get("special_tokens"), dict):
        made["special_tokens"] = {
            name: {**token, "ids": [renamed[number] for number in token["ids"]]} for name, token in special.items()
        }
    return made


def _cut_embeddings(model: SentenceTransformer, kept: list[int], renamed: dict[int, int]) -> None:
    import torch

    bert: Any = model[0].auto_model
    rows = bert.get_input_embeddings().weight.detach()[kept].clone()
    padding = renamed.get(bert.config.pad_token_id) if bert.config.pad_token_id is not None else None
    embeddings = torch.nn.Embedding(len(rows), rows.shape[1], padding_idx=padding)
    embeddings.weight.data = rows
    bert.set_input_embeddings(embeddings)
    bert.config.vocab_size, bert.config.pad_token_id = len(kept), padding
    # Models of the RoBERTa family count places from the number of the padding token.
    if hasattr(bert.embeddings, "padding_idx"):
        bert.embeddings.padding_idx = padding
