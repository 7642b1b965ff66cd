"""The temporary passcode: ten characters told by an agent, static for its life, stored only as a keyed Argon2id hash.

It is reused for up to 48 hours, which leaves NIST SP 800-63B and OWASP ASVS 6.5.1: `docs/divergences.md` says why.
"""

from typing import Final

from sekisho.core.authenticators.entry import CLEAR, Unreadable, read_code
from sekisho.core.secret import Secret

LENGTH: Final = 10
ALPHABET: Final = CLEAR
MOST_WRONG: Final = 10


def read(typed: str) -> Secret | Unreadable:
    """Give the passcode that was meant, ready to be compared with the stored hash."""
    code = read_code(typed, alphabet=ALPHABET, length=LENGTH)
    return code if isinstance(code, Unreadable) else Secret(code)
