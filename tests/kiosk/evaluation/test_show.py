"""The figures of a question set in a terminal."""

from kiosk.evaluation import report, show
from knowledge.questions import Question


def test_figures_and_the_worst_misses_are_told(starter_search, capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "160")
    asked = (
        Question("giấy độc thân", ("1.004873",)),
        Question("đăng ký kết hôn [bold]", ()),
        Question("🙂", ("1.000894",)),
    )
    measured = report.measure(starter_search, asked)

    show.tables(measured, worst=2)

    told = capsys.readouterr().out
    assert "as written" in told
    assert "0.500" in told
    assert "đăng ký kết hôn [bold]" in told  # as asked, not as markup
    assert "right: no answer; found: 1.000894" in told
    assert "found: nothing" in told


def test_no_miss_is_told_when_none_was_asked_for(starter_search, capsys):
    show.tables(report.measure(starter_search, (Question("đăng ký kết hôn"),)), worst=0)

    assert "worst misses" not in capsys.readouterr().out
