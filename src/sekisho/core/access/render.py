"""The policy as pages for an auditor: Markdown printed from the very tables that decide, so that the two cannot part.

English only; what holders read is `sekisho.wording`. Every function is pure and gives a whole page or a section of one.
"""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from types import MappingProxyType
from typing import Final, assert_never

from sekisho.core.access.ceilings import CEILINGS, Amount, Unlimited
from sekisho.core.access.permits import PERMITS
from sekisho.core.access.situations import PARTS, Situation
from sekisho.core.access.table import ACCESS, ANSWER_COUNTS_NO_MORE, Cell, Factor, Opens, Refuses
from sekisho.core.accounts import ACCOUNT_LIFE, Standing
from sekisho.core.authenticators.approvals import APPROVAL_LIFE
from sekisho.core.authenticators.dsc_plus_machine import CARD_KEYS
from sekisho.core.authenticators.lifecycle import CARD_LIFE, DEVICE_LIFE, PASSCODE_LIFE
from sekisho.core.authenticators.proofs import Proof
from sekisho.core.authenticators.terms import Terms
from sekisho.core.intake.cases import CASE_LIFE, DOCUMENT_LIFE
from sekisho.core.sharing import SHARE_LIFE
from sekisho.core.transitions import Event, Lifecycle, Move, State

STANDINGS: Final = MappingProxyType(
    {
        Standing.APPLIED: "applied",
        Standing.APPROVED_TODAY: "approved after today's cut-off",
        Standing.OPEN: "open",
    }
)

ALONE: Final = MappingProxyType(
    {
        Situation.OPEN_OPTED_OUT: "open, an active permanent device, opted out of the second factor for trading",
        Situation.CLOSED: "closed, by the holder or for want of a balance",
        Situation.REJECTED: "rejected",
        Situation.PAPER_LOGIN: "login of the paper account, *paper* chosen, the live account open",
        Situation.PAPER_LOGIN_LIVE_CHOSEN: "login of the paper account, *live* chosen",
        Situation.NO_PAPER_ACCOUNT: "*paper* chosen, and there is no paper account",
        Situation.STAFF: "login of the desk's staff, a permanent device in use",
        Situation.STAFF_WITHOUT_DEVICE: "login of the desk's staff, no permanent device in use",
        Situation.STAFF_LEFT: "login of somebody who left the desk",
    }
)


def access_page(terms: Terms) -> str:
    """Print the access table, the ceilings and the permits."""
    return "\n".join(
        (
            "# Who may enter, through which door, with which proof",
            "",
            *HOW_TO_READ,
            "",
            _rows(terms),
            "",
            *BESIDE_THE_TABLE,
            "",
            "## An answer that counts no more",
            "",
            "A session is refused from the moment at which the proof that opened it:",
            "",
            *_spent_lines(),
            "",
            "A card whose last cells were the answer goes on counting for that session, to the card's own end.",
            "",
            "## Withdrawals and step-up",
            "",
            _ceilings(),
            "",
            "## What a session may change about its own proofs",
            "",
            _permits(),
            "",
        )
    )


HOW_TO_READ: Final = (
    "Printed from `sekisho.core.access`. After the password is proved, the first row that fits applies: the best proof",
    "on offer chooses the row of the question, the proof that answered chooses the row of the outcome, and every",
    "request of an open session is decided anew.",
    "",
    "**A boundary instant belongs to what comes next.** At exactly the end of a span the next row applies.",
    "",
    "**Offered**, in this order: active devices (Digital Security Card+ first, then key app), the card, the passcode,",
    "then suspended devices, which open re-activation and nothing else. When an interim proof has run out and only",
    "suspended devices are left, the refusal names them: the holder may go on with one that is back.",
)
BESIDE_THE_TABLE: Final = (
    "With *paper* chosen and the live login, the trading column applies on every surface, and `trading:live` becomes",
    "`trading:paper`. A paper session never opens anything live.",
    "",
    "`account_opens_tomorrow` comes with the moment at which it ends.",
)


def lifecycles_page(terms: Terms) -> str:
    """Print every lifecycle as a drawing and as the table that it is."""
    return "\n".join(
        (
            "# What becomes of accounts, devices, cards, passcodes and documents",
            "",
            "Printed from `sekisho.core`. What no line lists does not happen.",
            "",
            _life(ACCOUNT_LIFE),
            _life(DEVICE_LIFE),
            _life(CARD_LIFE),
            _life(PASSCODE_LIFE),
            _life(SHARE_LIFE),
            _life(APPROVAL_LIFE),
            _life(CASE_LIFE),
            _life(DOCUMENT_LIFE),
            "## What replaces what",
            "",
            "- Issuing a passcode suspends the devices reported missing and ends earlier passcodes.",
            "- Activating a card ends passcodes and retires earlier cards.",
            "- Binding, activating or re-activating a device by hand ends passcodes and retires cards.",
            "- A posted device activates itself at the time planned when it was shipped, never before its promised delivery,",
            "  never while the holder or technical assistance holds it, never to an address changed in the last",
            f"  {_hours(terms.address_settled_after)} hours.",
            "- Automatic activation ends passcodes and lets a card run on. Where a passcode is the last proof known to be in",
            "  the holder's hands, it runs on as well, to the end announced when it was issued.",
            "- Unblocking a device ends nothing.",
            "",
            _life(CARD_KEYS),
        )
    )


