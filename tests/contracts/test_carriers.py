"""The ways out of the house, against a relay and a service that answer as they are told: what went out, what may, what never will."""

import email.policy
import json
import ssl
import threading
from asyncio import Server
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, Envelope, LoginPassword, Session

from sekisho.adapters.relay import Relay
from sekisho.adapters.texting import TextService
from sekisho.core.errors import PostClosedError
from sekisho.core.secret import Secret
from sekisho.mail_settings import MailTls
from sekisho.post_settings import RelayPlace, TextPlace
from sekisho.testing.certificates import make_both
from sekisho.workflows.post_records import Carried, Parcel

AT = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
PASSWORD = "correct horse"


def parcel(**changes: Any) -> Parcel:
    said = {"id": "abc123", "to": "taro@example.com", "subject": "【関所証券】お知らせ", "text": "関所 太郎 様\n\n.\n"}
    return Parcel(**{**said, "language": "ja", "at": AT, **changes})


class Told:
    """A relay that writes down what it took, and answers as it is told."""

    def __init__(self) -> None:
        self.mails: list[tuple[Envelope, EmailMessage]] = []
        self.to_recipient = self.to_data = "250 OK"

    async def handle_RCPT(self, server: Any, session: Session, envelope: Envelope, address: str, _: list[str]) -> str:  # noqa: N802 - aiosmtpd's name and shape
        del server, session
        if self.to_recipient.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.to_recipient

    async def handle_DATA(self, server: Any, session: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's name and shape
        del server, session
        content = envelope.content
        assert isinstance(content, bytes)
        parsed = message_from_bytes(content, policy=email.policy.default)
        assert isinstance(parsed, EmailMessage)
        self.mails.append((envelope, parsed))
        return self.to_data

    def authenticate(self, server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
        del server, session, envelope, mechanism
        is_right = isinstance(data, LoginPassword) and data.password == PASSWORD.encode()
        return AuthResult(success=is_right, handled=False)


class OnAnyPort(Controller):
    """Finds itself at whatever port it was given."""

    def _trigger_server(self) -> None:
        assert isinstance(self.server, Server)
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()  # type: ignore[no-untyped-call] # aiosmtpd has no type for it


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_both(tmp_path_factory.mktemp("relay") / "relay.pem")


OpenRelay = Callable[..., tuple[Relay, Told]]


@pytest.fixture
def open_relay(certificate: Path) -> Iterator[OpenRelay]:
    opened: list[Controller] = []

    def open_one(tls: MailTls = MailTls.NONE, *, user: str = "", password: str = "", trusts: bool = True) -> Any:
        told = Told()
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(certificate)
        how: dict[str, Any] = {"authenticator": told.authenticate, "auth_required": bool(user)}
        if tls is MailTls.IMPLICIT:
            how |= {"ssl_context": context, "auth_require_tls": False}
        if tls is MailTls.STARTTLS:
            how |= {"tls_context": context, "require_starttls": True}
        controller = OnAnyPort(told, hostname="localhost", port=0, **how)
        controller.start()
        opened.append(controller)
        place = RelayPlace(
            host="localhost",
            port=controller.port,
            tls=tls,
            ca=certificate if trusts else None,
            user=user,
            password=Secret(password),
            sender="no-reply@sekisho.example",
        )
        return Relay(place), told

    yield open_one
    for controller in opened:
        controller.stop()


@pytest.mark.parametrize("tls", list(MailTls))
def test_a_mail_arrives_as_it_was_written_whatever_encrypts_the_way(open_relay: OpenRelay, tls: MailTls) -> None:
    relay, told = open_relay(tls)
    assert relay.carry(parcel()) is Carried.TAKEN
    ((envelope, mail),) = told.mails
    assert (envelope.mail_from, envelope.rcpt_tos) == ("no-reply@sekisho.example", ["taro@example.com"])
    assert mail["Subject"] == "【関所証券】お知らせ"
    assert mail.get_content().replace("\r\n", "\n") == "関所 太郎 様\n\n.\n"
    assert mail["Message-ID"] == "<abc123@sekisho.example>"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Date"].datetime == AT


def test_a_picture_goes_with_the_mail_byte_for_byte(open_relay: OpenRelay) -> None:
    relay, told = open_relay()
    relay.carry(parcel(picture=b"\xff\xd8\xff\xe0 a picture\r\n.\r\n\n"))
    (attached,) = told.mails[0][1].iter_attachments()
    assert attached.get_content_type() == "image/jpeg"
    assert attached.get_payload(decode=True) == b"\xff\xd8\xff\xe0 a picture\r\n.\r\n\n"


def test_a_name_and_a_password_are_given_only_behind_tls(open_relay: OpenRelay) -> None:
    relay, told = open_relay(MailTls.STARTTLS, user="sekisho", password=PASSWORD)
    assert relay.carry(parcel()) is Carried.TAKEN
    assert len(told.mails) == 1


@pytest.mark.parametrize(
    "how",
    [
        pytest.param({"tls": MailTls.STARTTLS, "trusts": False}, id="a certificate that nobody trusts"),
        pytest.param({"tls": MailTls.IMPLICIT, "trusts": False}, id="likewise from the first byte"),
        pytest.param({"tls": MailTls.STARTTLS, "user": "sekisho", "password": "wrong"}, id="a wrong password"),
    ],
)
def test_a_relay_that_is_not_ours_or_does_not_know_us_gets_no_mail(open_relay: OpenRelay, how: dict[str, Any]) -> None:
    relay, told = open_relay(**how)
    with pytest.raises(PostClosedError):
        relay.knock()
    with pytest.raises(PostClosedError):
        relay.carry(parcel())
    assert told.mails == []


def test_a_relay_that_offers_no_tls_is_told_nothing_where_tls_is_wanted(open_relay: OpenRelay) -> None:
    plain, told = open_relay()
    place = plain._place
    wants_tls = RelayPlace(
        host=place.host,
        port=place.port,
        tls=MailTls.STARTTLS,
        ca=place.ca,
        user="",
        password=Secret(""),
        sender=place.sender,
    )
    with pytest.raises(PostClosedError):
        Relay(wants_tls).carry(parcel())
    assert told.mails == []


@pytest.mark.parametrize("step", ["to_recipient", "to_data"])
@pytest.mark.parametrize(
    ("answer", "carried"),
    [("450 mailbox busy", Carried.LATER), ("452 full", Carried.LATER), ("550 nobody", Carried.RETURNED)],
)
def test_a_reply_about_one_mail_settles_that_mail_alone(
    open_relay: OpenRelay, step: str, answer: str, carried: Carried
) -> None:
    relay, told = open_relay()
    setattr(told, step, answer)
    assert relay.carry(parcel()) is carried
    setattr(told, step, "250 OK")
    assert relay.carry(parcel()) is Carried.TAKEN


@pytest.mark.parametrize(
    "to", ["", "taro", "a@b\r\nBcc: x@y.example", "太郎 <a@b.example>", "a@b.example, c@d.example"]
)
def test_an_address_that_is_none_or_more_than_one_gets_nothing_and_writes_no_header(
    open_relay: OpenRelay, to: str
) -> None:
    relay, told = open_relay()
    assert relay.carry(parcel(to=to)) is Carried.RETURNED
    assert told.mails == []


def test_a_subject_of_several_lines_writes_no_header(open_relay: OpenRelay) -> None:
    relay, told = open_relay()
    relay.carry(parcel(subject="one\r\nBcc: somebody@else.example\r\n"))
    ((envelope, mail),) = told.mails
    assert envelope.rcpt_tos == ["taro@example.com"]
    assert (mail["Bcc"], mail["Subject"]) == (None, "one Bcc: somebody@else.example")


def test_nobody_at_the_address_of_the_relay_is_a_closed_way() -> None:
    nowhere = RelayPlace(
        host="127.0.0.1", port=1, tls=MailTls.NONE, ca=None, user="", password=Secret(""), sender="a@b.example"
    )
    with pytest.raises(PostClosedError):
        Relay(nowhere).carry(parcel())


class Service(ThreadingHTTPServer):
    """A service for text messages that answers with `status`."""

    status = 202

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Asked)
        self.asked: list[tuple[dict[str, str], dict[str, str]]] = []


class _Asked(BaseHTTPRequestHandler):
    server: Service

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.asked.append((dict(self.headers), body))
        self.send_response(self.server.status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def service() -> Iterator[Service]:
    with Service() as opened:
        threading.Thread(target=opened.serve_forever, daemon=True).start()
        yield opened
        opened.shutdown()


def text_service(service: Service) -> TextService:
    url = f"http://127.0.0.1:{service.server_address[1]}/send?from=sekisho"
    return TextService(TextPlace(url=url, token=Secret("a-token-of-a-test")))


def test_a_text_message_is_posted_once_with_its_key_and_token(service: Service) -> None:
    assert text_service(service).carry(parcel(to="+81312345678", text="関所証券\n")) is Carried.TAKEN
    ((headers, body),) = service.asked
    assert body == {"id": "abc123", "to": "+81312345678", "text": "関所証券\n"}
    assert headers["Authorization"] == "Bearer a-token-of-a-test"
    assert headers["Idempotency-Key"] == "abc123"


@pytest.mark.parametrize("status", [400, 404, 410, 413, 422])
def test_a_refusal_that_is_about_the_message_settles_it(service: Service, status: int) -> None:
    service.status = status
    assert text_service(service).carry(parcel()) is Carried.RETURNED


@pytest.mark.parametrize("status", [301, 401, 403, 408, 429, 500, 503])
def test_a_refusal_that_is_about_the_house_or_the_hour_settles_nothing(service: Service, status: int) -> None:
    service.status = status
    with pytest.raises(PostClosedError):
        text_service(service).carry(parcel())


def test_a_service_that_is_not_there_is_a_closed_way(service: Service) -> None:
    carrier = text_service(service)
    carrier.knock()
    service.shutdown()
    service.server_close()
    with pytest.raises(PostClosedError):
        carrier.knock()
    with pytest.raises(PostClosedError):
        carrier.carry(parcel())
