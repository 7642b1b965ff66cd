"""What a holder sends from a session is one document, at once or not at all; nobody else's, and the same thing not twice."""

import hashlib
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta

import pytest

from sekisho.adapters.objects import SealedFolder
from sekisho.adapters.storage.document_rows import CaseRow, DocumentRow
from sekisho.adapters.storage.rows import TrailRow
from sekisho.core.accounts import AccountState
from sekisho.core.errors import StorageUnavailableError
from sekisho.core.intake.cases import CaseEvent, CaseState, DocumentState
from sekisho.core.intake.mailboxes import Mailbox
from sekisho.core.intake.pictures import MOST_BYTES
from sekisho.core.intake.subject_line import Purpose
from sekisho.core.reasons import Reason
from sekisho.core.throttle import DOCUMENTS
from sekisho.testing.claimant import DOOR
from sekisho.testing.people import DSC
from sekisho.testing.visiting import log_in
from sekisho.workflows.intake.cases import move
from sekisho.workflows.intake.incoming_picture import IncomingPicture, read_file_name
from sekisho.workflows.intake.send_in import ALTERED, MOST_FILES, Known, Sending, SentIn, Unfit, send_in
from sekisho.workflows.intake.show_documents import show_documents
from sekisho.workflows.outcomes import RefusalView
from sekisho.workflows.work.documents import Settled

PICTURE = b"\xff\xd8\xff\xe0 not really "


@pytest.fixture
def house(ports, tmp_path):
    """The ports, with a folder of their own."""
    return replace(ports, objects=SealedFolder(tmp_path / "objects", vault=ports.vault))


@pytest.fixture
def applicant(house):
    """Somebody in Japan who applied and is logged in."""
    return log_in(house, state=AccountState.APPLIED)


def came(house, content, *, name="IMG_1.jpg"):
    picture = IncomingPicture(house, name)
    picture.write(content)
    return picture.finish()


def send(house, guest, *contents, purpose=Purpose.IDENTITY, **more):
    files = [came(house, content) for content in contents]
    return send_in(house, guest.visitor, Sending(purpose=purpose, files=files, door=DOOR, **more))


def objects(house):
    return sorted(house.objects.left_behind(before=timedelta(hours=-1)))


def case_of(house, guest, purpose=Purpose.IDENTITY):
    with house.store.reading() as tx:
        return tx.case_of(guest.person.account, purpose)


def test_what_is_sent_becomes_a_document_of_the_own_account_sealed_byte_for_byte(house, applicant):
    sent = send(house, applicant, PICTURE + b"1", PICTURE + b"2", purpose=Purpose.RESIDENCE)
    assert isinstance(sent, SentIn)
    with house.store.reading() as tx:
        document = tx.document(sent.document.id)
        pictures = tx.pictures_of(document.id)
        assert [one.id for one in tx.unfinished_documents(most=9)] == [document.id]  # the pipeline's next
    assert (document.account, document.purpose, document.state, document.mailbox) == (
        applicant.person.account,
        Purpose.RESIDENCE,
        DocumentState.RECEIVED,
        Mailbox.ELSEWHERE,
    )
    assert [b"".join(house.objects.read(one.source)) for one in pictures] == [PICTURE + b"1", PICTURE + b"2"]
    assert case_of(house, applicant, Purpose.RESIDENCE).state is CaseState.RECEIVED
    assert TrailRow.objects.filter(happening="document_received", reference=document.receipt).count() == 1


def test_name_length_and_checksum_come_back_with_what_was_taken(house, applicant):  # B131
    file = came(house, PICTURE, name="C:\\pictures\\\u202egpj.exe\n.jpg")
    assert (file.name, file.size, file.digest) == ("gpj.exe.jpg", len(PICTURE), hashlib.sha256(PICTURE).hexdigest())
    assert read_file_name("/etc/../" + "あ" * 999) == "あ" * 120
    sending = Sending(purpose=Purpose.IDENTITY, files=[file], digests=(file.digest,), door=DOOR)
    assert isinstance(send_in(house, applicant.visitor, sending), SentIn)


@pytest.mark.parametrize(
    ("contents", "digests", "flaws"),
    [
        ((), (), ["no_files"]),
        ((PICTURE, b""), (), ["empty"]),
        ((PICTURE, PICTURE[:3] + b"x" * MOST_BYTES), (), ["too_large"]),
        ((b"<html>", PICTURE), (), ["not_a_picture"]),
        ((PICTURE,), ("0" * 64,), [ALTERED]),
        ((PICTURE, PICTURE + b"2"), (hashlib.sha256(PICTURE).hexdigest(),), [ALTERED]),
        (tuple(PICTURE + b"%d" % n for n in range(MOST_FILES + 1)), (), ["too_many_files"]),
    ],
    ids=["none", "empty", "too-large", "no-picture", "altered", "a-checksum-missing", "too-many"],
)
def test_what_is_plainly_unfit_is_told_and_leaves_nothing_that_counts(house, applicant, contents, digests, flaws):
    view = send(house, applicant, *contents, digests=digests)
    assert isinstance(view, Unfit)
    assert [flaw for _, flaw in view.flaws] + [view.flaw] * bool(view.flaw) == flaws
    assert not DocumentRow.objects.exists()
    assert not CaseRow.objects.exists()
    assert objects(house) == []


