"""What is measured is what was chosen."""

from __future__ import annotations

from kiosk.evaluation import shelf
from kiosk.evaluation.conduct import conduct
from knowledge.noise import Form
from knowledge.parts import Part
from knowledge.questions import Question
from knowledge.settings import STARTER

_ASKED = [Question("bé nhà e mới sanh, làm giấy cho bé thì cần gì", ("1.001193",))]


def test_without_a_choice_the_published_edition_is_measured(published):
    assert set(published.current().codes()) == {"1.001193", "1.004873", "2.000815"}


def test_a_part_that_is_switched_off_is_off_in_the_dialogue_too(settings, published):
    with shelf.opened(settings, shelf.Choice(without=(Part.VECTORS, Part.WAYS_TO_ASK))) as library:
        (lesser,) = conduct(library, _ASKED)[Form.AS_WRITTEN].conducted
    (whole,) = conduct(published, _ASKED)[Form.AS_WRITTEN].conducted

    assert lesser.score != whole.score


def test_files_that_were_never_imported_are_talked_about(settings):
    folder = STARTER / "khai-tu"
    asked = Question("đăng ký khai tử cần giấy tờ gì", ("1.000656",))

    with shelf.opened(settings, shelf.Choice(records=(folder,))) as library:
        found = conduct(library, [asked])[Form.AS_WRITTEN]

    assert [one.is_right for one in found.conducted] == [True]
