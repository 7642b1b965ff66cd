"""Identity is verified for every deed upon a device: user name and password again before anything is asked (A125 to A128)."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from sekisho.adapters.storage.rows import ChallengeRow, OutboxRow
from sekisho.core.access.guards import answerers
from sekisho.core.access.permits import PERMITS, HolderDeed, OwnProof
from sekisho.core.authenticators.kinds import AuthenticatorKind, CardState, DeviceState
from sekisho.core.reasons import Reason
from sekisho.core.secret import Secret
from sekisho.core.tasks.task import SHAPES
from sekisho.testing.claimant import DOOR, attempt
from sekisho.testing.people import DSC, IOS, Wanted, add_person
from sekisho.testing.posting import send
from sekisho.testing.sharing import add_owner, log_in_borrower, name_owner, share
from sekisho.testing.visiting import Guest, log_in
from sekisho.workflows.devices.activate import begin_activation
from sekisho.workflows.devices.change_pin import begin_pin_change, fill_in_pin
from sekisho.workflows.devices.opt_out import begin_opting_out
from sekisho.workflows.devices.reactivate import begin_reactivation
from sekisho.workflows.devices.request import begin_order, fill_in_order
from sekisho.workflows.devices.retire import begin_retirement
from sekisho.workflows.devices.share import verify_sharer
from sekisho.workflows.devices.show_devices import show_devices
from sekisho.workflows.devices.stop_sharing import begin_stopping
from sekisho.workflows.outcomes import LoginView, ProofMissing
from sekisho.workflows.phones.invite import begin_invitation
from sekisho.workflows.phones.outcomes import CodeAsked
from sekisho.workflows.ports import Ports
from sekisho.workflows.reauthenticate import Retyped
from sekisho.workflows.sign_in import sign_in

Begin = Callable[[Retyped | None], Any]
PIN = Secret("8305")
ORDERED = (AuthenticatorKind.DSC_PLUS, None, DeviceState.REQUESTED)
SUSPENDED = (AuthenticatorKind.DSC_PLUS, None, DeviceState.SUSPENDED)


def of(here: Guest, begin: Callable[..., Any], **what: Any) -> Begin:
    return lambda retyped: begin(here.ports, here.visitor, retyped=retyped, door=DOOR, **what)


def bind_first_device(ports: Ports) -> tuple[Guest, Begin]:
    here = log_in(ports)
    return here, of(here, begin_invitation)


def bind_device(ports: Ports) -> tuple[Guest, Begin]:
    here = log_in(ports, devices=(DSC,))
    return here, of(here, begin_invitation)


def activate_first_device(ports: Ports) -> tuple[Guest, Begin]:
    person = add_person(ports, Wanted(devices=(ORDERED,)))
    id_ = send(ports, person)
    here = log_in(ports, person=person)
    return here, of(here, begin_activation, device_id=id_)


def activate_device(ports: Ports) -> tuple[Guest, Begin]:
    person = add_person(ports, Wanted(devices=(IOS, ORDERED)))
    id_ = send(ports, person)
    here = log_in(ports, person=person)
    return here, of(here, begin_activation, device_id=id_)


def reactivate_device(ports: Ports) -> tuple[Guest, Begin]:
    here = log_in(ports, devices=(SUSPENDED,), card=CardState.ACTIVE)
    return here, of(here, begin_reactivation, device_id=here.device())


def order_device(ports: Ports) -> tuple[Guest, Begin]:
    here = log_in(ports, devices=(IOS,))
    fill_in_order(ports, here.visitor, pin=PIN, again=PIN, deposit_account=here.person.account)
    return here, of(here, begin_order)


def retire_device(ports: Ports) -> tuple[Guest, Begin]:
    here = log_in(ports, devices=(DSC, IOS))
    return here, of(here, begin_retirement, device_id=here.device("key_app"))


def change_pin(ports: Ports) -> tuple[Guest, Begin]:
    here = log_in(ports, devices=(DSC,))
    fill_in_pin(ports, here.visitor, device_id=here.device(), pin=PIN, again=PIN)
    return here, of(here, begin_pin_change, device_id=here.device())


def share_first_device(ports: Ports) -> tuple[Guest, Begin]:
    owner = add_owner(ports)
    here = log_in_borrower(ports, owner)
    name_owner(here, owner)
    return here, of(here, verify_sharer)


def share_device(ports: Ports) -> tuple[Guest, Begin]:
    owner = add_owner(ports)
    here = log_in_borrower(ports, owner, devices=(IOS,))
    name_owner(here, owner)
    return here, of(here, verify_sharer)


def stop_sharing(ports: Ports) -> tuple[Guest, Begin]:
    owner = add_owner(ports)
    share(log_in_borrower(ports, owner, devices=(IOS,)), owner)
    here = log_in(ports, person=owner)
    (sharing,) = show_devices(ports, here.visitor).lines[0].sharings
    return here, of(here, begin_stopping, share_id=sharing.share.id)


def opt_out(ports: Ports) -> tuple[Guest, Begin]:
    here = log_in(ports, devices=(DSC,))
    return here, of(here, begin_opting_out)


DEEDS = [
    bind_first_device,
    bind_device,
    activate_first_device,
    activate_device,
    reactivate_device,
    order_device,
    retire_device,
    change_pin,
    share_first_device,
    share_device,
    stop_sharing,
    opt_out,
]
VERIFIED = {OwnProof.STEP_UP, OwnProof.DEVICE, OwnProof.DEVICE_AND_MAIL}


def asked() -> tuple[int, int]:
    """Count the questions put and the codes sent."""
    return ChallengeRow.objects.count(), OutboxRow.objects.filter(message__endswith="_code").count()


def test_no_deed_that_asks_a_proof_is_missing_here() -> None:
    tasks = {shape.deed for shape in SHAPES.values()}  # theirs are in tests/workflows/tasks
    verified = {deed for deed in HolderDeed if PERMITS[deed].own_proof in VERIFIED}
    assert {HolderDeed(deed.__name__) for deed in DEEDS} == verified - tasks


@pytest.mark.fact("A125", "A128")
@pytest.mark.parametrize("deed", DEEDS, ids=lambda deed: deed.__name__)
def test_nothing_is_asked_and_no_code_is_sent_before_user_name_and_password_are_typed_again(
    ports: Ports, deed: Callable[[Ports], tuple[Guest, Begin]]
) -> None:
    here, begin = deed(ports)
    other = add_person(ports, Wanted(devices=(DSC,)))
    before = asked()
    assert isinstance(begin(None), ProofMissing)
    wrong = [replace(here.retyped, password=Secret("wrong")), replace(here.retyped, username=other.username)]
    assert [begin(retyped).reason for retyped in wrong] == [Reason.BAD_CREDENTIALS] * 2
    assert asked() == before
    begun = begin(here.retyped)
    assert isinstance(begun, CodeAsked) or begun.challenge is not None
    assert asked() != before


def test_the_password_is_counted_on_the_budget_of_the_login(ports: Ports) -> None:
    here, begin = retire_device(ports)
    for _ in range(10):
        sign_in(ports, attempt(here.person, password="wrong"))
    assert begin(here.retyped).reason is Reason.LOCKED


# B076
def test_of_several_devices_that_may_answer_the_holder_chooses_one(ports: Ports) -> None:
    here = log_in(ports, devices=(DSC, DSC, IOS))
    first, second = (factor["id"] for factor in here.person.factors[:2])
    begin = of(here, begin_retirement, device_id=here.device("key_app"))
    for chosen in (first, second):
        view = begin(replace(here.retyped, factor=chosen))
        assert isinstance(view, LoginView)
        assert view.challenge is not None
        assert view.challenge.factor.id == chosen
        assert {factor.id for factor in view.factors} >= {first, second}


def test_a_weaker_device_cannot_be_chosen(ports: Ports) -> None:
    here = log_in(ports, devices=(DSC, IOS))
    with ports.store.reading() as tx:
        account = tx.account(here.person.account)
    app = account.find(here.device("key_app"))
    assert app is not None
    assert app.id not in answerers(account, HolderDeed.OPT_OUT, subject=app.id, now=ports.clock.now())
    view = begin_opting_out(ports, here.visitor, retyped=here.choosing("key_app"), door=DOOR)
    assert getattr(view, "reason", None) is Reason.NOT_FOUND


def test_the_device_that_has_just_answered_for_its_return_is_asked_nothing_more(ports: Ports) -> None:
    here = log_in(ports, devices=(SUSPENDED,))
    done = begin_reactivation(ports, here.visitor, device_id=here.device(), retyped=None, door=DOOR)
    assert here.after(done).visitor.factor is AuthenticatorKind.DSC_PLUS
