"""`POST /webhooks/…`: where the networks deliver. Verified, stored, answered; worked on later."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response
from fastapi.responses import PlainTextResponse

from bot.channel import ChannelName
from bot.errors import WebhookRefused
from bot.switchboard import Line, Switchboard
from kiosk.api.errors import ApiError

router = APIRouter(prefix="/webhooks", include_in_schema=False)

_REFUSED = {
    400: ("invalid_request", "Thân yêu cầu không đọc được.", "Gửi đúng dạng mà mạng nhắn tin quy định."),
    401: ("unauthorized", "Chữ ký hoặc khoá không đúng.", "Kiểm tra khoá đã đặt cho webhook."),
    403: ("forbidden", "Chữ ký hoặc khoá không đúng.", "Kiểm tra khoá đã đặt cho webhook."),
    413: ("request_too_large", "Thân yêu cầu quá lớn.", "Gửi ít sự kiện hơn trong một lần."),
}


@router.post("/{network}")
async def deliver(network: str, request: Request) -> Response:
    """Take a delivery for the deployment's own account of a network."""
    return await _deliver(network, "", request)


@router.post("/{network}/{account}")
async def deliver_to_account(network: str, account: str, request: Request) -> Response:
    """Take a delivery for one account, where several centres share the deployment."""
    return await _deliver(network, account, request)


async def _deliver(network: str, account: str, request: Request) -> Response:
    board: Switchboard = request.app.state.switchboard
    line = _line(board, network, account)
    headers = {name.lower(): value for name, value in request.headers.items()}
    try:
        await board.receive(line, await request.body(), headers)
    except WebhookRefused as refused:
        raise ApiError(refused.status, *_REFUSED[refused.status]) from refused
    return PlainTextResponse("ok")


def _line(board: Switchboard, network: str, account: str) -> Line:
    line = board.line(ChannelName(network), account) if network in set(ChannelName) else None
    if line is None:
        raise ApiError(404, "not_found", "Kênh này chưa được mở ở đây.", "Kiểm tra lại các cài đặt của kênh.")
    return line
