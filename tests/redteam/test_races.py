"""Many hands at once, on both databases: one call gives one deed, and an hour has its passcodes; every refusal is kept."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connections

from sekisho.adapters.storage.desk_rows import CallRow
from sekisho.adapters.storage.rows import AuthenticatorRow, OutboxRow, TrailRow
from sekisho.core.authenticators.kinds import DeviceState
from sekisho.core.desk.demands import DeskDeed
from sekisho.core.desk.roles import Role
from sekisho.testing.desk import ENOUGH, ask, at_desk, call_for
from sekisho.testing.people import DSC, Wanted, add_person
from sekisho.workflows.desk.calls import open_call
from sekisho.workflows.desk.outcomes import DeedDone, DeskRefusal

AT_ONCE = 6


def rush(*deeds: Callable[[], object]) -> list[object]:
    """Let every deed go at the same moment, each on a connection of its own."""
    start = Barrier(len(deeds))

    def run(deed: Callable[[], object]) -> object:
        start.wait(timeout=30)
        try:
            return deed()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(run, deeds))


def kinds(results: list[object]) -> Counter[str]:
    return Counter("done" if isinstance(one, DeedDone) else one.refusal.reason.value for one in results)


def test_of_many_at_one_call_exactly_one_gets_a_deed(ports_on):
    holder, agent = add_person(ports_on, Wanted(devices=(DSC,))), at_desk(ports_on)
    call = call_for(ports_on, agent, holder, *ENOUGH)
    found = kinds(rush(*[lambda: ask(ports_on, agent, call, DeskDeed.ISSUE_PASSCODE)] * AT_ONCE))
    assert found["done"] == 1
    assert set(found) <= {"done", "conflict", "second_agent_required"}  # used, or not even the first passcode any more
    assert AuthenticatorRow.objects.filter(kind="temporary_passcode", state="live").count() == 1
    assert OutboxRow.objects.filter(message="passcode_half").count() == 1


def test_of_two_agents_with_a_call_each_one_issues_and_the_other_is_told_why_not(ports_on):
    holder = add_person(ports_on, Wanted(devices=(DSC,)))
    agents = [at_desk(ports_on), at_desk(ports_on)]
    calls = [call_for(ports_on, agent, holder, *ENOUGH) for agent in agents]
    found = kinds(
        rush(
            *(
                lambda agent=agent, call=call: ask(ports_on, agent, call, DeskDeed.ISSUE_PASSCODE)
                for agent, call in zip(agents, calls, strict=True)
            )
        )
    )
    assert found["done"] == 1
    assert AuthenticatorRow.objects.filter(kind="temporary_passcode", state="live").count() == 1
    assert CallRow.objects.filter(deed="issue_passcode").count() == 1


def test_one_agent_with_many_calls_issues_five_passcodes_in_an_hour_at_most(ports_on):
    agent = at_desk(ports_on)
    victims = [add_person(ports_on, Wanted(devices=(DSC,))) for _ in range(8)]
    calls = [call_for(ports_on, agent, victim, *ENOUGH) for victim in victims]
    found = kinds(rush(*(lambda call=call: ask(ports_on, agent, call, DeskDeed.ISSUE_PASSCODE) for call in calls)))
    assert found == {"done": 5, "throttled": 3}


def test_of_two_agents_at_an_account_without_a_device_one_issues(ports_on):
    holder = add_person(ports_on, Wanted(devices=((DSC[0], None, DeviceState.LOST),)))
    agents = [at_desk(ports_on) for _ in range(4)]
    calls = [call_for(ports_on, agent, holder, *ENOUGH) for agent in agents]
    found = kinds(
        rush(
            *(
                lambda agent=agent, call=call: ask(ports_on, agent, call, DeskDeed.ISSUE_PASSCODE)
                for agent, call in zip(agents, calls, strict=True)
            )
        )
    )
    assert found == {"done": 1, "second_agent_required": 3}


def test_what_every_role_is_refused_is_kept_on_both_databases(ports_on):
    holder = add_person(ports_on, Wanted(devices=(DSC,)))
    for role in Role:
        refused = ask_as(ports_on, role, holder)
        row = TrailRow.objects.get(reference=refused.refusal.reference)
        assert row.actor_kind in ("agent", "assistance", "reviewer", "supervisor")


def ask_as(ports, role, holder):
    """Ask for a passcode with nothing shown; gives the refusal."""
    agent = at_desk(ports, role)
    call = open_call(ports, agent, account=holder.account)
    return call if isinstance(call, DeskRefusal) else ask(ports, agent, call, DeskDeed.ISSUE_PASSCODE)
