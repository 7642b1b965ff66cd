"""What the connectivity test reaches on the two ports, and what is closed without a word."""

import http.client
import json
import socket
import ssl
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.entrypoints.gateway import probe
from sekisho.entrypoints.gateway.connection import Patience

REACHED = probe.Reached(port=4000, is_tls=False, now_ms=0)
HASTY = Patience(first_byte=0.3, request=0.3)


def ask(port, trust=None, path="/probe", method="GET"):
    if trust is None:
        connection = http.client.HTTPConnection("localhost", port, timeout=10)
    else:
        connection = http.client.HTTPSConnection("localhost", port, timeout=10, context=trust)
    try:
        connection.request(method, path)
        answer = connection.getresponse()
        return answer.status, answer.headers, answer.read()
    finally:
        connection.close()


def everything_from(wire):
    """What comes until the other side ends, however it ends."""
    said = b""
    with suppress(OSError):
        while more := wire.recv(65536):
            said += more
    return said


@pytest.fixture
def knock(open_gates):
    """`knock(port, bytes)` sends them and gives all that comes back."""

    def send(port, said):
        with socket.create_connection(("localhost", port), timeout=10) as wire:
            wire.sendall(said)
            return everything_from(wire)

    return send


@pytest.mark.fact("A080", "A081")
def test_both_ports_answer_a_probe_and_4000_with_tls_or_without(open_gates, trust, clock):
    port, tls_port = open_gates()
    for reached, how, is_tls in ((port, None, False), (port, trust, True), (tls_port, trust, True)):
        status, headers, body = ask(reached, how)
        assert status == 200
        assert json.loads(body) == {
            "gateway": True,
            "port": reached,
            "tls": is_tls,
            "now": int(clock.now().timestamp() * 1000),
        }
        assert headers["Access-Control-Allow-Origin"] == "*"
        assert headers["Cache-Control"] == "no-store"
        assert headers["Content-Type"] == "application/json"


def test_the_tls_port_says_nothing_without_tls_unless_the_house_wants_probes_answered(open_gates):
    _, tls_port = open_gates()
    with pytest.raises((http.client.BadStatusLine, ConnectionError)):
        ask(tls_port)
    _, demo_port = open_gates(gateway_plain_probes=True)
    assert json.loads(ask(demo_port)[2])["tls"] is False


def test_a_browser_on_a_public_page_may_ask_a_private_address(open_gates):
    port, _ = open_gates()
    status, headers, body = ask(port, method="OPTIONS")
    assert (status, body) == (204, b"")
    assert headers["Access-Control-Allow-Private-Network"] == "true"


@pytest.mark.parametrize("path", ["/", "/probe/", "/probe2", "/en/", "//probe"])
def test_nothing_else_is_found(open_gates, path):
    assert ask(open_gates()[0], path=path)[0] == 404


@pytest.mark.parametrize("said", [b"POST /probe HTTP/1.1\r\n\r\n", b"EHLO me\r\n", b"\0" * 64, b"SSH-2.0-x\r\n"])
def test_what_is_no_language_of_ours_is_closed_without_a_word(open_gates, knock, said):
    assert knock(open_gates()[0], said) == b""


@pytest.mark.parametrize(
    "said", [b"", b"G", b"GET /probe HTTP/1.1\r\nHost: x\r\n", b"\x16\x03", b"GET /" + b"a" * 20_000], ids=range(5)
)
def test_who_is_slow_or_endless_is_closed(open_gates, knock, said):
    assert knock(open_gates(patience=HASTY)[0], said) == b""


@pytest.mark.filterwarnings("ignore:ssl.TLSVersion.TLSv1:DeprecationWarning")  # what is old is the point
@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1])
def test_tls_before_1_2_is_refused(open_gates, trust, version):
    trust.minimum_version = ssl.TLSVersion.TLSv1
    trust.maximum_version = version
    trust.set_ciphers("ALL:@SECLEVEL=0")
    _, tls_port = open_gates()
    with pytest.raises(OSError):  # noqa: PT011 - an alert or an end, as the library finds it
        ask(tls_port, trust)


def test_tls_needs_no_server_name(open_gates, trust):
    trust.check_hostname = False
    _, tls_port = open_gates()
    with socket.create_connection(("127.0.0.1", tls_port), timeout=10) as plain, trust.wrap_socket(plain) as wire:
        wire.sendall(b"GET /probe HTTP/1.1\r\n\r\n")
        assert everything_from(wire).startswith(b"HTTP/1.1 200 ")


@pytest.mark.parametrize(
    "said", [b"8=FIX.4.4\x019=5\x0135=A\x01", b"8=FI", b"8=FIX" + b"9" * 200_000], ids=["logon", "start", "flood"]
)
def test_credentials_without_tls_are_refused_unread_and_the_port_that_takes_them_is_named(
    open_gates, knock, caplog, said
):
    port, _ = open_gates()
    told = knock(port, said)
    body, _, checksum = told.partition(b"10=")
    assert checksum == b"%03d\x01" % (sum(body) % 256)
    length, counted = body.split(b"\x01", 2)[1], body.split(b"\x01", 2)[2]
    assert length == b"9=%d" % len(counted)
    assert counted.startswith(b"35=5\x01")
    assert b"over TLS on port" in counted
    assert caplog.text == ""


# ── The one request ──────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "fields",
    [
        b"Host: a\r\nHost: b",
        b"Content-Length: 5",
        b"Content-Length: 0\r\nTransfer-Encoding: chunked",
        b"X: a\r\n folded",
        b"X: a\nY: b",
        b"X: a\rY: b",
        b"X : a",
        b"X: \0",
        b"novalue",
    ],
)
def test_a_request_that_two_readers_could_read_differently_is_refused(fields):
    said = b"GET /probe HTTP/1.1\r\n" + fields + b"\r\n\r\n"
    assert probe.answer(said, REACHED).startswith(b"HTTP/1.1 400 ")


@given(st.binary(max_size=300))
def test_whatever_is_asked_gets_one_whole_answer(said):
    head, _, _ = probe.answer(said + probe.END, REACHED).partition(probe.END)
    assert head.split(b" ")[1] in {b"200", b"204", b"400", b"404"}
    assert b"Connection: close" in head
