"""A second process at the same store, driven by lines of JSON: the program that races, and that is killed.

`use` names the database and the time. `rush` does many deeds at the same moment, one thread for each list of deeds, after both
sides have said that they are ready. `live` forks a child that signs in without end and acknowledges each use only after
`answer_challenge` has returned, until somebody kills it.
"""

import json
import os
import random
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from threading import Event, Thread
from typing import Any

from sekisho import wiring
from sekisho.settings import Settings

Json = dict[str, Any]


def tell(said: Json) -> None:
    """Write one line at once: shorter than a pipe's atomic write, so that a kill never tears it."""
    os.write(sys.stdout.fileno(), json.dumps(said).encode() + b"\n")


def main() -> None:
    """Listen until nobody speaks any more."""
    wiring.configure_django(Settings(data_dir=Path(sys.argv[1])))
    crowd = Crowd(Path(sys.argv[1]))
    tell({"is_ready": True})
    for line in sys.stdin:
        said = json.loads(line)
        getattr(crowd, said.pop("do"))(**said)


@dataclass
class FewDice:
    """Dice that deal one of `most` numbers only, so that a repetition is a matter of a few draws."""

    dice: Any
    most: int

    def number(self, *, low: int, high: int) -> int:
        return int(self.dice.number(low=low, high=min(high, low + self.most - 1)))

    def __getattr__(self, name: str) -> Any:
        return getattr(self.dice, name)


class Crowd:
    """What this process can be told to do."""

    def __init__(self, folder: Path) -> None:
        from sekisho.adapters.common_passwords import load_common
        from sekisho.adapters.deferred import DeferredImaging
        from sekisho.adapters.keyring import Keyring
        from sekisho.adapters.objects import SealedFolder
        from sekisho.adapters.storage.store import DjangoStore
        from sekisho.adapters.system import SystemDice
        from sekisho.adapters.vault import FileVault
        from sekisho.adapters.web_authentication import WebAuthenticationJudge
        from sekisho.testing.clock import FixedClock
        from sekisho.testing.hasher import QuickHasher
        from sekisho.testing.imaging import FakeImaging
        from sekisho.workflows.ports import Ports

        vault = FileVault(Keyring(folder / "keys.json"))
        store = DjangoStore(vault=vault)
        self.clock = FixedClock()
        self.ports = Ports(
            store=store,
            clock=self.clock,
            dice=SystemDice(),
            hasher=QuickHasher(),
            vault=vault,
            common_passwords=load_common(wiring.COMMON_PASSWORDS),
            objects=SealedFolder(folder / "objects", vault=vault),
            passkeys=WebAuthenticationJudge("http://localhost:8000"),
            imaging=DeferredImaging(FakeImaging),
        )

    def use(self, *, database: Json, now: str) -> None:
        """Work on this database from now on, at this time."""
        from sekisho.testing import databases

        databases.use(database)
        self.clock.set(datetime.fromisoformat(now))
        tell({"is_ready": True})

    def rush(self, *, lists: Sequence[Sequence[Json]], most_numbers: int | None) -> None:
        """Do all lists of deeds at once; tells the results of each list."""
        ports = replace(self.ports, dice=FewDice(self.ports.dice, most_numbers)) if most_numbers else self.ports
        go = Event()
        results: list[list[Json]] = [[] for _ in lists]

        def work(deeds: Sequence[Json], told: list[Json]) -> None:
            from django.db import connection

            connection.ensure_connection()
            go.wait()
            told += [attempted(ports, deed) for deed in deeds]
            connection.close()

        threads = [Thread(target=work, args=pair) for pair in zip(lists, results, strict=True)]
        for thread in threads:
            thread.start()
        tell({"is_ready": True})
        sys.stdin.readline()
        go.set()
        for thread in threads:
            thread.join()
        sys.stdout.write(json.dumps(results) + "\n")
        sys.stdout.flush()

    def live(self, *, people: Sequence[Json], seed: int) -> None:
        """Fork a child that lives until it is killed."""
        pid = os.fork()
        if pid == 0:
            tell({"pid": os.getpid()})
            live(self.ports, [person_of(person) for person in people], random.Random(seed))
        os.waitpid(pid, 0)
        tell({"is_gone": True})


def person_of(person: Json) -> Any:
    from sekisho.testing.people import Person

    return Person(**person)


def attempted(ports: Any, deed: Json) -> Json:
    """Do one deed; an accident is a result, too."""
    from sekisho.core.errors import SekishoError

    try:
        return DEEDS[deed["deed"]](ports, deed)
    except SekishoError as error:
        return {"error": type(error).__name__, "cause": repr(error.__cause__)}


