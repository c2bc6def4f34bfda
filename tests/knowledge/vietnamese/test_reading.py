"""A question as the search reads it."""

import unicodedata
from dataclasses import fields
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from knowledge.vietnamese import reading as module
from knowledge.vietnamese.reading import Reader, Steps
from knowledge.vietnamese.restoration import ToneRestorer, general
from knowledge.vietnamese.text import fold

SENTENCES = (Path(module.__file__).parent / "sentences.txt").read_text("utf-8").splitlines()
MARKED = sorted({word for sentence in SENTENCES for word in sentence.split() if fold(word) != word})


@pytest.fixture(scope="module")
def restorer():
    return ToneRestorer(general())


@pytest.fixture(scope="module")
def reader(restorer):
    return Reader(restorer)


@given(st.text(max_size=300))
@settings(deadline=None, max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_text_is_too_odd_to_be_read(reader, text):
    found = reader.read(text)

    assert unicodedata.is_normalized("NFC", found.original)
    assert found.folded == fold(found.folded)


@given(st.text(alphabet="aăâbcdđeêghijklmnoôơpqrstuưvxyfz .?,;/-0123456789\n", max_size=120))
@settings(deadline=None, max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_nothing_that_looks_like_a_question_is_too_odd_to_be_read(reader, text):
    assert isinstance(reader.read(text).restored, str)


@given(st.lists(st.sampled_from(MARKED), min_size=1, max_size=15))
@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_marked_text_is_read_once_and_for_all(reader, syllables):
    once = reader.read(" ".join(syllables))

    again = reader.read(once.restored)

    assert (again.restored, again.folded) == (once.restored, once.folded)


@pytest.mark.parametrize("sentence", [s for s in SENTENCES if any(fold(w) != w for w in s.split())])
def test_what_citizens_write_with_marks_stays_but_for_its_numbers(reader, sentence):
    before = reader.read(sentence).restored.split()

    left = [word for word in before if not word.isdigit()]

    assert all(word in sentence.split() for word in left)


@pytest.mark.parametrize(
    ("typed", "restored"),
    [
        ("lam giay khai sinh cho con can gi", "làm giấy khai sinh cho con cần gì"),
        ("dk ks cho con o dau", "đăng ký khai sinh cho con ở đâu"),
        ("ddawng kys tamj trus", "đăng ký tạm trú"),
        ("con tôi mười bốn tuổi làm căn cước", "con tôi 14 tuổi làm căn cước"),
        ("con toi muoi bon tuoi lam can cuoc", "con tôi 14 tuổi làm căn cước"),
        ("me toi bay muoi hai tuoi", "mẹ tôi 72 tuổi"),
        ("ba tôi mất rồi", "ba tôi mất rồi"),
        ("tu ngay 1/7/2025", "từ ngày 1/7/2025"),
        ("mã 1.004873 là gì", "mã 1.004873 là gì"),
        ("ho so H26.12-250701-0001", "hồ sơ H26.12-250701-0001"),
        ("tờ khai CT01 facebook zalo", "tờ khai CT01 facebook zalo"),
        ("e muốn làm cccd ở ca phường", "em muốn làm căn cước công dân ở công an phường"),
        ("", ""),
        ("🙂🙂", ""),
        ("?!...", ""),
    ],
)
def test_a_question_is_written_out(reader, typed, restored):
    assert reader.read(typed).restored == restored


@pytest.mark.parametrize("said", ["giấy độc thân", "giay doc than", "xin GIẤY ĐỘC THÂN với"])
def test_an_everyday_phrase_brings_the_words_of_records(reader, said):
    assert reader.read(said).meanings == ("giấy xác nhận tình trạng hôn nhân",)


def test_a_phrase_is_whole_words(reader):
    assert reader.read("nhận consul").meanings == ()


def test_an_english_phrase_is_known_though_its_article_is_short_for_a_word(reader):
    assert reader.read("how do I register a birth").meanings == ("đăng ký khai sinh",)


@pytest.mark.parametrize(
    ("question", "publishers"),
    [
        ("đăng ký kết hôn ở Nam Định", {"H42"}),  # merged into Ninh Bình
        ("dang ky ket hon o nam dinh", {"H42"}),
        ("hộ khẩu Bình Dương chuyển về Sài Gòn", {"H29"}),
        ("từ Hà Nội về Nghệ An", {"H26", "H41"}),
        ("ở tphcm", {"H29"}),
        ("ở thành phố nào", set()),
        ("quê Thái Bình", set()),  # Hưng Yên has published nothing of its own yet
    ],
)
def test_provinces_are_known_by_old_and_new_names(reader, question, publishers):
    assert reader.read(question).provinces == publishers


def test_a_place_that_publishes_nothing_is_named_all_the_same(reader):
    assert reader.read("quê Thái Bình").places == ("thai binh",)


def test_of_several_sentences_the_question_is_told_apart(reader):
    story = "Con tôi được 3 tháng. Vợ chồng tôi chưa cưới. Vậy làm giấy khai sinh cho cháu thế nào? Xin cảm ơn ạ."

    assert reader.read(story).asked == "Vậy làm giấy khai sinh cho cháu thế nào"
    assert reader.read(story).folded_asked == "vay lam giay khai sinh cho chau the nao"


def test_one_sentence_is_not_told_apart(reader):
    assert reader.read("làm giấy khai sinh cho cháu thế nào?").asked == ""


def test_the_original_is_kept_clean(reader):
    typed = unicodedata.normalize("NFD", "  khai\u200b sinh 🙂 ")

    assert reader.read(typed).original == "khai sinh 🙂"


@pytest.mark.parametrize(
    ("step", "question"),
    [
        ("abbreviations", "dk ks"),
        ("telex", "ddawng kys"),
        ("tone_marks", "dang ky"),
        ("phrases", "giấy độc thân"),
        ("places", "ở Hà Nội"),
    ],
)
def test_every_step_can_be_left_out(restorer, reader, step, question):
    assert {field.name for field in fields(Steps)} == {"abbreviations", "telex", "tone_marks", "phrases", "places"}

    without = Reader(restorer, Steps(**{step: False}))

    assert without.read(question) != reader.read(question)
