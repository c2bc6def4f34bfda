"""Settings of a Zalo Official Account."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import Field, Secret, SecretStr
from pydantic_settings import SettingsConfigDict

from bot.channel_values import AccountSettings

_ADDRESS = r"^https?://[^\s/]"
# They travel in headers.
_Token = Secret[Annotated[str, Field(pattern=r"^[!-~]+$")]]


class SignedWith(StrEnum):
    """The id that a signature begins with; the vendor's text says the app's, some report the account's."""

    APP = "app"
    OA = "oa"
    EITHER = "either"


class ZaloSettings(AccountSettings):
    """One Official Account; each from BOT_ZALO_<NAME>."""

    model_config = SettingsConfigDict(env_prefix="BOT_ZALO_", frozen=True)

    app_id: str = Field(min_length=1, description="Id of the app, from the developer console.")
    app_secret: _Token = Field(description="Secret key of the app; tokens are renewed with it.")
    oa_id: str = Field(min_length=1, description="Id of the Official Account.")
    oa_secret: SecretStr = Field(
        min_length=1, description="OA secret key, from the console's page on webhooks; deliveries are signed with it."
    )
    refresh_token: _Token = Field(
        description="The first refresh token, from the console. It works once: each renewal keeps the next one, "
        "encrypted, in the database. Set a new one only when the administrator has consented anew.",
    )
    oa_api_base: str = Field(
        default="https://openapi.zalo.me",
        pattern=_ADDRESS,
        description="Where messages are sent: the interface of the account.",
    )
    oauth_base: str = Field(
        default="https://oauth.zaloapp.com", pattern=_ADDRESS, description="Where tokens are renewed."
    )
    zbs_base: str = Field(
        default="https://business.openapi.zalo.me",
        pattern=_ADDRESS,
        description="Where template messages to telephones are sent.",
    )
    signed_with: SignedWith = Field(
        default=SignedWith.APP,
        description="Which id a signature begins with: `app`, `oa`, or `either` until the log has shown which.",
    )
    proof: bool = Field(
        default=False, description="Send appsecret_proof with each call, where the app's settings demand it."
    )
    verifier: str = Field(
        default="",
        pattern=r"^[A-Za-z0-9_-]*$",
        description="Code of the domain check, served at /zalo_verifier<code>.html.",
    )

    @property
    def account(self) -> str:
        """The id of the Official Account."""
        return self.oa_id
