"""The parts of the search, by name; light enough for the command line to list them."""

from __future__ import annotations

from enum import StrEnum


class Part(StrEnum):
    """A part of the search that can be switched off, to measure what it is worth."""

    ABBREVIATIONS = "abbreviations"
    TELEX = "telex"
    TONE_MARKS = "tone-marks"
    PHRASES = "phrases"
    PLACES = "places"
    ALIASES = "aliases"
    WAYS_TO_ASK = "ways-to-ask"
    VECTORS = "vectors"
    WORDS = "words"
    COVERAGE = "coverage"
    VARIANTS = "variants"
    STANDING = "standing"
    SENTENCES = "sentences"
