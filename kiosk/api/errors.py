"""Every error of the HTTP interface in one shape: what was wrong, where, and what to do."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot import faults
from bot.errors import QuestionTooLong
from kiosk.api.schemas import ErrorOut, ErrorResponse
from knowledge.errors import BundleNotFound, CentreNotFound, EditionError

logger = logging.getLogger(__name__)

RESPONSES: dict[int | str, dict[str, Any]] = {
    status: {"model": ErrorResponse, "description": description}
    for status, description in {
        404: "There is no such centre, or no such life event.",
        413: "The request body is too large.",
        422: "The request is not what the interface takes; `message` names the field.",
        429: "Too many questions in a short time.",
        503: "Nothing is published yet, so nothing can be answered.",
    }.items()
}


class ApiError(Exception):
    """An error that a route or a guard shows as it is."""

    def __init__(self, status: int, code: str, message: str, what_to_do: str) -> None:
        super().__init__(code)
        self.status, self.code, self.message, self.what_to_do = status, code, message, what_to_do


def response(error: ApiError) -> JSONResponse:
    """Return the error as it leaves."""
    body = ErrorResponse(error=ErrorOut(code=error.code, message=error.message, what_to_do=error.what_to_do))
    headers = {"Retry-After": "60"} if error.status == 429 else None
    return JSONResponse(body.model_dump(), status_code=error.status, headers=headers)


def install(app: FastAPI) -> None:
    """Let every fault leave in our shape."""
    app.add_exception_handler(ApiError, _shown)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(QuestionTooLong, _too_long)
    app.add_exception_handler(CentreNotFound, _no_centre)
    app.add_exception_handler(BundleNotFound, _no_bundle)
    app.add_exception_handler(EditionError, _no_edition)
    app.add_middleware(FaultBarrier)


async def _shown(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, ApiError)
    return response(error)


async def _invalid(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    # The faults are told by place and kind only: their `input` holds what the citizen wrote.
    faults = "; ".join(_fault_words(fault) for fault in error.errors())
    is_body = any(fault["loc"][0] == "body" for fault in error.errors())
    return response(ApiError(422, "invalid_request", f"Yêu cầu chưa đúng: {faults}.", _BODY if is_body else _QUERY))


_BODY = 'Gửi một đối tượng JSON có trường "question", ví dụ {"question": "Làm giấy khai sinh cần gì?"}.'
_QUERY = "Xem các giá trị được nhận tại /api/v1/openapi.json."


_FAULTS = {
    "missing": "thiếu trường này",
    "json_invalid": "không phải JSON hợp lệ",
    "extra_forbidden": "không có trường nào tên như vậy",
    "string_type": "phải là chữ",
    "string_too_long": "dài quá mức cho phép",
    "string_too_short": "không được để trống",
    "string_pattern_mismatch": "không đúng dạng",
    "enum": "phải là một trong các giá trị đã định",
    "model_attributes_type": "phải là một đối tượng JSON",
}


def _fault_words(fault: dict[str, Any]) -> str:
    place: Sequence[str | int] = fault["loc"]
    path = ".".join(str(part) for part in place if part != "body") or "thân yêu cầu"
    # A fault of the JSON text itself has a number for its place: the character where reading stopped.
    if fault["type"] == "json_invalid":
        path = f"ký tự thứ {place[-1]}"
    return f"{path}: {_FAULTS.get(fault['type'], fault['type'])}"


async def _http(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    if error.status_code == 404:
        return response(ApiError(404, "not_found", "Không có trang này.", "Kiểm tra lại địa chỉ, hoặc về trang đầu: /"))
    # The framework's word for a body whose bytes are no text, or whose JSON goes deeper than anyone's.
    if error.status_code == 400:
        return response(ApiError(400, "invalid_request", "Thân yêu cầu không đọc được như một văn bản JSON.", _BODY))
    if error.status_code == 405:
        return response(
            ApiError(405, "method_not_allowed", "Địa chỉ này không nhận cách gọi đó.", "Xem /api/v1/openapi.json.")
        )
    return response(
        ApiError(
            error.status_code,
            "http_error",
            "Yêu cầu này không thực hiện được.",
            "Thử lại; nếu vẫn vậy, hãy hỏi cán bộ tại quầy.",
        )
    )


async def _too_long(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, QuestionTooLong)
    return response(
        ApiError(422, "question_too_long", str(error), "Viết ngắn lại: mỗi lần hỏi một việc, một hai câu là đủ.")
    )


async def _no_bundle(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, BundleNotFound)
    message = f"Không có sự kiện nào mang mã “{error.bundle_id}”."
    return response(ApiError(404, "bundle_not_found", message, "Xem các mã tại /api/v1/bundles."))


async def _no_centre(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, CentreNotFound)
    return response(
        ApiError(
            404,
            "centre_not_found",
            f"Không có trung tâm nào mang mã “{error.centre_id}”.",
            "Bỏ trống mã trung tâm để hỏi trung tâm đang phục vụ.",
        )
    )


async def _no_edition(_: Request, __: Exception) -> JSONResponse:
    return response(
        ApiError(
            503,
            "no_edition",
            "Trung tâm chưa đăng bộ thủ tục nào nên chưa trả lời được.",
            "Người phụ trách chạy: motcua serve --starter",
        )
    )


class FaultBarrier:
    """Turns a fault that nobody foresaw into our shape, and logs it without its text."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; answer for it if it fails."""
        has_started = False

        async def watched(message: Message) -> None:
            nonlocal has_started
            has_started = has_started or message["type"] == "http.response.start"
            await send(message)

        try:
            await self._app(scope, receive, watched)
        # The server below would log the text of the exception, and that may hold what a citizen wrote.
        except Exception as error:  # noqa: BLE001
            faults.log(logger, "Request failed", error, path=scope.get("path"))
            if not has_started:
                await response(_FAULT)(scope, receive, send)


_FAULT = ApiError(
    500, "internal_error", "Có trục trặc ở phía trung tâm.", "Thử lại sau ít phút, hoặc hỏi cán bộ tại quầy."
)
