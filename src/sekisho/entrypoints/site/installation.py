"""The built installation, as the doors see it. `sekisho.wiring` makes one at start; the doors ask for it here."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from zoneinfo import ZoneInfo

from django.conf import settings

from sekisho.core.regions import Region
from sekisho.core.secret import Secret
from sekisho.gateway_settings import GatewayAddress
from sekisho.workflows.ports import Ports

MOST_BODY_BYTES: Final = 1 << 20
"""The largest body that any door reads."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Brand:
    """The broker's name in both languages, and the line under its letters: registration and associations."""

    ja: str = "関所証券"
    en: str = "Sekisho Securities"
    registration_ja: str = ""
    registration_en: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Installation:
    """What the doors may use: the ports for the deeds, and what pages must know of the settings."""

    ports: Ports
    brand: Brand
    regions: tuple[Region, ...]
    zone: ZoneInfo  # in which moments are shown
    has_secure_cookies: bool
    trusted_proxies: int  # how many proxies stand before the server and append to X-Forwarded-For
    is_demo: bool
    metrics_token: Secret | None = None  # None: nobody reads the counters
    origin: str = ""  # of links in messages, from the settings
    gateway: GatewayAddress | None = None  # None: nothing is told about one
    forecast_horizon: timedelta = timedelta(days=30)


def installation() -> Installation:
    """Give the installation that this process was built with."""
    built: Installation = settings.SEKISHO_INSTALLATION
    return built
