"""What the assistant says when the dialogue itself cannot."""

from __future__ import annotations

from knowledge.procedures import Language
from nlu.replies import Outcome, Reply, Suggestion

_TROUBLE = {
    Language.VIETNAMESE: Reply(
        outcome=Outcome.ERROR,
        text="Máy của trung tâm vừa gặp trục trặc nên chưa trả lời được câu này. "
        "Bạn gửi lại câu hỏi sau ít phút, hoặc hỏi cán bộ tại quầy.",
        spoken="Máy của trung tâm vừa gặp trục trặc. Bạn hỏi lại sau ít phút, hoặc hỏi cán bộ tại quầy.",
        language=Language.VIETNAMESE,
        suggestions=(Suggestion("Gặp cán bộ", "gặp cán bộ"),),
    ),
    Language.ENGLISH: Reply(
        outcome=Outcome.ERROR,
        text="Something went wrong on our side, so this question has no answer yet. "
        "Please send it again in a few minutes, or ask the staff at the counter.",
        spoken="Something went wrong on our side. Please ask again in a few minutes, or ask the staff.",
        language=Language.ENGLISH,
        suggestions=(Suggestion("Talk to staff", "talk to staff"),),
    ),
}


def trouble(language: Language) -> Reply:
    """Return the apology for a turn that failed, with what to do now."""
    return _TROUBLE[language]
