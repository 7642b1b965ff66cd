"""What an account knows of its holder beyond name and address, written as JSON and sealed for that holder.

A copy of the database says nobody's birthday.
"""

from typing import Final

from pydantic import TypeAdapter

from sekisho.core.intake.reading import Particulars
from sekisho.core.secret import Secret
from sekisho.workflows.ports import Vault

PARTICULARS: Final = TypeAdapter(Particulars)


def sealed(vault: Vault, known: Particulars, *, holder_id: str) -> bytes:
    """Write and seal them."""
    return vault.seal(Secret(PARTICULARS.dump_json(known)), place=_place(holder_id))


def opened(vault: Vault, blob: bytes, *, holder_id: str) -> Particulars:
    """Open and read them; raises `SealBrokenError` where they were sealed for another holder."""
    return PARTICULARS.validate_json(vault.open(blob, place=_place(holder_id)).reveal())


def _place(holder_id: str) -> str:
    return f"holder/{holder_id}/particulars"
