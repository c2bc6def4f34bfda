"""What is left of Telex when the keyboard was not switched on: `ddawng kys` for `đăng ký`."""

from __future__ import annotations

import unicodedata

from knowledge.vietnamese.text import fold

_MARKS = {"s": "\u0301", "f": "\u0300", "r": "\u0309", "x": "\u0303", "j": "\u0323"}
_LETTERS = (
    ("dd", "đ"),
    ("aa", "â"),
    ("aw", "ă"),
    ("ee", "ê"),
    ("oo", "ô"),
    ("uow", "ươ"),
    ("ow", "ơ"),
    ("uw", "ư"),
)
_VOWELS = "aăâeêioôơuưy"


def compose(syllable: str) -> str:
    """Return the syllable that Telex keystrokes stand for, or the keystrokes where they stand for none."""
    keys = syllable.lower()
    if not keys.isascii() or not keys.isalpha() or len(keys) < 3:
        return syllable
    keys, mark = _take_tone(keys)
    for strokes, letter in _LETTERS:
        keys = keys.replace(strokes, letter)
    # `thuwongf`: the horn was typed once for both vowels.
    keys = keys.replace("ưo", "ươ").replace("uơ", "ươ")
    composed = _put_tone(keys, mark) if mark else keys
    return composed if fold(composed).isalpha() else syllable


def _take_tone(keys: str) -> tuple[str, str]:
    """Return the keystrokes without the tone key, and the tone; the key stands after the vowel, often last."""
    for place in range(len(keys) - 1, 0, -1):
        if keys[place] in _MARKS and any(c in "aeiouy" for c in keys[:place]):
            return keys[:place] + keys[place + 1 :], _MARKS[keys[place]]
    return keys, ""


def _put_tone(keys: str, mark: str) -> str:
    """Put the tone where Vietnamese spelling puts it: on the marked vowel, or near the last letters."""
    places = [i for i, c in enumerate(keys) if c in _VOWELS]
    if keys[:2] in ("qu", "gi") and len(places) > 1:
        places = places[1:]
    if not places:
        return keys
    marked = [i for i in places if keys[i] in "ăâêôơư"]
    if marked:
        place = marked[-1]
    elif len(places) == 1:
        place = places[0]
    elif places[-1] == len(keys) - 1 and len(places) == 2:
        place = places[1] if keys[places[0] : places[1] + 1] in ("oa", "oe", "uy") else places[0]
    else:
        place = places[1]
    return unicodedata.normalize("NFC", keys[: place + 1] + mark + keys[place + 1 :])
