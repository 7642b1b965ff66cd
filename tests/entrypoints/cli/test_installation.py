"""`init`, `doctor` and the refusals of `serve`: what makes an installation, and what must not start (AU-14)."""

import base64
import json
import socket
import sqlite3
import ssl
import stat
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from sekisho.entrypoints.cli.examination import Grade, is_misreading_mail
from sekisho.entrypoints.cli.reachability import try_gateway, try_gateway_tls, try_mail_door, try_site
from sekisho.testing.certificates import make_both


def mode_of(path):
    return stat.S_IMODE(path.stat().st_mode)


# ── init ─────────────────────────────────────────────────────────────────────────────────────────────────────


def test_what_init_makes_is_its_owner_s_alone(installed):
    assert mode_of(installed) == 0o700
    assert {path.name for path in installed.iterdir()} >= {"keys.json", "sekisho.sqlite3"}
    assert {mode_of(path) for path in installed.iterdir()} == {0o600}


def test_init_keeps_what_is_there(installed, sekisho):
    before = (installed / "keys.json").read_bytes()
    assert sekisho("init").returncode == 0
    assert (installed / "keys.json").read_bytes() == before


def test_init_does_not_touch_a_demo_s_folder(sekisho, data):
    data.mkdir()
    (data / "demo.mark").write_text("seeded")
    assert sekisho("init").returncode == 1
    assert {path.name for path in data.iterdir()} == {"demo.mark"}


