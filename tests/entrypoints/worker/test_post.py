"""The post: a message of the outbox becomes a letter in its holder's language, with its picture, named the same at every try."""

import threading
from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest

from sekisho.adapters.objects import SealedFolder
from sekisho.adapters.storage.rows import HolderRow, OutboxRow
from sekisho.core.errors import PostClosedError
from sekisho.core.regions import DEFAULT_REGIONS
from sekisho.core.secret import Secret
from sekisho.entrypoints.site.installation import Brand, Installation
from sekisho.entrypoints.worker.post import CLOSED_SECONDS, PAUSE_SECONDS, send_due
from sekisho.testing.people import Wanted, add_person
from sekisho.workflows.post_records import Carried, Channel
from sekisho.workflows.records import OutgoingMessage


class Hand:
    """Carries what it is given."""

    is_closed = False

    def __init__(self):
        self.carried = []

    def carry(self, parcel):
        if self.is_closed:
            raise PostClosedError
        self.carried.append(parcel)
        return Carried.TAKEN

    def knock(self):
        """Nothing is there to be closed."""


@pytest.fixture
def house(ports, tmp_path):
    return Installation(
        ports=replace(ports, objects=SealedFolder(tmp_path / "objects", vault=ports.vault)),
        brand=Brand(),
        regions=DEFAULT_REGIONS,
        zone=ZoneInfo("Asia/Tokyo"),
        has_secure_cookies=True,
        trusted_proxies=0,
        is_demo=False,
        origin="https://login.example.com",
    )


@pytest.fixture
def send(house):
    hands = {channel: Hand() for channel in Channel}
    return hands, lambda: send_due(house, hands, stop=threading.Event())


def tell(house, language, message="new_browser", *, to="", **params):
    person = add_person(house.ports, Wanted())
    HolderRow.objects.filter(pk=person.holder_id).update(language=language, name="関所 花子")
    outgoing = OutgoingMessage(holder_id=person.holder_id, message=message, at=house.ports.clock.now(), params=params)
    with house.ports.store.transaction() as tx:
        if to:
            tx.send_secret(outgoing, to=to, secret=Secret("QWERT"))
        else:
            tx.send(outgoing)


def test_each_holder_is_written_to_in_their_language(house, send):
    hands, send_now = send
    tell(house, "ja")
    tell(house, "en")
    assert send_now() == PAUSE_SECONDS
    japanese, english = hands[Channel.MAIL].carried
    assert "関所証券" in japanese.subject
    assert "関所 花子" in japanese.text
    assert "Sekisho Securities" in english.subject


def test_half_a_passcode_goes_to_its_telephone_and_stays_nowhere(house, send):
    hands, send_now = send
    tell(house, "ja", "passcode_half", to="+81312345678")
    send_now()
    (parcel,) = hands[Channel.TEXT].carried
    assert "QWERT" in parcel.text
    assert bytes(OutboxRow.objects.get().sealed) == b""


def test_the_picture_that_a_letter_speaks_of_goes_with_it(house, send):
    hands, send_now = send
    draft = house.ports.objects.begin("page_marked")
    draft.write(b"\xff\xd8 marked")
    draft.keep()
    tell(house, "ja", "document.repeat", picture="page_marked", why="blurred", purpose="PID")
    send_now()
    assert [parcel.picture for parcel in hands[Channel.MAIL].carried] == [b"\xff\xd8 marked"]


def test_the_same_message_in_a_restored_table_is_named_as_before_and_another_one_is_not(house, send):
    hands, send_now = send
    tell(house, "ja")
    send_now()
    OutboxRow.objects.update(sent_at=None, next_at=0)
    send_now()
    OutboxRow.objects.update(sent_at=None, next_at=0, message="card_shown")
    send_now()
    first, again, other = (parcel.id for parcel in hands[Channel.MAIL].carried)
    assert first == again != other


def test_a_closed_way_is_left_alone_for_a_while_and_said_in_the_log_without_a_name(house, send, caplog):
    hands, send_now = send
    hands[Channel.MAIL].is_closed = True
    tell(house, "ja")
    assert send_now() == CLOSED_SECONDS
    assert "no mail is taken" in caplog.text
    assert "花子" not in caplog.text
