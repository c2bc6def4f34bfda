"""viet-asr: the recogniser that comes with its model, for one small machine without a network."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import Protocol

import numpy as np

from bot.speech.errors import EngineAbsent, EngineFailed
from bot.speech.sounds import RATE, Samples

_SILENCE_AFTER = np.zeros(RATE // 2, np.int16)
"""Without it the last word may be lost."""
_ERRORS_ONLY = 4


class _Result(Protocol):
    text: str


class _Pipeline(Protocol):
    def transcribe(self, source: Samples, sample_rate: float) -> _Result: ...


class VietAsr:
    """Hears with viet-asr; its model is loaded with the first recording."""

    name = "viet-asr"

    def __init__(self) -> None:
        self._pipeline: _Pipeline | None = None
        # The library does not say that it may be called from many threads at once.
        self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix=self.name)

    async def recognise(self, samples: Samples) -> str:
        """Return the words, empty for silence and noise. Raise EngineAbsent or EngineFailed."""
        return await asyncio.get_running_loop().run_in_executor(self._worker, self._recognise, samples)

    def _recognise(self, samples: Samples) -> str:
        pipeline = self._load()
        # Anything but 16-bit integers would be taken for silence.
        padded = np.concatenate([samples, _SILENCE_AFTER]).astype(np.int16)
        try:
            text = str(pipeline.transcribe(padded, float(RATE)).text)
        except (RuntimeError, ValueError) as error:
            raise EngineFailed(self.name) from error
        return " ".join(text.split())

    def _load(self) -> _Pipeline:
        if self._pipeline is not None:
            return self._pipeline
        try:
            from vietasr import Pipeline
            from vietasr.ffi import native

            native.lib.vietasr_set_log_level(_ERRORS_ONLY)
            loaded: _Pipeline = Pipeline.preset("transcribe")
        # A release for another machine may be without its library, or without its model.
        except (ImportError, OSError, RuntimeError, AttributeError) as error:
            raise EngineAbsent(self.name) from error
        self._pipeline = loaded
        return loaded