def test_the_database_waits_writes_through_and_keeps_its_references(installed):
    from sekisho.adapters.databases import sqlite

    described = sqlite(installed / "sekisho.sqlite3")
    assert described["NAME"].endswith("?mode=rw")
    assert described["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    with closing(sqlite3.connect(installed / "sekisho.sqlite3")) as database:
        assert database.execute("PRAGMA journal_mode").fetchone() == ("wal",)


# ── serve refuses ────────────────────────────────────────────────────────────────────────────────────────────


def weaken(installed, key):
    document = json.loads((installed / "keys.json").read_text())
    (installed / "keys.json").write_text(json.dumps(document | {"keys": {"1": key}}))


def nothing(installed):
    """No harm is done to the folder: the setting is the harm."""


REFUSALS = {
    "a key file that everybody can read": (lambda data: (data / "keys.json").chmod(0o644), {}, "keys.json"),
    "a key file that the group can write": (lambda data: (data / "keys.json").chmod(0o620), {}, "keys.json"),
    "a short key": (lambda data: weaken(data, base64.b64encode(b"secret").decode()), {}, "keys.json"),
    "a default key": (lambda data: weaken(data, base64.b64encode(b"changeme" * 4).decode()), {}, "keys.json"),
    "no key file": (lambda data: (data / "keys.json").unlink(), {}, "keys.json"),
    "a movable clock": (lambda data: (data / "demo-clock.json").write_text("0"), {}, "demo"),
    "a demo's folder": (lambda data: (data / "demo.mark").write_text("seeded"), {}, "demo"),
    "a wish for debugging": (nothing, {"SEKISHO_DEBUG": "1"}, "SEKISHO_DEBUG"),
    "a key in the environment": (nothing, {"SEKISHO_SECRET_KEY": "changeme"}, "SEKISHO_SECRET_KEY"),
    "a misspelt setting": (nothing, {"SEKISHO_SECURE_COOKIE": "true"}, "SEKISHO_SECURE_COOKIE"),
    "open cookies for everybody": (
        nothing,
        {"SEKISHO_SECURE_COOKIES": "false", "SEKISHO_HOST": "0.0.0.0"},  # noqa: S104 - refused
        "SEKISHO_SECURE_COOKIES",
    ),
    "a setting of the wrong kind": (nothing, {"SEKISHO_TRUSTED_PROXIES": "all"}, "SEKISHO_TRUSTED_PROXIES"),
    "no database": (lambda data: (data / "sekisho.sqlite3").unlink(), {}, "init"),
    "a database that is none": (lambda data: (data / "sekisho.sqlite3").write_bytes(b"x" * 5000), {}, ""),
    "an empty database": (lambda data: empty(data / "sekisho.sqlite3"), {}, "init"),
}


def empty(path):
    for found in path.parent.glob(f"{path.name}*"):
        found.unlink()
    path.touch(0o600)


@pytest.mark.parametrize("why", REFUSALS)
def test_serve_does_not_start_with(installed, sekisho, why):
    harm, settings, said = REFUSALS[why]
    harm(installed)
    ended = sekisho("serve", **settings)
    assert ended.returncode == 1
    assert ended.stdout == ""
    assert len(ended.stderr.splitlines()) == 1, ended.stderr
    assert said in ended.stderr
    assert "changeme" not in ended.stderr


def test_serve_does_not_make_a_new_database_in_the_place_of_a_lost_one(installed, sekisho):
    (installed / "sekisho.sqlite3").unlink()
    assert sekisho("serve").returncode == 1
    assert not (installed / "sekisho.sqlite3").exists()


def test_serve_does_not_start_before_init(sekisho, data):
    assert sekisho("serve").returncode == 1
    assert not data.exists()


def test_serve_does_not_start_where_somebody_listens(installed, sekisho):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        ended = sekisho("serve", SEKISHO_PORT=str(port))
    assert (ended.returncode, ended.stdout) == (1, "")
    assert str(port) in ended.stderr


@pytest.mark.parametrize("named", ["", "nothing.pem"])
def test_no_gateway_opens_without_a_certificate(installed, sekisho, named):
    ended = sekisho("gateway", SEKISHO_GATEWAY_CERTIFICATE=named)
    assert (ended.returncode, ended.stdout) == (1, "")
    assert "SEKISHO_GATEWAY_CERTIFICATE" in ended.stderr


def test_an_unknown_database_scheme_is_refused_without_its_password(installed, sekisho):
    ended = sekisho("serve", DATABASE_URL="mysql://root:hunter2@localhost/sekisho")
    assert ended.returncode == 1
    assert "DATABASE_URL" in ended.stderr
    assert "hunter2" not in ended.stderr


def test_a_database_server_that_is_not_there_is_told_in_a_sentence(installed, sekisho):
    ended = sekisho("serve", DATABASE_URL=f"postgresql://u:hunter2@/sekisho?host={installed}")
    assert ended.returncode == 1
    assert len(ended.stderr.splitlines()) == 1
    assert "hunter2" not in ended.stderr


# ── doctor ───────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_doctor_finds_a_new_installation_well(installed, sekisho):
    ended = sekisho("doctor")
    assert ended.returncode == 0, ended.stdout
    assert "failed" not in ended.stdout


def test_the_doctor_misses_an_installation(sekisho, data):
    ended = sekisho("doctor")
    assert ended.returncode == 1
    assert str(data) in ended.stdout


@pytest.mark.parametrize(
    "why", [why for why in REFUSALS if why not in {"a movable clock", "a demo's folder", "open cookies for everybody"}]
)
def test_the_doctor_finds(installed, sekisho, why):
    harm, settings, said = REFUSALS[why]
    harm(installed)
    ended = sekisho("doctor", **settings)
    assert ended.returncode == 1
    assert any(line.startswith("failed") and said in line for line in ended.stdout.splitlines()), ended.stdout
    assert ended.stderr == ""


def test_the_doctor_finds_a_folder_that_others_can_open(installed, sekisho):
    installed.chmod(0o755)
    ended = sekisho("doctor")
    assert ended.returncode == 1
    assert "0755" in ended.stdout


def test_the_doctor_speaks_japanese(installed, sekisho):
    assert "良好" in sekisho("doctor", LC_ALL="ja_JP.UTF-8").stdout


@pytest.mark.parametrize(
    ("version", "misreads"),
    [
        ((3, 11, 9), True),
        ((3, 11, 10), False),
        ((3, 12, 5), True),
        ((3, 12, 6), False),
        ((3, 13, 0), False),
        ((3, 11, 0), True),
    ],
)
def test_a_python_that_misreads_mail_addresses_is_known(version, misreads):
    assert is_misreading_mail(version) is misreads


@pytest.fixture
def silent_port():
    with socket.create_server(("127.0.0.1", 0)) as free:
        return free.getsockname()[1]


def test_the_doctor_ends_with_1_where_nobody_answers(sekisho, silent_port):
    ended = sekisho("doctor", "--port", silent_port, "--gateway-port", silent_port, "--gateway-tls-port", silent_port)
    assert ended.returncode == 1
    failed = [line for line in ended.stdout.splitlines() if line.startswith("failed") and str(silent_port) in line]
    assert len(failed) == 4


def test_silence_fails_where_an_answer_is_wanted_and_is_worth_a_word_elsewhere(silent_port):
    assert try_gateway("127.0.0.1", silent_port).grade is Grade.FAILED
    assert try_gateway_tls("127.0.0.1", silent_port).grade is Grade.FAILED
    assert try_site("127.0.0.1", silent_port, is_wanted=True).grade is Grade.FAILED
    assert try_site("127.0.0.1", silent_port, is_wanted=False).grade is Grade.WARNING


@pytest.mark.parametrize(("said", "grade"), [(b"220 here\r\n", Grade.OK), (b"421 no\r\n", Grade.WARNING)])
def test_a_mail_door_is_one_that_greets(said, grade):
    with socket.create_server(("127.0.0.1", 0)) as door, ThreadPoolExecutor(1) as pool:
        trying = pool.submit(try_mail_door, "0.0.0.0", door.getsockname()[1])  # noqa: S104 - it listens everywhere, so it is reached here
        with closing(door.accept()[0]) as guest:
            guest.sendall(said)
        assert trying.result().grade is grade


def test_a_mail_door_that_is_shut_is_worth_a_word(silent_port):
    assert try_mail_door("127.0.0.1", silent_port).grade is Grade.WARNING


@pytest.fixture
def readiness():
    """A site that says what a test wants it to say."""

    class Handler(BaseHTTPRequestHandler):
        said = b"{}"

        def do_GET(self):
            self.send_response(200)
            self.end_headers()
            self.wfile.write(self.said)

        def log_message(self, *arguments):
            pass

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server.server_port, Handler
        server.shutdown()
        thread.join()


def test_the_doctor_asks_the_site_whether_it_is_ready(sekisho, readiness):
    port, site = readiness
    site.said = json.dumps({"ready": True, "keys": True, "database": True}).encode()
    assert sekisho("doctor", "--port", port).returncode == 0
    site.said = json.dumps({"ready": False, "keys": True, "database": False}).encode()
    finding = try_site("127.0.0.1", port, is_wanted=True)
    assert (finding.grade, finding.params["missing"]) == (Grade.FAILED, "database")


@pytest.mark.parametrize("said", [b"", b"hello", b"[]", b"7", b"{}", b"\xff"])
def test_a_stranger_on_the_port_is_no_site(readiness, said):
    port, site = readiness
    site.said = said
    assert try_site("127.0.0.1", port, is_wanted=True).grade is Grade.FAILED


def test_a_plain_gateway_is_one_that_answers_its_probe_each_time(readiness):
    port, site = readiness
    site.said = b'{"gateway": true}'
    assert try_gateway("127.0.0.1", port).grade is Grade.OK


@pytest.mark.parametrize("said", [b"", b"hello", b"{}", b'{"gateway": 1}'])
def test_what_answers_in_the_gateway_s_place_is_told_apart_from_silence(readiness, said):
    port, site = readiness
    site.said = said
    finding = try_gateway("127.0.0.1", port)
    assert (finding.grade, finding.message) == (Grade.FAILED, "doctor.gateway_foreign")


@pytest.mark.fact("A080", "A081")
def test_a_closed_port_is_named_with_what_to_open(silent_port):
    for finding in (try_gateway("127.0.0.1", silent_port), try_gateway_tls("127.0.0.1", silent_port)):
        assert (finding.grade, finding.message) == (Grade.FAILED, "doctor.gateway_refused")
        assert finding.params["port"] == silent_port


def test_a_gateway_that_speaks_no_tls_is_not_reached_with_tls(readiness):
    port, _ = readiness
    assert try_gateway_tls("127.0.0.1", port).grade is Grade.FAILED


def test_a_certificate_that_this_machine_does_not_trust_is_worth_a_word(tls_gateway):
    assert try_gateway_tls("127.0.0.1", tls_gateway).grade is Grade.WARNING


@pytest.fixture
def tls_gateway(tmp_path):
    """A gateway with a certificate of its own making."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(make_both(tmp_path / "gateway.pem"))
    with socket.create_server(("127.0.0.1", 0)) as gateway:
        thread = threading.Thread(target=shake_hands_once, args=(gateway, context))
        thread.start()
        yield gateway.getsockname()[1]
        thread.join()


def shake_hands_once(gateway, context):
    connection, _ = gateway.accept()
    with connection, suppress(OSError):
        context.wrap_socket(connection, server_side=True).close()
