"""From an authenticator or an account of the core to the columns of its row: the other way of `readers`."""

from datetime import datetime
from typing import Final

from sekisho.adapters.storage.moments import to_stored
from sekisho.core.accounts import Account
from sekisho.core.authenticators.kinds import (
    Authenticator,
    CodeCard,
    PermanentDevice,
    TemporaryPasscode,
    kind_of,
)

UNUSED: Final[dict[str, object]] = {
    "platform": "",
    "serial": "",
    "ever_active": False,
    "suite": "",
    "sealed_key": b"",
    "passcode_hash": "",
    "activated_at": None,
    "shipped_at": None,
    "promised_by": None,
    "activates_at": None,
    "is_held": False,
    "full_until": None,
    "expires_at": None,
    "cells": 0,
    "cells_left": 0,
    "pair_first": None,
    "pair_second": None,
    "pair_tries": 0,
    "pair_expires_at": None,
    "wrong_in_row": 0,
    "last_used_at": None,
}
"""The columns of an authenticator that its kind does not use."""


def account_columns(account: Account) -> dict[str, object]:
    """Give the columns of an account's row."""
    return {
        "state": account.state.value,
        "trades_from": to_stored(account.trades_from),
        "closed_cause": account.closed_cause.value if account.closed_cause else "",
        "has_opted_out": account.has_opted_out,
        "paper_number": account.paper_number,
    }


def new_columns(account: Account, authenticator: Authenticator, at: datetime) -> dict[str, object]:
    """Give every column of a new authenticator, its secrets still empty."""
    platform = authenticator.platform if isinstance(authenticator, PermanentDevice) else None
    return UNUSED | {
        "id": authenticator.id,
        "account_number": account.number,
        "kind": kind_of(authenticator).value,
        "name": authenticator.name,
        "created_at": to_stored(at),
        "platform": platform.value if platform else "",
        **state_columns(authenticator),
    }


def state_columns(authenticator: Authenticator) -> dict[str, object]:
    """Give the columns that a deed may change."""
    match authenticator:
        case PermanentDevice():
            posting = authenticator.posting
            return {
                "state": authenticator.state.value,
                "ever_active": authenticator.ever_active,
                "last_used_at": to_stored(authenticator.last_answered_at),
                "shipped_at": to_stored(posting.shipped_at if posting else None),
                "promised_by": to_stored(posting.promised_by if posting else None),
                "activates_at": to_stored(posting.activates_at if posting else None),
                "is_held": posting.is_held if posting else False,
            }
        case CodeCard():
            return {
                "state": authenticator.state.value,
                "serial": authenticator.serial,
                "activated_at": to_stored(authenticator.activated_at),
                "expires_at": to_stored(authenticator.expires_at),
                "cells_left": authenticator.cells_left,
            }
        case TemporaryPasscode():
            return {
                "state": authenticator.state.value,
                "full_until": to_stored(authenticator.full_until),
                "expires_at": to_stored(authenticator.expires_at),
            }
