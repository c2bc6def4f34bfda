from __future__ import annotations

import pytest

from bot.speech import SpeechSettings
from kiosk import voice_check
from kiosk.doctor import Health


def findings(**settings):
    return {finding.part: finding for finding in voice_check.examine(SpeechSettings(**settings))}


def test_the_recogniser_that_comes_along_is_tried():
    pytest.importorskip("vietasr", reason="viet-asr has no wheel for this platform")

    assert findings()["hearing: viet-asr"].health is Health.OK


def test_a_model_that_is_not_there_is_a_note_with_what_to_set(tmp_path):
    found = findings(whisper_folder=tmp_path)["hearing: whisper"]

    assert found.health is Health.NOTE
    assert "MOTCUA_SPEECH_WHISPER_FOLDER" in found.mend


def test_without_the_program_the_local_voice_is_a_note(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))

    found = findings()["speaking: espeak-ng"]

    assert found.health is Health.NOTE
    assert "espeak-ng" in found.mend


def test_the_online_voice_is_left_out_where_it_may_not_speak():
    assert "speaking: gtts" not in findings(is_online=False)
