"""RFC 6287 a second time, written from its text alone and differently, to be compared with ours.

It shares nothing with `sekisho.core.ocra`: suites are read by one expression, numbers are shifted instead of padded,
HMAC is spelled out. It believes its input.
"""

import hashlib
import re

PARTS = re.compile(r"OCRA-1:HOTP-(\w+)-(\d+):(C-)?Q(.)\d\d(?:-P(\w+))?(?:-S(\d*))?(-T\w+)?")


def hmac_of(name: str, key: bytes, message: bytes) -> bytes:
    """RFC 2104, section 2."""
    block = 128 if name == "sha512" else 64
    key = (key if len(key) <= block else hashlib.new(name, key).digest()) + bytes(block)
    inner, outer = (bytes(byte ^ pad for byte in key[:block]) for pad in (0x36, 0x5C))
    return hashlib.new(name, outer + hashlib.new(name, inner + message).digest()).digest()


def respond(suite: str, key: bytes, *, q: str, c: int = 0, p: str = "", s: bytes = b"", t: int = 0) -> str:
    """RFC 6287, sections 5.1 and 5.2; a session is up to the suite's number of bytes, 64 if it gives none."""
    parts = PARTS.fullmatch(suite)
    assert parts
    name, digits, has_c, alphabet, pin_hash, session, has_t = parts.groups()
    message = bytearray(suite.encode() + b"\0")
    if has_c:
        message += bytes(c >> shift & 0xFF for shift in range(56, -8, -8))
    if alphabet == "A":
        message += (q.encode() + bytes(128))[:128]
    else:
        number, width = (int(q), max(1, -(-int(q).bit_length() // 4))) if alphabet == "N" else (int(q, 16), len(q))
        message += (number << 4 * (256 - width)).to_bytes(128, "big")
    if pin_hash:
        message += hashlib.new(pin_hash.lower(), p.encode()).digest()
    if session is not None:
        message += (bytes(512) + s)[-int(session or 64) :]
    if has_t:
        message += bytes(t >> shift & 0xFF for shift in range(56, -8, -8))
    mac = hmac_of(name.lower(), key, bytes(message))
    if digits == "0":
        return mac.hex()
    start = mac[-1] % 16
    number = sum(byte << 8 * (3 - place) for place, byte in enumerate(mac[start : start + 4])) % 2**31
    return str(number + 10**12)[-int(digits) :] if int(digits) < 10 else str(number).rjust(10, "0")
