"""Messages that hold the words of something else."""

from __future__ import annotations

import pytest

from knowledge.procedures import CaseTag, Facet
from nlu.understanding.intents import Intent


@pytest.mark.parametrize(
    "message",
    [
        "nhà có nuôi hai con chó có phải đăng ký không",
        "nuoi cho co can giay to gi",
        "phòng trọ cho thuê giá bao nhiêu một tháng",
        "cho thue phong tro gia bao nhieu",
        "mua đất nghĩa trang chỗ nào",
        "mua meo con o dau re",
        "quán cà phê nào ngon gần đây",
        "đám cưới nên mời bao nhiêu khách",
        "dam ma can mua nhung gi",
        "giá thịt heo sáng nay",
        "đi đám tang nên phúng viếng mấy trăm",
        "muon mua ve xe ve que",
    ],
)
def test_what_no_office_does_is_out_of_scope(understander, message):
    assert understander.understand(message).intent is Intent.OUT_OF_SCOPE


@pytest.mark.parametrize(
    "message",
    [
        "nhận con nuôi cho chị tôi cần gì",
        "con nuoi cho em gai toi lam giay gi",
        "mua nhà xong nhập hộ khẩu ở đâu",
        "mua bán đất ra xã ký hợp đồng ở đâu",
        "mua đất làm sổ đỏ chỗ nào",
        "thuê phòng trọ đăng ký tạm trú mất tiền không",
        "thue nha gia han tam tru o dau",
        "người già nhà nghèo xin trợ cấp gì",
        "đám cưới xong mới đi đăng ký kết hôn được không",
        "với người yêu chưa cưới mà có con, làm khai sinh cần gì",
        "cat khau cho con gai can gi",
        "bố tôi đi biển quanh năm, khai tạm vắng cho bố",
        "vợ chồng tôi làm lành rồi, rút đơn hòa giải",
        "roi giay to tren xe buyt roi, lam lai can cuoc",
        "con nhiem chat doc da cam, xin che do cho con",
        "xin che do cho toi",
        "che do cho con",
        "ông đang ăn tiền tuất thì mất, báo ở đâu",
        "hoc sinh xin tien an trua o truong",
        "tach ho khau can may nguoi dong y",
        "mở câu lạc bộ bóng đá ở xã cần giấy gì",
    ],
)
def test_a_question_on_a_procedure_that_sounds_like_it_is_asked_for(understander, message):
    assert understander.understand(message).intent.is_question


@pytest.mark.parametrize(
    ("message", "line"),
    [
        ("nhà bên cạnh đang đánh thằng bé dã man lắm", "child"),
        ("chau be ben canh bi bo duong danh dap", "child"),
        ("hàng xóm đánh con nó ngày nào cũng đánh bầm tím", "child"),
        ("chồng tôi đánh tôi hoài", "police"),
        ("chong danh em suot", "police"),
    ],
)
def test_violence_at_home_is_a_danger_now(understander, message, line):
    said = understander.understand(message)

    assert said.intent is Intent.EMERGENCY
    assert line in said.helplines


@pytest.mark.parametrize(
    "message",
    ["cán bộ địa chính vòi tiền, tôi tố cáo ở đâu", "muon to cao can bo xa an tien thi gui don cho ai"],
)
def test_who_denounces_asks_for_the_procedure(understander, message):
    assert understander.understand(message).intent.is_question


@pytest.mark.parametrize("message", ["cán bộ vòi tiền", "o xa nay can bo hach sach dan", "cán bộ ăn tiền của dân"])
def test_who_complains_of_staff_and_asks_for_nothing_is_heard(understander, message):
    assert understander.understand(message).intent is Intent.COMPLAIN


def test_who_speaks_of_death_in_a_will_is_in_no_danger(understander):
    said = understander.understand("tôi muốn chết đi rồi thằng út mới được đất, lập di chúc ở xã được không")

    assert said.intent.is_question


@pytest.mark.parametrize("message", ["tao chém mày", "tao đập chết mày bây giờ", "tao giet may"])
def test_a_threat_is_refused(understander, message):
    assert understander.understand(message).intent is Intent.ABUSE


@pytest.mark.parametrize("message", ["a", "anh", "e"])
def test_one_letter_asks_for_no_language(understander, message):
    assert understander.understand(message).intent is not Intent.CHANGE_LANGUAGE


@pytest.mark.parametrize("message", ["sao y sổ đỏ", "bản sao giấy khai sinh", "sao y giay khai sinh"])
def test_a_copy_is_not_the_word_that_asks_how(understander, message):
    said = understander.understand(message)

    assert "sao" in said.subject.split()
    assert not said.is_follow_up


def test_what_ends_with_thi_sao_goes_on_with_the_conversation(understander):
    said = understander.understand("bà ngoại không đi được thì sao")

    assert said.is_follow_up
    assert CaseTag.MOBILE in said.cases


@pytest.mark.parametrize(
    ("message", "facet"),
    [
        ("người ta bảo phải có giấy xác nhận cư trú, cái đó xin ở mô", Facet.PLACE),
        ("hai vợ chồng thằng út muốn ra riêng, tách hộ khẩu thì làm sao", Facet.STEPS),
        ("giấy tờ gồm chi", Facet.DOCUMENTS),
        ("căn cứ nghị định nào", Facet.LEGAL_BASIS),
        ("mẹ em xin hộ được không", Facet.WHO),
    ],
)
def test_the_facet_is_the_one_that_is_asked_and_not_one_in_passing(understander, message, facet):
    assert understander.understand(message).facet is facet
