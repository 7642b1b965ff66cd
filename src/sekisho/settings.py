"""The settings: everything an installation may choose, read from the environment once.

Names are `SEKISHO_` and the field's name in capitals; `DATABASE_URL` alone has no prefix, as its givers know it. There is
no debug setting and no key among them: keys live in the key file, and debugging is not for a machine that lets people in.
"""

import json
import os
from datetime import time, timedelta
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Final, Self
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, ValidationError, model_validator
from pydantic_settings import NoDecode, SettingsConfigDict

from sekisho.core.accounts import Cutoff
from sekisho.core.authenticators.terms import Terms
from sekisho.core.errors import ConfigurationError
from sekisho.core.regions import DEFAULT_REGIONS, Region
from sekisho.gateway_settings import GatewayAddress, GatewaySettings
from sekisho.mail_settings import LOCAL_HOSTS
from sekisho.post_settings import PostSettings
from sekisho.workflows.ports import SessionSpans

PREFIX: Final = "SEKISHO_"
LEAST_TOKEN: Final = 16  # characters
DEMO_MARKS: Final = ("demo.mark", "demo-clock.json")
"""Files that the demo leaves in its data folder; a folder that holds one never serves real people."""


def _known_zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (OSError, KeyError) as error:
        raise ValueError(name) from error
    return name


def _split_at_commas(value: object) -> object:
    return tuple(part.strip() for part in value.split(",") if part.strip()) if isinstance(value, str) else value


Zone = Annotated[str, AfterValidator(_known_zone)]
NO_TIME: Final = timedelta()
DEFAULT_TERMS: Final = Terms()
Country = Annotated[str, Field(pattern="^[A-Z]{2}$")]  # ISO 3166 alpha-2
Delivery = Annotated[timedelta, Field(ge=NO_TIME, le=timedelta(days=60))]
Activation = Annotated[timedelta, Field(ge=timedelta(days=14), le=timedelta(days=21))]  # D13
Distances = Annotated[tuple[Annotated[timedelta, Field(gt=NO_TIME)], ...], NoDecode, BeforeValidator(_split_at_commas)]
Names = Annotated[tuple[str, ...], NoDecode, BeforeValidator(_split_at_commas)]


