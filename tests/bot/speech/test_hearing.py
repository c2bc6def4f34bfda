"""Voice notes become words, by real recordings through the real recogniser."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.speech import Ears, Heard, NotHeard, SoundFormat, Unheard
from bot.speech.errors import EngineFailed
from bot.speech.sounds import RATE, Samples, decode, encode
from bot.speech.viet_asr import VietAsr
from bot.speech.whisper import Whisper

_RECORDINGS = Path(__file__).parent / "recordings"


@pytest.fixture(scope="module")
def viet_asr():
    pytest.importorskip("vietasr", reason="viet-asr has no wheel for this platform")
    return VietAsr()


class Failing:
    """A recogniser that fails."""

    name = "failing"

    async def recognise(self, samples: Samples) -> str:
        raise EngineFailed(self.name)


def recording(name: str) -> bytes:
    return (_RECORDINGS / name).read_bytes()


@pytest.mark.parametrize(
    ("name", "words"),
    [
        # Opus in OGG from the South, as Telegram sends it; AAC from the North, as Zalo does.
        ("children.ogg", "nuôi con theo phong cách do thái không chỉ tốt cho đứa trẻ"),
        ("logic.aac", "chúng ta có thể áp dụng logic tương tự với người khác"),
    ],
)
async def test_a_voice_note_of_each_network_is_understood(viet_asr, name, words):
    heard = await Ears([viet_asr], longest_seconds=60).listen(recording(name))

    assert isinstance(heard, Heard)
    assert words in heard.text
    assert heard.engine == "viet-asr"


async def test_silence_has_no_words(viet_asr):
    silence = encode(_wave(seconds=2), SoundFormat.OGG)

    assert await Ears([viet_asr], longest_seconds=60).listen(silence) == NotHeard(Unheard.NO_WORDS)


async def test_where_one_engine_fails_the_next_one_hears(viet_asr):
    heard = await Ears([Failing(), viet_asr], longest_seconds=60).listen(recording("logic.aac"))

    assert isinstance(heard, Heard)
    assert heard.engine == "viet-asr"


@pytest.mark.parametrize(
    "sent", [b"", b"not a sound", b"OggS" + bytes(300), b"\xff\xf1" * 40], ids=["empty", "text", "cut", "header only"]
)
async def test_bytes_that_are_no_sound_are_named_so(sent):
    assert await Ears([Failing()], longest_seconds=60).listen(sent) == NotHeard(Unheard.UNREADABLE)


async def test_a_note_that_is_too_long_is_not_listened_to():
    assert await Ears([Failing()], longest_seconds=1).listen(recording("logic.aac")) == NotHeard(Unheard.TOO_LONG)


async def test_without_an_engine_that_works_it_is_said_so(tmp_path):
    ears = Ears([Failing(), Whisper(tmp_path)], longest_seconds=60)

    assert await ears.listen(recording("logic.aac")) == NotHeard(Unheard.NO_ENGINE)


@pytest.mark.parametrize("into", SoundFormat)
def test_what_is_encoded_for_a_network_can_be_decoded_again(into):
    sound = encode(recording("logic.aac"), into)

    # A codec may add or drop a frame at either end.
    assert abs(decode(sound, limit_seconds=60).size - decode(recording("logic.aac"), limit_seconds=60).size) < RATE / 4


def _wave(*, seconds: int) -> bytes:
    size = seconds * RATE * 2
    header = b"RIFF" + (36 + size).to_bytes(4, "little") + b"WAVEfmt " + (16).to_bytes(4, "little")
    header += b"\x01\x00\x01\x00" + RATE.to_bytes(4, "little") + (RATE * 2).to_bytes(4, "little") + b"\x02\x00\x10\x00"
    return header + b"data" + size.to_bytes(4, "little") + bytes(size)
