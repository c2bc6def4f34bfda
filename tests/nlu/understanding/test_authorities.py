"""Other authorities' business: recognised as people say it, and never seen in what a record of ours is called."""

from __future__ import annotations

import pytest
from ruamel.yaml import YAML

from knowledge.settings import STARTER
from knowledge.vietnamese.text import fold


@pytest.mark.parametrize(
    ("message", "authority"),
    [
        ("tách thửa đất cho con thì ra đâu", "land_registration"),
        ("mat so do roi lam lai o mo", "land_registration"),
        ("tui muốn mở quán karaoke", "culture_licence"),
        ("mo nha thuoc can gi", "pharmacy"),
        ("chích ngừa cho bé ở chỗ mô", "vaccination"),
        ("đăng ký tàu cá ở mô", "fishing_boat"),
        ("cong ty khong tra luong", "labour_dispute"),
        ("vợ chồng người nước ngoài nhận con nuôi thì hỏi ai", "foreign_adoption"),
        ("xin giay chuyen vien cho ba", "hospital_transfer"),
        ("lam vi bang o dau", "bailiff"),
        ("đèn đường hỏng mấy bữa nay", "city_hotline"),
        ("how do I transfer land to my son", "land_registration"),
        ("permanent residence card for my husband", "foreign_permanent_card"),
        ("nâng hạng bằng lái", "driving_licence"),
    ],
)
def test_business_of_others_is_recognised(understander, message, authority):
    assert understander.understand(message).authority == authority


@pytest.mark.parametrize(
    "message",
    [
        "ủy quyền cho con nhận lương hưu thay",
        "mất hộ chiếu thì trình báo ở đâu",
        "mua bảo hiểm y tế cho cả nhà",
        "chứng thực hợp đồng thế chấp sổ đỏ",
        "đi xuất khẩu lao động về xin giấy xác nhận ngày về",
        "hàng xóm hát karaoke ồn ào",
    ],
)
def test_a_word_of_theirs_beside_a_procedure_of_ours_is_ours(understander, message):
    assert understander.understand(message).authority is None


def test_nothing_that_a_record_is_called_is_taken_for_another_authoritys(understander):
    yaml = YAML(typ="safe")
    records = map(yaml.load, sorted(STARTER.glob("*/*.yml")))
    aliases = {fold(alias): record["code"] for record in records for alias in record.get("aliases", ())}

    taken = {
        alias: (code, said.authority)
        for alias, code in aliases.items()
        if (said := understander.understand(alias)).authority and said.is_authority_all
    }

    assert taken == {}
