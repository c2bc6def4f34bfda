"""What is said on the networks beside the answers: greetings, and what cannot be read."""

from __future__ import annotations

from bot.messages import Unsupported
from bot.speech import Unheard
from knowledge.procedures import Language
from nlu import wordings as spoken_words
from nlu.replies import Suggestion

_VI, _EN = Language.VIETNAMESE, Language.ENGLISH

_GREETING = {
    _VI: "Chào bạn. Đây là Một Cửa, máy trả lời tự động của {centre}. Bạn gõ câu hỏi như vẫn nói, không dấu cũng được, "
    "hoặc chọn một việc dưới đây. Bạn đừng gửi số căn cước hay ảnh giấy tờ. "
    "Muốn nói thay vì gõ, bạn gửi tin thoại. Lúc nào muốn gặp người thật, bạn nhắn “gặp cán bộ”; "
    "muốn xoá mọi điều đã lưu về cuộc trò chuyện, bạn nhắn “xoá dữ liệu”.",
    _EN: "Hello. This is Một Cửa, an automatic assistant of {centre}. Ask in your own words, or choose below. "
    "Please send no identity numbers and no photos of papers. You may send a voice message instead of typing. "
    "To reach a person at any time, write “speak to staff”; to have all that is kept of this chat erased, "
    "write “delete my data”.",
}
_EVENTS = {
    _VI: (
        ("Mới sinh con", "Làm giấy khai sinh cho con cần giấy tờ gì?"),
        ("Sắp kết hôn", "Đăng ký kết hôn cần giấy tờ gì?"),
        ("Xác nhận độc thân", "Xin giấy xác nhận độc thân cần giấy tờ gì?"),
        ("Người thân qua đời", "Làm giấy khai tử cho người thân cần giấy tờ gì?"),
        ("Chuyển chỗ ở", "Đăng ký thường trú cần giấy tờ gì?"),
        ("Chứng thực bản sao", "Chứng thực bản sao từ bản chính cần mang gì?"),
        ("Trợ cấp hằng tháng", "Xin trợ cấp xã hội hằng tháng cần giấy tờ gì?"),
        ("Mở hộ kinh doanh", "Đăng ký hộ kinh doanh cần giấy tờ gì?"),
    ),
    _EN: (
        ("New baby", "What do I need for a birth certificate?"),
        ("Getting married", "What papers are needed to register a marriage?"),
        ("Single status", "What papers do I need for a marital status certificate?"),
        ("A death in the family", "What papers are needed to register a death?"),
        ("Moving house", "What papers are needed to register permanent residence?"),
        ("Certified copies", "What do I bring for a certified copy?"),
        ("Monthly allowance", "What papers are needed for the monthly social allowance?"),
        ("Opening a business", "What papers are needed to register a household business?"),
    ),
}
_UNSUPPORTED = {
    _VI: {
        Unsupported.STICKER: "Một Cửa chưa hiểu được nhãn dán. Bạn nhắn bằng chữ việc cần làm nhé.",
        Unsupported.LOCATION: "Một Cửa chưa dùng được vị trí. Bạn nhắn bằng chữ việc cần làm, "
        "và tên xã, phường nếu cần.",
        Unsupported.CONTACT: "Bạn không cần gửi danh bạ hay số điện thoại; Một Cửa không lưu lại. "
        "Bạn nhắn bằng chữ việc cần làm nhé.",
        Unsupported.IMAGE: "Một Cửa chưa xem được ảnh và cũng không lưu lại. Bạn đừng gửi ảnh giấy tờ ở đây; "
        "bạn nhắn bằng chữ việc cần làm nhé.",
        Unsupported.VIDEO: "Một Cửa chưa xem được video và cũng không lưu lại. Bạn nhắn bằng chữ việc cần làm nhé.",
        Unsupported.FILE: "Một Cửa chưa đọc được tệp và cũng không lưu lại. Nộp hồ sơ thì bạn đến quầy hoặc nộp trên "
        "Cổng Dịch vụ công quốc gia (dichvucong.gov.vn).",
        Unsupported.OTHER: "Một Cửa chưa đọc được loại tin nhắn này. Bạn nhắn bằng chữ việc cần làm nhé.",
    },
    _EN: {
        Unsupported.STICKER: "Stickers cannot be read here. Please write what you need.",
        Unsupported.LOCATION: "Locations cannot be used here. Please write what you need, "
        "and the commune if it matters.",
        Unsupported.CONTACT: "There is no need to send contacts or telephone numbers; none is kept. "
        "Please write what you need.",
        Unsupported.IMAGE: "Photos cannot be read here and are not kept. Please do not send photos of papers; "
        "write what you need.",
        Unsupported.VIDEO: "Videos cannot be seen here and are not kept. Please write what you need.",
        Unsupported.FILE: "Files cannot be read here and are not kept. Hand in papers at the counter or on the "
        "National Public Service Portal (dichvucong.gov.vn).",
        Unsupported.OTHER: "This kind of message cannot be read here. Please write what you need.",
    },
}
_UNHEARD = {
    _VI: {
        Unheard.NO_WORDS: "Một Cửa nghe chưa ra lời nào. Bạn nói lại gần điện thoại hơn, hoặc gõ bằng chữ nhé.",
        Unheard.TOO_LONG: "Tin thoại dài quá. Bạn nói ngắn lại, mỗi lần một việc, hoặc gõ bằng chữ nhé.",
        Unheard.UNREADABLE: "Một Cửa chưa mở được tin thoại này. Bạn gửi lại, hoặc gõ bằng chữ nhé.",
        Unheard.NO_ENGINE: "Ở đây Một Cửa chưa nghe được tin thoại. Bạn gõ bằng chữ giúp nhé.",
    },
    _EN: {
        Unheard.NO_WORDS: "No words could be heard. Please speak closer to the phone, or type.",
        Unheard.TOO_LONG: "That voice message is too long. Please keep to one matter, or type.",
        Unheard.UNREADABLE: "That voice message could not be opened. Please send it again, or type.",
        Unheard.NO_ENGINE: "Voice messages cannot be heard here yet. Please type.",
    },
}
_SAID = {
    "flood": (
        "Nhiều tin đến một lúc nên Một Cửa chưa đọc kịp, bạn thông cảm nhé. "
        "Bạn chờ khoảng {seconds} giây rồi gửi lại câu hỏi trong một tin.",
        "Many messages came at once, and not all of them could be read; sorry about that. "
        "Please wait about {seconds} seconds and send your question again in one message.",
    ),
    "too_long": (
        "Tin này dài quá {limit} ký tự nên Một Cửa chưa đọc hết được. "
        "Bạn viết ngắn lại: mỗi lần hỏi một việc, một hai câu là đủ.",
        "This message is longer than {limit} characters. Please keep to one matter: a sentence or two is enough.",
    ),
    "heard": ("Một Cửa nghe được: “{text}”", "Heard: “{text}”"),
    "old_button": (
        "Nút này cũ rồi, Một Cửa không còn nhớ. Bạn gõ câu hỏi giúp nhé.",
        "That button is too old. Please type your question.",
    ),
    "no_voice": (
        "Lúc này Một Cửa chưa đọc thành tiếng được. Bạn xem câu trả lời bằng chữ ở trên nhé.",
        "Nothing can be read aloud here at the moment. Please see the written answer above.",
    ),
    "nothing_said": (
        "Chưa có câu trả lời nào để đọc. Bạn hỏi một câu trước nhé.",
        "There is no answer to read aloud yet. Please ask something first.",
    ),
    "erased": (
        "Đã xoá mọi điều Một Cửa lưu về cuộc trò chuyện này. Tin nhắn trong máy của bạn thì bạn tự xoá. "
        "Khi nào cần, bạn cứ nhắn lại.",
        "Everything that Một Cửa kept of this conversation has been erased. The messages on your own phone are yours "
        "to delete. Write again whenever you need to.",
    ),
}


def greeting(centre: str, language: Language) -> str:
    """Return how a citizen is greeted."""
    return _GREETING[language].format(centre=centre)


def life_events(language: Language) -> tuple[Suggestion, ...]:
    """Return the menu: what most people come for, the most frequent first, and a person."""
    events = tuple(Suggestion(title, send) for title, send in _EVENTS[language])
    return (*events, spoken_words.staff(language))


def unsupported(what: Unsupported, language: Language) -> str:
    """Return how something is declined that cannot be read."""
    return _UNSUPPORTED[language].get(what, _UNSUPPORTED[language][Unsupported.OTHER])


def unheard(why: Unheard, language: Language) -> str:
    """Return how a voice message is declined."""
    return _UNHEARD[language][why]


def say(name: str, language: Language, **values: object) -> str:
    """Return one of the other sentences."""
    return _SAID[name][language is _EN].format(**values)
