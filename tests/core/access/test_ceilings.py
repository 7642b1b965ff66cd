"""Withdrawal ceilings and step-up follow the factor that was used; a broken table stops the program."""

import pytest

from sekisho.core.access import PERMITS, HolderDeed, OwnProof, Scope, Unlimited, ceiling_of, may, may_step_up
from sekisho.core.access.ceilings import TEXT, read_ceilings
from sekisho.core.access.permits import TEXT as PERMITS_TEXT
from sekisho.core.access.permits import read_permits
from sekisho.core.authenticators.kinds import AuthenticatorKind
from sekisho.core.tables import TableError

UNLIMITED = Unlimited.UNLIMITED


@pytest.mark.parametrize(
    ("factor", "per_day", "per_five_days", "steps_up"),
    [
        (None, 50_000, 100_000, False),
        (AuthenticatorKind.TEMPORARY_PASSCODE, 50_000, 100_000, False),
        (AuthenticatorKind.CODE_CARD, 200_000, 600_000, True),
        (AuthenticatorKind.KEY_APP, 1_000_000, 1_000_000, True),
        (AuthenticatorKind.DSC_PLUS, UNLIMITED, UNLIMITED, True),
    ],
)
def test_the_ceiling_and_the_step_up_follow_the_factor_used(factor, per_day, per_five_days, steps_up):
    ceiling = ceiling_of(factor)
    assert (ceiling.per_day, ceiling.per_five_business_days) == (per_day, per_five_days)
    assert may_step_up(factor) is steps_up


@pytest.mark.parametrize(
    "text",
    [
        TEXT.replace("    key_app             1,000,000  1,000,000           accepted\n", ""),
        TEXT + "    key_app             1,000,000  1,000,000           accepted\n",
        TEXT.replace("200,000", "200.000"),
        TEXT.replace("200,000", "20,0000"),
        TEXT.replace("unlimited", "unbounded"),
        TEXT.replace("accepted", "granted "),
    ],
)
def test_a_table_of_ceilings_that_does_not_parse_stops_the_program(text: str):
    assert text != TEXT
    with pytest.raises((TableError, ValueError)):
        read_ceilings(text)


def test_a_session_for_the_card_page_or_for_re_activation_reaches_that_and_nothing_that_widens_it():
    card_page = {deed for deed in HolderDeed if may(deed, frozenset({Scope.PORTAL_CARD_ONLY}))}
    assert card_page == {HolderDeed.SHOW_CARD, HolderDeed.ACTIVATE_CARD, HolderDeed.HOLD_ACTIVATION}
    assert {deed for deed in HolderDeed if may(deed, frozenset({Scope.PORTAL_REACTIVATE}))} == {
        HolderDeed.REACTIVATE_DEVICE
    }
    assert {deed for deed in HolderDeed if may(deed, frozenset({Scope.PORTAL_STATEMENTS, Scope.TRADING_LIVE}))} == set()


def test_whatever_comes_into_use_answers_for_itself_or_is_vouched_for_by_a_step_up():
    for deed in HolderDeed:
        if deed.startswith(("bind", "activate", "reactivate")):
            assert PERMITS[deed].own_proof is not OwnProof.NONE
    for deed in (HolderDeed.BIND_FIRST_DEVICE, HolderDeed.ACTIVATE_FIRST_DEVICE):
        assert PERMITS[deed].own_proof is OwnProof.DEVICE_AND_MAIL


@pytest.mark.parametrize(
    "text",
    [
        "\n".join(line for line in PERMITS_TEXT.splitlines() if "opt_in" not in line),
        PERMITS_TEXT + "    opt_in                 none              portal:full\n",
        PERMITS_TEXT.replace("two cells", "one cell "),
        PERMITS_TEXT.replace("portal:card_only", "portal:cards"),
    ],
)
def test_a_table_of_permits_that_does_not_parse_stops_the_program(text: str):
    assert text != PERMITS_TEXT
    with pytest.raises((TableError, ValueError)):
        read_permits(text)
