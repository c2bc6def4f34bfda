"""The search over the records that are shipped, with the encoder that is shipped."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from knowledge import embedding, trials
from knowledge.calibration import Calibration, Thresholds
from knowledge.features import NAMES
from knowledge.figure_weights import FigureWeights
from knowledge.parts import Part
from knowledge.procedures import Level
from knowledge.trees import Trees
from knowledge.vietnamese.text import fold
from tests.knowledge.conftest import make_procedure

BIRTH, BIRTH_AGAIN, BIRTH_FOREIGN = "1.001193", "1.004884", "2.000528"
MARRIAGE, MARRIAGE_AGAIN, MARRIAGE_FOREIGN = "1.000894", "1.004746", "2.000806"
SINGLE = "1.004873"


def first(searcher, question, **asked):
    return searcher.find(question, **asked).candidates[0].code


@pytest.mark.parametrize(
    ("question", "code"),
    [
        ("đăng ký kết hôn", MARRIAGE),
        ("đăng ký kết hôn với người nước ngoài", MARRIAGE_FOREIGN),
        ("lấy chồng Hàn Quốc thì đăng ký kết hôn ở đâu", MARRIAGE_FOREIGN),
        ("đăng ký lại kết hôn", MARRIAGE_AGAIN),
        ("đăng ký khai sinh", BIRTH),
        ("đăng ký lại khai sinh", BIRTH_AGAIN),
        ("đăng ký khai sinh có yếu tố nước ngoài", BIRTH_FOREIGN),
    ],
)
def test_the_plain_procedure_goes_before_its_variants_until_one_is_asked_for(starter_search, question, code):
    assert first(starter_search, question) == code


@pytest.mark.parametrize("said", ["giấy độc thân", "giay doc than", "GIẤY ĐỘC THÂN", "xin giấy độc thân để vay tiền"])
def test_a_procedure_is_found_by_what_citizens_call_it(starter_search, said):
    finding = starter_search.find(said)

    assert finding.candidates[0].code == SINGLE
    assert finding.score >= starter_search.calibration.thresholds.answer


@pytest.mark.parametrize("said", ["mất giấy khai sinh", "mat giay khai sinh thi lam sao", "công chứng"])
def test_an_alias_of_several_procedures_asks_which(starter_search, said):
    shared = starter_search.find(said).shared

    assert len(shared) > 1
    claims = {code: _claims(starter_search, code) for code in shared}
    assert all(any(alias in fold(said) for alias in aliases) for aliases in claims.values()), claims


def _claims(searcher, code):
    catalogue = searcher.catalogue
    return {row.folded for row in catalogue.rows if row.is_shared and catalogue.entries[row.entry].code == code}


def test_a_longer_alias_of_one_alone_asks_nothing_back(starter_search):
    assert starter_search.find("giấy độc thân").shared == ()


@pytest.mark.parametrize(
    "question",
    ["làm giấy khai sinh cho con cần gì", "đăng ký tạm trú mất bao lâu", "chứng thực bản sao từ bản chính ở đâu"],
)
def test_tone_marks_make_no_difference(starter_search, question):
    assert starter_search.find(fold(question)).candidates == starter_search.find(question).candidates


@pytest.mark.parametrize(
    ("part", "question"),
    [
        (Part.ABBREVIATIONS, "dk ks cho con"),
        (Part.TELEX, "ddawng kys khai sinh"),
        (Part.TONE_MARKS, "lam giay khai sinh cho con can gi"),
        (Part.PHRASES, "tôi muốn nhập khẩu"),
        (Part.ALIASES, "giấy độc thân"),
        (Part.VECTORS, "đăng ký kết hôn"),
        (Part.WORDS, "đăng ký kết hôn"),
        (Part.COVERAGE, "đăng ký kết hôn"),
        (Part.VARIANTS, "đăng ký kết hôn"),
        (Part.STANDING, "đăng ký kết hôn"),
        (Part.SENTENCES, "Vợ chồng tôi đã đăng ký kết hôn từ năm ngoái. Vậy xin hỏi làm giấy khai sinh thế nào?"),
    ],
)
def test_every_part_can_be_switched_off_and_is_missed(starter_search, part, question):
    assert starter_search.without(part).find(question) != starter_search.find(question)


def test_the_search_without_any_part_still_answers(starter_search):
    finding = starter_search.without(*Part).find("đăng ký kết hôn")

    assert len(finding.candidates) == 5


@pytest.mark.parametrize(
    "question", ["đăng ký kết hôn", "con le phi", "xyz", "tôi muốn hỏi", "1.001193", "x" * 2000, "giấy " * 400]
)
def test_scores_are_shares_that_fall(starter_search, question):
    scores = [candidate.score for candidate in starter_search.find(question).candidates]

    assert scores == sorted(scores, reverse=True)
    assert all(0 <= score <= 1 for score in scores)
    assert sum(scores) <= 5


def test_what_is_about_nothing_here_is_not_answered(starter_search):
    for question in ("thời tiết hôm nay", "viết cho tôi bài thơ", "đội tuyển Việt Nam đá mấy giờ"):
        assert starter_search.find(question).score < starter_search.calibration.thresholds.answer


@pytest.mark.parametrize("question", ["", "   ", "🙂🙂🙂", "?!...", "\u200b\u0000"])
def test_nothing_asked_finds_nothing(starter_search, question):
    finding = starter_search.find(question)

    assert (finding.candidates, finding.shared, finding.score) == ((), (), 0.0)


def test_as_many_are_told_as_were_asked_for(starter_search):
    for limit in (1, 3, 10):
        assert len(starter_search.find("đăng ký khai sinh", limit=limit).candidates) == limit


def test_threads_do_not_disturb_each_other(starter_search):
    questions = ["đăng ký kết hôn", "giay doc than", "dk ks", "tạm trú", "xin bản sao khai sinh"] * 8
    alone = [starter_search.find(question) for question in questions]

    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(starter_search.find, questions))

    assert together == alone


def test_another_calibration_is_used_at_once(starter_search):
    sober = Calibration(FigureWeights({"name_words": 1.0}), Trees(-50.0), Thresholds(answer=0.9, near=0.2))

    searcher = starter_search.with_calibration(sober)

    assert searcher.find("đăng ký kết hôn").score == 0.0
    assert searcher.calibration.thresholds.answer == 0.9
    assert searcher.without(Part.VECTORS).calibration is sober


def test_every_figure_has_a_name(starter_search):
    ranking = starter_search.rank("đăng ký kết hôn")

    assert ranking.figures.shape == (len(ranking.entries), len(NAMES))


NAME = "Hỗ trợ tiền điện cho hộ nghèo"
MINISTRY, HANOI, NINH_BINH, AN_GIANG = "1.900001", "1.900026", "1.900042", "1.900101"


def _provincial(code, publisher, name=NAME):
    return make_procedure(code, name, publisher_code=publisher, is_nationwide=False, levels=(Level.COMMUNE,))


@pytest.fixture(scope="module")
def copies(vectors):
    """A search where three provinces have copied a ministry's procedure, and one has one of its own."""
    procedures = (
        _provincial(HANOI, "H26"),
        make_procedure(MINISTRY, NAME.upper(), publisher_code="G09", levels=(Level.COMMUNE,)),
        _provincial(NINH_BINH, "H42.17"),
        _provincial(AN_GIANG, "H01", "Hỗ trợ tiền nước cho hộ nghèo"),
        make_procedure("1.900002", "Đăng ký khai sinh", publisher_code="G15", levels=(Level.COMMUNE,)),
    )
    with trials.searching(
        procedures, embedder=embedding.bundled(), cache=vectors, calibration=Calibration.bundled()
    ) as searcher:
        yield searcher


