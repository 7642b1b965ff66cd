"""The exhaustive search holds over the policy as it is, and catches a policy that is broken, with the shortest story."""

import random
from collections import Counter
from dataclasses import replace
from datetime import timedelta
from functools import cache
from pathlib import Path
from types import MappingProxyType

import pytest

from sekisho.core.access import PERMITS, Granted, HolderDeed, OwnProof, Scope, Surface, decide
from sekisho.core.access.search import Policy, Report, page_of, search, story_of, theatres_of, thorough_theatres_of
from sekisho.core.access.search.holders import holders_steps
from sekisho.core.access.search.outsiders import outsiders_steps
from sekisho.core.access.search.powers import Memory, powers_of
from sekisho.core.access.search.scene import Deed, Scene
from sekisho.core.access.search.world import START, World, settled
from sekisho.core.accounts import Account, AccountState
from sekisho.core.authenticators.device_deeds import auto_activate, without_passcodes
from sekisho.core.authenticators.interim_deeds import activate_card, is_passcode_second_in_a_row, issue_passcode
from sekisho.core.authenticators.kinds import PasscodeState, TemporaryPasscode
from sekisho.core.transitions import Hindrance, NotAllowed

PHONE, PARCEL, BOTH, SHARED, PASSKEY = range(5)
PRINTED = Path(__file__).parents[3] / "docs" / "generated" / "histories.md"


# ── As it is ─────────────────────────────────────────────────────────────────────────────────────────────────


@cache
def report_of(part: int) -> Report:
    return search(theatres_of(Policy())[part])


@pytest.mark.parametrize("part", [PHONE, PARCEL, BOTH, SHARED, PASSKEY])
def test_no_order_of_events_breaks_a_promise(part: int):
    report = report_of(part)
    assert report.breach is None or story_of(report.breach) == ""
    assert report.worlds > (800 if part in (SHARED, PASSKEY) else 2000)
    assert report.steps > 8 * report.worlds


def test_the_page_says_what_was_searched_and_what_held():
    reports = [report_of(part) for part in (PHONE, PARCEL, BOTH, SHARED, PASSKEY)]
    page = page_of(reports)
    for report in reports:
        assert f"| {report.theatre.name} |" in page
        assert f"| {report.worlds:,} | {report.steps:,} |" in page
    assert "It holds everywhere." in page
    assert "does not hold" not in page
    assert PRINTED.read_text() == page, (
        "run ./dev run python -m sekisho.testing.histories > docs/generated/histories.md"
    )


@pytest.mark.slow
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("part", range(5))
def test_the_larger_parts_hold_too_one_of_them_under_the_house_s_own_spans(part: int):
    report = search(thorough_theatres_of(Policy())[part])
    assert report.breach is None or story_of(report.breach) == ""


# ── Broken on purpose: each is caught, and the story is the shortest there is ────────────────────────────────


def broken(part: int, policy: Policy) -> tuple[str, list[Deed]]:
    breach = search(theatres_of(policy)[part]).breach
    assert breach is not None
    story = story_of(breach)
    assert story.startswith("It was promised: ")
    return story, [step.deed for step in breach.story]


def test_a_passcode_that_trades_at_exactly_hour_48_is_caught():
    def late(account, evidence, *, surface, mode, now):
        return decide(account, evidence, surface=surface, mode=mode, now=now - timedelta(microseconds=1))

    story, deeds = broken(PHONE, Policy(decide=late))
    assert deeds[-1] is Deed.WAIT
    assert "boundary" in story


def test_a_passcode_whose_second_phase_opens_more_than_the_card_page_is_caught():
    def generous(account, evidence, *, surface, mode, now):
        decision = decide(account, evidence, surface=surface, mode=mode, now=now)
        if isinstance(decision, Granted) and decision.scopes == {Scope.PORTAL_CARD_ONLY}:
            return replace(decision, scopes=frozenset({Scope.PORTAL_FULL}))
        return decision

    story, deeds = broken(PHONE, Policy(decide=generous))
    assert deeds == [Deed.ISSUE_PASSCODE, Deed.WAIT]
    assert story.splitlines() == [
        "It was promised: An answer opens more than before only by a deed that paid for it with that proof.",
        "1. Hour 0: An agent issues a temporary passcode; reported missing: nothing.",
        "2. 24 hours pass.",
        "Then passcode (with the password) opens portal:full after it, without having been proved for it.",
    ]


def test_a_blocked_device_that_answers_again_beside_a_passcode_is_caught():
    def forgetful(account, evidence, *, surface, mode, now):
        has_passcode = any(isinstance(held, TemporaryPasscode) for held in account.authenticators)
        held = account.find(evidence.answered) if evidence.answered else None
        if has_passcode and held is not None and held.state == "blocked" and surface is Surface.PORTAL:
            return Granted(scopes=frozenset({Scope.PORTAL_REACTIVATE}), situation="open_suspended_device", factor=None)
        return decide(account, evidence, surface=surface, mode=mode, now=now)

    _, deeds = broken(PHONE, Policy(decide=forgetful))
    assert {*deeds} == {Deed.BIND_FIRST, Deed.ISSUE_PASSCODE, Deed.WRONG_ANSWERS}


@pytest.mark.parametrize(
    "deed", [HolderDeed.REACTIVATE_DEVICE, HolderDeed.BIND_DEVICE, HolderDeed.ACTIVATE_CARD, HolderDeed.OPT_OUT]
)
def test_a_deed_that_asks_no_proof_of_its_own_is_caught(deed: HolderDeed):
    loose = {**PERMITS, deed: replace(PERMITS[deed], own_proof=OwnProof.NONE)}
    story, deeds = broken(PHONE, Policy(permits=MappingProxyType(loose)))
    assert deeds[-1].name.startswith(deed.name.removesuffix("_DEVICE"))
    assert "without having been proved for it" in story


