"""Stand-ins behind our ports; each keeps what it received."""

from __future__ import annotations

import asyncio
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from knowledge.embedding import Vectors
from knowledge.procedures import Facet
from nlu.dialogue import ConversationState, Turn
from nlu.replies import Citation, Outcome, ProcedureName, RankedProcedure, Reply, Suggestion


@dataclass
class FakeDialogue:
    """Says what it was told to say, and counts the turns in the state."""

    reply: Reply | None = None
    fault: Exception | None = None
    delay_seconds: float = 0.0
    heard: list[str] = field(default_factory=list)
    states: list[ConversationState] = field(default_factory=list)
    asked: asyncio.Event = field(default_factory=asyncio.Event)
    at_once: int = 0
    most_at_once: int = 0

    async def respond(self, conversation_id: str, text: str, state: ConversationState) -> Turn:
        """Keep what was heard and return the reply, by default an answer about birth certificates."""
        self.heard.append(text)
        self.states.append(state)
        self.asked.set()
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        await asyncio.sleep(self.delay_seconds)
        self.at_once -= 1
        if self.fault is not None:
            raise self.fault
        reply = self.reply or replace(BIRTH, language=state.language)
        return Turn(reply, replace(state, procedure="1.001193", facet=Facet.FEE, turns=state.turns + 1))


BIRTH = Reply(
    outcome=Outcome.ANSWERED,
    text="Đăng ký khai sinh đúng hạn không mất lệ phí.",
    spoken="Đăng ký khai sinh đúng hạn không mất lệ phí.",
    procedure=ProcedureName("1.001193", "Đăng ký khai sinh"),
    facet=Facet.FEE,
    candidates=(RankedProcedure("1.001193", "Đăng ký khai sinh", 0.93),),
    citations=(Citation("1.001193", "methods", "1/QĐ-MAU", ("2/2026/MAU",), None, "https://example.vn/1"),),
    score=0.93,
    suggestions=(Suggestion("Cần giấy tờ gì", "Đăng ký khai sinh cần giấy tờ gì?"),),
)


@dataclass
class HashEmbedder:
    """Gives texts that share words near vectors, at once and always the same."""

    name: str = "hash"
    dimension: int = 32
    embedded: list[str] = field(default_factory=list)

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        """Return one unit vector a question, as rows."""
        return self._embed(texts)

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """Return one unit vector a passage, as rows."""
        self.embedded += texts
        return self._embed(texts)

    def _embed(self, texts: Sequence[str]) -> Vectors:
        vectors = np.full((len(texts), self.dimension), 0.01, np.float32)
        for row, text in enumerate(texts):
            for word in text.lower().split():
                vectors[row, zlib.crc32(word.encode()) % self.dimension] += 1
        return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), np.float32)
