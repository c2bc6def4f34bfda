"""An English question is read as it stands."""

import pytest

from knowledge.vietnamese.reading import Reader
from knowledge.vietnamese.restoration import ToneRestorer, general


@pytest.fixture(scope="module")
def reader():
    return Reader(ToneRestorer(general()))


@pytest.mark.parametrize(
    "asked",
    [
        "I lost my ID card, how can I get a new one",
        "What do I need to register a birth?",
        "where can I certify a copy of a passport",
    ],
)
def test_no_tone_mark_is_put_on_english(reader, asked):
    assert reader.read(asked).restored == asked


@pytest.mark.parametrize(
    ("asked", "read"),
    [
        ("lam the nao de co giay khai sinh", "làm thế nào để có giấy khai sinh"),
        ("my oi cho hoi dang ky ket hon voi nguoi my", "đăng ký kết hôn với người mỹ"),
    ],
)
def test_a_vietnamese_word_that_looks_english_makes_no_english(reader, asked, read):
    assert reader.read(asked).restored.endswith(read)
