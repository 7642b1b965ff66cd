"""The walks in `docs/walks` are true: each one runs, block by block, in one namespace, on a real database."""

import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from sekisho.adapters.storage.trail import Intact
from sekisho.adapters.storage.trail import verify as verify_trail
from sekisho.core.access import decide
from sekisho.core.access.decisions import Evidence, FactorRequired, Mode, Scope, Surface
from sekisho.core.accounts import Account, Credentials
from sekisho.core.authenticators.kinds import AuthenticatorKind
from sekisho.core.reasons import Reason
from sekisho.core.secret import Secret
from sekisho.testing import people
from sekisho.testing.clock import FixedClock
from sekisho.testing.people import Wanted, add_person
from sekisho.testing.soft_devices import soft_device
from sekisho.workflows.answer_challenge import answer_challenge
from sekisho.workflows.door import Door
from sekisho.workflows.outcomes import LoginState, SessionOver
from sekisho.workflows.ports import Ports
from sekisho.workflows.recognise import recognise
from sekisho.workflows.sign_in import SignInAttempt, sign_in

WALKS = Path(__file__).parents[2] / "docs" / "walks"
BLOCK = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)
WORDS: dict[str, Any] = {
    word.__name__: word
    for word in (
        AuthenticatorKind, Credentials, Door, Evidence, FactorRequired, Intact, LoginState, Mode, Reason, Scope, Secret,
        SessionOver, SignInAttempt, Surface, answer_challenge, decide, recognise, sign_in, timedelta,
    )
} | {"verify_trail": verify_trail}  # fmt: skip


def load_account(ports: Ports, number: str) -> Account:
    with ports.store.reading() as tx:
        return tx.account(number)


@pytest.mark.parametrize("walk", sorted(WALKS.glob("*.md")), ids=lambda walk: walk.stem)
def test_a_walk_runs_as_it_is_written(ports: Ports, clock: FixedClock, walk: Path) -> None:
    person = add_person(ports, Wanted(devices=(people.DSC,)))
    text = walk.read_text().replace("testy001", person.username).replace("U1000001", person.account)
    blocks = BLOCK.findall(text)
    assert blocks
    card = soft_device(person.factor("dsc_plus"))
    scene = WORDS | {"ports": ports, "clock": clock, "card": card, "load_account": load_account}
    for block in blocks:
        exec(compile(block, walk.name, "exec"), scene)  # noqa: S102 - the text is this project's own