class Settings(PostSettings, GatewaySettings):
    """One installation's choices, frozen."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, extra="ignore", env_ignore_empty=True)

    data_dir: Path = Path("sekisho-data")
    key_file: Path | None = None  # default: keys.json in the data folder
    database_url: SecretStr | None = Field(default=None, validation_alias="DATABASE_URL")
    brand_ja: str = "関所証券"
    brand_en: str = "Sekisho Securities"
    registration_ja: str = "金融商品取引業者 関東財務局長（金商）第0000号（架空） 加入協会：なし（架空の会社です）"
    registration_en: str = "Registered broker no. 0000 (made up). Member of no association: this company is fictional."
    regions: tuple[Region, ...] = DEFAULT_REGIONS
    zone: Zone = "Asia/Tokyo"  # in which moments are shown
    cutoff_at: time = time(16, 0)
    cutoff_zone: Zone = "America/New_York"
    passcode_full_for: timedelta = Field(default=DEFAULT_TERMS.passcode_full_for, gt=NO_TIME)
    passcode_card_only_for: timedelta = Field(default=DEFAULT_TERMS.passcode_card_only_for, ge=NO_TIME)
    card_valid_for: timedelta = Field(default=DEFAULT_TERMS.card_valid_for, gt=NO_TIME)
    address_settled_after: timedelta = Field(default=DEFAULT_TERMS.address_settled_after, ge=NO_TIME)
    delivered_within: dict[Country, Delivery] = Field(
        default=dict(DEFAULT_TERMS.delivered_within)
    )  # by country, of the address of record (D12)
    delivered_elsewhere_within: Delivery = DEFAULT_TERMS.delivered_elsewhere_within
    activated_after: dict[Country, Activation] = Field(default=dict(DEFAULT_TERMS.activated_after))
    activated_elsewhere_after: Activation = DEFAULT_TERMS.activated_elsewhere_after
    announced_before: Distances = DEFAULT_TERMS.announced_before
    card_end_told_before: Distances = DEFAULT_TERMS.card_end_told_before
    passcode_end_told_before: Distances = DEFAULT_TERMS.passcode_end_told_before
    worker_pause: timedelta = Field(default=timedelta(minutes=1), ge=timedelta(seconds=1))
    public_origin: str = ""  # such as https://login.example.com
    allowed_hosts: Names = ()  # default: the host of the public origin, or this machine's own names
    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=0, le=65535)
    secure_cookies: bool = True
    trusted_proxies: int = Field(default=0, ge=0, le=8)
    metrics_token: SecretStr | None = Field(default=None, min_length=LEAST_TOKEN)  # who brings it may read /metrics
    workers: int = Field(default_factory=lambda: os.cpu_count() or 1, ge=1, le=64)
    threads: int = Field(default=2, ge=1, le=64)  # of one worker: one hashes while another waits for the disk
    portal_idle: timedelta = timedelta(minutes=15)
    portal_absolute: timedelta = timedelta(hours=12)
    trading_idle: timedelta = timedelta(hours=1)
    trading_absolute: timedelta = timedelta(hours=24)
    approval_needs_documents: bool = (
        True  # false: an account is approved without documents, unless one is being looked at
    )
    passcode_split: bool = True  # false: the agent reads out the whole temporary passcode

    @model_validator(mode="after")
    def _has_sound_origin(self) -> Self:
        parts = urlsplit(self.public_origin)
        if self.public_origin and (parts.scheme not in {"http", "https"} or not parts.netloc or parts.path):
            raise ValueError(self.public_origin)
        return self

    @cached_property
    def key_path(self) -> Path:
        """Where the keyring is."""
        return self.key_file or self.data_dir / "keys.json"

    @cached_property
    def database_file(self) -> Path:
        """Where the SQLite database is, when no `DATABASE_URL` names another."""
        return self.data_dir / "sekisho.sqlite3"

    @cached_property
    def hosts(self) -> tuple[str, ...]:
        """The names under which the site may be asked for."""
        if self.allowed_hosts:
            return self.allowed_hosts
        own = urlsplit(self.public_origin).hostname
        return (own,) if own else LOCAL_HOSTS

    @cached_property
    def origin(self) -> str:
        """Where links in messages lead: the public origin, or this machine."""
        return self.public_origin or f"http://localhost:{self.port}"

    @cached_property
    def gateway(self) -> GatewayAddress:
        """Where the gateway is found; under the site's name, unless it has one of its own."""
        return GatewayAddress(
            host=self.gateway_host or urlsplit(self.origin).hostname or "localhost",
            port=self.gateway_port,
            tls_port=self.gateway_tls_port,
            answers_plain_probes=self.gateway_plain_probes,
        )

    @cached_property
    def bears_passkeys(self) -> bool:
        """Whether browsers make passkeys here: at a name, never at an address; with TLS, unless it is this machine."""
        parts = urlsplit(self.origin)
        host = parts.hostname or ""
        is_address = ":" in host or host.replace(".", "").isdigit()
        return host == "localhost" or (parts.scheme == "https" and not is_address)

    @cached_property
    def cutoff(self) -> Cutoff:
        """Until when an approval opens the trading platform on the same day."""
        return Cutoff(at=self.cutoff_at, zone=ZoneInfo(self.cutoff_zone))

    @cached_property
    def terms(self) -> Terms:
        """How long proofs last, how long the post takes, and when a holder is told what is coming."""
        return Terms(
            passcode_full_for=self.passcode_full_for,
            passcode_card_only_for=self.passcode_card_only_for,
            card_valid_for=self.card_valid_for,
            address_settled_after=self.address_settled_after,
            delivered_within=MappingProxyType(self.delivered_within),
            delivered_elsewhere_within=self.delivered_elsewhere_within,
            activated_after=MappingProxyType(self.activated_after),
            activated_elsewhere_after=self.activated_elsewhere_after,
            announced_before=self.announced_before,
            card_end_told_before=self.card_end_told_before,
            passcode_end_told_before=self.passcode_end_told_before,
        )

    @cached_property
    def spans(self) -> SessionSpans:
        """How long sessions live."""
        return SessionSpans(
            portal_idle=self.portal_idle,
            portal_absolute=self.portal_absolute,
            trading_idle=self.trading_idle,
            trading_absolute=self.trading_absolute,
        )

    @property
    def has_demo_mark(self) -> bool:
        """Tell whether the data folder is, or was, a demo's."""
        return any((self.data_dir / mark).exists() for mark in DEMO_MARKS)


def read_settings() -> Settings:
    """Read the environment; `ConfigurationError` names the first variable that does not fit, never its value."""
    try:
        return Settings()
    except ValidationError as error:
        raise ConfigurationError(_variable(error)) from None


def unknown_variables() -> tuple[str, ...]:
    """Name the variables that look like settings and are none: a misspelt one, or a wish for a debug mode."""
    known = {PREFIX + field.upper() for field in Settings.model_fields}
    return tuple(sorted(name for name in os.environ if name.upper().startswith(PREFIX) and name.upper() not in known))


def _variable(error: ValidationError) -> str:
    place = error.errors(include_input=False, include_url=False)[0]["loc"]
    name = str(place[0]) if place else "public_origin"
    return name if name == "DATABASE_URL" else PREFIX + name.upper()


def to_environment(settings: Settings) -> dict[str, str]:
    """Say the settings as variables, so that a worker's own reading gives the same."""
    said = {
        PREFIX + name.upper(): _said(value)
        for name, value in settings.model_dump(mode="json", exclude_defaults=True).items()
        if value is not None
    }
    said.pop(PREFIX + "DATABASE_URL", None)
    secrets = {
        "DATABASE_URL": settings.database_url,
        PREFIX + "METRICS_TOKEN": settings.metrics_token,
        PREFIX + "IMAP_PASSWORD": settings.imap_password,
    }
    return said | {name: secret.get_secret_value() for name, secret in secrets.items() if secret is not None}


def _said(value: object) -> str:
    match value:
        case str():
            return value
        case list() if all(isinstance(part, str) for part in value):
            return ",".join(value) or ","  # an empty variable would be as none: the default
        case _:
            return json.dumps(value)
