"""What is done once before the first citizen asks."""

from __future__ import annotations

import gc

from knowledge.errors import EditionError
from knowledge.library import Library


def warm_up(library: Library) -> None:
    """Search once, so that the first citizen does not wait for the encoder and the index to be read."""
    try:
        library.current().searcher.find("khai sinh")
    except EditionError:
        return


def settle() -> None:
    """Leave what is loaded to itself, and look for garbage less often than a program that comes and goes."""
    # What is loaded stays: looking through it again and again would hold up one turn in a hundred.
    gc.collect()
    gc.freeze()
    # A turn makes thousands of objects, and hardly any that only the collector can free.
    gc.set_threshold(20_000, 20, 50)
