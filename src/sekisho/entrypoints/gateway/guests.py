"""Who stands at the gateway without having proved anything yet, and who must go when there are too many.

Whoever has waited longest goes first, of the own network before all others: a crowd that says nothing pushes out itself, and a
program that logs on at once never waits for it (GW-01).
"""

import asyncio
from collections import defaultdict
from ipaddress import IPv6Address, ip_address
from typing import Final

MOST: Final = 2500
MOST_OF_ONE: Final = 250  # an office behind one address
IPV6_NETWORK: Final = 64  # bits: whoever has one address of it has all


class Guests:
    """The tasks that serve them, oldest first."""

    def __init__(self, *, most: int = MOST, most_of_one: int = MOST_OF_ONE) -> None:
        """Hold at most `most`, and at most `most_of_one` from one network."""
        self._most, self._most_of_one = most, most_of_one
        self._all: dict[asyncio.Task[None], str] = {}
        self._of: defaultdict[str, dict[asyncio.Task[None], None]] = defaultdict(dict)

    def __len__(self) -> int:
        return len(self._all)

    def come(self, task: asyncio.Task[None], network: str) -> None:
        """Note who has come, and end whoever must go for it."""
        if len(self._of[network]) >= self._most_of_one:
            self._end(next(iter(self._of[network])))
        elif len(self._all) >= self._most:
            self._end(next(iter(self._all)))
        self._all[task] = network
        self._of[network][task] = None

    def leave(self, task: asyncio.Task[None]) -> None:
        """Note who has gone, or is no stranger any more; whoever is not here is left alone."""
        network = self._all.pop(task, None)
        if network is not None:
            del self._of[network][task]
            if not self._of[network]:
                del self._of[network]

    def end_all(self) -> tuple[asyncio.Task[None], ...]:
        """End everybody, and give whom to wait for."""
        ended = tuple(self._all)
        for task in ended:
            self._end(task)
        return ended

    def _end(self, task: asyncio.Task[None]) -> None:
        self.leave(task)
        task.cancel()


def network_of(address: str) -> str:
    """Give what counts as one: an IPv4 address, or the /64 of an IPv6 one; an IPv4 address in IPv6's clothes is itself."""
    try:
        read = ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if isinstance(read, IPv6Address):
        return str(read.ipv4_mapped or IPv6Address(int(read) >> IPV6_NETWORK << IPV6_NETWORK))
    return str(read)