def told(view: Any) -> Json:
    """Say a view in JSON, with the bearer values that it holds."""
    grant, challenge, refusal = view.grant, view.challenge, view.refusal
    return {
        "state": view.state.value,
        "login_id": view.id.reveal_text() if view.id else None,
        "code": challenge.code if challenge else None,
        "indices": challenge.indices if challenge else None,
        "reason": refusal.reason.value if refusal else None,
        "attempts_left": refusal.attempts_left if refusal else None,
        "token": grant.access_token.reveal_text() if grant else None,
    }


def sign_in_once(ports: Any, deed: Json) -> Json:
    from sekisho.testing.claimant import attempt
    from sekisho.workflows.sign_in import sign_in

    return told(sign_in(ports, attempt(deed["username"], password=deed["password"])))


def answer_once(ports: Any, deed: Json) -> Json:
    from sekisho.core.secret import Secret
    from sekisho.testing.claimant import DOOR
    from sekisho.workflows.answer_challenge import answer_challenge

    return told(answer_challenge(ports, login_id=Secret(deed["login_id"]), response=deed["response"], door=DOOR))


def go_about(ports: Any, deed: Json) -> Json:
    """Do what people do, in an order of this thread's own; gives how often a session was opened."""
    from sekisho.core.secret import Secret
    from sekisho.testing.claimant import DOOR, answer, attempt, right_answer, wrong_answer
    from sekisho.workflows.choose_factor import choose_factor
    from sekisho.workflows.outcomes import LoginView
    from sekisho.workflows.recognise import recognise
    from sekisho.workflows.sign_in import sign_in
    from sekisho.workflows.sign_out import sign_out

    dice, granted = random.Random(deed["seed"]), 0
    people = [person_of(person) for person in deed["people"]]
    for _ in range(deed["times"]):
        person = dice.choice(people)
        view: Any = sign_in(ports, attempt(person, password=dice.choice(deed["passwords"])))
        while view.challenge is not None:
            login_id, turn = view.id, dice.random()
            if turn < 0.3:
                view = answer(ports, view, wrong_answer(person, view))
            elif turn < 0.5:
                view = choose_factor(ports, login_id=login_id, factor=dice.choice(person.factors)["id"], door=DOOR)
                assert isinstance(view, LoginView)
            else:
                view = answer(ports, view, right_answer(person, view))
        if view.grant is not None:
            granted += 1
            token = Secret(view.grant.access_token.reveal())
            recognise(ports, token)
            if dice.random() < 0.5:
                sign_out(ports, token, door=DOOR)
    return {"granted": granted}


def about_a_card(ports: Any, deed: Json) -> Json:
    """Request a card, or activate the one that is asked for, in the session of a token."""
    from sekisho.core.secret import Secret
    from sekisho.testing.claimant import DOOR
    from sekisho.workflows.activate_card import activate_card
    from sekisho.workflows.outcomes import LoginView, RefusalView, SessionOver
    from sekisho.workflows.recognise import recognise
    from sekisho.workflows.show_card import show_card

    visitor = recognise(ports, Secret(deed["token"]))
    if isinstance(visitor, SessionOver):
        return {"state": "session over", "reason": None}
    if deed["deed"] == "show_card":
        view: Any = show_card(ports, visitor, door=DOOR)
    else:
        view = activate_card(ports, visitor, values=deed["values"], door=DOOR)
    refusal = view if isinstance(view, RefusalView) else view.refusal if isinstance(view, LoginView) else None
    return {"state": type(view).__name__, "reason": refusal.reason.value if refusal else None}


def spend_a_proof(ports: Any, deed: Json) -> Json:
    """Do a sensitive task with its proof, in the session of a token."""
    from sekisho.core.secret import Secret
    from sekisho.core.tasks.task import TaskKind
    from sekisho.testing.claimant import DOOR
    from sekisho.workflows.recognise import recognise
    from sekisho.workflows.tasks.spend_proof import spend_proof

    visitor: Any = recognise(ports, Secret(deed["token"]))
    kind, given, proof = TaskKind(deed["task"]), deed["details"], Secret(deed["proof"])
    outcome = spend_proof(ports, visitor, kind=kind, given=given, proof=proof, door=DOOR)
    return {"state": type(outcome).__name__, "reason": None}


def about_a_phone(ports: Any, deed: Json) -> Json:
    """Use a Session ID, answer for the first time, or answer for a move; the token of an admitted phone comes back."""
    from sekisho.core.authenticators.kinds import Platform
    from sekisho.core.secret import Secret
    from sekisho.testing.claimant import DOOR
    from sekisho.workflows.phones.admit import admit_phone
    from sekisho.workflows.phones.move import MoveResponse, finish_move
    from sekisho.workflows.phones.outcomes import PhoneAdmitted
    from sekisho.workflows.phones.prove_phone import FirstResponse, prove_phone

    if deed["deed"] == "admit_phone":
        view: Any = admit_phone(ports, session_id=deed["session_id"], platform=Platform.IOS, door=DOOR)
    elif deed["deed"] == "prove_phone":
        token, id_ = Secret(deed["token"]), deed["id"]
        view = prove_phone(ports, FirstResponse(registration=id_, token=token, response=deed["response"], door=DOOR))
    else:
        token, id_ = Secret(deed["token"]), deed["id"]
        view = finish_move(ports, MoveResponse(move=id_, token=token, response=deed["response"], door=DOOR))
    given = {"key": view.key.reveal().hex(), "challenge": view.challenge} if isinstance(view, PhoneAdmitted) else {}
    return {"state": type(view).__name__, "reason": None} | given