def _rows(terms: Terms) -> str:
    rows = (
        [f"`{situation}`", _named(situation, terms), _asked(row.factor), _cell(row.portal), _cell(row.trading)]
        for situation, row in ACCESS.items()
    )
    return _table(("row", "situation", "after the password", "portal", "trading platform"), rows)


def _named(situation: Situation, terms: Terms) -> str:
    if situation in ALONE:
        return ALONE[situation]
    standing, proof = PARTS[situation]
    return f"{STANDINGS[standing]}, {_proof(proof, terms)}"


def _proof(proof: Proof, terms: Terms) -> str:
    full = _hours(terms.passcode_full_for)
    last = _hours(terms.passcode_full_for + terms.passcode_card_only_for)
    card = _hours(terms.card_valid_for)
    return {
        Proof.DEVICE: "an active permanent device",
        Proof.CARD: f"an active code card, hours 0 to {card} from its activation",
        Proof.PASSCODE_FULL: f"a temporary passcode, hours 0 to {full} from issue",
        Proof.PASSCODE_CARD_ONLY: f"a temporary passcode, hours {full} to {last}",
        Proof.SUSPENDED_DEVICE: "a suspended permanent device, used to answer",
        Proof.PASSCODE_EXPIRED: f"a temporary passcode past hour {last}, nothing newer",
        Proof.PASSCODE_DEAD: "a temporary passcode dead after ten wrong tries, nothing newer",
        Proof.CARD_EXPIRED: f"a code card past hour {card}, nothing newer",
        Proof.CARD_EXHAUSTED: "a code card with fewer than two cells left, nothing newer",
        Proof.NOTHING_YET: "never had an active device or an interim proof",
        Proof.NOTHING_USABLE: "had devices, none usable now, no interim proof",
    }[proof]


def _asked(factor: Factor) -> str:
    match factor:
        case Factor.ASKED:
            return "the proof is asked"
        case Factor.PORTAL_ONLY:
            return "asked for the portal only"
        case Factor.NONE:
            return "nothing is asked"
        case Factor.REFUSED:
            return "refused at once"
        case never:
            assert_never(never)


def _cell(cell: Cell) -> str:
    match cell:
        case Opens(scope=scope):
            return f"`{scope}`"
        case Refuses(reason=reason):
            return f"refused `{reason}`"
        case never:
            assert_never(never)


def _spent_lines() -> list[str]:
    words = {
        Proof.PASSCODE_EXPIRED: "is a passcode that ran out",
        Proof.PASSCODE_DEAD: "is a passcode that ten wrong tries killed",
        Proof.CARD_EXPIRED: "is a card that ran out",
        Proof.NOTHING_USABLE: "is lost, blocked, ended, retired, or not of this account",
        Proof.NOTHING_YET: "was never in use",
    }
    return [f"- {word}: `{ANSWER_COUNTS_NO_MORE[proof]}`" for proof, word in words.items()]


def _ceilings() -> str:
    rows = (
        [f"`{kind}`" if kind else "none", _usd(c.per_day), _usd(c.per_five_business_days), c.step_up.value]
        for kind, c in CEILINGS.items()
    )
    return _table(("factor used", "USD a day", "USD in 5 business days", "step-up"), rows)


def _permits() -> str:
    rows = (
        [f"`{deed}`", permit.own_proof.value, ", ".join(f"`{scope}`" for scope in sorted(permit.scopes))]
        for deed, permit in PERMITS.items()
    )
    return _table(("deed", "proof of its own", "reached with"), rows)


def _life(life: Lifecycle[State, Event]) -> str:
    origins: dict[tuple[str, Move[State]], list[str]] = {}
    for (state, event), move in life.moves.items():
        origins.setdefault((event.value, move), []).append("(new)" if state is None else state.value)
    arrows = [
        f"    {'[*]' if state == '(new)' else state} --> {move.to}: {event}"
        for (event, move), states in origins.items()
        for state in states
    ]
    rows = (
        [event, ", ".join(states), move.to.value, ", ".join(move.by), move.because]
        for (event, move), states in origins.items()
    )
    drawing = ["```mermaid", "stateDiagram-v2", *arrows, "```"]
    table = _table(("event", "from", "to", "by", "because"), rows)
    return "\n".join((f"## {life.name[:1].upper()}{life.name[1:]}", "", *drawing, "", table, ""))


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    return "\n".join(f"| {' | '.join(row)} |" for row in (head, ["---"] * len(head), *rows))


def _usd(amount: Amount) -> str:
    return amount.value if isinstance(amount, Unlimited) else f"{amount:,}"


def _hours(span: timedelta) -> str:
    return f"{span / timedelta(hours=1):g}"
