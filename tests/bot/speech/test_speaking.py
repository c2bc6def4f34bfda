"""Replies are spoken: online where that is allowed, by the local voice otherwise, never anything personal online."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from bot.speech import Mouth, SoundFormat, SpeechSettings, open_speech
from bot.speech.cache import SoundCache
from bot.speech.errors import EngineFailed
from bot.speech.espeak import EspeakVoice
from bot.speech.google import GoogleVoice
from bot.speech.sounds import decode, encode
from knowledge.procedures import Language
from nlu.replies import Outcome
from tests.fakes import BIRTH
from tests.peers import online_voice
from tests.peers.online_voice import OnlineVoice

_SOUND = (Path(__file__).parent / "recordings" / "logic.aac").read_bytes()
_PERSONAL = [
    replace(BIRTH, text="Số điện thoại 0912345678 đã được ghi."),
    replace(BIRTH, text="Số định danh 001085123456 không khớp."),
    replace(BIRTH, text="Hồ sơ đang được giải quyết.", outcome=Outcome.DOSSIER_TOLD),
    replace(BIRTH, text="Cán bộ sẽ gọi lại.", outcome=Outcome.CALL_BACK_TAKEN),
]


@pytest.fixture
def online(tmp_path, monkeypatch):
    """The online voice's server, reached through a proxy."""
    pytest.importorskip("gtts", reason="the online voice is not installed")
    with online_voice.serve(OnlineVoice(encode(_SOUND, SoundFormat.MP3)), tmp_path) as voice:
        monkeypatch.setenv("HTTPS_PROXY", voice.address)
        yield voice


@pytest.fixture
def cache(tmp_path):
    return SoundCache(tmp_path / "voice", megabytes=1)


class Local:
    """A local voice that speaks a recording, and counts."""

    name, is_remote = "local", False

    def __init__(self) -> None:
        self.spoken: list[str] = []

    async def speak(self, text: str, language: Language) -> bytes:
        self.spoken.append(text)
        return _SOUND


async def test_a_general_answer_is_spoken_online_and_fetched_once(online, cache):
    mouth = Mouth([GoogleVoice(timeout_seconds=5), Local()], cache)

    first = await mouth.say(BIRTH)
    again = await mouth.say(BIRTH)

    assert online.asked == [BIRTH.spoken]
    assert first.engine == again.engine == "gtts"
    assert first.sound == again.sound
    assert decode(first.sound, limit_seconds=60).size


@pytest.mark.parametrize("reply", _PERSONAL, ids=lambda reply: reply.outcome.value)
async def test_nothing_personal_is_sent_away_or_kept_on_disk(online, cache, tmp_path, reply):
    local = Local()

    spoken = await Mouth([GoogleVoice(timeout_seconds=5), local], cache).say(reply)

    assert spoken.engine == "local"
    assert online.asked == []
    assert not (tmp_path / "voice").exists()


async def test_a_refusal_lets_the_local_voice_speak_and_the_next_replies_do_not_ask_again(online, cache):
    online.status = 429
    mouth = Mouth([GoogleVoice(timeout_seconds=5), Local()], cache)

    first = await mouth.say(BIRTH)
    second = await mouth.say(replace(BIRTH, spoken="Một câu khác."))

    assert {first.engine, second.engine} == {"local"}
    assert len(online.asked) == 1


async def test_after_the_pause_the_online_voice_is_asked_again(online, cache):
    online.status = 503
    mouth = Mouth([GoogleVoice(timeout_seconds=5, pause_seconds=0), Local()], cache)
    await mouth.say(BIRTH)
    online.status = 200

    spoken = await mouth.say(replace(BIRTH, spoken="Một câu khác."))

    assert spoken.engine == "gtts"


async def test_offline_the_local_voice_speaks(monkeypatch, cache):
    pytest.importorskip("gtts", reason="the online voice is not installed")
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")

    spoken = await Mouth([GoogleVoice(timeout_seconds=1), Local()], cache).say(BIRTH)

    assert spoken.engine == "local"


async def test_a_long_answer_is_asked_for_in_pieces_and_comes_as_one_sound(online, cache):
    sentence = "Đăng ký khai sinh đúng hạn không mất lệ phí, và bạn nhận giấy ngay trong ngày làm việc. "

    spoken = await Mouth([GoogleVoice(timeout_seconds=5)], cache).say(replace(BIRTH, spoken=sentence * 3))

    assert len(online.asked) >= 3
    assert decode(spoken.sound, limit_seconds=60).size > 2 * decode(_SOUND, limit_seconds=60).size


async def test_where_nobody_can_speak_the_text_must_do(cache):
    assert await Mouth([EspeakVoice("no-such-program")], cache).say(BIRTH) is None


async def test_the_local_voice_speaks_both_languages():
    if shutil.which("espeak-ng") is None:
        pytest.skip("espeak-ng is not installed")

    vietnamese = await EspeakVoice().speak("Xin chào bạn.", Language.VIETNAMESE)
    english = await EspeakVoice().speak("Good morning.", Language.ENGLISH)

    assert decode(vietnamese, limit_seconds=60).size
    assert decode(english, limit_seconds=60).size
    assert vietnamese != english


async def test_a_text_without_a_letter_fails_without_reaching_the_network(online):
    with pytest.raises(EngineFailed):
        await GoogleVoice(timeout_seconds=5).speak("...", Language.VIETNAMESE)

    assert online.asked == []


def test_the_least_used_sounds_go_when_there_are_too_many(tmp_path):
    cache = SoundCache(tmp_path, megabytes=1)
    for number in range(5):
        cache.keep(str(number), Language.VIETNAMESE, SoundFormat.OGG, bytes(400_000), engine="gtts")

    assert sum(path.stat().st_size for path in tmp_path.iterdir()) <= 1_000_000
    assert cache.find("4", Language.VIETNAMESE, SoundFormat.OGG, engine="gtts")


def test_an_empty_sound_is_not_kept(tmp_path):
    cache = SoundCache(tmp_path, megabytes=1)

    cache.keep("a", Language.VIETNAMESE, SoundFormat.OGG, b"", engine="gtts")

    assert list(tmp_path.iterdir()) == []


def test_the_settings_decide_who_speaks(tmp_path):
    quiet = open_speech(SpeechSettings(is_online=False), home=tmp_path)

    assert quiet.mouth.engines == ("espeak-ng",)
    assert open_speech(SpeechSettings(), home=tmp_path).mouth.engines == ("gtts", "espeak-ng")
