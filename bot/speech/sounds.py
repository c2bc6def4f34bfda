"""Recordings decoded for the engines, and speech encoded for a network, by PyAV; no program outside is run."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import suppress
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from bot.speech.errors import SoundTooLong, SoundUnreadable

if TYPE_CHECKING:
    from av import AudioFrame
    from av.container import InputContainer

RATE = 16_000
"""Samples a second that the engines take, one channel."""
Samples = NDArray[np.int16]


class SoundFormat(StrEnum):
    """What the networks take as a voice message, by the ending of the file."""

    OGG = "ogg"  # Opus in OGG: Telegram
    AAC = "aac"  # ADTS: Zalo
    MP3 = "mp3"
    WAV = "wav"

    @property
    def mime_type(self) -> str:
        """Return the type that an HTTP header names."""
        return {"ogg": "audio/ogg", "aac": "audio/aac", "mp3": "audio/mpeg", "wav": "audio/wav"}[self.value]


_CODECS = {
    SoundFormat.OGG: ("ogg", "libopus", 48_000),
    SoundFormat.AAC: ("adts", "aac", 16_000),
    SoundFormat.MP3: ("mp3", "libmp3lame", 24_000),
    SoundFormat.WAV: ("wav", "pcm_s16le", 16_000),
}

_BITS = 24_000
"""A second: enough for one voice, and soon sent over a bad line."""


def decode(data: bytes, *, limit_seconds: float) -> Samples:
    """Return a recording of any common format as samples. Raise SoundUnreadable or SoundTooLong."""
    import av

    try:
        with av.open(io.BytesIO(data), mode="r", metadata_errors="ignore") as container:
            return _samples(container, limit_seconds)
    except (av.FFmpegError, IndexError, ValueError) as error:
        raise SoundUnreadable(type(error).__name__) from error


def encode(data: bytes, into: SoundFormat) -> bytes:
    """Return a sound in the format that a network takes. Raise SoundUnreadable."""
    import av

    container_format, codec, rate = _CODECS[into]
    written = io.BytesIO()
    try:
        with (
            av.open(io.BytesIO(data), mode="r") as source,
            av.open(written, mode="w", format=container_format) as target,
        ):
            stream = target.add_stream(codec, rate=rate)
            assert isinstance(stream, av.AudioStream), codec
            stream.layout = "mono"
            stream.bit_rate = _BITS
            resampler = av.AudioResampler(stream.format or "s16", "mono", rate, frame_size=stream.frame_size or None)
            for frame in _frames(source):
                for ready in resampler.resample(frame):
                    target.mux(stream.encode(ready))
            for ready in resampler.resample(None):
                target.mux(stream.encode(ready))
            target.mux(stream.encode(None))
    except (av.FFmpegError, IndexError, ValueError) as error:
        raise SoundUnreadable(type(error).__name__) from error
    return written.getvalue()


def _samples(container: InputContainer, limit_seconds: float) -> Samples:
    from av import AudioResampler

    resampler = AudioResampler("s16", "mono", RATE)
    parts: list[Samples] = []
    taken, limit = 0, limit_seconds * RATE
    for frame in _frames(container):
        for ready in resampler.resample(frame):
            part = ready.to_ndarray()[0]
            parts.append(part)
            taken += part.size
            # The length in the header may be missing or a lie: what was decoded is counted.
            if taken > limit:
                raise SoundTooLong(limit_seconds=limit_seconds)
    parts.extend(ready.to_ndarray()[0] for ready in resampler.resample(None))
    return np.concatenate(parts)


def _frames(container: InputContainer) -> Iterator[AudioFrame]:
    """Return what can be decoded. Raise ValueError when that is nothing."""
    from av import AudioFrame, InvalidDataError

    is_sound = False
    for packet in container.demux(audio=0):
        # A note sent over a bad line, and MP3 files joined in a row, hold packets that are no sound.
        with suppress(InvalidDataError):
            for frame in packet.decode():
                is_sound = True
                assert isinstance(frame, AudioFrame), "only the audio is demuxed"
                yield frame
    if not is_sound:
        reason = "no packet could be decoded"
        raise ValueError(reason)
