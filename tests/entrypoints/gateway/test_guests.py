"""Who must go when too many stand at the gate."""

import asyncio

import pytest

from sekisho.entrypoints.gateway.guests import Guests, network_of


async def ended_after(networks, **limits):
    """Let one come after the other; give the places of those that were ended."""
    guests = Guests(**limits)
    tasks = [asyncio.create_task(asyncio.sleep(60)) for _ in networks]
    for task, network in zip(tasks, networks, strict=True):
        guests.come(task, network)
    await asyncio.sleep(0)
    ended = [place for place, task in enumerate(tasks) if task.cancelling()]
    await asyncio.gather(*guests.end_all(), return_exceptions=True)
    assert len(guests) == 0
    return ended


def test_the_one_who_waited_longest_goes_when_all_places_are_taken():
    assert asyncio.run(ended_after("abcd", most=3, most_of_one=3)) == [0]


def test_a_crowd_from_one_network_pushes_out_itself():
    assert asyncio.run(ended_after("abbbb", most=5, most_of_one=2)) == [1, 2]


def test_who_has_left_makes_room():
    async def leave():
        guests = Guests(most=1, most_of_one=1)
        first, second = (asyncio.create_task(asyncio.sleep(60)) for _ in range(2))
        guests.come(first, "a")
        guests.leave(first)
        guests.leave(first)
        guests.come(second, "a")
        assert not first.cancelling()
        first.cancel()
        await asyncio.gather(first, *guests.end_all(), return_exceptions=True)

    asyncio.run(leave())


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3::1", "2001:db8:1:2::"),
        ("fe80::1%eth0", "fe80::"),
        ("local", "local"),
    ],
)
def test_an_ipv6_network_counts_as_one(address, network):
    assert network_of(address) == network
