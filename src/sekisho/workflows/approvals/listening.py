"""What a phone may hear: the requests that are pending for it, under a listening token that is derived and kept nowhere.

The token proves nothing and approves nothing; it lets the app look, and turn away. It is the keyed print of the device's id, so
that a stolen or restored database holds none, and it is dead while the device is not in use.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

from sekisho.core.authenticators.approvals import ApprovalState, state_at
from sekisho.core.authenticators.kinds import AuthenticatorId
from sekisho.core.secret import Secret
from sekisho.workflows.outcomes import LoginUnknown
from sekisho.workflows.ports import Ports, Transaction, Vault
from sekisho.workflows.work.approvals import ApprovalRecord

LISTEN_PREFIX: Final = "listen_"

Asked = tuple[ApprovalRecord, ...]
"""Pending requests, newest first."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Heard:
    """What everybody who watches is to hear now."""

    of_devices: Mapping[str, Asked]
    of_logins: Mapping[str, ApprovalState]


def listening_token(vault: Vault, device: str) -> Secret:
    """Derive the token of a phone."""
    return Secret(LISTEN_PREFIX + vault.fingerprint(device, purpose="listening"))


def may_listen(ports: Ports, tx: Transaction, *, device: str, token: Secret) -> bool:
    """Tell whether this is the token of a phone in use; the cost is the same for any that was never drawn."""
    is_token = token == listening_token(ports.vault, device)
    is_in_use = tx.may_listen(AuthenticatorId(device))
    return is_token and is_in_use


def list_approvals(ports: Ports, *, device: str, token: Secret) -> Asked | LoginUnknown:
    """Give what a phone is asked now."""
    with ports.store.reading() as tx:
        if not may_listen(ports, tx, device=device, token=token):
            return LoginUnknown()
    return hear(ports, devices=(device,), logins=()).of_devices[device]


def hear(ports: Ports, *, devices: Collection[str], logins: Collection[str]) -> Heard:
    """Look after many at once: phones by their ids, logins by the hashes of their bearers."""
    now = ports.clock.now()
    with ports.store.reading() as tx:
        pending, present = tx.approvals_for(devices, now=now), tx.approvals_of(logins)
    asked: dict[str, list[ApprovalRecord]] = {device: [] for device in devices}
    for one in pending:
        if state_at(one.standing, now) is ApprovalState.PENDING:
            asked[one.device_id].append(one)
    states = dict.fromkeys(logins, ApprovalState.OVER)
    states |= {one.login_hash: state_at(one.standing, now) for one in present}
    return Heard(of_devices={device: tuple(those) for device, those in asked.items()}, of_logins=states)
