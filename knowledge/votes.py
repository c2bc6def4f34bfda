"""The votes of the ways to ask that are nearest to a question."""

from __future__ import annotations

import numpy as np

from knowledge.catalogue import Catalogue
from knowledge.lexical import Scores
from knowledge.lists import Numbers

# How many of the nearest ways to ask have a vote, and the cosine by which one must be farther to count a third.
_VOTING_WAYS = 12
_VOTE_FALLS = 0.05


def votes_of(ways: Scores, shared_ways: Scores, catalogue: Catalogue) -> tuple[Scores, Scores]:
    """Return for each entry the share of its own among the nearest ways to ask, and of those that it shares."""
    both = np.concatenate([ways, shared_ways])
    nearest = _nearest(both)
    weights = np.zeros(len(both))
    if len(nearest):
        weights[nearest] = np.exp((both[nearest] - both[nearest].max()) / _VOTE_FALLS)
        weights /= weights.sum()
    total, shared = len(catalogue.entries), catalogue.shared_ways
    own = np.bincount(catalogue.way_owner, weights[: len(ways)], total)
    of_several = np.bincount(shared.values, weights[len(ways) :][catalogue.shared_way_owner], total)
    return own.astype(np.float32), of_several.astype(np.float32)


def _nearest(cosines: Scores) -> Numbers:
    """Return the places of the ways that have a vote, in any order."""
    if len(cosines) > _VOTING_WAYS:
        places = np.flatnonzero(cosines >= np.partition(cosines, -_VOTING_WAYS)[-_VOTING_WAYS])
        if len(places) == _VOTING_WAYS:
            return places
    # Where several are equally far, sorting settles which of them has the last vote.
    return np.argsort(-cosines)[:_VOTING_WAYS]
