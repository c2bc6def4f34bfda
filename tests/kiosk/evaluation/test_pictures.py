"""The risk-coverage curve as a picture."""

import xml.etree.ElementTree as ET

import pytest

from kiosk.evaluation import pictures, report
from knowledge.errors import KnowledgeError
from knowledge.questions import Question


@pytest.fixture(scope="module")
def measured(starter_search):
    return report.measure(starter_search, (Question("giấy độc thân", ("1.004873",)), Question("thời tiết")))


def test_a_picture_is_drawn_as_its_ending_says(measured, tmp_path):
    pictures.draw(measured, tmp_path / "curve.png")
    pictures.draw(measured, tmp_path / "curve.svg")

    assert (tmp_path / "curve.png").read_bytes().startswith(b"\x89PNG\r\n")
    assert ET.parse(tmp_path / "curve.svg").getroot().tag.endswith("svg")


def test_nothing_asked_is_a_picture_too(starter_search, tmp_path):
    pictures.draw(report.measure(starter_search, ()), tmp_path / "curve.png")

    assert (tmp_path / "curve.png").stat().st_size > 1000


@pytest.mark.parametrize("name", ["missing/curve.png", "curve.xyz"])
def test_a_place_that_cannot_be_written_is_named(measured, tmp_path, name):
    with pytest.raises(KnowledgeError, match="the picture cannot be written"):
        pictures.draw(measured, tmp_path / name)
