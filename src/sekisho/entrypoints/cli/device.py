"""`sekisho device`: what the post does with ordered devices, said by the operator: there is no post office to listen to."""

from typing import assert_never

import click

from sekisho.core.reasons import Reason
from sekisho.entrypoints.cli.house import open_house
from sekisho.entrypoints.cli.speech import locale_language, no, said, say
from sekisho.wording.catalogue import words
from sekisho.wording.terms import kind_name
from sekisho.workflows.devices import post
from sekisho.workflows.devices.outcomes import DeviceDone
from sekisho.workflows.devices.post import NotPosted
from sekisho.workflows.door import Door

DOOR = Door(channel="console")


@click.group("device", help=said("help.device"))
def command() -> None:
    """Hold the deeds together."""


@command.command("list", help=said("help.device_list"))
def show() -> None:
    """Print one line for each device that was ordered and is not in use yet."""
    language = locale_language()
    for one in post.list_posted(open_house().ports):
        state = words(f"term.proof_state.{one.state}", language=language)
        kind = kind_name(one.kind, language=language)
        say("device.line", id=one.id, account=one.account, kind=kind, state=state, since=one.since.isoformat())


@command.command("ship", help=said("help.device_ship"))
@click.argument("device")
def ship(*, device: str) -> None:
    """Print what is written into the card, once, and hand it to the post."""
    ports = open_house().ports
    key = post.key_for_the_card(ports, device_id=device)
    if isinstance(key, NotPosted):
        raise _refused(key, device)
    done = _done(post.ship(ports, device_id=device, door=DOOR), device)
    posting = done.device.posting if done.device else None
    if posting is not None:
        by, at = posting.promised_by.isoformat(), posting.activates_at.isoformat()
        say("device.shipped", device=device, promised_by=by, activates_at=at)
    say("device.setup", suite=key[0], key=key[1].reveal().hex())


@command.command("deliver", help=said("help.device_deliver"))
@click.argument("device")
def deliver(*, device: str) -> None:
    """Note that the post has delivered."""
    _done(post.deliver(open_house().ports, device_id=device, door=DOOR), device)
    say("device.delivered", device=device)


@command.command("receive", help=said("help.device_receive"))
@click.argument("device")
@click.option("--damaged", is_flag=True, help=said("option.device_damaged"))
def receive(*, device: str, damaged: bool) -> None:
    """Take a device back."""
    _done(post.receive_back(open_house().ports, device_id=device, is_intact=not damaged, door=DOOR), device)
    say("device.received", device=device)


def _done(outcome: DeviceDone | NotPosted, device: str) -> DeviceDone:
    match outcome:
        case NotPosted():
            raise _refused(outcome, device)
        case DeviceDone():
            return outcome
    assert_never(outcome)


def _refused(outcome: NotPosted, device: str) -> Exception:
    return no("device.unknown" if outcome.reason is Reason.NOT_FOUND else "device.not_there", device=device)
