"""The access table: what is asked in every situation, and what each surface then answers. Read it aloud.

`factor` says what happens after the password: `asked` (a proof on offer must be answered, whatever the surface), `portal only`
(asked for the portal, not for trading), `none` (the outcome stands at once), `refused` (likewise, and it is a no). The table is
total: it is read at import, and a situation without a row stops the program.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum, unique
from types import MappingProxyType
from typing import Final, TypeVar, assert_never

from sekisho.core.access.decisions import Scope, Surface
from sekisho.core.access.situations import Situation
from sekisho.core.authenticators.proofs import ANSWERABLE, Proof
from sekisho.core.reasons import Reason
from sekisho.core.tables import TableError, read_rows

TEXT: Final = """
    situation                           factor       portal                     trading
    applied, device                     asked        portal:application         refused account_not_approved
    applied, card                       asked        portal:application         refused account_not_approved
    applied, passcode full              asked        portal:application         refused account_not_approved
    applied, passcode card only         asked        portal:card_only           refused account_not_approved
    applied, suspended device           asked        portal:reactivate          refused account_not_approved
    applied, passcode expired           refused      refused passcode_expired   refused account_not_approved
    applied, passcode dead              refused      refused passcode_dead      refused account_not_approved
    applied, card expired               refused      refused card_expired       refused account_not_approved
    applied, card exhausted             refused      refused card_exhausted     refused account_not_approved
    applied, nothing yet                none         portal:application         refused account_not_approved
    applied, nothing usable             refused      refused no_second_factor   refused account_not_approved

    approved today, device              asked        portal:full                refused account_opens_tomorrow
    approved today, card                asked        portal:full                refused account_opens_tomorrow
    approved today, passcode full       asked        portal:full                refused account_opens_tomorrow
    approved today, passcode card only  asked        portal:card_only           refused account_opens_tomorrow
    approved today, suspended device    asked        portal:reactivate          refused account_opens_tomorrow
    approved today, passcode expired    refused      refused passcode_expired   refused account_opens_tomorrow
    approved today, passcode dead       refused      refused passcode_dead      refused account_opens_tomorrow
    approved today, card expired        refused      refused card_expired       refused account_opens_tomorrow
    approved today, card exhausted      refused      refused card_exhausted     refused account_opens_tomorrow
    approved today, nothing yet         none         portal:enrol               refused account_opens_tomorrow
    approved today, nothing usable      refused      refused no_second_factor   refused account_opens_tomorrow

    open, device                        asked        portal:full                trading:live
    open, opted out                     portal only  portal:full                trading:live
    open, card                          asked        portal:full                trading:live
    open, passcode full                 asked        portal:full                trading:live
    open, passcode card only            asked        portal:card_only           refused passcode_no_longer_trades
    open, suspended device              asked        portal:reactivate          refused device_suspended
    open, passcode expired              refused      refused passcode_expired   refused passcode_expired
    open, passcode dead                 refused      refused passcode_dead      refused passcode_dead
    open, card expired                  refused      refused card_expired       refused card_expired
    open, card exhausted                refused      refused card_exhausted     refused card_exhausted
    open, nothing yet                   none         portal:enrol               refused no_second_factor
    open, nothing usable                refused      refused no_second_factor   refused no_second_factor

    closed                              none         portal:statements          refused account_closed
    rejected                            none         refused account_rejected   refused account_rejected

    paper login                         none         trading:paper              trading:paper
    paper login, live chosen            refused      refused paper_credentials  refused paper_credentials
    no paper account                    refused      refused no_paper_account   refused no_paper_account

    staff                               asked        desk                       refused scope_insufficient
    staff, without device               refused      refused no_second_factor   refused no_second_factor
    staff, left                         refused      refused account_closed     refused account_closed
"""
"""The paper rows are reached with *paper* in play; otherwise choosing *paper* turns `trading:live` into `trading:paper`.

