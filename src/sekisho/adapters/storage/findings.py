"""What a machine found on a page, written as JSON and sealed for that page: it holds names, addresses and numbers of papers."""

from typing import Final

from pydantic import TypeAdapter

from sekisho.core.secret import Secret
from sekisho.workflows.intake_records import Findings
from sekisho.workflows.ports import Vault

FINDINGS: Final = TypeAdapter(Findings)


def sealed(vault: Vault, findings: Findings, *, page_id: str) -> bytes:
    """Write and seal them."""
    return vault.seal(Secret(FINDINGS.dump_json(findings)), place=_place(page_id))


def opened(vault: Vault, blob: bytes, *, page_id: str) -> Findings:
    """Open and read them; raises `SealBrokenError` where they were sealed for another page."""
    return FINDINGS.validate_json(vault.open(blob, place=_place(page_id)).reveal())


def _place(page_id: str) -> str:
    return f"page/{page_id}/findings"
