"""A claimant at a door: types a name and a password, reads the question, answers with what is in the pocket.

Everything goes through the workflows, as it would from a page or a program.
"""

from typing import Any, Final

from sekisho.core.access.decisions import Mode, Surface
from sekisho.core.reasons import Reason
from sekisho.core.secret import Secret
from sekisho.testing.people import PASSWORD, Person
from sekisho.testing.soft_devices import soft_device
from sekisho.workflows.answer_challenge import answer_challenge
from sekisho.workflows.door import Door
from sekisho.workflows.outcomes import ChallengeView, LoginUnknown, LoginView
from sekisho.workflows.ports import Ports
from sekisho.workflows.prove_password import PasswordTyped
from sekisho.workflows.sign_in import sign_in

DOOR: Final = Door(channel="test", address="192.0.2.1", browser="a test")


def attempt(
    person: Person | str,
    *,
    password: str = PASSWORD,
    surface: Surface = Surface.PORTAL,
    mode: Mode = Mode.LIVE,
    door: Door = DOOR,
) -> PasswordTyped:
    """Type the name (of a person, or any) and the password."""
    username = person if isinstance(person, str) else person.username
    return PasswordTyped(username=username, password=Secret(password), surface=surface, mode=mode, door=door)


def right_answer(person: Person, login: LoginView) -> str:
    """Compute the answer to the question that `login` puts."""
    if login.challenge is None:
        raise LookupError("nothing is asked")
    factor = next(factor for factor in person.factors if factor["id"] == login.challenge.factor.id)
    return soft_device(factor).answer(_as_told(login.challenge))


def _as_told(challenge: ChallengeView) -> dict[str, Any]:
    """Write a challenge as the API does, as far as a device reads it."""
    asked = challenge.passkey
    public_key = {"public_key": {"challenge": asked.challenge}} if asked else {}
    return {"code": challenge.code, "indices": challenge.indices, **public_key}


def wrong_answer(person: Person, login: LoginView) -> str:
    """Give an answer of the right shape in which the last sign is another one."""
    right = right_answer(person, login)
    return right[:-1] + ("2" if right[-1] != "2" else "3")


def answer(ports: Ports, login: LoginView, response: str, *, door: Door = DOOR) -> LoginView:
    """Send an answer to a login that exists."""
    if login.id is None:
        raise LookupError("the password was not proved")
    view = answer_challenge(ports, login_id=login.id, response=response, door=door)
    if isinstance(view, LoginUnknown):
        raise LookupError("no such login")  # noqa: TRY004 - a login that is not there, not a wrong type
    return view


def enter(ports: Ports, person: Person, *, surface: Surface = Surface.PORTAL, door: Door = DOOR) -> LoginView:
    """Sign in, both halves, with the factor that is asked first."""
    login = sign_in(ports, attempt(person, surface=surface, door=door))
    return answer(ports, login, right_answer(person, login), door=door) if login.challenge else login


def reason(view: LoginView) -> Reason | None:
    """Give the reason of a refusal, None where there is none."""
    return view.refusal.reason if view.refusal else None
