"""A search over records outside any edition."""

import tempfile

from knowledge import trials
from knowledge.calibration import Calibration
from knowledge.vectors import VectorCache
from tests.fakes import HashEmbedder
from tests.knowledge.conftest import PROCEDURES


def test_records_are_searched_and_nothing_is_left_behind(tmp_path, monkeypatch):
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))

    with trials.searching(
        PROCEDURES,
        embedder=HashEmbedder(),
        cache=VectorCache(tmp_path / "vectors.db"),
        calibration=Calibration.bundled(),
    ) as searcher:
        found = searcher.find(PROCEDURES[1].name)
        assert len(list(temporary.iterdir())) == 1

    assert found.candidates[0].code == PROCEDURES[1].code
    assert list(temporary.iterdir()) == []
