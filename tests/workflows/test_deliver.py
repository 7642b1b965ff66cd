"""What waits in the outbox goes out once, by whichever worker; what nobody takes is tried again, and in the end told."""

import threading
from collections import Counter
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connections

from sekisho.adapters.storage import trail
from sekisho.adapters.storage.rows import HolderRow, OutboxRow
from sekisho.core.delivery import AGAIN_AFTER, GIVEN_UP_AFTER
from sekisho.core.errors import PostClosedError
from sekisho.core.events import Happening
from sekisho.core.secret import Secret
from sekisho.testing.clock import FixedClock
from sekisho.testing.people import Person, Wanted, add_person
from sekisho.workflows.deliver import Round, deliver
from sekisho.workflows.ports import Ports
from sekisho.workflows.post_records import Carried, Channel, Parcel, WaitingMessage
from sekisho.workflows.records import OutgoingMessage
from sekisho.workflows.sweep import MESSAGES_KEPT_FOR, sweep


class Hand:
    """Carries whatever it is given, and answers as it was told: `says` for each parcel, taken where nothing is said."""

    def __init__(self, says: Callable[[Parcel], Carried] = lambda _: Carried.TAKEN) -> None:
        self.says, self.carried = says, list[Parcel]()

    def carry(self, parcel: Parcel) -> Carried:
        self.carried.append(parcel)
        return self.says(parcel)

    def knock(self) -> None:
        """Nothing is there to be closed."""


def closed(_: Parcel) -> Carried:
    raise PostClosedError


def compose(message: WaitingMessage) -> Parcel:
    return Parcel(
        id=str(message.id),
        to=message.to,
        subject=message.message,
        text=str(message.params),
        language=message.language,
        at=message.at,
    )


def tell(ports: Ports, person: Person, message: str = "new_browser") -> None:
    with ports.store.transaction() as tx:
        tx.send(OutgoingMessage(holder_id=person.holder_id, message=message, at=ports.clock.now(), params={}))


def send(ports: Ports, mail: Hand, text: Hand | None = None) -> Round:
    return deliver(ports, {Channel.MAIL: mail, **({Channel.TEXT: text} if text else {})}, compose)


def told_lost() -> list[dict[str, str | int | bool | None]]:
    events = [trail.read(entry) for entry in trail.entries()]
    return [event.detail for event in events if event.happening is Happening.MESSAGE_RETURNED]


@pytest.fixture
def person(ports: Ports) -> Person:
    return add_person(ports, Wanted())


def test_a_message_goes_out_once_to_the_address_on_file_at_that_moment(ports: Ports, person: Person) -> None:
    tell(ports, person)
    HolderRow.objects.filter(pk=person.holder_id).update(email="later@example.com")
    hand = Hand()
    assert send(ports, hand).sent == 1
    assert send(ports, hand).sent == 0
    assert [parcel.to for parcel in hand.carried] == ["later@example.com"]


def test_messages_go_in_the_order_in_which_they_were_written(ports: Ports, person: Person, clock: FixedClock) -> None:
    for name in ("new_browser", "card_shown", "card_activated"):
        tell(ports, person, name)
        clock.advance(timedelta(seconds=1))
    hand = Hand()
    send(ports, hand)
    assert [parcel.subject for parcel in hand.carried] == ["new_browser", "card_shown", "card_activated"]


def test_each_way_takes_its_own_and_what_has_no_way_waits(ports: Ports, person: Person) -> None:
    with ports.store.transaction() as tx:
        message = OutgoingMessage(holder_id=person.holder_id, message="passcode_half", at=ports.clock.now(), params={})
        tx.send_secret(message, to="+81312345678", secret=Secret("QWERT"))
    tell(ports, person)
    mail, text = Hand(), Hand()
    assert send(ports, mail).sent == 1
    assert OutboxRow.objects.get(channel="text").tries == 0
    assert send(ports, mail, text).sent == 1
    assert [parcel.to for parcel in text.carried] == ["+81312345678"]


def test_a_secret_that_went_out_or_came_back_is_kept_no_longer(ports: Ports, person: Person) -> None:
    for to in ("+81312345678", "+81387654321"):
        with ports.store.transaction() as tx:
            message = OutgoingMessage(
                holder_id=person.holder_id, message="passcode_half", at=ports.clock.now(), params={}
            )
            tx.send_secret(message, to=to, secret=Secret("QWERT"))
    assert all(bytes(row.sealed) for row in OutboxRow.objects.all())
    text = Hand(lambda parcel: Carried.TAKEN if parcel.to.endswith("5678") else Carried.RETURNED)
    done = send(ports, Hand(), text)
    assert (done.sent, done.returned) == (1, 1)
    assert [bytes(row.sealed) for row in OutboxRow.objects.all()] == [b"", b""]


