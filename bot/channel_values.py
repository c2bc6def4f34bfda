"""Settings of one account of a network, from the values that its centre has for it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from pydantic import ValidationError
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource

from bot.errors import ChannelMisconfigured


class AccountSettings(BaseSettings):
    """Settings that are read from given values and never from the environment by themselves.

    The environment holds the account of one centre; another's must not fill its gaps from there.
    """

    @property
    def is_polling(self) -> bool:
        """Whether updates are fetched, rather than delivered to the webhook."""
        return False

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Return the one source."""
        return (init_settings,)

    @classmethod
    def from_values(cls, values: Mapping[str, str]) -> Self:
        """Return the settings. Raise ChannelMisconfigured, which names what is missing or wrong and no value."""
        prefix = cls.model_config.get("env_prefix", "")
        named = {field: f"{prefix}{field}".upper() for field in cls.model_fields}
        found = {field: values.get(name, "").strip() for field, name in named.items()}
        given: dict[str, Any] = {field: value for field, value in found.items() if value}
        try:
            return cls(**given)
        except ValidationError as error:
            faults = [
                f"{named[str(fault['loc'][0])]} {_said(fault['type'], fault['msg'])} "
                f"({cls.model_fields[str(fault['loc'][0])].description})"
                for fault in error.errors()
            ]
            raise ChannelMisconfigured("; ".join(faults)) from None


def _said(kind: str, message: str) -> str:
    if kind == "missing":
        return "is missing"
    if kind == "string_pattern_mismatch":
        # A pattern tells whoever sets a token nothing; the description, which follows, does.
        return "is not of the form that it must have"
    return message.removeprefix("Value error, ")
