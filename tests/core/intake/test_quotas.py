"""How much mail is taken: much at once, then as fast as it drips back; whom a sender and a network are."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.core.intake.quotas import MailQuotas, Share, network_of
from sekisho.core.throttle import NONE, Admitted, Allowance, Throttled, charge, is_worth_nothing, spend

START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
RULE = Allowance(most=6, within=HOUR)
GAPS = st.timedeltas(timedelta(), timedelta(hours=2))


@given(st.lists(st.tuples(GAPS, st.integers(1, 6)), max_size=60))
def test_no_hour_sees_more_than_twice_the_allowance_and_who_waits_is_let_in(tries):
    now, state, taken = START, NONE, []
    for gap, cost in tries:
        now += gap
        verdict = spend(RULE, state, now, cost=cost)
        if isinstance(verdict, Throttled):
            assert now < verdict.until <= now + HOUR
            now = verdict.until
            verdict = spend(RULE, state, now, cost=cost)
        assert isinstance(verdict, Admitted)
        state = verdict.tries
        taken.append((now, cost))
    for first, _ in taken:
        assert sum(cost for at, cost in taken if first <= at < first + HOUR) <= 2 * RULE.most


def test_all_of_it_may_be_taken_at_once_and_an_hour_later_again():
    state = NONE
    for _ in range(RULE.most):
        state = spend(RULE, state, START, cost=1).tries
    assert spend(RULE, state, START, cost=1) == Throttled(until=START + HOUR / 6)
    assert spend(RULE, state, START + HOUR, cost=6).tries == spend(RULE, NONE, START + HOUR, cost=6).tries
    assert not is_worth_nothing(RULE, state, START)
    assert is_worth_nothing(RULE, state, START + HOUR)


def test_what_is_known_afterwards_is_counted_whether_it_is_there_or_not():
    state = charge(RULE, NONE, START, cost=60)
    assert spend(RULE, state, START + 9 * HOUR, cost=1).until == START + 9 * HOUR + HOUR / 6
    assert isinstance(spend(RULE, state, START + 10 * HOUR, cost=6), Admitted)


@pytest.mark.parametrize(
    ("peer", "network"),
    [
        ("192.0.2.77", "192.0.2.0/24"),
        ("::ffff:192.0.2.77", "192.0.2.0/24"),
        ("2001:db8:1:2:3::4", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("", "local"),
        ("mail.example.com", "local"),
    ],
)
def test_a_network_is_that_of_one_customer(peer, network):
    assert network_of(peer) == network


def shares(sender, peer):
    return {(share, whose) for share, whose, _, _ in MailQuotas().shares(sender=sender, peer=peer, size=9)}


def test_a_sender_is_counted_for_each_network_so_that_nobody_uses_up_what_another_may_send():
    here, there = shares("Taro@example.com", "192.0.2.1"), shares("taro@EXAMPLE.com", "198.51.100.1")
    assert len(here) == len(there) == 4
    assert here.isdisjoint(there)
    assert here == shares("taro@example.com", "192.0.2.200")


def test_behind_a_trusted_relay_senders_alone_are_counted_and_who_names_none_with_the_network():
    assert {share for share, _ in shares("taro@example.com", "127.0.0.1")} == {Share.SENDER_MAILS, Share.SENDER_BYTES}
    assert {share for share, _ in shares("", "127.0.0.1")} == {Share.NETWORK_MAILS, Share.NETWORK_BYTES}
    assert {share for share, _ in shares("", "192.0.2.1")} == {Share.NETWORK_MAILS, Share.NETWORK_BYTES}
