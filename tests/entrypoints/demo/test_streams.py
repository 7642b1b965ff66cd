"""Server-sent events through the real server: what happens arrives, a lost stream loses nothing, and none holds a thread."""

import json
import signal
import socket
import time
from contextlib import ExitStack

import httpx
import pytest

from sekisho.adapters.keyring import Keyring
from sekisho.adapters.vault import FileVault
from sekisho.testing.soft_devices import answer
from sekisho.workflows.approvals.listening import listening_token

from .conftest import PATIENCE, Demo, start_demo, stop_demo

PHONES, EACH = 25, 4
PHONE = {"factors": ["key_app"]}


class Stream:
    """One open stream of a phone, read event by event."""

    def __init__(self, address, device, token):
        self.socket = socket.create_connection(address, timeout=PATIENCE)
        path = f"/api/v1/key-app/phones/{device}/approvals/events"
        head = f"GET {path} HTTP/1.1\r\nHost: localhost:{address[1]}\r\nAuthorization: Bearer {token}\r\n\r\n"
        self.socket.sendall(head.encode())
        self.read = self.socket.makefile("rb")
        self.status = int(self.read.readline().split()[1])

    def waiting(self):
        """Wait for the next event; gives the requests that it tells of."""
        for line in self.read:
            if line.startswith(b"data: "):
                return json.loads(line.removeprefix(b"data: "))["approvals"]
        raise EOFError

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.read.close()
        self.socket.close()


class Listening(Demo):
    """A demo whose vault this test can ask, as the server does, for the token of a phone."""

    def listen(self, person):
        device = person["factors"][0]["id"]
        return Stream(("127.0.0.1", self.http.base_url.port), device, self.token(device))

    def token(self, device):
        return listening_token(FileVault(Keyring(self.folder / "keys.json")), device).reveal_text()

    def decide(self, person, login, **decision):
        device = person["factors"][0]["id"]
        address = f"/api/v1/key-app/phones/{device}/approvals/{login['approval']['id']}"
        return self.http.post(address, json=decision, headers={"Authorization": f"Bearer {self.token(device)}"}).json()


@pytest.fixture(scope="module")
def running(tmp_path_factory):
    """One demo, and the process that it is."""
    folder = tmp_path_factory.mktemp("streams") / "data"
    process, origin = start_demo(folder)
    with httpx.Client(base_url=origin.replace("localhost", "127.0.0.1"), timeout=PATIENCE, trust_env=False) as http:
        demo = Listening(http)
        demo.folder = folder
        yield demo, process
    if process.poll() is None:
        stop_demo(process)
    process.stdout.close()


def test_a_request_arrives_goes_and_is_there_again_after_a_lost_connection(running):
    demo, _ = running
    person = demo.make(**PHONE)
    with demo.listen(person) as stream:
        assert (stream.status, stream.waiting()) == (200, [])
        login = demo.begin(person)
        (asked,) = stream.waiting()
        assert asked["challenge"] == login["challenge"]["code"]
    with demo.listen(person) as again:
        assert [one["id"] for one in again.waiting()] == [asked["id"]]
        response = answer(person, login["challenge"])
        done = demo.decide(person, login, decision="approve", number=login["approval"]["number"], response=response)
        assert done == {"state": "approved"}
        assert again.waiting() == []
    assert demo.http.post(f"/api/v1/logins/{login['id']}/approval").json()["state"] == "granted"


def test_a_hundred_streams_hold_no_thread_and_end_at_once_with_the_server(running):
    demo, process = running  # two workers with one thread each
    people = [demo.make(**PHONE) for _ in range(PHONES)]
    with ExitStack() as open_:
        streams = [open_.enter_context(demo.listen(person)) for person in people for _ in range(EACH)]
        assert [stream.waiting() for stream in streams] == [[]] * len(streams)
        assert demo.enter(people[0])["state"] == "granted"
        process.send_signal(signal.SIGINT)
        told = time.monotonic()
        for stream in streams[EACH:]:
            with pytest.raises(EOFError):
                stream.waiting()
        assert time.monotonic() - told < 8  # the server would wait ten seconds, and then kill
        assert process.wait(PATIENCE) == 0
