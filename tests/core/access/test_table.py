"""The table as text: what product.md says cell by cell, and how a table that is not one is refused."""

import pytest

from sekisho.core.access import ACCESS, Situation, Surface
from sekisho.core.access.table import TEXT, Factor, Opens, Refuses, read_access_table
from sekisho.core.tables import TableError, read_rows

PRODUCT = """
    situation                     factor    portal                      trading
    applied_device                asked     portal:application          refused account_not_approved
    applied_nothing_yet           none      portal:application          refused account_not_approved
    approved_today_device         asked     portal:full                 refused account_opens_tomorrow
    open_device                   asked     portal:full                 trading:live
    open_passcode_full            asked     portal:full                 trading:live
    open_passcode_card_only       asked     portal:card_only            refused passcode_no_longer_trades
    open_passcode_expired         refused   refused passcode_expired    refused passcode_expired
    open_card                     asked     portal:full                 trading:live
    open_card_expired             refused   refused card_expired        refused card_expired
    open_suspended_device         asked     portal:reactivate           refused device_suspended
    open_nothing_yet              none      portal:enrol                refused no_second_factor
    open_nothing_usable           refused   refused no_second_factor    refused no_second_factor
    closed                        none      portal:statements           refused account_closed
    rejected                      none      refused account_rejected    refused account_rejected
"""


def _said(cell: Opens | Refuses) -> str:
    return cell.scope if isinstance(cell, Opens) else f"refused {cell.reason}"


@pytest.mark.parametrize(
    "row", read_rows(PRODUCT, columns=("situation", "factor", "portal", "trading")), ids=lambda r: r[0]
)
def test_the_table_says_what_the_product_says(row: tuple[str, ...]):
    situation, factor, portal, trading = row
    found = ACCESS[Situation(situation)]
    assert (found.factor, _said(found.portal), _said(found.trading)) == (factor, portal, trading)


def test_every_situation_has_its_row_and_every_row_is_complete():
    assert {*ACCESS} == {*Situation}
    for row in ACCESS.values():
        assert row.on(Surface.PORTAL) is row.portal
        assert row.on(Surface.TRADING) is row.trading


def test_nothing_opens_everything_to_the_password_alone_but_the_opt_out():
    alone = [
        s
        for s, row in ACCESS.items()
        for surface in Surface
        if _is_wide(row.on(surface)) and not row.is_asked_on(surface)
    ]
    assert alone == [Situation.OPEN_OPTED_OUT]


def _is_wide(cell: Opens | Refuses) -> bool:
    return isinstance(cell, Opens) and cell.scope in ("portal:full", "trading:live")


def _without(word: str) -> str:
    return "\n".join(line for line in TEXT.splitlines() if word not in line)


@pytest.mark.parametrize(
    "text",
    [
        "",
        _without("closed"),
        TEXT + "    closed                              none         portal:statements          refused account_closed",
        TEXT.replace("trading:live", "trading:dead"),
        TEXT.replace("open, card       ", "open, kard       "),
        TEXT.replace("refused account_closed", "refused account_is_closed"),
        TEXT.replace("portal:statements          ", "trading:live               "),
        TEXT.replace("none         portal:statements ", "none         portal:full       "),
        TEXT.replace("refused      refused card_expired     ", "refused      portal:full              "),
        TEXT.replace(
            "asked        portal:full                trading:live",
            "asked        portal:full                portal:full ",
        ),
        TEXT.replace("situation  ", "state      "),
        TEXT.replace("    closed  ", "  closed    "),
    ],
)
def test_a_table_that_is_incomplete_shifted_or_contradicts_itself_stops_the_program(text: str):
    assert text != TEXT
    with pytest.raises(TableError):
        read_access_table(text)


def test_what_is_refused_at_once_opens_nothing():
    assert all(isinstance(row.portal, Refuses) for row in ACCESS.values() if row.factor is Factor.REFUSED)