def test_what_is_not_taken_now_is_tried_again_later_and_later(ports: Ports, person: Person, clock: FixedClock) -> None:
    tell(ports, person)
    hand = Hand(lambda _: Carried.LATER)
    for pause in (*AGAIN_AFTER, AGAIN_AFTER[-1]):
        tries = len(hand.carried)
        send(ports, hand)
        assert len(hand.carried) == tries + 1
        clock.advance(pause - timedelta(microseconds=1))
        send(ports, hand)
        assert len(hand.carried) == tries + 1
        clock.advance(timedelta(microseconds=1))
    hand.says = lambda _: Carried.TAKEN
    assert send(ports, hand).sent == 1
    assert {parcel.id for parcel in hand.carried} == {hand.carried[0].id}


def test_a_way_that_is_closed_is_knocked_at_once_a_round_and_loses_nothing(
    ports: Ports, person: Person, clock: FixedClock
) -> None:
    for _ in range(3):
        tell(ports, person)
    hand = Hand(closed)
    assert send(ports, hand) == Round(closed=(Channel.MAIL,))
    assert len(hand.carried) == 1
    hand.says = lambda _: Carried.TAKEN
    clock.advance(AGAIN_AFTER[0])
    assert send(ports, hand).sent == 3


def test_an_address_that_takes_nothing_is_told_to_the_trail_and_never_tried_again(
    ports: Ports, person: Person, clock: FixedClock
) -> None:
    tell(ports, person)
    hand = Hand(lambda _: Carried.RETURNED)
    assert send(ports, hand).returned == 1
    clock.advance(timedelta(days=1))
    assert send(ports, hand) == Round()
    assert told_lost() == [{"message": "new_browser", "channel": "mail", "is_refused": True}]


def test_a_holder_without_an_address_is_told_to_the_trail(ports: Ports, person: Person) -> None:
    HolderRow.objects.filter(pk=person.holder_id).update(email="")
    tell(ports, person)
    hand = Hand()
    assert send(ports, hand).returned == 1
    assert hand.carried == []
    assert len(told_lost()) == 1


def test_nothing_is_sent_that_is_older_than_four_days_however_it_came_to_wait(
    ports: Ports, person: Person, clock: FixedClock
) -> None:
    tell(ports, person)
    clock.advance(GIVEN_UP_AFTER)
    hand = Hand()
    assert send(ports, hand) == Round(returned=1)
    assert hand.carried == []
    assert told_lost() == [{"message": "new_browser", "channel": "mail", "is_refused": False}]


def test_one_that_cannot_be_written_stops_no_other(ports: Ports, person: Person) -> None:
    for name in ("card_shown", "new_browser"):
        tell(ports, person, name)
    hand = Hand()

    def compose_all_but_one(message: WaitingMessage) -> Parcel:
        if message.message == "card_shown":
            raise LookupError
        return compose(message)

    done = deliver(ports, {Channel.MAIL: hand}, compose_all_but_one)
    assert (done.sent, len(done.failed)) == (1, 1)
    assert [parcel.subject for parcel in hand.carried] == ["new_browser"]


class Killed(BaseException):
    """A process that ends between two statements."""


def test_whoever_is_killed_after_a_message_went_out_has_it_sent_again_under_the_same_id(
    ports: Ports, person: Person, clock: FixedClock
) -> None:
    tell(ports, person)

    def die(_: Parcel) -> Carried:
        raise Killed

    hand = Hand(die)
    with pytest.raises(Killed):
        send(ports, hand)
    hand.says = lambda _: Carried.TAKEN
    assert send(ports, hand).sent == 0
    clock.advance(AGAIN_AFTER[0])
    assert send(ports, hand).sent == 1
    assert len({parcel.id for parcel in hand.carried}) == 1


def test_four_workers_at_once_send_each_message_once(ports_on: Ports) -> None:
    for _ in range(8):
        someone = add_person(ports_on, Wanted())
        for _ in range(5):
            tell(ports_on, someone)
    hand, gate = Hand(), threading.Barrier(4)

    def work() -> None:
        gate.wait()
        try:
            send(ports_on, hand)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Counter(Counter(parcel.id for parcel in hand.carried).values()) == {1: 40}
    assert not OutboxRow.objects.filter(sent_at=None).exists()


def test_a_message_that_went_out_is_forgotten_after_a_month_and_one_that_waits_is_not(
    ports: Ports, person: Person, clock: FixedClock
) -> None:
    tell(ports, person)
    send(ports, Hand())
    clock.advance(MESSAGES_KEPT_FOR - timedelta(seconds=1))
    tell(ports, person)
    assert sweep(ports, now=clock.now()).messages == 0
    clock.advance(timedelta(seconds=1))
    assert sweep(ports, now=clock.now()).messages == 1
    assert OutboxRow.objects.count() == 1
