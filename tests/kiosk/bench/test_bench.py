from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from kiosk.bench import imports, memory, turns
from kiosk.settings import Settings
from knowledge.errors import StorageUnavailable

_RECORDS = Path(__file__).parents[3] / "knowledge" / "starter" / "ho-kinh-doanh"


async def test_every_turn_is_measured_and_none_stays_in_the_real_database(home):
    figures = await turns.measure(Settings(), turns=6)

    assert figures.turns == 6
    assert sum(figures.outcomes.values()) == 6
    assert 0 < figures.p50 <= figures.p90 <= figures.p99 <= figures.longest
    with closing(sqlite3.connect(home / "motcua.db")) as database:
        assert database.execute("SELECT count(*) FROM turns").fetchone() == (0,)


def test_the_memory_of_a_server_that_answered_is_measured(home):
    figures = memory.measure(Settings(), turns=4)

    assert figures.questions == 4
    assert 0 < figures.proportional <= figures.resident <= figures.peak


def test_an_import_is_measured_twice(tmp_path):
    figures = imports.measure(_RECORDS)

    assert figures.records == len(list(_RECORDS.glob("*.yml")))
    assert figures.rejected == 0
    assert figures.first_index > 0
    assert figures.again_index > 0
    assert not (tmp_path / "home").exists()


async def test_without_a_database_there_is_nothing_to_measure():
    with pytest.raises(StorageUnavailable):
        await turns.measure(Settings(), turns=2)
