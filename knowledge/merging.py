"""One procedure from two records of its code: the official fields of the newer, and the words that are ours."""

from __future__ import annotations

from datetime import date

from knowledge.procedures import Procedure

OUR_WORDS = (
    "plain", "english", "aliases", "shared_aliases", "ways_to_ask", "shared_ways_to_ask", "who_for", "not_for",
    "mistakes", "related", "life_events",
)  # fmt: skip
"""What only we write; a publisher's record has nothing in its place, or, for life events, groups of its own."""
_EMPTY = {name: Procedure.model_fields[name].default for name in OUR_WORDS}


def has_our_words(procedure: Procedure) -> bool:
    """Tell whether a record says something in our words."""
    return bool(procedure.plain.name or procedure.plain.facets or procedure.aliases)


def with_our_words(official: Procedure, ours: Procedure) -> Procedure:
    """Return the official fields of one record with the words of ours that the other has."""
    kept = {name: value for name in OUR_WORDS if (value := getattr(ours, name)) != _EMPTY[name]}
    if not has_our_words(ours):
        # What is there comes from a publisher; the later one's goes before it.
        kept = {name: value for name, value in kept.items() if getattr(official, name) == _EMPTY[name]}
        return official.model_copy(update=kept)
    # Words that were taken over before keep their own day: nobody has looked at them since.
    worded_on = ours.worded_on or checked_on(ours) or checked_on(official)
    return official.model_copy(update={**kept, "worded_on": worded_on})


def ours_into(draft: Procedure, ours: Procedure) -> Procedure:
    """Return our record as it goes into the draft: with the official fields of a publisher's that is newer."""
    is_publishers = draft.worded_on is not None or not has_our_words(draft)
    if is_publishers and not is_listing(draft) and is_newer(draft, ours):
        # What we no longer say goes; what only a publisher said stays.
        said_before = {} if draft.worded_on is None else {**_EMPTY, "worded_on": None}
        return with_our_words(draft.model_copy(update=said_before), ours)
    return ours


def publishers_into(draft: Procedure, new: Procedure) -> Procedure:
    """Return a publisher's record as it goes into the draft: with our words, and only where it is not the older."""
    if is_listing(new) and not is_listing(draft):
        return draft
    if not has_our_words(draft):
        return with_our_words(new, draft)
    # Ours was checked against the publisher's of that day: the same facts, in plain words.
    is_of_that_day = draft.worded_on is not None and checked_on(new) == checked_on(draft)
    return with_our_words(new, draft) if is_of_that_day or is_newer(new, draft) else draft


def is_newer(new: Procedure, old: Procedure) -> bool:
    """Tell whether a record is of a later day; where only one of both tells its day, the new one is taken."""
    first, second = checked_on(new), checked_on(old)
    if first is None or second is None:
        return first != second
    return first > second


def checked_on(procedure: Procedure) -> date | None:
    """Return the last day on which the official fields were updated or checked."""
    days = [day for day in (procedure.source.updated_on, procedure.checked_on) if day]
    return max(days, default=None)


def is_listing(procedure: Procedure) -> bool:
    """Tell whether a record is a line of a list: a name, without papers, ways to hand in or steps."""
    return not (procedure.cases or procedure.methods or procedure.steps)
