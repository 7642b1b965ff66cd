"""Taking the gateway's two ports, and what TLS there is: 1.2 and 1.3, no renegotiation, no early data, HTTP/1.1 at most."""

import resource
import socket
import ssl
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

from sekisho.core.errors import AddressTakenError, ConfigurationError
from sekisho.settings import Settings

BACKLOG: Final = 1024
MOST_FILES: Final = 16_384


@dataclass(frozen=True, kw_only=True, slots=True)
class Listeners:
    """Both ports, taken; who knocks waits until somebody serves."""

    plain: socket.socket
    tls: socket.socket

    def close(self) -> None:
        """Give both ports back."""
        self.plain.close()
        self.tls.close()


def listen(settings: Settings) -> Listeners:
    """Take both ports. `ConfigurationError` names a certificate that cannot be used, `AddressTakenError` a port."""
    tls_context(settings)
    plain = take(settings.gateway_listen, settings.gateway_port)
    try:
        return Listeners(plain=plain, tls=take(settings.gateway_listen, settings.gateway_tls_port))
    except AddressTakenError:
        plain.close()
        raise


def take(host: str, port: int) -> socket.socket:
    """Take one port, so that nobody else can."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=BACKLOG)
    except OSError:
        raise AddressTakenError(f"{host}:{port}") from None


def tls_context(settings: Settings) -> ssl.SSLContext:
    """Build the one TLS context (ASVS 12.1.1). A ticket for a session resumed would outlive a stolen key: none is given."""
    if settings.gateway_certificate is None:
        raise ConfigurationError("SEKISHO_GATEWAY_CERTIFICATE")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.options |= ssl.OP_NO_RENEGOTIATION | ssl.OP_NO_TICKET | ssl.OP_CIPHER_SERVER_PREFERENCE
    context.num_tickets = 0
    context.set_alpn_protocols(["http/1.1"])
    try:
        context.load_cert_chain(settings.gateway_certificate, settings.gateway_key)
    except (OSError, ssl.SSLError):
        raise ConfigurationError("SEKISHO_GATEWAY_CERTIFICATE") from None
    return context


def allow_many_files() -> None:
    """Let this process hold as many connections as it is allowed to: the usual 1,024 are fewer than a crowd."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = MOST_FILES if hard == resource.RLIM_INFINITY else min(hard, MOST_FILES)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        with suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
