"""Digital Security Card+: a card with keys. PIN, challenge, response; the card takes any PIN, and the server alone knows."""

from typing import Final

SUITE: Final = "OCRA-1:HOTP-SHA256-8:QN06-PSHA256"
PIN_LENGTH: Final = 4
MOST_WRONG: Final = 10