def about_a_share(ports: Any, deed: Json) -> Json:
    """Answer for a shared device, end its sharing, or report it lost, in the session of a token."""
    from sekisho.core.authenticators.device_cases import DeviceStatus
    from sekisho.core.secret import Secret
    from sekisho.testing.claimant import DOOR
    from sekisho.workflows.devices.proving import Answered
    from sekisho.workflows.devices.report_lost import report_lost
    from sekisho.workflows.devices.share import answer_sharing
    from sekisho.workflows.devices.stop_sharing import finish_stopping
    from sekisho.workflows.outcomes import SessionOver
    from sekisho.workflows.recognise import recognise

    visitor = recognise(ports, Secret(deed["token"]))
    if isinstance(visitor, SessionOver):
        return {"state": "session over"}
    answered = Answered(proof_id=None, response=deed.get("response", ""), door=DOOR)
    match deed["deed"]:
        case "answer_sharing":
            view: Any = answer_sharing(ports, visitor, answered=answered)
        case "stop_sharing":
            view = finish_stopping(ports, visitor, share_id=deed["share"], answered=answered)
        case _:
            view = report_lost(ports, visitor, device_id=deed["device"], status=DeviceStatus.LOST, door=DOOR)
    return {"state": type(view).__name__}


def about_an_approval(ports: Any, deed: Json) -> Json:
    """Approve a login on its phone, turn it away there, or take the approval up in the browser that began it."""
    from sekisho.core.authenticators.approvals import ApprovalEvent
    from sekisho.core.secret import Secret
    from sekisho.testing.claimant import DOOR
    from sekisho.workflows.approvals.answer import Heard, answer_approval
    from sekisho.workflows.approvals.claim import claim_approval
    from sekisho.workflows.approvals.listening import listening_token
    from sekisho.workflows.approvals.turn_away import turn_away_approval

    if deed["deed"] == "claim":
        return told(claim_approval(ports, login_id=Secret(deed["login_id"]), door=DOOR))
    token = listening_token(ports.vault, deed["device"])
    heard = Heard(device=deed["device"], token=token, approval=deed["approval"], door=DOOR)
    if deed["deed"] == "approve":
        view: Any = answer_approval(ports, heard, number=deed["number"], response=deed["response"])
    else:
        view = turn_away_approval(ports, heard, event=ApprovalEvent(deed["deed"]))
    return {"state": f"{type(view).__name__} {view.state}"}


DEEDS: dict[str, Callable[[Any, Json], Json]] = {
    "sign_in": sign_in_once,
    "answer": answer_once,
    "go_about": go_about,
    "show_card": about_a_card,
    "activate_card": about_a_card,
    "spend_proof": spend_a_proof,
    "admit_phone": about_a_phone,
    "prove_phone": about_a_phone,
    "finish_move": about_a_phone,
    "answer_sharing": about_a_share,
    "stop_sharing": about_a_share,
    "report_lost": about_a_share,
    "approve": about_an_approval,
    "cancel": about_an_approval,
    "deny": about_an_approval,
    "claim": about_an_approval,
}


def live(ports: Any, people: Sequence[Any], dice: random.Random) -> None:
    """Sign in with each of the first people, fail with the last one, for ever; acknowledge what has come back."""
    from sekisho.testing.claimant import answer, attempt, reason, right_answer, wrong_answer
    from sekisho.workflows.sign_in import sign_in

    *holders, victim = people
    while True:
        for holder in dice.sample(holders, len(holders)):
            login = sign_in(ports, attempt(holder))
            if login.challenge is None:
                tell({"stuck": str(reason(login))})
                return
            if dice.random() < 0.2:
                answer(ports, login, wrong_answer(holder, login))
            response = right_answer(holder, login)
            view = answer(ports, login, response)
            tell({"used": told(view) | {"login_id": login.id.reveal_text(), "response": response}})
        login = sign_in(ports, attempt(victim))
        view = answer(ports, login, wrong_answer(victim, login)) if login.challenge else login
        tell({"wrong_response": str(reason(view))})
        tell({"wrong_password": str(reason(sign_in(ports, attempt(victim, password="guess"))))})


if __name__ == "__main__":
    main()
