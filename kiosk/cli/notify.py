"""`motcua notify`: a notice to a telephone or a chat, by a template that Zalo has approved."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Annotated

import typer

from kiosk.cli import accounts
from kiosk.cli.outbox import run

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncSession

    from bot.accounts import CentreAccount
    from bot.channel_models import Chat
    from bot.messages import Outgoing

Values = Annotated[
    list[str] | None, typer.Option("--value", "-v", help="NAME=VALUE of a parameter of the template; once for each.")
]


def notify(
    template: Annotated[str, typer.Argument(help="Id of the template, as Zalo shows it.")],
    *,
    phone: Annotated[str, typer.Option(help="Telephone number of the citizen.")] = "",
    chat: Annotated[str, typer.Option(help="A Zalo chat: its key in `handoffs`, or its number in `outbox`.")] = "",
    values: Values = None,
    text: Annotated[
        str, typer.Option(help="Plain words for a chat, sent in the template's place while they cost nothing.")
    ] = "",
    reference: Annotated[
        str, typer.Option(help="Your own name for this notice; a telephone is sent each name once.")
    ] = "",
    centre: Annotated[str, typer.Option(help="Whose Official Account sends it, where there are several.")] = "",
    yes: Annotated[bool, typer.Option("--yes", help="Really send it; otherwise it is only shown.")] = False,
) -> None:
    """Send a notice, such as news of a dossier, on Zalo; shown only, unless you say --yes."""
    from bot.messages import Outgoing, OutgoingKind, Template
    from bot.zalo import notices

    if bool(phone) == bool(chat):
        raise typer.BadParameter("Name one: --phone or --chat.")
    if phone and text:
        raise typer.BadParameter("Only a chat is sent plain words, a telephone the template alone.", param_hint="text")
    number = notices.telephone(phone) if phone else ""
    told = Template(template, _parsed(values or []), phone=number, reference=reference or secrets.token_hex(8))
    notice = Outgoing(text, kind=OutgoingKind.NOTICE, template=told)
    usable = _official_accounts()

    async def sent(session: AsyncSession) -> int | None:
        to = await notices.find_chat(session, chat) if chat else None
        account = _sender(usable, centre, to)
        _show(notice, account, to=f"chat {to.id}" if to else f"telephone {number}")
        if not yes:
            return None
        to = to or await notices.chat_of_telephones(session, _id(account), centre=account.centre)
        return await notices.queue(session, accounts.cipher(), to, notice)

    message = run(sent)
    if message is None:
        print("Nothing has been sent. To send it: --yes")
    else:
        print(f"Message {message} waits in the outbox; a running service sends it. See: motcua outbox --all")


def _parsed(values: list[str]) -> tuple[tuple[str, str], ...]:
    pairs = [(name.strip(), value.strip()) for name, _, value in (given.partition("=") for given in values)]
    for given, (name, value) in zip(values, pairs, strict=True):
        if not name or not value:
            raise typer.BadParameter(f"“{given}” is not of the form NAME=VALUE.", param_hint="--value")
    if len(dict(pairs)) < len(pairs):
        raise typer.BadParameter("A name stands there twice.", param_hint="--value")
    return tuple(pairs)


def _official_accounts() -> list[CentreAccount]:
    from bot.channel import ChannelName
    from kiosk.settings import Settings

    return [account for account in accounts.configured(Settings()) if account.channel is ChannelName.ZALO]


def _sender(usable: list[CentreAccount], centre: str, chat: Chat | None) -> CentreAccount:
    """Return whose account sends: that of the chat, or that of the centre. Raise NoticeImpossible."""
    from bot.errors import NoticeImpossible

    if not usable:
        raise NoticeImpossible("No Official Account is set up: see docs/zalo.md and the BOT_ZALO_… settings.")
    fitting = [account for account in usable if centre in {"", account.centre}]
    if chat is not None:
        fitting = [account for account in fitting if _id(account) == chat.account]
    if not fitting:
        named = f"centre {centre}" if centre else f"account {chat.account if chat else ''}"
        raise NoticeImpossible(f"No Official Account of {named} is set up here: see `motcua accounts`.")
    if len(fitting) > 1 and not fitting[0].is_own:
        raise NoticeImpossible(f"Say whose account: --centre {' or '.join(account.centre for account in fitting)}.")
    return fitting[0]


def _id(account: CentreAccount) -> str:
    from bot.zalo.settings import ZaloSettings

    return ZaloSettings.from_values(account.values).account


def _show(notice: Outgoing, account: CentreAccount, *, to: str) -> None:
    assert notice.template is not None
    print(f"Template {notice.template.name} to {to}, from the account {_id(account)} of centre {account.centre}:")
    for name, value in notice.template.values:
        print(f"  {name} = {value}")
    if notice.text:
        print(f"  or, within 48 hours of the citizen's last message: {notice.text}")
