"""The settings of the mail doors: for whom mail is taken in, over SMTP and out of a mailbox, and how much."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum, unique
from functools import cached_property
from ipaddress import ip_network
from pathlib import Path
from typing import Annotated, Final, Literal

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, NoDecode

from sekisho.core.intake.quotas import HOUR, MEBIBYTE, MailQuotas, Network
from sekisho.core.secret import Secret
from sekisho.core.throttle import DAY, Allowance

LOCAL_HOSTS: Final = ("localhost", "127.0.0.1", "[::1]")
MailAddress = Annotated[
    str, Field(pattern=r"^[!-?A-~]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$"), AfterValidator(str.lower)
]
IntakePlace = Literal["elsewhere", "europe"]


def _read_networks(value: object) -> object:
    """Read names of networks, parted by commas."""
    if not isinstance(value, str):
        return value
    return tuple(ip_network(part.strip()) for part in value.split(",") if part.strip())


Networks = Annotated[tuple[Network, ...], NoDecode, BeforeValidator(_read_networks)]
QUOTAS: Final = MailQuotas()


@unique
class MailTls(StrEnum):
    """How a connection to another mail server is encrypted."""

    IMPLICIT = "implicit"  # from its first byte (RFC 8314)
    STARTTLS = "starttls"
    NONE = "none"  # to this machine only


IMAP_PORTS: Final = {MailTls.IMPLICIT: 993, MailTls.STARTTLS: 143, MailTls.NONE: 143}


@dataclass(frozen=True, kw_only=True, slots=True)
class Imap:
    """A mailbox in which holders' mails lie."""

    host: str
    port: int
    tls: MailTls
    ca: Path | None
    user: str
    password: Secret
    folder: str
    taken_folder: str
    aside_folder: str


class MailSettings(BaseSettings):
    """What `Settings` holds about mail."""

    intake_addresses: dict[IntakePlace, MailAddress] = Field(
        default={"elsewhere": "newaccounts@sekisho.example", "europe": "newaccounts.uk@sekisho.example"}, min_length=2
    )  # where holders send their documents, by where they live (A045 to A047)
    smtp_host: str = "127.0.0.1"  # a relay stands before it
    smtp_port: int = Field(default=2525, ge=0, le=65535)
    smtp_name: str = "localhost"  # as it greets
    smtp_certificate: Path | None = None  # with it, STARTTLS is offered
    smtp_key: Path | None = None  # default: in the certificate's file
    most_mail_bytes: int = Field(default=50 * MEBIBYTE, ge=MEBIBYTE, le=1024 * MEBIBYTE)
    mail_sender_hourly: int = Field(default=QUOTAS.sender_mails.most, ge=1)  # mails of one sender
    mail_sender_daily_bytes: int = Field(default=QUOTAS.sender_bytes.most, ge=MEBIBYTE)
    mail_network_hourly: int = Field(default=QUOTAS.network_mails.most, ge=1)  # mails out of one network (/24, /64)
    mail_network_daily_bytes: int = Field(default=QUOTAS.network_bytes.most, ge=MEBIBYTE)
    mail_account_daily: int = Field(
        default=QUOTAS.account_mails.most, ge=1
    )  # looked at without a person, for one account
    mail_trusted_networks: Networks = QUOTAS.trusted  # of relays that bring everybody's mail
    imap_host: str = ""  # a mailbox that is looked into as well
    imap_tls: MailTls = MailTls.IMPLICIT
    imap_port: int | None = Field(default=None, ge=1, le=65535)  # default: the usual one
    imap_ca: Path | None = None  # whom to trust, instead of whom this machine trusts
    imap_user: str = Field(default="", validate_default=True)
    imap_password: SecretStr | None = Field(default=None, validate_default=True)
    imap_folder: str = Field(default="INBOX", min_length=1)
    imap_taken_folder: str = Field(default="Sekisho-Taken", min_length=1)
    imap_aside_folder: str = Field(default="Sekisho-Aside", min_length=1)
    imap_pause: timedelta = Field(default=timedelta(seconds=20), ge=timedelta(seconds=1))

    @field_validator("imap_user", "imap_password")
    @classmethod
    def _is_there_for_a_mailbox(cls, value: object, info: ValidationInfo) -> object:
        if info.data.get("imap_host") and not value:
            raise ValueError("missing")
        return value

    @field_validator("imap_tls")
    @classmethod
    def _encrypts_what_leaves_this_machine(cls, value: MailTls, info: ValidationInfo) -> MailTls:
        if value is MailTls.NONE and info.data.get("imap_host") not in LOCAL_HOSTS:
            raise ValueError(value)
        return value

    @field_validator("imap_taken_folder", "imap_aside_folder")
    @classmethod
    def _is_another_folder(cls, value: str, info: ValidationInfo) -> str:
        if value == info.data.get("imap_folder"):
            raise ValueError(value)
        return value

    @field_validator("mail_sender_daily_bytes", "mail_network_daily_bytes")
    @classmethod
    def _has_room_for_one_mail(cls, value: int, info: ValidationInfo) -> int:
        if value < info.data.get("most_mail_bytes", 0):
            raise ValueError(value)
        return value

    @cached_property
    def quotas(self) -> MailQuotas:
        """How much mail is taken."""
        return MailQuotas(
            sender_mails=Allowance(most=self.mail_sender_hourly, within=HOUR),
            sender_bytes=Allowance(most=self.mail_sender_daily_bytes, within=DAY),
            network_mails=Allowance(most=self.mail_network_hourly, within=HOUR),
            network_bytes=Allowance(most=self.mail_network_daily_bytes, within=DAY),
            account_mails=Allowance(most=self.mail_account_daily, within=DAY),
            trusted=self.mail_trusted_networks,
        )

    @cached_property
    def imap(self) -> Imap | None:
        """The mailbox, if one is named."""
        if not self.imap_host or self.imap_password is None:
            return None
        return Imap(
            host=self.imap_host,
            port=self.imap_port or IMAP_PORTS[self.imap_tls],
            tls=self.imap_tls,
            ca=self.imap_ca,
            user=self.imap_user,
            password=Secret(self.imap_password.get_secret_value()),
            folder=self.imap_folder,
            taken_folder=self.imap_taken_folder,
            aside_folder=self.imap_aside_folder,
        )
