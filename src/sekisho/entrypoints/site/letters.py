"""A message of the outbox in its holder's words: what the post carries, and what the demo shows."""

from sekisho.core.regions import region_of
from sekisho.entrypoints.site.installation import Installation
from sekisho.wording.language import Language, language_of
from sekisho.wording.outgoing import Letter, Sender, letter, text_message
from sekisho.workflows.post_records import Channel, WaitingMessage
from sekisho.workflows.records import outbox_place


def write_letter(message: WaitingMessage, house: Installation) -> Letter:
    """Write it as it goes out. Raises `KeyUnavailableError` and `SealBrokenError` where a secret in it cannot be opened."""
    language = language_of(message.language)
    sender = _sender(message, language, house)
    params = dict(message.params)
    if message.sealed:
        name = "stop" if "stop" in params else "secret"
        place = outbox_place(message.recipient)
        params[name] = house.ports.vault.open(message.sealed, place=place).reveal_text()
    if message.channel is Channel.TEXT:
        return text_message(message.message, params=params, language=language, sender=sender)
    return letter(message.message, params=params, at=message.at, language=language, sender=sender, name=message.name)


def _sender(message: WaitingMessage, language: Language, house: Installation) -> Sender:
    brand, registration = house.brand.ja, house.brand.registration_ja
    if language is Language.EN:
        brand, registration = house.brand.en, house.brand.registration_en
    region = region_of(message.residence, house.regions)
    return Sender(brand=brand, registration=registration, region=region, zone=house.zone, origin=house.origin)
