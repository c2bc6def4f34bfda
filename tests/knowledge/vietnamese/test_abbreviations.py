"""Abbreviations and teencode opened."""

import pytest

from knowledge.vietnamese import tables
from knowledge.vietnamese.abbreviations import opened
from knowledge.vietnamese.text import words


def read(text):
    return " ".join(opened(words(text)))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("đk kết hôn", "đăng ký kết hôn"),
        ("dk ket hon", "đăng ký ket hon"),
        ("k có giấy chứng sinh", "không có giấy chứng sinh"),
        ("K CO GIAY", "không CO GIAY"),  # all in capitals: a hurry, not a name
        ("E muốn hỏi", "em muốn hỏi"),
        ("ko bít", "không bít"),
        ("t bị mất cccd", "tôi bị mất căn cước công dân"),
        ("bh bhyt", "bảo hiểm bảo hiểm y tế"),
        ("gcnqsdd", "giấy chứng nhận quyền sử dụng đất"),
        ("đktt ở đâu", "đăng ký tạm trú ở đâu"),
        ("o dau", "ở dau"),
        ("ca xã hay ca phuong", "công an xã hay công an phường"),
        ("lên ca làm cccd", "lên công an làm căn cước công dân"),
        ("nhập hk", "nhập hộ khẩu"),
        ("nhap hk cho be", "nhập hộ khẩu cho be"),
        ("làm online đc hk", "làm online được không"),
        ("hk tt", "hộ khẩu thường trú"),
        ("kh biết", "không biết"),
        ("đk kh", "đăng ký kết hôn"),
        ("nộp bằng ck", "nộp bằng chuyển khoản"),
        ("ck bn tuoi", "chồng bao nhiêu tuoi"),
        ("kt 3", "tạm trú dài hạn"),
        ("hs lớp 9", "học sinh lớp 9"),
        ("hs cần gì", "hồ sơ cần gì"),
        ("c ơi cho e hỏi", "chị ơi cho em hỏi"),
        ("phí 2020 k", "phí 2020 không"),
    ],
)
def test_what_is_short_is_opened(typed, meant):
    assert read(typed) == meant


@pytest.mark.parametrize(
    "text",
    [
        "tổ b khu phố 3 cần giấy gì",
        "to b khu pho 3",
        "mẫu c điền thế nào",
        "điểm a khoản 2 điều 5",
        "theo điểm c khoản 1 Điều 8",
        "lô b chung cư c",
        "nhà số 12 a hẻm 5",
        "số nhà 12a đường số 3",
        "lớp 5 c",
        "đất rộng 120 m",
        "phí 10 k tiền mặt",
        "bằng lái xe hạng c",
        "xe hạng e",
        "vitamin c cho trẻ",
        "hạng b2",
        "Nguyễn Văn A cưới Trần Thị B",
        "ông K và bà M ở thôn Đ",
        "ông k bán đất cho bà m",
        "Trường hợp C thì sao",
        "huyện x tỉnh z",
        "công ty z",
        "ca sĩ",
        "làm ca đêm",
        "tất cả giấy tờ",
        "tat ca giay to",  # "cả" without its mark is no police
        "ca hai vo chong",
        "cả xã đều biết",
        "ke ca tre em",
        "chuyển khoản ck",
        "tt số 04 của bộ tư pháp",
        "thôn bản x",
        "bà con cô bác",
        "đ/c nhận hồ sơ",
        "kh01",
        "15/2020/tt-btp",
        "500.000 d",
    ],
)
def test_what_is_meant_as_written_stays(text):
    assert read(text) == " ".join(words(text))


def test_no_syllable_with_marks_is_taken_for_an_abbreviation_typed_without():
    shorts = {short for short in tables.abbreviations() if " " not in short}

    assert read("cá cà cả bạc ổ ớ ạ à ý ú") == "cá cà cả bạc ổ ớ ạ à ý ú"
    assert shorts & {"ba", "la", "an", "ca", "co", "ma", "me", "to", "no", "do", "de", "di", "va", "ai", "tu"} == set()


def test_the_last_word_is_judged_as_any_other():
    assert read("khối c") == "khối c"
    assert read("chung cư c") == "chung cư c"
