"""How much mail is taken from one sender, from one network and for one account: generous to people, and an end to a flood.

Anybody can write anybody's address as the sender. So a sender is counted for each network that brings the mail: nobody uses up
what another may send from elsewhere. A relay of the house's own brings everybody's mail from one address; it is trusted, and
then only senders are counted. Who sends without an address (RFC 5321, 4.5.5) is counted by the network alone, whichever it is.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum, unique
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Final

from sekisho.core.throttle import DAY, Allowance

MEBIBYTE: Final = 1024 * 1024
HOUR: Final = timedelta(hours=1)
LOCAL: Final = "local"
"""The network of a peer that has no address."""
_PREFIX: Final = {4: 24, 6: 64}
"""Bits of an address that name the network of one customer, or of one provider's senders."""

Network = IPv4Network | IPv6Network

SENDER_MAILS: Final = Allowance(most=60, within=HOUR)
SENDER_BYTES: Final = Allowance(most=500 * MEBIBYTE, within=DAY)
NETWORK_MAILS: Final = Allowance(most=600, within=HOUR)
NETWORK_BYTES: Final = Allowance(most=5000 * MEBIBYTE, within=DAY)
ACCOUNT_MAILS: Final = Allowance(most=20, within=DAY)
THIS_MACHINE: Final = (ip_network("127.0.0.0/8"), ip_network("::1/128"))


@unique
class Share(StrEnum):
    """Whose share of what is counted."""

    SENDER_MAILS = "mails:sender"
    SENDER_BYTES = "bytes:sender"
    NETWORK_MAILS = "mails:network"
    NETWORK_BYTES = "bytes:network"


@dataclass(frozen=True, kw_only=True, slots=True)
class MailQuotas:
    """What an installation allows. `account_mails`: what is looked at for one account, before a person has to."""

    sender_mails: Allowance = SENDER_MAILS
    sender_bytes: Allowance = SENDER_BYTES
    network_mails: Allowance = NETWORK_MAILS
    network_bytes: Allowance = NETWORK_BYTES
    account_mails: Allowance = ACCOUNT_MAILS
    trusted: tuple[Network, ...] = THIS_MACHINE

    def shares(self, *, sender: str, peer: str, size: int) -> Iterator[tuple[Share, str, Allowance, int]]:
        """Name each share that one mail takes: which, of whom, how much there is, and how much of it is taken."""
        network, is_trusted = network_of(peer), self.is_trusted(peer)
        if sender:
            whose = f"{sender.casefold()} {'' if is_trusted else network}"
            yield Share.SENDER_MAILS, whose, self.sender_mails, 1
            yield Share.SENDER_BYTES, whose, self.sender_bytes, size
        if not (sender and is_trusted):
            yield Share.NETWORK_MAILS, network, self.network_mails, 1
            yield Share.NETWORK_BYTES, network, self.network_bytes, size

    def is_trusted(self, peer: str) -> bool:
        """Tell whether a relay of the house's own stands there."""
        address = _address(peer)
        return address is not None and any(address in network for network in self.trusted)


def network_of(peer: str) -> str:
    """Name the network of a peer's address: /24 of IPv4, /64 of IPv6."""
    address = _address(peer)
    return LOCAL if address is None else str(ip_network((address, _PREFIX[address.version]), strict=False))


def _address(peer: str) -> IPv4Address | IPv6Address | None:
    """Read an address; what a socket for both protocols calls ::ffff:192.0.2.1 is 192.0.2.1."""
    try:
        found = ip_address(peer.partition("%")[0])
    except ValueError:
        return None
    return (found.ipv4_mapped or found) if isinstance(found, IPv6Address) else found
