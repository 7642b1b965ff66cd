"""The deeds upon devices whose identity is verified on pages: for each, what exactly it is now, how it begins and how it ends."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from sekisho.workflows.devices import activate, change_pin, opt_out, reactivate, retire, stop_sharing
from sekisho.workflows.devices import request as order
from sekisho.workflows.devices.outcomes import DeviceAnswer, DeviceBegun
from sekisho.workflows.devices.proving import Answered, Task
from sekisho.workflows.door import Door
from sekisho.workflows.outcomes import Visitor
from sekisho.workflows.passkeys import invite as passkeys
from sekisho.workflows.phones import invite
from sekisho.workflows.phones.outcomes import CodeAsked
from sekisho.workflows.ports import Ports
from sekisho.workflows.reauthenticate import Retyped

SETTINGS: Final = "trading"
ORDER: Final = "request"
PHONE: Final = "phone"
PASSKEY: Final = "passkey"
"""Where a deed is not done to a device that is there: these stand in the place of its id."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ProofPage:
    """One deed: which task it is now (None: nothing is begun), how it begins and ends, and whether nothing is to be proved."""

    task: Callable[[Ports, Visitor, str], Task | None]
    begin: Callable[[Ports, Visitor, str, Retyped | None, Door], DeviceBegun | CodeAsked]
    finish: Callable[[Ports, Visitor, str, Answered, str], DeviceAnswer]  # the last one: a mailed code
    is_at_once: Callable[[Ports, Visitor, str], bool] = lambda ports, visitor, id_: False  # noqa: ARG005 - one shape for all
    words_at_once: str = ""  # where they are others
    then: str = ""  # where a deed leads that is not done with its proof, behind the list


def _order_task(ports: Ports, visitor: Visitor, subject: str) -> Task | None:
    del subject
    draft = order.drafted(ports, visitor)
    return order.task_of(draft) if draft else None


def _pin_task(ports: Ports, visitor: Visitor, subject: str) -> Task | None:
    return change_pin.task_of(subject) if change_pin.drafted(ports, visitor, subject) else None


PAGES: Final[Mapping[str, ProofPage]] = MappingProxyType(
    {
        "reactivate": ProofPage(
            task=lambda ports, visitor, id_: reactivate.task_of(id_),  # noqa: ARG005 - one shape for all
            begin=lambda ports, visitor, id_, retyped, door: reactivate.begin_reactivation(
                ports, visitor, device_id=id_, retyped=retyped, door=door
            ),
            finish=lambda ports, visitor, id_, answered, code: reactivate.finish_reactivation(  # noqa: ARG005 - likewise
                ports, visitor, device_id=id_, answered=answered
            ),
            is_at_once=reactivate.has_just_answered,
        ),
        "activate": ProofPage(
            task=activate.task_of,
            begin=lambda ports, visitor, id_, retyped, door: activate.begin_activation(
                ports, visitor, device_id=id_, retyped=retyped, door=door
            ),
            finish=lambda ports, visitor, id_, answered, code: activate.finish_activation(
                ports, visitor, device_id=id_, answered=answered, code=code
            ),
        ),
        "retire": ProofPage(
            task=lambda ports, visitor, id_: retire.task_of(id_),  # noqa: ARG005 - likewise
            begin=lambda ports, visitor, id_, retyped, door: retire.begin_retirement(
                ports, visitor, device_id=id_, retyped=retyped, door=door
            ),
            finish=lambda ports, visitor, id_, answered, code: retire.finish_retirement(  # noqa: ARG005 - likewise
                ports, visitor, device_id=id_, answered=answered
            ),
        ),
        "stop-sharing": ProofPage(
            task=lambda ports, visitor, id_: stop_sharing.task_of(id_),  # noqa: ARG005 - likewise
            begin=lambda ports, visitor, id_, retyped, door: stop_sharing.begin_stopping(
                ports, visitor, share_id=id_, retyped=retyped, door=door
            ),
            finish=lambda ports, visitor, id_, answered, code: stop_sharing.finish_stopping(  # noqa: ARG005 - likewise
                ports, visitor, share_id=id_, answered=answered
            ),
            is_at_once=stop_sharing.is_request,
            words_at_once="withdraw-sharing",
        ),
        "opt-out": ProofPage(
            task=lambda ports, visitor, id_: opt_out.TASK,  # noqa: ARG005 - likewise
            begin=lambda ports, visitor, id_, retyped, door: opt_out.begin_opting_out(  # noqa: ARG005 - likewise
                ports, visitor, retyped=retyped, door=door
            ),
            finish=lambda ports, visitor, id_, answered, code: opt_out.finish_opting_out(  # noqa: ARG005 - likewise
                ports, visitor, answered=answered
            ),
        ),
        "order": ProofPage(
            task=_order_task,
            begin=lambda ports, visitor, id_, retyped, door: order.begin_order(  # noqa: ARG005 - likewise
                ports, visitor, retyped=retyped, door=door
            ),
            finish=lambda ports, visitor, id_, answered, code: order.finish_order(  # noqa: ARG005 - likewise
                ports, visitor, answered=answered
            ),
        ),
        "register": ProofPage(
            task=lambda ports, visitor, id_: invite.task_of(ports, visitor),  # noqa: ARG005 - likewise
            begin=lambda ports, visitor, id_, retyped, door: invite.begin_invitation(  # noqa: ARG005 - likewise
                ports, visitor, retyped=retyped, door=door
            ),
            finish=lambda ports, visitor, id_, answered, code: invite.conclude_invitation(  # noqa: ARG005 - likewise
                ports, visitor, answered=answered
            ),
            then="phone/",
        ),
        "register-passkey": ProofPage(
            task=lambda ports, visitor, id_: passkeys.passkey_task_of(ports, visitor),  # noqa: ARG005 - likewise
            begin=lambda ports, visitor, id_, retyped, door: passkeys.begin_passkey(  # noqa: ARG005 - likewise
                ports, visitor, retyped=retyped, door=door
            ),
            finish=lambda ports, visitor, id_, answered, code: passkeys.conclude_passkey_invitation(  # noqa: ARG005 - likewise
                ports, visitor, answered=answered
            ),
            then="passkey/",
        ),
        "new-pin": ProofPage(
            task=_pin_task,
            begin=lambda ports, visitor, id_, retyped, door: change_pin.begin_pin_change(
                ports, visitor, device_id=id_, retyped=retyped, door=door
            ),
            finish=lambda ports, visitor, id_, answered, code: change_pin.finish_pin_change(  # noqa: ARG005 - likewise
                ports, visitor, device_id=id_, answered=answered
            ),
        ),
    }
)
