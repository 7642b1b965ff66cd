"""What the doctor tries over the network: the site, the gateway's probe plain and over TLS, both ways in for mail."""

import http.client
import json
import socket
import ssl
from collections.abc import Callable
from typing import Final

from sekisho.entrypoints.cli.examination import Finding, Grade, found
from sekisho.mail_settings import Imap

SECONDS: Final = 5.0
TRIES: Final = 3
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
    """Ask the gateway's probe, several times: something that only takes connections is no gateway (B119)."""
    return _try_probe(host, port, lambda: http.client.HTTPConnection(host, port, timeout=SECONDS))


def try_gateway_tls(host: str, port: int) -> Finding:
    """Ask the same over TLS; a certificate that is not trusted here is said and does not fail."""
    try:
        _shake_hands(host, port, ssl.create_default_context())
    except ssl.SSLCertVerificationError:
        return found(Grade.WARNING, "doctor.gateway_untrusted", host=host, port=port)
    except OSError as accident:
        return found(Grade.FAILED, f"doctor.gateway_{_cause(accident)}", host=host, port=port)
    trusted = ssl.create_default_context()
    return _try_probe(host, port, lambda: http.client.HTTPSConnection(host, port, timeout=SECONDS, context=trusted))


def _try_probe(host: str, port: int, connect: Callable[[], http.client.HTTPConnection]) -> Finding:
    causes = [cause for _ in range(TRIES) if (cause := _probe(connect()))]
    if not causes:
        return found(Grade.OK, "doctor.gateway", host=host, port=port, tries=TRIES)
    if len(causes) < TRIES:
        reached = TRIES - len(causes)
        return found(Grade.WARNING, "doctor.gateway_unsteady", host=host, port=port, reached=reached, tries=TRIES)
    return found(Grade.FAILED, f"doctor.gateway_{causes[-1]}", host=host, port=port)


def _probe(connection: http.client.HTTPConnection) -> str:
    """Ask once; gives why it failed, "" if it did not."""
    try:
        connection.request("GET", "/probe")
        said = json.loads(connection.getresponse().read(1 << 12))
    except OSError as accident:
        return _cause(accident)
    except (http.client.HTTPException, ValueError):
        return "foreign"
    finally:
        connection.close()
    return "" if isinstance(said, dict) and said.get("gateway") is True else "foreign"


def _cause(accident: OSError) -> str:
    match accident:
        case socket.gaierror():
            return "unnamed"
        case ConnectionRefusedError():
            return "refused"
        case TimeoutError():
            return "silent"
        case ssl.SSLError() | ConnectionError():
            return "foreign"
        case _:
            return "silent"


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
