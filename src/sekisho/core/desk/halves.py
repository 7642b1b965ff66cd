"""A secret told in two halves: the agent reads out the first, the second goes to an address on file (product.md section 4.2).

The second never goes to an address that changed in the last 14 days; a text message is preferred to an e-mail.
"""

from datetime import datetime

from sekisho.core.contacts import Contacts
from sekisho.core.secret import Secret


def split(code: str) -> tuple[Secret, Secret]:
    """Give both halves; of an odd number of characters the second is the longer."""
    middle = len(code) // 2
    return Secret(code[:middle]), Secret(code[middle:])


def address_for_half(contacts: Contacts, now: datetime) -> str:
    """Give where the second half goes; "" where no address on file is settled."""
    fit = (one.value for one in (contacts.phone, contacts.email) if one.is_settled(now))
    return next(fit, "")
