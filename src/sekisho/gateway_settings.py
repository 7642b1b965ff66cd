"""The settings of the gateway: where trading programs log on, under which name, with which certificate."""

from dataclasses import dataclass
from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings


@dataclass(frozen=True, kw_only=True, slots=True)
class GatewayAddress:
    """Where a browser or a trading program finds the gateway."""

    host: str
    port: int  # answers probes, plain and TLS
    tls_port: int  # where programs log on
    answers_plain_probes: bool  # at the TLS port too: a browser need not trust the certificate


class GatewaySettings(BaseSettings):
    """What `Settings` holds about the gateway."""

    gateway_host: str = ""  # the name that browsers and trading programs are told; default: the site's
    gateway_listen: str = "127.0.0.1"
    gateway_port: int = Field(default=4000, ge=0, le=65535)
    gateway_tls_port: int = Field(default=4001, ge=0, le=65535)
    gateway_certificate: Path | None = None  # without it no gateway is opened
    gateway_key: Path | None = None  # default: in the certificate's file
    gateway_plain_probes: bool = (
        False  # true: the TLS port answers the connectivity test without TLS as well, and only that
    )
