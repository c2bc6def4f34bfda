from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot import splitting


def utf16(text):
    return len(text.encode("utf-16-le")) // 2


def test_a_text_that_fits_stays_whole():
    assert splitting.split("Làm giấy khai sinh\n\nKhông mất tiền.", 100) == ("Làm giấy khai sinh\n\nKhông mất tiền.",)


def test_a_long_text_is_cut_between_paragraphs():
    paragraphs = ["Một " * 10, "Hai " * 10, "Ba " * 10]

    parts = splitting.split("\n\n".join(p.strip() for p in paragraphs), 85)

    assert parts == (f"{paragraphs[0].strip()}\n\n{paragraphs[1].strip()}", paragraphs[2].strip())


def test_without_paragraphs_it_is_cut_between_lines_then_sentences_then_words():
    assert splitting.split("giấy tờ một\ngiấy tờ hai\ngiấy tờ ba", 26) == ("giấy tờ một\ngiấy tờ hai", "giấy tờ ba")
    assert splitting.split("Bạn mang tờ khai. Bạn mang căn cước. Xong.", 40)[1] == "Xong."
    assert splitting.split("căn cước công dân", 10) == ("căn cước", "công dân")


def test_a_short_title_is_not_left_alone():
    parts = splitting.split("Lệ phí\n\n" + "Không mất tiền nếu làm đúng hạn\n" * 10, 120)

    assert len(parts[0]) > 60


@given(st.text(alphabet="ab đế😀\n. ", max_size=400), st.integers(min_value=2, max_value=60))
def test_no_word_is_lost_and_no_part_is_too_long_as_the_network_counts(text, limit):
    parts = splitting.split(text, limit, size=utf16)

    assert all(part and utf16(part) <= limit for part in parts)
    assert "".join("".join(parts).split()) == "".join(text.split())