def codes(finding):
    return [candidate.code for candidate in finding.candidates]


def test_records_of_one_name_are_one_hit_the_ministrys(copies):
    found = codes(copies.find("hỗ trợ tiền điện cho hộ nghèo"))

    assert found[0] == MINISTRY
    assert not {HANOI, NINH_BINH} & set(found)


@pytest.mark.parametrize(
    ("question", "code"),
    [
        ("hỗ trợ tiền điện cho hộ nghèo ở Hà Nội", HANOI),
        ("hỗ trợ tiền điện cho hộ nghèo ở Ninh Bình", NINH_BINH),
        ("hỗ trợ tiền điện cho hộ nghèo ở Nam Định", NINH_BINH),  # its name until 2025
        ("ho tro tien dien cho ho ngheo o nam dinh", NINH_BINH),
        ("hỗ trợ tiền điện cho hộ nghèo ở Nghệ An", MINISTRY),  # it has published none
    ],
)
def test_the_copy_of_the_province_that_is_named_goes_before_the_ministrys(copies, question, code):
    assert codes(copies.find(question))[0] == code


def test_at_a_centre_its_own_provinces_copy_is_shown(copies):
    assert codes(copies.find("hỗ trợ tiền điện cho hộ nghèo", province="H26"))[0] == HANOI


def test_the_copy_that_is_shown_has_the_score_of_its_name(copies):
    anywhere = copies.find("hỗ trợ tiền điện cho hộ nghèo")
    at_home = copies.find("hỗ trợ tiền điện cho hộ nghèo", province="H26")

    scores = [candidate.score for candidate in at_home.candidates]
    assert scores == sorted(scores, reverse=True)
    assert 0 <= scores[-1] <= scores[0] <= 1
    assert at_home.score == pytest.approx(anywhere.score, abs=0.05)


def test_at_a_centre_other_provinces_procedures_are_left_out(copies):
    question = "hỗ trợ tiền nước cho hộ nghèo"

    assert codes(copies.find(question))[0] == AN_GIANG
    assert AN_GIANG not in codes(copies.find(question, province="H26"))
    assert AN_GIANG in codes(copies.find(question, province="H01"))


def test_a_province_that_is_named_counts_more_than_ones_own(copies):
    found = codes(copies.find("hỗ trợ tiền điện cho hộ nghèo ở Nam Định", province="H26"))

    assert found[0] == NINH_BINH


def test_without_the_places_no_province_is_heard(copies):
    question = "hỗ trợ tiền điện cho hộ nghèo ở Hà Nội"

    assert codes(copies.without(Part.PLACES).find(question))[0] == MINISTRY
