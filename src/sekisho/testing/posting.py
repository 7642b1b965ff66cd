"""Devices on their way, for tests: ordered, shipped, delivered, never active before."""

from sekisho.adapters.storage.rows import AuthenticatorRow
from sekisho.core.authenticators.kinds import AuthenticatorKind, DeviceState
from sekisho.testing.claimant import DOOR
from sekisho.testing.people import Person
from sekisho.workflows.devices.post import NotPosted, deliver, ship
from sekisho.workflows.ports import Ports

ORDERED = (AuthenticatorKind.DSC_PLUS, None, DeviceState.REQUESTED)


def send(ports: Ports, person: Person, *, is_delivered: bool = False) -> str:
    """Ship the ordered card of `person` (made with `ORDERED`), and deliver it if wished; gives its id."""
    id_ = next(
        factor["id"]
        for factor in person.factors
        if AuthenticatorRow.objects.filter(id=factor["id"], state=DeviceState.REQUESTED.value).exists()
    )
    AuthenticatorRow.objects.filter(id=id_).update(ever_active=False)
    deeds = (ship, deliver) if is_delivered else (ship,)
    for deed in deeds:
        if isinstance(deed(ports, device_id=id_, door=DOOR), NotPosted):
            raise LookupError(id_)  # noqa: TRY004 - a device that cannot be posted, not a wrong type
    return str(id_)
