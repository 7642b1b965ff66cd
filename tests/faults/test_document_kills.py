"""A worker that is killed at any point of looking at a document: it is done once, and nobody sees half a picture (security.md F-06).

Each life of the worker is a process of its own, killed as it enters one more operation than the life before.
"""

import os
import signal
from dataclasses import replace

import pytest
from django.db import connections

from sekisho.adapters.objects import SealedFolder
from sekisho.adapters.storage.document_rows import DocumentRow, PageRow, PictureRow
from sekisho.adapters.storage.rows import OutboxRow, TrailRow
from sekisho.adapters.storage.trail import Intact
from sekisho.adapters.storage.trail import verify as verify_trail
from sekisho.core.accounts import AccountState
from sekisho.core.intake.cases import DocumentState
from sekisho.entrypoints.worker.documents import list_unfinished
from sekisho.testing.imaging import GOOD_MEASURES, dealt_page
from sekisho.testing.mailing import Phone
from sekisho.testing.people import Wanted, add_person
from sekisho.workflows.intake.flows import FLOWS

PAGES = (dealt_page("x", measures=replace(GOOD_MEASURES, softness=0.7, shake=1.1)),) * 2
ROUNDS_OF_EVERY_KILL = 20


class Killer:
    """Stands before something and kills the process as it enters its n-th operation."""

    def __init__(self, inner, fuse):
        self._inner, self._fuse = inner, fuse

    def __getattr__(self, name):
        entered = getattr(self._inner, name)

        def enter(*args, **kwargs):
            self._fuse()
            given = entered(*args, **kwargs)
            return Killer(given, self._fuse) if name in {"begin", "transaction", "reading"} else given

        return enter

    def __enter__(self):
        return Killer(self._inner.__enter__(), self._fuse)

    def __exit__(self, *raised):
        self._fuse()  # before the commit
        self._inner.__exit__(*raised)
        self._fuse()  # and after it


def fuse_of(length):
    burnt = iter(range(length))

    def burn():
        if next(burnt, None) is None:
            os.kill(os.getpid(), signal.SIGKILL)

    return burn


def live(ports, length):
    """One life: whatever is unfinished is driven on until the fuse is burnt; True: it came to its end."""
    connections.close_all()  # each process opens its own
    child = os.fork()
    if child == 0:
        fuse = fuse_of(length)
        fragile = replace(
            ports, **{name: Killer(getattr(ports, name), fuse) for name in ("store", "objects", "imaging")}
        )
        while unfinished := list_unfinished(ports):
            for flow, about in unfinished:
                FLOWS[flow](lambda _, deed, of: deed(fragile, of), about)
        os._exit(0)
    return os.waitpid(child, 0)[1] == 0


@pytest.fixture
def house(ports, tmp_path):
    """The ports, with a folder of their own."""
    return replace(ports, objects=SealedFolder(tmp_path / "objects", vault=ports.vault))


@pytest.mark.parametrize(
    "rounds", [1, pytest.param(ROUNDS_OF_EVERY_KILL, marks=pytest.mark.slow)], ids=["once", "twenty times"]
)
def test_killed_at_every_operation_in_turn_a_document_is_done_once(house, rounds):
    for _ in range(rounds):
        applicant, phone = add_person(house, Wanted(state=AccountState.APPLIED)), Phone(house)
        phone.take(phone.mail(f"{applicant.account} PID", phone.picture(PAGES), phone.picture(PAGES)))
        lives = next(length for length in range(1, 500) if live(house, length))
        assert lives > 20
        [document] = DocumentRow.objects.filter(account_id=applicant.account)
        assert document.state == DocumentState.REPEATED
        assert PictureRow.objects.filter(document=document, judged_at__isnull=False).count() == 2
        pages = list(PageRow.objects.filter(document=document))
        assert len(pages) == 4
        assert all(b"".join(house.objects.read(page.id)).endswith(b"\xff\xd9") for page in pages)
        assert OutboxRow.objects.filter(holder_id=applicant.holder_id).count() == 1
        assert TrailRow.objects.filter(account=applicant.account, happening__startswith="document_").count() == 2
    assert isinstance(verify_trail(house.vault), Intact)
