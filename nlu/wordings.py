"""Words that complete a response of the Rasa domain: buttons, and how the centre is reached."""

from __future__ import annotations

from knowledge.centres import Centre
from knowledge.procedures import Language
from nlu.replies import Suggestion

_STAFF = (Suggestion("Gặp cán bộ", "Gặp cán bộ"), Suggestion("Speak to staff", "I want to speak to staff"))
_DOMESTIC = ("Không, việc trong nước", "No, all Vietnamese")
_FOREIGN = ("Có người nước ngoài", "Yes, someone is")
_ASK_COUNTER = {
    "hỏi quầy để biết số tiền": "hỏi quầy hoặc gọi {telephone} để biết số tiền",
    "Ask the counter for the sum": "Ask the counter or call {telephone} for the sum",
    "please ask at the desk": "please ask at the desk or call {telephone}",
}


def staff(language: Language) -> Suggestion:
    """Return the button that asks for a person."""
    return _STAFF[language is Language.ENGLISH]


def foreign_choices(language: Language) -> tuple[str, str]:
    """Return the two answers to the question for a foreign element: no, yes."""
    place = language is Language.ENGLISH
    return _DOMESTIC[place], _FOREIGN[place]


def contact(centre: Centre, language: Language) -> str:
    """Return how a centre is reached, as sentences; what is not known is left out."""
    name, hours = centre.display_name(language), centre.hours_text(language)
    if language is Language.ENGLISH:
        parts = (
            f"{name}, telephone {centre.telephone}." if centre.telephone else f"{name}.",
            f"Address: {centre.address}." if centre.address else "",
            f"Opening hours: {hours}." if hours else "",
        )
    else:
        parts = (
            f"{name}, số điện thoại {centre.telephone}." if centre.telephone else f"{name}.",
            f"Địa chỉ: {centre.address}." if centre.address else "",
            f"Giờ làm việc: {hours}." if hours else "",
        )
    return " ".join(part for part in parts if part)


def without_hours(centre: Centre, language: Language) -> str:
    """Return how a centre is reached that has not told its hours."""
    if language is Language.ENGLISH:
        return f"The opening hours are not known here. {contact(centre, language)}"
    return f"Ở đây chưa ghi giờ làm việc. {contact(centre, language)}"


def with_telephone(text: str, telephone: str) -> str:
    """Return an answer on a fee that the province sets with the number to ask at, beside the counter."""
    for asked, completed in _ASK_COUNTER.items():
        if telephone:
            text = text.replace(asked, completed.format(telephone=telephone))
    return text
