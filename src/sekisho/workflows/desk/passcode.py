"""Issuing a temporary passcode, and letting a holder show another code card: the way back in without a device.

A passcode is drawn, hashed and told once; neither trail nor log nor database has it, and an agent has half of it at most, unless
the house set otherwise (A087 to A090, REC-10).
"""

from sekisho.core.authenticators import temporary_passcode
from sekisho.core.authenticators.interim_deeds import issue_passcode
from sekisho.core.desk.decide import Lack
from sekisho.core.desk.demands import DeskDeed
from sekisho.core.desk.halves import split
from sekisho.core.desk.possible import fitting_devices
from sekisho.core.secret import Secret
from sekisho.core.throttle import Throttled
from sekisho.workflows.counting import reserve_try
from sekisho.workflows.desk.bench import Bench, Drawn, Effect, NotDoneError
from sekisho.workflows.drawing import draw_authenticator_id
from sekisho.workflows.ports import Ports
from sekisho.workflows.records import TryKind


def draw_passcode(ports: Ports) -> Drawn:
    """Draw the ten characters and hash them."""
    code = ports.dice.text(alphabet=temporary_passcode.ALPHABET, length=temporary_passcode.LENGTH)
    return Drawn(code=code, code_hash=ports.hasher.hash(Secret(code)))


def issue(bench: Bench) -> Effect:
    """Issue it; the devices reported missing are put aside: the named one, or every active one."""
    matter, tx, ports = bench.matter, bench.tx, bench.ports
    if isinstance(reserve_try(tx, matter.seat.id, TryKind.DESK_PASSCODES, now=bench.now), Throttled):
        raise NotDoneError(Lack.RATE)
    active = tuple(device.id for device in fitting_devices(DeskDeed.ISSUE_PASSCODE, matter.account))
    named = tuple(device_id for device_id in active if device_id == bench.request.device)
    if bench.request.device and not named:
        raise NotDoneError(Lack.DEVICE)
    passcode = ports.terms.new_passcode(draw_authenticator_id(ports.dice), now=bench.now)
    has_second = matter.is_agreed(bench.request)
    issued = issue_passcode(matter.account, passcode, missing=named or active, has_second_agent=has_second)
    after = bench.become(issued)
    tx.add_passcode(after, passcode, passcode_hash=bench.drawn.code_hash)
    subject = {"authenticator": passcode.id}
    if not ports.splits_passcode:
        secret = Secret(bench.drawn.code)
        return Effect(subject=subject, secret=secret, until=passcode.full_until, touched=named or active)
    first, second = split(bench.drawn.code)
    sent_to = bench.send_secret("passcode_half", second)
    return Effect(
        subject=subject,
        secret=first,
        is_half=True,
        sent_to=sent_to,
        until=passcode.full_until,
        touched=named or active,
    )


def grant_card(bench: Bench) -> Effect:
    """Let the holder show one more card in a row; the spent call is the permission (see `DeskWork.card_granted_at`)."""
    del bench
    return Effect()
