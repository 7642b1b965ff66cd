"""Somebody who is logged in to Client Portal, with the devices in the pocket: asks for deeds, answers what they ask."""

from dataclasses import dataclass, replace
from typing import Any, Self

from sekisho.core.secret import Secret
from sekisho.testing.claimant import DOOR, answer, attempt, right_answer
from sekisho.testing.people import PASSWORD, Person, Wanted, add_person
from sekisho.testing.soft_devices import soft_device
from sekisho.workflows.choose_factor import choose_factor
from sekisho.workflows.devices.proving import Answered
from sekisho.workflows.outcomes import LoginUnknown, LoginView, Visitor
from sekisho.workflows.ports import Ports
from sekisho.workflows.reauthenticate import Retyped
from sekisho.workflows.recognise import recognise
from sekisho.workflows.sign_in import sign_in


@dataclass(frozen=True, kw_only=True)
class Guest:
    """One open session; recognised anew whenever asked, as at every request."""

    ports: Ports
    person: Person
    token: Secret

    @property
    def visitor(self) -> Visitor:
        """Recognise the session, which must still be open."""
        found = recognise(self.ports, self.token)
        if not isinstance(found, Visitor):
            raise LookupError(found)  # noqa: TRY004 - a session that is over, not a wrong type
        return found

    @property
    def is_out(self) -> bool:
        """Tell whether the session is over."""
        return not isinstance(recognise(self.ports, self.token), Visitor)

    def after(self, done: object) -> Self:
        """Go on as the answer says: under the new token, if it gave one."""
        token = getattr(done, "access_token", None)
        return self if token is None else replace(self, token=token)

    def device(self, kind: str = "dsc_plus") -> str:
        """Give the id of the first factor of a kind."""
        id_: str = self.person.factor(kind)["id"]
        return id_

    @property
    def retyped(self) -> Retyped:
        """Type user name and password again."""
        return Retyped(username=self.person.username, password=Secret(PASSWORD))

    def choosing(self, kind: str) -> Retyped:
        """Likewise, and choose what is to answer."""
        return replace(self.retyped, factor=self.device(kind))

    def answered(self, view: object, *, wrongly: bool = False, pin: str | None = None) -> Answered:
        """Answer what is asked, with what is in the pocket; `pin` is typed instead of the right one."""
        if not isinstance(view, LoginView) or view.challenge is None or view.id is None:
            raise LookupError(view)
        response = right_answer(self.person, view) if pin is None else self._typed(view, pin)
        if wrongly:
            response = response[:-1] + ("2" if response[-1] != "2" else "3")
        return Answered(proof_id=view.id, response=response, door=DOOR)

    def _typed(self, view: LoginView, pin: str) -> str:
        if view.challenge is None:
            raise LookupError(view)
        asked = view.challenge.factor.id
        device: Any = soft_device(next(factor for factor in self.person.factors if factor["id"] == asked))
        response: str = device.respond_to(view.challenge.code, pin=pin)
        return response


def log_in(ports: Ports, *, person: Person | None = None, with_kind: str = "", **wanted: Any) -> Guest:
    """Log in `person`, or somebody new who holds what is `wanted` (`testing.people.Wanted`), with the factor `with_kind`."""
    one = person or add_person(ports, Wanted(**wanted))
    login = sign_in(ports, attempt(one))
    if with_kind and login.id is not None:
        chosen = choose_factor(ports, login_id=login.id, factor=one.factor(with_kind)["id"], door=DOOR)
        if isinstance(chosen, LoginUnknown):
            raise LookupError(with_kind)
        login = chosen
    view = answer(ports, login, right_answer(one, login)) if login.challenge else login
    if view.grant is None or view.grant.access_token is None:
        raise LookupError(view.refusal)
    return Guest(ports=ports, person=one, token=view.grant.access_token)
