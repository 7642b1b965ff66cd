"""Help with user name and password, by telephone only (A073 to A076): a code in two halves, the name by mail, an end to a lock.

No agent ever sets, sees or learns a password; whoever holds both halves of the code sets it (ASVS 6.4.6).
"""

from datetime import timedelta
from typing import Final

from sekisho.core.authenticators.entry import CLEAR
from sekisho.core.desk.halves import split
from sekisho.core.secret import Secret
from sekisho.workflows.claim import name_print
from sekisho.workflows.desk.bench import Bench, Drawn, Effect
from sekisho.workflows.desk_records import ResetRecord
from sekisho.workflows.ports import Ports
from sekisho.workflows.records import TryKind

CODE_LENGTH: Final = 16
CODE_LASTS: Final = timedelta(hours=1)
PURPOSE: Final = "password code"


def draw_reset(ports: Ports) -> Drawn:
    """Draw the code: 80 bits, so that a keyed print keeps it as well as a slow hash would."""
    code = ports.dice.text(alphabet=CLEAR, length=CODE_LENGTH)
    return Drawn(code=code, code_hash=ports.vault.fingerprint(code, purpose=PURPOSE))


def reset(bench: Bench) -> Effect:
    """Give a code for a new password; the old one stays until it is used."""
    until = bench.now + CODE_LASTS
    record = ResetRecord(
        id=f"reset_{bench.ports.dice.token(prefix='').reveal_text()[:22]}",
        holder_id=bench.matter.holder.id,
        code_print=bench.drawn.code_hash,
        created_at=bench.now,
        expires_at=until,
    )
    bench.tx.add_reset(record)
    first, second = split(bench.drawn.code)
    sent_to = bench.send_secret("password_half", second)
    return Effect(subject={"reset": record.id}, secret=first, is_half=True, sent_to=sent_to, until=until)


def send_username(bench: Bench) -> Effect:
    """Send the user name to an address on file; the agent does not read it out."""
    return Effect(sent_to=bench.send_secret("username_told", Secret(bench.matter.holder.username)))


def unlock(bench: Bench) -> Effect:
    """Forget the password tries of every user name of the account, from whatever browser."""
    for holder_id in bench.tx.holders_of(bench.matter.account.number):
        printed = name_print(bench.ports.vault, bench.tx.holder(holder_id).username)
        bench.tx.clear_tries(printed, TryKind.PASSWORD_UNKNOWN_BROWSER)
        for mark in bench.tx.marks_of(holder_id):
            subject = bench.ports.vault.fingerprint(printed + mark, purpose="browser of a name")
            bench.tx.clear_tries(subject, TryKind.PASSWORD_KNOWN_BROWSER)
    return Effect()
