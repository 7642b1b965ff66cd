"""Sekisho Key, the phone app: challenge in, response out, behind the phone's own lock (iOS) or a PIN (Android).

The two suites are RFC 6287's; eight digits to a six-digit challenge is declared in `docs/divergences.md`.
"""

from typing import Final

from sekisho.core.authenticators.kinds import Platform

SUITES: Final = {
    Platform.IOS: "OCRA-1:HOTP-SHA256-8:QN06",
    Platform.ANDROID: "OCRA-1:HOTP-SHA256-8:QN06-PSHA256",
}

MOST_WRONG: Final = {Platform.IOS: 100, Platform.ANDROID: 10}
"""Wrong answers in a row that block the app: ten where a PIN could be guessed (D24), NIST's hundred where none is asked."""
