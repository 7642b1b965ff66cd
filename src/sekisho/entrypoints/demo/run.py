"""`sekisho demo`: fills a folder with people, serves them on this machine, and says where everything is."""

import contextlib
import multiprocessing
import os
import socket
import sys
import threading
import time
from contextlib import closing
from http import HTTPStatus
from http.client import HTTPConnection
from importlib import import_module
from pathlib import Path
from typing import Final

import click

from sekisho import wiring
from sekisho.core.errors import AddressTakenError
from sekisho.entrypoints.cli.speech import NO, locale_language, no
from sekisho.entrypoints.demo.folder import AUTHORITY, CERTIFICATE, DemoFolder, NotOursError, usual_folder
from sekisho.entrypoints.demo.registry import Registry
from sekisho.entrypoints.demo.words import said
from sekisho.entrypoints.gateway.listening import Listeners
from sekisho.entrypoints.gateway.server import serve as open_gates
from sekisho.entrypoints.mail_intake.ways import take_mail_in
from sekisho.entrypoints.site import server
from sekisho.entrypoints.worker.companion import Companion, keep_rounds
from sekisho.settings import PREFIX, Settings

HOST: Final = "127.0.0.1"
SHOWN_HOST: Final = "localhost"  # WebAuthn needs the name
USUAL_SMTP_PORT: Final = 2525
USUAL_GATEWAY_PORT: Final = 4000
USUAL_GATEWAY_TLS_PORT: Final = 4001
WORKERS: Final = 2
PATIENCE_SECONDS: Final = 60.0
KNOCK_SECONDS: Final = 0.05


def run_demo(
    *,
    port: int = 8000,
    smtp_port: int | None = None,
    gateway_port: int | None = None,
    gateway_tls_port: int | None = None,
    data: Path | None = None,
    fresh: bool = False,
) -> None:
    """Run until told to stop. Ends with one sentence and code 1 when a port is taken or the folder is not the demo's.

    A port that is None: the usual one, and if that is taken, a free one: several demos run beside each other.
    """
    begun = time.monotonic()
    os.umask(0o077)
    port = _free_port(port)
    listener = _listener(smtp_port, usual=USUAL_SMTP_PORT)
    gates = _gates(gateway_port, gateway_tls_port)
    folder = DemoFolder((data or usual_folder()).absolute())
    _claim(folder, fresh=fresh)
    settings = _settings(folder, port, mail=listener, gates=gates)
    _fill(folder, settings)
    worker = Companion(settings, keep_rounds, name="worker")
    mail = Companion(settings, take_mail_in, listener, name="mail door", waits_at=(listener,))
    gateway = Companion(settings, open_gates, gates, name="gateway", waits_at=(gates.plain, gates.tls))
    companions = (worker, mail, gateway)
    threading.Thread(target=_announce, args=(settings, begun, companions), daemon=True).start()
    try:
        server.serve(settings)
    except AddressTakenError as error:
        raise no("ended.address", name=error) from None
    finally:
        for companion in companions:
            companion.end()
        listener.close()
        gates.close()
    _say("ended")


def _settings(folder: DemoFolder, port: int, *, mail: socket.socket, gates: Listeners) -> Settings:
    """Choose everything here: no setting of a real installation, and no database of one, reaches a demo."""
    for name in tuple(os.environ):
        if name.startswith(PREFIX) or name == "DATABASE_URL":
            del os.environ[name]
    return Settings(
        data_dir=folder.path,
        host=HOST,
        port=port,
        smtp_host=HOST,
        smtp_port=mail.getsockname()[1],
        gateway_listen=HOST,
        gateway_port=gates.plain.getsockname()[1],
        gateway_tls_port=gates.tls.getsockname()[1],
        gateway_certificate=folder.path / CERTIFICATE,
        gateway_plain_probes=True,  # no browser trusts a certificate that is made here
        secure_cookies=False,
        approval_needs_documents=False,  # people made by a program come without papers
        workers=WORKERS,
        threads=1,
    )


def _claim(folder: DemoFolder, *, fresh: bool) -> None:
    try:
        folder.claim(fresh=fresh)
    except NotOursError:
        _end("not_ours", folder=folder.path)
    except OSError:
        _end("no_folder", folder=folder.path)


def _fill(folder: DemoFolder, settings: Settings) -> None:
    """Make keys, tables and people in a child process: what it loads and hashes with is gone when the server runs."""
    child = multiprocessing.get_context("fork").Process(target=_make_everybody, args=(folder, settings))
    child.start()
    child.join()
    if child.exitcode != 0:
        raise SystemExit(NO)


def _make_everybody(folder: DemoFolder, settings: Settings) -> None:
    wiring.prepare(settings)
    import_module("sekisho.entrypoints.demo.certificate").make_certificate(folder.path)
    if not folder.is_seeded:
        seeding = import_module("sekisho.entrypoints.demo.seeding")  # its rows need a configured Django
        seeding.seed(wiring.build(settings).ports, Registry(folder.path))
        folder.finish()


def _free_port(port: int) -> int:
    """Give the port, a free one for 0, or end."""
    with closing(socket.socket(socket.AF_INET, socket.SOCK_STREAM)) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            raise no("ended.address", name=f"{HOST}:{port}") from None
        return int(probe.getsockname()[1])


def _listener(port: int | None, *, usual: int) -> socket.socket:
    """Take a port: the one that was named or end, else the usual one or a free one."""
    for wanted in (usual, 0) if port is None else (port,):
        with contextlib.suppress(OSError):
            return socket.create_server((HOST, wanted))
    raise no("ended.address", name=f"{HOST}:{port}")


def _gates(port: int | None, tls_port: int | None) -> Listeners:
    plain = _listener(port, usual=USUAL_GATEWAY_PORT)
    return Listeners(plain=plain, tls=_listener(tls_port, usual=USUAL_GATEWAY_TLS_PORT))


def _announce(settings: Settings, begun: float, companions: tuple[Companion, ...]) -> None:
    """Say where everything is, as soon as it answers; nobody need be listening. The first page waits for no companion."""
    if _answers(settings.port):
        with contextlib.suppress(BrokenPipeError):
            _say_addresses(settings, begun)
        for companion in companions:
            companion.start()


def _say_addresses(settings: Settings, begun: float) -> None:
    origin = f"http://{SHOWN_HOST}:{settings.port}"
    _say("ready", seconds=f"{time.monotonic() - begun:.1f}")
    for name in ("people", "portal", "trader", "card", "key", "api"):
        _say(name, origin=origin)
    _say("mail", host=settings.smtp_host, port=settings.smtp_port)
    for address in settings.intake_addresses.values():
        _say("mail_to", address=address)
    gateway = settings.gateway
    _say("gateway", host=gateway.host, port=gateway.port, tls_port=gateway.tls_port)
    _say("gateway_authority", file=settings.data_dir / AUTHORITY)
    _say("data", folder=settings.data_dir)
    sys.stdout.flush()


def _answers(port: int) -> bool:
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until:
        with closing(HTTPConnection(HOST, port, timeout=PATIENCE_SECONDS)) as connection:
            try:
                connection.request("GET", "/healthz")
                if connection.getresponse().status == HTTPStatus.OK:
                    return True
            except OSError:
                pass
        time.sleep(KNOCK_SECONDS)
    return False


def _say(message: str, **params: object) -> None:
    click.echo(said(f"console.{message}", language=locale_language(), **params))


def _end(message: str, **params: object) -> None:
    click.echo(said(f"console.{message}", language=locale_language(), **params), err=True)
    raise SystemExit(NO)
