"""Text that a source itself has mixed up, line into line; it is kept as it is and said."""

from __future__ import annotations

# The name of the centre is fixed; its second half without its first is a sign of two lines run into each other.
_HALF = "tâm phục vụ hành chính công"
_WHOLE = f"trung {_HALF}"
REMARK = "Lời văn ở nguồn bị lẫn dòng; nên đối chiếu với bản trên Cổng Dịch vụ công quốc gia."


def remark(*texts: str) -> str:
    """Return a remark where one of the texts is mixed up, else nothing."""
    return REMARK if any(_is_torn(text) for text in texts) else ""


def _is_torn(text: str) -> bool:
    words = text.lower().replace("\n", " ")
    return words.count(_HALF) > words.count(_WHOLE)
