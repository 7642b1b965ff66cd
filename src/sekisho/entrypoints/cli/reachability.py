"""What the doctor tries over the network: the site by HTTP or HTTPS, the gateway by TCP and TLS, both ways in for mail."""

import http.client
import json
import socket
import ssl
from typing import Final

from sekisho.entrypoints.cli.examination import Finding, Grade, found
from sekisho.mail_settings import Imap

SECONDS: Final = 5.0
HERE: Final = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # nosec B104  # noqa: S104 - where one listens everywhere, one is reached here


def try_site(host: str, port: int, *, is_wanted: bool) -> Finding:
    """Ask whether logins can be decided there; silence is a failure where an answer is wanted, else worth a word."""
    for connection in (http.client.HTTPConnection, http.client.HTTPSConnection):
        try:
            missing = _ask_readiness(connection(host, port, timeout=SECONDS))
        except (OSError, http.client.HTTPException, ValueError):
            continue
        if missing:
            return found(Grade.FAILED, "doctor.site_not_ready", host=host, port=port, missing=", ".join(missing))
        return found(Grade.OK, "doctor.site", host=host, port=port)
    return found(Grade.FAILED if is_wanted else Grade.WARNING, "doctor.site_silent", host=host, port=port)


def try_gateway(host: str, port: int) -> Finding:
    """Open a plain connection, as a trading program does."""
    try:
        socket.create_connection((host, port), timeout=SECONDS).close()
    except OSError:
        return found(Grade.FAILED, "doctor.gateway_silent", host=host, port=port)
    return found(Grade.OK, "doctor.gateway", host=host, port=port)


def try_gateway_tls(host: str, port: int) -> Finding:
    """Open a TLS connection; a certificate that is not trusted here is said and does not fail."""
    try:
        _shake_hands(host, port, ssl.create_default_context())
    except ssl.SSLCertVerificationError:
        return found(Grade.WARNING, "doctor.gateway_untrusted", host=host, port=port)
    except OSError:
        return found(Grade.FAILED, "doctor.gateway_silent", host=host, port=port)
    return found(Grade.OK, "doctor.gateway_tls", host=host, port=port)


def try_mail_door(host: str, port: int) -> Finding:
    """Listen to what the mail door says first; silence is worth a word, as mail may come in on another machine."""
    try:
        with socket.create_connection((HERE.get(host, host), port), timeout=SECONDS) as wire:
            wire.settimeout(SECONDS)
            is_greeted = wire.recv(4) == b"220 "
    except OSError:
        is_greeted = False
    message = "doctor.mail" if is_greeted else "doctor.mail_silent"
    return found(Grade.OK if is_greeted else Grade.WARNING, message, host=host, port=port)


def try_mailbox(imap: Imap) -> Finding:
    """Look into the mailbox, and touch nothing."""
    from sekisho.entrypoints.mail_intake.mailbox import MailboxError, open_mailbox

    try:
        with open_mailbox(imap) as box:
            message = "doctor.mailbox" if box.can_move() else "doctor.mailbox_cannot_move"
            return found(Grade.OK if box.can_move() else Grade.FAILED, message, host=imap.host, waiting=len(box.uids()))
    except MailboxError as error:
        return found(Grade.FAILED, "doctor.mailbox_closed", host=imap.host, folder=imap.folder, what=error)


def _ask_readiness(connection: http.client.HTTPConnection) -> list[str]:
    try:
        connection.request("GET", "/readyz")
        said = json.loads(connection.getresponse().read(1 << 16))
    finally:
        connection.close()
    if not isinstance(said, dict) or "ready" not in said:
        raise ValueError
    return [name for name, holds in said.items() if name != "ready" and not holds]


def _shake_hands(host: str, port: int, context: ssl.SSLContext) -> None:
    with socket.create_connection((host, port), timeout=SECONDS) as plain:
        context.wrap_socket(plain, server_hostname=host).close()
