"""faster-whisper, with a folder of the operator's that holds a model; nothing is downloaded."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from bot.speech.errors import EngineAbsent, EngineFailed
from bot.speech.sounds import Samples

if TYPE_CHECKING:
    from faster_whisper import WhisperModel

_LOUDEST = 32768.0


class Whisper:
    """Hears with a Whisper model; it is loaded with the first recording."""

    name = "whisper"

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._model: WhisperModel | None = None
        self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix=self.name)

    async def recognise(self, samples: Samples) -> str:
        """Return the words, empty for silence and noise. Raise EngineAbsent or EngineFailed."""
        return await asyncio.get_running_loop().run_in_executor(self._worker, self._recognise, samples)

    def _recognise(self, samples: Samples) -> str:
        model = self._load()
        try:
            segments, _ = model.transcribe(
                samples.astype(np.float32) / _LOUDEST,
                language="vi",
                beam_size=1,
                # What it said before makes it go round in circles on a long recording.
                condition_on_previous_text=False,
                without_timestamps=True,
            )
            return " ".join(segment.text.strip() for segment in segments).strip()
        except (RuntimeError, ValueError) as error:
            raise EngineFailed(self.name) from error

    def _load(self) -> WhisperModel:
        if self._model is None:
            # Given a name instead of a folder the library would look for it on the internet.
            if not (self._folder / "model.bin").is_file():
                raise EngineAbsent(f"{self.name}: no model.bin in {self._folder}")
            try:
                from faster_whisper import WhisperModel

                self._model = WhisperModel(str(self._folder), device="cpu", compute_type="int8", local_files_only=True)
            except (ImportError, OSError, RuntimeError, ValueError) as error:
                raise EngineAbsent(self.name) from error
        return self._model