def test_a_sharing_that_asks_no_proof_of_the_device_is_caught():
    deed = HolderDeed.SHARE_FIRST_DEVICE
    loose = {**PERMITS, deed: replace(PERMITS[deed], own_proof=OwnProof.NONE)}
    story, deeds = broken(SHARED, Policy(permits=MappingProxyType(loose)))
    assert deeds[-1] is Deed.SHARE_FIRST
    assert "without having been proved for it" in story


def test_a_re_activation_that_asks_no_proof_of_the_device_gives_this_story():
    loose = {
        **PERMITS,
        HolderDeed.REACTIVATE_DEVICE: replace(PERMITS[HolderDeed.REACTIVATE_DEVICE], own_proof=OwnProof.NONE),
    }
    story, _ = broken(PHONE, Policy(permits=MappingProxyType(loose)))
    assert [line for line in story.splitlines() if "re-activates" in line]


def test_an_automatic_activation_that_takes_the_last_proof_at_hand_is_caught():
    def hasty(account, device_id, *, now, address_changed_at, terms):
        done = auto_activate(account, device_id, now=now, address_changed_at=address_changed_at, terms=terms)
        return done if isinstance(done, NotAllowed) else without_passcodes(done)

    story, deeds = broken(PARCEL, Policy(auto_activate=hasty))
    assert deeds[-1] is Deed.AUTO_ACTIVATE
    assert {Deed.SHIP, Deed.ISSUE_PASSCODE} <= {*deeds}
    assert Deed.DELIVER not in deeds
    assert "nothing else is known to be at hand" in story


def test_an_automatic_activation_before_its_time_is_caught():
    def eager(account, device_id, *, now, address_changed_at, terms):
        later = now + timedelta(days=365)
        return auto_activate(account, device_id, now=later, address_changed_at=address_changed_at, terms=terms)

    story, deeds = broken(PARCEL, Policy(auto_activate=eager))
    assert deeds[-1] is Deed.AUTO_ACTIVATE
    assert Deed.WAIT not in deeds
    assert "dsc" in story


def test_an_announced_end_that_moves_is_caught():
    def shortening(account, card_id, *, now, terms):
        done = activate_card(account, card_id, now=now, terms=terms)
        if isinstance(done, NotAllowed):
            return done
        for held in account.authenticators:
            if isinstance(held, TemporaryPasscode):
                done = done.holding(replace(held, expires_at=now))
        return done

    story, deeds = broken(PHONE, Policy(activate_card=shortening))
    assert deeds[-1] is Deed.ACTIVATE_CARD
    assert "the announced end of passcode moved" in story


def test_a_desk_that_never_issues_a_second_passcode_strands_somebody():
    def strict(account, passcode, *, missing, has_second_agent):
        if is_passcode_second_in_a_row(account):
            return NotAllowed(event="issue", because=Hindrance.TWICE_IN_A_ROW)
        return issue_passcode(account, passcode, missing=missing, has_second_agent=has_second_agent)

    story, deeds = broken(PHONE, Policy(issue_passcode=strict))
    assert story.splitlines()[0].startswith("It was promised: From every state there is a way back")
    assert story.splitlines()[-1] == "Then nothing leads back from here."
    assert deeds[0] is Deed.ISSUE_PASSCODE


def test_an_opt_out_that_outlives_the_loss_of_the_device_is_caught():
    def careless(account, passcode, *, missing, has_second_agent):
        done = issue_passcode(account, passcode, missing=missing, has_second_agent=has_second_agent)
        return done if isinstance(done, NotAllowed) else replace(done, has_opted_out=account.has_opted_out)

    story, deeds = broken(PHONE, Policy(issue_passcode=careless))
    assert deeds[-3:] == [Deed.OPT_OUT, Deed.ISSUE_PASSCODE, Deed.REACTIVATE]
    assert "the password alone opens trading:live" in story


# ── What the search forgets ──────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("part", range(5))
def test_forgetting_what_cannot_matter_changes_nothing_that_the_policy_can_see(part: int):
    """A long random walk without forgetting; at each step the settled world opens the same to the same."""
    theatre = theatres_of(Policy())[part]
    dice = random.Random(part)
    world, memory = START, Memory(theatre.policy)
    for _ in range(600):
        seen = powers_of(world.account, theatre.policy)
        plain = settled(world, counts_rows=theatre.counts_rows)
        assert settled(plain, counts_rows=theatre.counts_rows) == plain
        assert _opened(world.account, seen) == _opened(plain.account, powers_of(plain.account, theatre.policy))
        scene = Scene(world, seen, memory)
        steps = [
            step for step in (*outsiders_steps(scene), *holders_steps(scene)) if step.deed not in theatre.leaves_out
        ]
        living = [step for step in steps if step.after.account.state in (AccountState.APPLIED, AccountState.OPEN)]
        world = _renamed(dice.choice(living).after) if living and dice.random() < 0.98 else START


def _opened(account: Account, powers) -> tuple[frozenset[Scope], Counter]:
    return powers[None].scopes, Counter(
        (power.scopes, power.until) for answer, power in powers.items() if answer and power.scopes
    )


def _renamed(world: World) -> World:
    """Keep everything, under names that no later step will give again."""
    named = tuple(
        replace(held, id=f"{held.id} {place}"[-40:]) for place, held in enumerate(world.account.authenticators)
    )
    kept = tuple(one for one in named if one.state != PasscodeState.ENDED)[-12:]
    return World(replace(world.account, authenticators=kept), world.address_settles_at)
