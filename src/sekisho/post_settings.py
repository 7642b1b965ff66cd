"""The settings of the ways by which messages leave: a mail relay, and a service that sends text messages."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationInfo, field_validator

from sekisho.core.secret import Secret
from sekisho.mail_settings import LOCAL_HOSTS, MailAddress, MailSettings, MailTls

RELAY_PORTS: Final = {MailTls.IMPLICIT: 465, MailTls.STARTTLS: 587, MailTls.NONE: 25}
LEAST_TEXT_TOKEN: Final = 16  # characters


@dataclass(frozen=True, kw_only=True, slots=True)
class RelayPlace:
    """Where mails are handed over, and as whom."""

    host: str
    port: int
    tls: MailTls
    ca: Path | None
    user: str  # "": the relay asks for no name
    password: Secret
    sender: str


@dataclass(frozen=True, kw_only=True, slots=True)
class TextPlace:
    """Where text messages are handed over."""

    url: str
    token: Secret


class PostSettings(MailSettings):
    """What `Settings` holds about messages that leave. Without a relay they stay in the outbox, and `sekisho doctor` says so."""

    relay_host: str = ""
    relay_tls: MailTls = MailTls.STARTTLS
    relay_port: int | None = Field(default=None, ge=1, le=65535)  # default: the usual one
    relay_ca: Path | None = None  # whom to trust, instead of whom this machine trusts
    relay_user: str = ""
    relay_password: SecretStr | None = Field(default=None, validate_default=True)
    mail_from: MailAddress | None = Field(default=None, validate_default=True)  # who writes the letters
    text_url: str = ""  # takes {"id", "to", "text"} as JSON
    text_token: SecretStr | None = Field(default=None, min_length=LEAST_TEXT_TOKEN, validate_default=True)

    @field_validator("relay_tls")
    @classmethod
    def _encrypts_letters_that_leave_this_machine(cls, value: MailTls, info: ValidationInfo) -> MailTls:
        if value is MailTls.NONE and info.data.get("relay_host") not in LOCAL_HOSTS:
            raise ValueError(value)
        return value

    @field_validator("relay_password")
    @classmethod
    def _is_there_for_a_name(cls, value: SecretStr | None, info: ValidationInfo) -> SecretStr | None:
        if info.data.get("relay_user") and not value:
            raise ValueError("missing")
        return value

    @field_validator("mail_from")
    @classmethod
    def _is_there_for_a_relay(cls, value: str | None, info: ValidationInfo) -> str | None:
        if info.data.get("relay_host") and not value:
            raise ValueError("missing")
        return value

    @field_validator("text_url")
    @classmethod
    def _encrypts_texts_that_leave_this_machine(cls, value: str) -> str:
        parts = urlsplit(value)
        is_safe = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOCAL_HOSTS)
        if value and not (is_safe and parts.hostname and parts.username is None):
            raise ValueError(value)
        return value

    @field_validator("text_token")
    @classmethod
    def _is_there_for_texts(cls, value: SecretStr | None, info: ValidationInfo) -> SecretStr | None:
        if info.data.get("text_url") and not value:
            raise ValueError("missing")
        return value

    @cached_property
    def relay(self) -> RelayPlace | None:
        """The relay, if one is named."""
        if not self.relay_host or self.mail_from is None:
            return None
        return RelayPlace(
            host=self.relay_host,
            port=self.relay_port or RELAY_PORTS[self.relay_tls],
            tls=self.relay_tls,
            ca=self.relay_ca,
            user=self.relay_user,
            password=Secret(self.relay_password.get_secret_value() if self.relay_password else ""),
            sender=self.mail_from,
        )

    @cached_property
    def texting(self) -> TextPlace | None:
        """The service for text messages, if one is named."""
        if not self.text_url or self.text_token is None:
            return None
        return TextPlace(url=self.text_url, token=Secret(self.text_token.get_secret_value()))
