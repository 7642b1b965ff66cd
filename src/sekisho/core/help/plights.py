"""The eleven situations of somebody who cannot get in, in the order of the help (facts, B.1).

A plight is what the person sees; a remedy is what to do about it (`remedies`). Which refusal is which plight: `leads`.
"""

from enum import IntEnum, unique


@unique
class Plight(IntEnum):
    """One of the eleven situations, by its number in the index."""

    CREDENTIALS_REFUSED = 1  # A056 to A070
    VALUES_REFUSED = 2  # A071, A072
    CREDENTIALS_FORGOTTEN = 3  # A073 to A076
    NO_CONNECTION = 4  # A077 to A085
    DEVICE_AWAY = 5  # A086 to A095
    DEVICE_LOST = 6  # A096 to A100
    PASSCODE_EXPIRED = 7  # A101 to A106
    CARD_EXPIRED = 8  # A107 to A110
    DEVICE_AWAITED = 9  # A111 to A115
    PORTAL_ONLY = 10  # A116, A117
    DEVICE_ARRIVED = 11  # A118 to A120
