"""From a refusal to its situation: total, exact where the account is known, and silent where it must be."""

from datetime import UTC, datetime, timedelta

import pytest

from sekisho.core.accounts import Account, AccountNumber, AccountState
from sekisho.core.authenticators.kinds import (
    AuthenticatorId,
    AuthenticatorKind,
    DeviceState,
    PermanentDevice,
    Posting,
)
from sekisho.core.help.leads import LEADS, NEIGHBOURS, USUAL, Holding, Lead, holding_of, lead_of, read_lead, read_leads
from sekisho.core.help.plights import Plight
from sekisho.core.help.remedies import READY, Remedy
from sekisho.core.reasons import Manner, Reason
from sekisho.core.tables import TableError

INSIDE = {
    Reason.STEP_UP_REQUIRED,
    Reason.SCOPE_INSUFFICIENT,
    Reason.NOT_FOUND,
    Reason.CONFLICT,
    Reason.VERIFICATION_REQUIRED,
    Reason.SECOND_AGENT_REQUIRED,
}
AT = datetime(2026, 11, 2, tzinfo=UTC)


@pytest.mark.parametrize("reason", Reason)
def test_every_reason_that_refuses_a_login_leads_to_a_situation_and_every_other_one_to_none(reason):
    assert (lead_of(reason) is None) == (reason in INSIDE)


@pytest.mark.parametrize("reason", Reason)
@pytest.mark.parametrize("holding", [None, *Holding])
@pytest.mark.parametrize("how", [None, *Manner])
def test_knowing_more_never_loses_the_way(reason, holding, how):
    assert (lead_of(reason, manner=how, holding=holding) is None) == (reason in INSIDE)


@pytest.mark.parametrize(
    ("known", "number", "remedy"),
    [
        ({"reason": Reason.CARD_EXPIRED}, 8, Remedy.TELEPHONE_STATUS),
        ({"reason": Reason.CARD_EXPIRED, "holding": Holding.SUSPENDED}, 8, Remedy.REACTIVATE),
        ({"reason": Reason.CARD_EXPIRED, "holding": Holding.POSTED}, 9, Remedy.REPORT_PARCEL),
        ({"reason": Reason.NO_SECOND_FACTOR, "holding": Holding.NEVER}, 11, Remedy.BIND_FIRST),
        ({"reason": Reason.NO_SECOND_FACTOR}, 6, Remedy.REPLACE_DEVICE),
        ({"reason": Reason.PASSCODE_NO_LONGER_TRADES}, 10, Remedy.PRINT_CARD),
        ({"reason": Reason.DEVICE_SUSPENDED}, 5, Remedy.REACTIVATE),
        ({"reason": Reason.DEVICE_SUSPENDED, "manner": Manner.WRONG_ANSWERS}, 2, Remedy.TELEPHONE_STOPPED),
        (
            {"reason": Reason.WRONG_RESPONSE, "asked": AuthenticatorKind.TEMPORARY_PASSCODE},
            2,
            Remedy.TYPE_PASSCODE,
        ),
        ({"reason": Reason.CHALLENGE_EXPIRED, "holding": Holding.UNPROVED}, 9, Remedy.REPORT_PARCEL),
    ],
)
def test_the_row_that_says_most_decides(known, number, remedy):
    known = dict(known)
    assert lead_of(known.pop("reason"), **known) == Lead(plight=Plight(number), remedy=remedy)


def device(state, *, posted=False):
    posting = Posting(shipped_at=AT, promised_by=AT, activates_at=AT + timedelta(days=21)) if posted else None
    return PermanentDevice(
        id=AuthenticatorId("d"), kind=AuthenticatorKind.DSC_PLUS, state=state, posting=posting, ever_active=False
    )


@pytest.mark.parametrize(
    ("held", "holding"),
    [
        ((), Holding.NEVER),
        ((device(DeviceState.LOST),), Holding.OTHER),
        ((device(DeviceState.LOST), device(DeviceState.SHIPPED, posted=True)), Holding.POSTED),
        ((device(DeviceState.SUSPENDED), device(DeviceState.DELIVERED, posted=True)), Holding.DELIVERED),
        ((device(DeviceState.SUSPENDED),), Holding.SUSPENDED),
        ((device(DeviceState.ACTIVE, posted=True),), Holding.UNPROVED),
        ((device(DeviceState.ACTIVE),), Holding.OTHER),
    ],
)
def test_a_parcel_says_more_than_a_device_put_aside(held, holding):
    account = Account(number=AccountNumber("U1234567"), state=AccountState.OPEN, authenticators=held)
    assert holding_of(account) is holding


def test_what_the_trail_keeps_of_an_advice_reads_back_and_garbage_is_no_advice():
    assert [read_lead(lead.written) for lead in LEADS.values() if lead] == [lead for lead in LEADS.values() if lead]
    assert [read_lead(text) for text in ("", "12 retype", "1", "x retype", "1 reboot", "1 retype now")] == [None] * 6


def test_every_situation_has_its_usual_remedy_its_neighbours_and_what_to_have_ready():
    assert set(USUAL) == set(NEIGHBOURS) == set(Plight)
    assert all(plight not in others for plight, others in NEIGHBOURS.items())
    assert all(READY[remedy] for remedy in Remedy)


def test_a_table_that_forgets_a_reason_or_says_one_twice_stops_the_program():
    head = "reason  how  holding  situation  remedy\n"
    row = "locked  -    -        1          retype\n"
    with pytest.raises(TableError, match="bad_credentials"):
        read_leads(head + row)
    with pytest.raises(TableError, match="locked"):
        read_leads(head + row + row)
