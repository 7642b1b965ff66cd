"""The response: what RFC 6287 computes from a suite, a key and a data input, and whether a given one is right.

Section 5.2, the dynamic truncation of RFC 4226 section 5.3, and erratum 5625: a suite of 0 digits answers with the
whole HMAC. Spending a challenge, moving a counter, trying its window and limiting attempts are left to the caller.
"""

import hmac
from enum import Enum
from typing import Unpack

from sekisho.core.ocra.data_input import Input, Inputs, WrongLength, build_data_input
from sekisho.core.ocra.suite import Suite


class Verdict(Enum):
    """Whether a response is the one that the key gives. Only RIGHT is true, so a careless `if` lets nobody in."""

    RIGHT = "right"
    WRONG = "wrong"

    def __bool__(self) -> bool:
        return self is Verdict.RIGHT


def respond(suite: Suite, key: bytes, **inputs: Unpack[Inputs]) -> str:
    """Compute the response: `suite.digits` decimal digits, leading zeros kept, or the HMAC in lower-case hexadecimal.

    A kind of `DataInputError` if the inputs do not fit the suite, or if the key is empty.
    """
    if not key:
        raise WrongLength(Input.KEY, "at least 1 byte")
    mac = hmac.digest(key, build_data_input(suite, **inputs), suite.hash_function.algorithm)
    return _truncated(mac, suite.digits) if suite.digits else mac.hex()


def verify(suite: Suite, key: bytes, *, response: str, **inputs: Unpack[Inputs]) -> Verdict:
    """Judge whether `response` is exactly the right text; the time taken does not tell where it differs.

    Any text may be given as the response. The inputs are the server's own: errors as in `respond`.
    """
    right = respond(suite, key, **inputs)
    # As bytes, because `compare_digest` refuses text outside ASCII, and a claimant may type anything.
    is_right = hmac.compare_digest(right.encode("ascii"), response.encode("utf-8", "surrogatepass"))
    return Verdict.RIGHT if is_right else Verdict.WRONG


def _truncated(mac: bytes, digits: int) -> str:
    """RFC 4226 section 5.3: the 31 bits to which the last half-byte points, as that many decimal digits."""
    offset = mac[-1] & 0x0F
    number = int.from_bytes(mac[offset : offset + 4], "big") & 0x7FFF_FFFF
    return f"{number % 10**digits:0{digits}d}"
