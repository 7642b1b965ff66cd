"""What stays as it is through the whole search: the addresses on file, and another user name of the same person."""

from typing import Final

from sekisho.core.accounts import Account, AccountNumber, AccountState
from sekisho.core.authenticators.kinds import AuthenticatorId, AuthenticatorKind, DeviceState, PermanentDevice
from sekisho.core.contacts import Contact, ContactKind, Contacts
from sekisho.core.sharing import Participant, Person

SETTLED: Final = Contacts(
    email=Contact(kind=ContactKind.EMAIL, value="holder@example.com"),
    phone=Contact(kind=ContactKind.PHONE, value="+81-90-0000-0000"),
    address=Contact(kind=ContactKind.ADDRESS, value="1-2-3"),
)
"""Addresses on which a move may rest."""
SHARED: Final = AuthenticatorId("shared dsc")
PERSON: Final = Person(entity="one client")
OWNER: Final = Participant(
    account=Account(
        number=AccountNumber("U7654321"),
        state=AccountState.OPEN,
        authenticators=(PermanentDevice(id=SHARED, kind=AuthenticatorKind.DSC_PLUS, state=DeviceState.ACTIVE),),
    ),
    person=PERSON,
)
"""Another user name of the same person, with a device in use."""
