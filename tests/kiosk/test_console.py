from __future__ import annotations

import pytest

from kiosk.api.schemas import ReplyOut
from kiosk.console import Console
from kiosk.service import open_service
from kiosk.settings import Settings
from knowledge.procedures import Language


@pytest.fixture
async def console(home, dialogue):
    async with open_service(Settings(), dialogue=dialogue) as service:
        yield Console(service)


async def answers(console, text, *, centre=None, language=None):
    lines = text if isinstance(text, bytes) else text.encode()
    return [answer async for answer in console.answer_lines(lines.splitlines(), centre=centre, language=language)]


async def test_each_line_gets_one_answer_in_order(console, dialogue):
    got = await answers(console, '{"question": "khai sinh"}\n{"question": "khai tử", "codes": ["x"]}\n')

    assert [type(answer) for answer in got] == [ReplyOut, ReplyOut]
    assert dialogue.heard == ["khai sinh", "khai tử"]


@pytest.mark.parametrize(
    "bad",
    [
        b"{",
        b"5",
        b"[]",
        b"null",
        b"{}",
        b'{"question": 5}',
        b'{"question": "\xff"}',
        b'{"question": "x", "language": "fr"}',
    ],
)
async def test_a_bad_line_gives_an_error_with_its_number_and_the_rest_goes_on(console, bad):
    first, error, last = await answers(console, b'{"question": "a"}\n' + bad + b'\n{"question": "b"}\n')

    assert first.outcome == last.outcome == "answered"
    assert error.error.line == 2
    assert error.error.code == "invalid_line"
    assert error.error.message
    assert error.error.what_to_do


async def test_a_question_that_is_too_long_is_an_error_of_its_line(console):
    error, last = await answers(console, '{"question": "' + "a" * 10_000 + '"}\n{"question": "b"}\n')

    assert error.error.code == "question_too_long"
    assert "2000" in error.error.message
    assert last.outcome == "answered"


async def test_an_unknown_centre_is_an_error_of_its_line(console):
    (error,) = await answers(console, '{"question": "a", "centre": "khong-co"}\n')

    assert error.error.code == "centre_not_found"


async def test_blank_lines_and_a_mark_of_byte_order_are_passed_over(console):
    got = await answers(console, b'\xef\xbb\xbf{"question": "a"}\n\n{')

    assert len(got) == 2
    assert got[1].error.line == 3


async def test_lines_stand_alone_unless_they_name_the_same_conversation(console, dialogue):
    await answers(
        console,
        '{"question": "a"}\n{"question": "b"}\n'
        '{"question": "c", "conversation": "1"}\n{"question": "d", "conversation": "1"}\n',
    )

    assert [state.turns for state in dialogue.states] == [0, 0, 0, 1]


async def test_the_language_of_a_line_goes_before_that_of_the_command(console, dialogue):
    await answers(console, '{"question": "a"}\n{"question": "b", "language": "vi"}\n', language=Language.ENGLISH)

    assert [state.language for state in dialogue.states] == [Language.ENGLISH, Language.VIETNAMESE]
