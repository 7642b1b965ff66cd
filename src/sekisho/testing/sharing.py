"""One person with two user names and one Digital Security Card+ in the pocket."""

from typing import Any, Final

from sekisho.core.secret import Secret
from sekisho.core.sharing import Person as Client
from sekisho.testing.claimant import DOOR
from sekisho.testing.people import DSC, PASSWORD, Person, Wanted, add_person
from sekisho.testing.visiting import Guest, log_in
from sekisho.workflows.devices.outcomes import SharingAnswer, SharingRefused
from sekisho.workflows.devices.share import SharingStage, answer_sharing, begin_sharing, verify_sharer
from sekisho.workflows.outcomes import ProofMissing, RefusalView
from sekisho.workflows.ports import Ports

ONE: Final = Client(entity="1001", identification="papers of one")
SAME_PAPERS: Final = Client(entity="1002", identification="papers of one")


def add_owner(ports: Ports, **wanted: Any) -> Person:
    """Put the owner in: a Digital Security Card+ in use, unless other things are wanted."""
    chosen: dict[str, Any] = {"devices": (DSC,), "behind": ONE}
    return add_person(ports, Wanted(**chosen | wanted))


def log_in_borrower(ports: Ports, owner: Person, **wanted: Any) -> Guest:
    """Log in with the other user name; the owner's device is in the same pocket."""
    chosen: dict[str, Any] = {"behind": ONE}
    guest = log_in(ports, **chosen | wanted)
    guest.person.factors += owner.factors
    return guest


def ask_to_share(here: Guest, owner: Person | str, *, password: str = PASSWORD) -> SharingAnswer | ProofMissing:
    """Type user name and password of the owner, then the own ones."""
    begun = name_owner(here, owner, password=password)
    if not isinstance(begun, SharingStage):
        return begun
    return verify_sharer(here.ports, here.visitor, retyped=here.retyped, door=DOOR)


def name_owner(
    here: Guest, owner: Person | str, *, password: str = PASSWORD
) -> SharingStage | SharingRefused | RefusalView:
    """Type user name and password of the owner."""
    username = owner if isinstance(owner, str) else owner.username
    return begin_sharing(here.ports, here.visitor, username=username, password=Secret(password), door=DOOR)


def share(here: Guest, owner: Person) -> SharingAnswer:
    """Go through with it: the own device answers, then the owner's."""
    asked = ask_to_share(here, owner)
    following = answer_sharing(here.ports, here.visitor, answered=here.answered(asked))
    return answer_sharing(here.ports, here.visitor, answered=here.answered(following))
