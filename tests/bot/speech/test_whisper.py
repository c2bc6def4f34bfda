"""faster-whisper over a model made here: tiny and without sense, in the format of the operator's."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest

from bot.speech.errors import EngineAbsent
from bot.speech.sounds import RATE, decode
from bot.speech.whisper import Whisper

_RECORDING = Path(__file__).parent / "recordings" / "logic.aac"


@pytest.fixture(scope="module")
def model(tmp_path_factory) -> Path:
    """A folder as ct2-transformers-converter leaves it, of a model that was never trained."""
    pytest.importorskip("faster_whisper", reason="needs the extra speech")
    transformers = pytest.importorskip("transformers", reason="needs the extra models")
    from ctranslate2.converters import TransformersConverter

    folder = tmp_path_factory.mktemp("whisper")
    tokenizer = _tokenizer()
    end = tokenizer.token_to_id("<|endoftext|>")
    size = {f"{part}_{name}": value for part in ("encoder", "decoder") for name, value in _SIZE.items()}
    config = transformers.WhisperConfig(
        **size,
        vocab_size=tokenizer.get_vocab_size(),
        d_model=16,
        decoder_start_token_id=end + 1,
        **dict.fromkeys(("eos_token_id", "pad_token_id", "bos_token_id"), end),
        suppress_tokens=[],
        begin_suppress_tokens=[],
    )
    transformers.set_seed(1)
    transformers.WhisperForConditionalGeneration(config).save_pretrained(folder / "source")
    transformers.WhisperFeatureExtractor().save_pretrained(folder / "source")
    transformers.PreTrainedTokenizerFast(
        tokenizer_object=tokenizer,
        **dict.fromkeys(("eos_token", "bos_token", "unk_token"), "<|endoftext|>"),
    ).save_pretrained(folder / "source")
    files = ["tokenizer.json", "preprocessor_config.json"]
    TransformersConverter(str(folder / "source"), copy_files=files).convert(str(folder / "model"))
    return folder / "model"


_SIZE = {"layers": 1, "attention_heads": 2, "ffn_dim": 16}


def _tokenizer():
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers

    special = "endoftext startoftranscript en vi translate transcribe startoflm startofprev nospeech notimestamps"
    times = (f"{place * 0.02:.2f}" for place in range(1501))
    letters = sorted(pre_tokenizers.ByteLevel.alphabet())
    tokenizer = Tokenizer(models.BPE(vocab={letter: place for place, letter in enumerate(letters)}, merges=[]))
    tokenizer.pre_tokenizer, tokenizer.decoder = pre_tokenizers.ByteLevel(add_prefix_space=False), decoders.ByteLevel()
    tokenizer.add_special_tokens([f"<|{name}|>" for name in (*special.split(), *times)])
    return tokenizer


async def test_a_model_in_a_folder_is_loaded_without_a_network_and_asked_for_words(model, monkeypatch):
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
    whisper = Whisper(model)
    samples = decode(_RECORDING.read_bytes(), limit_seconds=60)

    first = await whisper.recognise(samples)

    # What it hears has no sense; that it hears the same again shows that it was asked, and keeps nothing between.
    assert await whisper.recognise(samples) == first
    assert isinstance(first, str)


async def test_a_broken_model_is_no_engine(model, tmp_path):
    broken = shutil.copytree(model, tmp_path / "broken")
    (broken / "model.bin").write_bytes(b"not a model")

    with pytest.raises(EngineAbsent):
        await Whisper(broken).recognise(np.zeros(RATE, np.int16))


async def test_a_name_in_the_place_of_a_folder_is_not_looked_for_elsewhere():
    with pytest.raises(EngineAbsent, match=r"model\.bin"):
        await Whisper(Path("tiny")).recognise(np.zeros(RATE, np.int16))
