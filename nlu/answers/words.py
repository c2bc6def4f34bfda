"""What the facets are called, on a button and in a question, in both languages."""

from __future__ import annotations

from dataclasses import dataclass

from knowledge.procedures import Facet, Language, SubmissionMethod


@dataclass(frozen=True)
class FacetWords:
    """A facet as a heading, as a button, as what the button sends, and as it is spoken of."""

    heading: str
    button: str
    send: str
    spoken: str


_VIETNAMESE = {
    Facet.OVERVIEW: FacetWords("tóm tắt", "Tóm tắt thủ tục", "tóm tắt thủ tục", "phần tóm tắt"),
    Facet.DOCUMENTS: FacetWords("giấy tờ cần có", "Giấy tờ cần có", "cần giấy tờ gì", "giấy tờ cần mang"),
    Facet.FEE: FacetWords("lệ phí", "Lệ phí", "lệ phí bao nhiêu", "lệ phí"),
    Facet.TIME: FacetWords("thời gian", "Bao lâu có kết quả", "bao lâu thì có kết quả", "thời gian chờ"),
    Facet.PLACE: FacetWords("nơi nộp", "Nộp ở đâu", "nộp hồ sơ ở đâu", "nơi nộp"),
    Facet.STEPS: FacetWords("các bước", "Các bước", "các bước làm thế nào", "các bước làm"),
    Facet.FORM: FacetWords("tờ khai", "Tờ khai", "lấy tờ khai ở đâu", "tờ khai"),
    Facet.WHO: FacetWords("ai được làm", "Ai được làm", "ai được làm", "ai được làm"),
    Facet.RESULT: FacetWords("kết quả nhận được", "Kết quả nhận được", "làm xong được nhận giấy gì", "kết quả"),
    Facet.LEGAL_BASIS: FacetWords("căn cứ pháp lý", "Căn cứ pháp lý", "căn cứ pháp lý là gì", "căn cứ pháp lý"),
    Facet.CONDITIONS: FacetWords("điều kiện", "Điều kiện", "cần điều kiện gì", "điều kiện"),
    Facet.ONLINE: FacetWords("nộp qua mạng", "Nộp qua mạng", "nộp qua mạng được không", "cách nộp qua mạng"),
}
_ENGLISH = {
    Facet.OVERVIEW: FacetWords("in short", "In short", "summary", "a summary"),
    Facet.DOCUMENTS: FacetWords("papers to bring", "Papers to bring", "what papers do I need", "the papers"),
    Facet.FEE: FacetWords("fee", "Fee", "how much is the fee", "the fee"),
    Facet.TIME: FacetWords("time", "How long it takes", "how long does it take", "how long it takes"),
    Facet.PLACE: FacetWords("where to go", "Where to go", "where do I apply", "where to go"),
    Facet.STEPS: FacetWords("steps", "Steps", "what are the steps", "the steps"),
    Facet.FORM: FacetWords("form", "Form", "where do I get the form", "the form"),
    Facet.WHO: FacetWords("who can apply", "Who can apply", "who can apply", "who can apply"),
    Facet.RESULT: FacetWords("what you receive", "What you receive", "what will I receive", "what you receive"),
    Facet.LEGAL_BASIS: FacetWords("legal basis", "Legal basis", "what is the legal basis", "the legal basis"),
    Facet.CONDITIONS: FacetWords("conditions", "Conditions", "what are the conditions", "the conditions"),
    Facet.ONLINE: FacetWords("applying online", "Apply online", "can I apply online", "applying online"),
}
_METHODS = {
    SubmissionMethod.COUNTER: ("trực tiếp tại quầy", "at the counter"),
    SubmissionMethod.ONLINE: ("qua mạng", "online"),
    SubmissionMethod.POST: ("qua bưu điện", "by post"),
}


def of(facet: Facet, language: Language) -> FacetWords:
    """Return what a facet is called."""
    return (_ENGLISH if language is Language.ENGLISH else _VIETNAMESE)[facet]


def method(kind: SubmissionMethod, language: Language) -> str:
    """Return how a way of handing in is called."""
    return _METHODS[kind][language is Language.ENGLISH]


def either(choices: list[str], language: Language) -> str:
    """Return the choices as one phrase: "a, b hoặc c"."""
    if len(choices) < 2:
        return "".join(choices)
    word = "or" if language is Language.ENGLISH else "hoặc"
    return f"{', '.join(choices[:-1])} {word} {choices[-1]}"
