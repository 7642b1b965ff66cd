"""Large bodies: for the few addresses that take files, from whoever is known, bounded in size, number and slowness."""

import asyncio

import pytest

from sekisho.adapters.spool import Spool
from sekisho.entrypoints.site import uploads
from sekisho.entrypoints.site.uploads import ADMITTED, NOT_TAKEN, NotTaken, Uploads, is_upload


class Request:
    """A request as the server hands it over."""

    http_version, scheme = "1.1", "http"

    def __init__(
        self, *pieces, path="/api/v1/me/documents", method="POST", kind="multipart/form-data; boundary=b", **headers
    ):
        self.pieces, self.path, self.method = pieces, path, method
        self.headers = {"content-type": kind, **headers}
        self.read = 0

    async def __aiter__(self):
        for piece in self.pieces:
            self.read += len(piece)
            yield piece


@pytest.fixture
def door(tmp_path):
    return Uploads(admit=lambda _: None, open_body=lambda: Spool(tmp_path))


def receive(door, request, sender="holder_1"):
    return asyncio.run(door.receive(request, request, sender=sender))


@pytest.mark.parametrize("path", ["/api/v1/me/documents", "/ja/documents/send", "/en/documents/send"])
def test_files_are_taken_at_these_addresses(path):
    assert is_upload(Request(path=path))


@pytest.mark.parametrize(
    "differently",
    [
        {"path": "/api/v1/logins"},
        {"path": "/api/v1/me/documents/"},
        {"path": "/fr/documents/send"},
        {"path": "/ja/documents/send\n"},
        {"method": "PUT"},
        {"kind": "application/json"},
    ],
)
def test_every_other_request_keeps_its_small_body(differently):
    assert not is_upload(Request(**differently))


def test_a_body_is_kept_under_no_name_unreadable_on_the_disk_and_read_once(door, tmp_path):
    taken = receive(door, Request(b"one ", b"", b"two"))
    assert taken.told[ADMITTED] == "holder_1"
    assert list(tmp_path.iterdir()) == []
    written = taken.body._file
    written.seek(0)
    assert b"one" not in written.read()
    assert [taken.body.read(4), taken.body.read(), taken.body.read()] == [b"one ", b"two", b""]
    assert taken.told["CONTENT_LENGTH"] == "7"
    taken.close()


@pytest.mark.parametrize(
    ("request_", "sender", "why"),
    [
        (Request(b"x" * 99), None, NotTaken.STRANGER),
        (Request(b"x", **{"content-length": str(uploads.MOST_UPLOAD_BYTES + 1)}), "holder_1", NotTaken.TOO_LARGE),
        (Request(*[b"x" * (1 << 22)] * 30), "holder_1", NotTaken.TOO_LARGE),
    ],
    ids=["stranger", "announced", "in-parts"],
)
def test_what_is_not_taken_is_told_and_nothing_of_it_kept(door, request_, sender, why):
    taken = receive(door, request_, sender)
    assert (taken.told[NOT_TAKEN], ADMITTED in taken.told, taken.body) == (why, False, None)
    assert request_.read <= uploads.MOST_UPLOAD_BYTES + (1 << 22)


def test_one_sender_holds_two_places_at_most_and_gives_them_back(door):
    async def crowd():
        gate = asyncio.Event()

        class Waiting(Request):
            async def __aiter__(self):
                await gate.wait()
                yield b"x"

        first = [asyncio.create_task(door.receive(Waiting(), Waiting(), sender="holder_1")) for _ in range(2)]
        await asyncio.sleep(0)
        third = await door.receive(Request(), Request(b"x"), sender="holder_1")
        other = await door.receive(Request(), Request(b"x"), sender="holder_2")
        gate.set()
        return [
            third,
            other,
            *await asyncio.gather(*first),
            await door.receive(Request(), Request(b"x"), sender="holder_1"),
        ]

    taken = asyncio.run(crowd())
    assert [one.told.get(NOT_TAKEN) for one in taken] == [NotTaken.TOO_MANY, None, None, None, None]
    for one in taken:
        one.close()


def test_who_sends_too_slowly_loses_the_place(tmp_path):
    class Stalled(Request):
        async def __aiter__(self):
            yield b"x"
            await asyncio.Event().wait()

    door = Uploads(admit=lambda _: None, open_body=lambda: Spool(tmp_path), patience_seconds=0.05)
    assert receive(door, Stalled()).told[NOT_TAKEN] is NotTaken.TOO_SLOW