The staff rows are those of the desk's own people: a permanent device in use opens the console, and nothing else opens anything.
"""


@unique
class Factor(StrEnum):
    """What a row asks after the password."""

    ASKED = "asked"
    PORTAL_ONLY = "portal only"
    NONE = "none"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Opens:
    """A cell that opens a surface to one scope."""

    scope: Scope


@dataclass(frozen=True, slots=True)
class Refuses:
    """A cell that refuses, with its reason."""

    reason: Reason


Cell = Opens | Refuses


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """One situation's line."""

    factor: Factor
    portal: Cell
    trading: Cell

    def on(self, surface: Surface) -> Cell:
        """Give the answer for a surface."""
        match surface:
            case Surface.PORTAL:
                return self.portal
            case Surface.TRADING:
                return self.trading
            case never:
                assert_never(never)

    def is_asked_on(self, surface: Surface) -> bool:
        """Tell whether a proof must be answered before `surface` gives its answer."""
        return self.factor is Factor.ASKED or (self.factor is Factor.PORTAL_ONLY and surface is Surface.PORTAL)


def read_access_table(text: str) -> Mapping[Situation, Row]:
    """Read the table; total over `Situation`, no row twice, no scope on the wrong surface, no grant in a refused row."""
    table: dict[Situation, Row] = {}
    for name, factor, portal, trading in read_rows(text, columns=("situation", "factor", "portal", "trading")):
        situation = _read(Situation, name.replace(", ", "_").replace(" ", "_"))
        if situation in table:
            raise TableError(f"{name!r} is there twice")
        row = Row(factor=_read(Factor, factor), portal=_read_cell(portal), trading=_read_cell(trading))
        _refuse_contradictions(name, row)
        table[situation] = row
    if missing := [situation.value for situation in Situation if situation not in table]:
        raise TableError(f"these situations have no row: {missing}")
    return MappingProxyType(table)


def _read_cell(text: str) -> Cell:
    verb, _, reason = text.partition(" ")
    return Refuses(_read(Reason, reason)) if verb == "refused" else Opens(_read(Scope, text))


def _refuse_contradictions(name: str, row: Row) -> None:
    opened = [cell.scope for cell in (row.portal, row.trading) if isinstance(cell, Opens)]
    if row.factor is Factor.REFUSED and opened:
        raise TableError(f"{name!r} is refused and opens {opened}")
    if isinstance(row.portal, Opens) and row.portal.scope is Scope.TRADING_LIVE:
        raise TableError(f"{name!r} opens live trading on the portal")
    if Scope.DESK in opened and row.factor is not Factor.ASKED:
        raise TableError(f"{name!r} opens the desk unasked")
    if isinstance(row.trading, Opens) and not row.trading.scope.startswith("trading:"):
        raise TableError(f"{name!r} opens a portal scope on the trading platform")
    if row.factor is Factor.NONE and {Scope.PORTAL_FULL, Scope.TRADING_LIVE} & {*opened}:
        raise TableError(f"{name!r} opens everything to the password alone")


Word = TypeVar("Word", Factor, Reason, Scope, Situation)


def _read(kind: type[Word], text: str) -> Word:
    try:
        return kind(text)
    except ValueError:
        raise TableError(f"{text!r} is no {kind.__name__}") from None


ACCESS: Final = read_access_table(TEXT)

ANSWER_COUNTS_NO_MORE: Final = MappingProxyType(
    {
        Proof.PASSCODE_EXPIRED: Reason.PASSCODE_EXPIRED,
        Proof.PASSCODE_DEAD: Reason.PASSCODE_DEAD,
        Proof.CARD_EXPIRED: Reason.CARD_EXPIRED,
        Proof.CARD_EXHAUSTED: Reason.CARD_EXHAUSTED,
        Proof.NOTHING_YET: Reason.DEVICE_NOT_ACTIVE,
        Proof.NOTHING_USABLE: Reason.DEVICE_NOT_ACTIVE,
    }
)
"""Why an answer given earlier counts no more: its proof has run out, or lost, blocked, ended, retired or not yet active."""

if {*ANSWER_COUNTS_NO_MORE} != {*Proof} - ANSWERABLE:
    raise TableError("every proof either can be answered with or says why not")
