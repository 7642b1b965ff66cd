"""The desk and shared devices: Compliance decides what waits, and what touches one device is told to everybody who uses it."""

from datetime import timedelta

import pytest

from sekisho.adapters.storage.rows import AuthenticatorRow, OutboxRow
from sekisho.adapters.storage.share_rows import DeviceShareRow
from sekisho.core.authenticators.device_cases import DeviceStatus
from sekisho.core.desk.decide import Lack
from sekisho.core.desk.demands import DeskDeed
from sekisho.core.desk.roles import Role
from sekisho.core.secret import Secret
from sekisho.testing.claimant import DOOR
from sekisho.testing.desk import ENOUGH, ask, at_desk, call_for, sent
from sekisho.testing.people import IOS
from sekisho.testing.sharing import SAME_PAPERS, add_owner, log_in_borrower, share
from sekisho.testing.visiting import log_in
from sekisho.workflows.desk.carry_out import carry_out_for_account
from sekisho.workflows.desk.outcomes import DeedDone, DeedRequest, DeskRefusal
from sekisho.workflows.desk.show_holder import show_holder
from sekisho.workflows.desk.stop_deed import stop_deed
from sekisho.workflows.devices.report_lost import report_lost
from sekisho.workflows.devices.stop_sharing import begin_stopping, finish_stopping


@pytest.fixture
def waiting(ports):
    owner = add_owner(ports)
    here = log_in_borrower(ports, owner, devices=(IOS,), behind=SAME_PAPERS)
    share(here, owner)
    return owner, here


def decided(ports, here, deed, role=Role.REVIEWER):
    request = DeedRequest(deed=deed, reason="papers compared")
    return carry_out_for_account(ports, at_desk(ports, role), account=here.person.account, request=request)


def state():
    return DeviceShareRow.objects.get().state


# B100
@pytest.mark.parametrize("role", [Role.REVIEWER, Role.SUPERVISOR])
def test_compliance_approves_what_waits_and_both_are_told(ports, waiting, role):
    owner, here = waiting
    assert isinstance(decided(ports, here, DeskDeed.APPROVE_SHARING, role), DeedDone)
    assert state() == "active"
    told = set(OutboxRow.objects.filter(message="sharing_approved").values_list("holder_id", flat=True))
    assert told == {owner.holder_id, here.person.holder_id}
    here.person.factors = [one for one in here.person.factors if one["kind"] == "dsc_plus"]
    assert log_in(ports, person=here.person, with_kind="dsc_plus").visitor.factor == "dsc_plus"


def test_what_compliance_turns_down_changes_nothing_and_may_be_asked_again(ports, waiting):
    owner, here = waiting
    decided(ports, here, DeskDeed.DECLINE_SHARING)
    assert state() == "declined"
    assert decided(ports, here, DeskDeed.APPROVE_SHARING).lacks[0] is Lack.STATE
    assert share(here, owner).happening == "sharing_asked"


@pytest.mark.parametrize("whose", ["owner", "borrower"])
def test_nobody_approves_a_sharing_between_accounts_of_their_own(ports, waiting, whose):
    owner, here = waiting
    own = owner.account if whose == "owner" else here.person.account
    liar = at_desk(ports, Role.REVIEWER, own_account=own)
    request = DeedRequest(deed=DeskDeed.APPROVE_SHARING, reason="papers compared")
    refused = carry_out_for_account(ports, liar, account=here.person.account, request=request)
    assert isinstance(refused, DeskRefusal)
    assert refused.lacks == (Lack.OWN_ACCOUNT,)
    assert state() == "pending"


@pytest.mark.parametrize("role", [Role.AGENT, Role.TECHNICAL_ASSISTANCE])
def test_nobody_on_the_telephone_approves_a_sharing(ports, waiting, role):
    _, here = waiting
    refused = decided(ports, here, DeskDeed.APPROVE_SHARING, role)
    assert isinstance(refused, DeskRefusal)
    assert Lack.ROLE in refused.lacks
    assert state() == "pending"


def test_a_device_lost_while_the_request_waited_is_not_shared(ports, waiting):
    owner, here = waiting
    there = log_in(ports, person=owner)
    report_lost(ports, there.visitor, device_id=owner.factors[0]["id"], status=DeviceStatus.LOST, door=DOOR)
    assert decided(ports, here, DeskDeed.APPROVE_SHARING).lacks[0] is Lack.STATE
    assert state() == "pending"


def test_the_link_in_the_message_ends_an_approved_sharing(ports, waiting):
    _, here = waiting
    decided(ports, here, DeskDeed.APPROVE_SHARING)
    link = next(params["stop"] for _, params in sent(ports, "sharing_approved") if params.get("stop"))
    stop_deed(ports, Secret(link), door=DOOR)
    assert state() == "ended"


def test_the_link_of_one_approval_does_not_end_what_a_later_one_began(ports, waiting):
    owner, here = waiting
    decided(ports, here, DeskDeed.APPROVE_SHARING)
    first = next(params["stop"] for _, params in sent(ports, "sharing_approved") if params.get("stop"))
    row = DeviceShareRow.objects.get()
    asked = begin_stopping(ports, here.visitor, share_id=row.id, retyped=here.retyped, door=DOOR)
    finish_stopping(ports, here.visitor, share_id=row.id, answered=here.answered(asked))
    ports.clock.advance(timedelta(hours=1))
    here = log_in(ports, person=here.person, with_kind="key_app")
    assert share(here, owner).happening == "sharing_asked"
    decided(ports, here, DeskDeed.APPROVE_SHARING)
    stop_deed(ports, Secret(first), door=DOOR)
    assert state() == "active"


def test_a_device_reported_lost_at_the_desk_is_told_to_everybody_who_uses_it(ports, waiting):
    owner, here = waiting
    decided(ports, here, DeskDeed.APPROVE_SHARING)
    device, agent = owner.factors[0]["id"], at_desk(ports)
    answer = ask(ports, agent, call_for(ports, agent, here.person, *ENOUGH), DeskDeed.REPORT_LOST, device=device)
    assert isinstance(answer, DeedDone)
    assert AuthenticatorRow.objects.get(id=device).state == "lost"
    assert OutboxRow.objects.filter(message="shared_device_changed", holder_id=owner.holder_id).count() == 2


def test_a_shared_device_is_unblocked_and_replaced_on_its_owner_s_account_alone(ports, waiting):
    owner, here = waiting
    decided(ports, here, DeskDeed.APPROVE_SHARING)
    AuthenticatorRow.objects.filter(id=owner.factors[0]["id"]).update(state="blocked")
    agent = at_desk(ports)
    sheets = [show_holder(ports, agent, account=one.account) for one in (here.person, owner)]
    lacking = [{line.deed: Lack.STATE in line.lacks for line in sheet.deeds} for sheet in sheets]
    assert [one[DeskDeed.UNBLOCK_DEVICE] for one in lacking] == [True, False]
    assert [len(sheet.sharings) for sheet in sheets] == [1, 1]
