"""Addresses as a screen of the desk shows them: enough to recognise one, too little to take it away (ASVS 14.2)."""

from typing import Final

DOT: Final = "•"
SHOWN_DIGITS: Final = 2


def mask(address: str) -> str:
    """Hide an e-mail address, a telephone number or a postal address but for its edges."""
    if "@" in address:
        name, _, domain = address.rpartition("@")
        return f"{name[:1]}{DOT * 3}@{domain[:1]}{DOT * 3}{domain[domain.rfind('.') :] if '.' in domain else ''}"
    if sum(sign.isdigit() for sign in address) > len(address) // 2:
        return f"{DOT * 6}{address[-SHOWN_DIGITS:]}"
    return f"{address[:1]}{DOT * 6}" if address else ""