def test_the_same_file_for_the_same_proof_is_told_and_not_taken_twice(house, applicant):
    first = send(house, applicant, PICTURE)
    again = send(house, applicant, PICTURE)
    assert isinstance(again, Known)
    assert again.document.id == first.document.id
    assert len(objects(house)) == DocumentRow.objects.count() == 1
    both = send(house, applicant, PICTURE, PICTURE + b"2", PICTURE + b"2")
    assert ([one.size for one in both.files], len(both.known)) == ([len(PICTURE) + 1], 2)
    assert isinstance(send(house, applicant, PICTURE, purpose=Purpose.RESIDENCE), SentIn)  # another proof


def test_a_file_that_the_machine_could_not_read_may_be_sent_again(house, applicant):
    first = send(house, applicant, PICTURE)
    with house.store.transaction() as tx:
        tx.settle_document(first.document, Settled(state=DocumentState.REPEATED, at=house.clock.now(), why="shaken"))
        move(tx, tx.case_of(applicant.person.account, Purpose.IDENTITY), CaseEvent.REPEAT, now=house.clock.now())
    [identity, residence] = show_documents(house, applicant.visitor).cases
    assert (identity.state, identity.why, residence.state) == (CaseState.ASKED_AGAIN, "shaken", CaseState.REQUIRED)
    assert isinstance(send(house, applicant, PICTURE), SentIn)
    [identity, _] = show_documents(house, applicant.visitor).cases
    assert (identity.state, identity.why) == (CaseState.RECEIVED, "")


def test_the_same_file_of_another_holder_is_that_holders_own_matter(house, applicant):
    send(house, applicant, PICTURE)
    other = log_in(house, state=AccountState.APPLIED)
    assert isinstance(send(house, other, PICTURE), SentIn)
    assert [one.document.account for one in show_documents(house, other.visitor).documents] == [other.person.account]


def test_a_session_for_something_else_sends_nothing(house):
    closed = log_in(house, state=AccountState.CLOSED)
    view = send(house, closed, PICTURE)
    assert isinstance(view, RefusalView)
    assert view.reason is Reason.SCOPE_INSUFFICIENT
    assert isinstance(show_documents(house, closed.visitor), RefusalView)
    assert objects(house) == []


def test_sendings_are_counted_before_anything_is_looked_at(house, applicant):
    most, within = DOCUMENTS.windows[0]
    for _ in range(most):
        assert isinstance(send(house, applicant), Unfit)
    view = send(house, applicant, PICTURE)
    assert (view.reason, view.retry_at) == (Reason.THROTTLED, house.clock.now() + within)
    house.clock.advance(within)
    assert isinstance(send(house, log_in(house, person=applicant.person), PICTURE), SentIn)


def test_rows_that_cannot_be_written_leave_files_that_the_tidying_finds(house, applicant):
    class Lost:
        """A store whose second transaction is lost: the first counts the sending."""

        def __init__(self, store):
            self.store, self.left = store, 1

        def transaction(self):
            if not self.left:
                raise StorageUnavailableError
            self.left -= 1
            return self.store.transaction()

    visitor, file = applicant.visitor, came(house, PICTURE)
    sending = Sending(purpose=Purpose.IDENTITY, files=[file], door=DOOR)
    with suppress(StorageUnavailableError):
        send_in(replace(house, store=Lost(house.store)), visitor, sending)
    assert objects(house) == [file.source]
    assert not DocumentRow.objects.exists()
    with house.store.reading() as tx:
        assert not tx.has_object(file.source)


def test_who_applies_needs_both_proofs_and_who_has_an_account_is_asked_for_none(house, applicant):  # B137
    assert [one.state for one in show_documents(house, applicant.visitor).cases] == [CaseState.REQUIRED] * 2
    settled = show_documents(house, log_in(house, devices=(DSC,)).visitor)
    assert [one.state for one in settled.cases] == [None, None]


@pytest.mark.fact("A045", "A046", "A047")
@pytest.mark.parametrize(
    ("residence", "mailbox"), [("JP", "newaccounts@sekisho.example"), ("GB", "newaccounts.uk@sekisho.example")]
)
def test_the_address_to_write_to_follows_from_where_the_holder_lives(house, residence, mailbox):
    guest = log_in(house, state=AccountState.APPLIED, residence=residence, language="ja")
    assert show_documents(house, guest.visitor).mailbox == mailbox
