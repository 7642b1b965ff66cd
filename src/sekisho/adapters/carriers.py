"""The ways out of the house that its settings name."""

from sekisho.adapters.relay import Relay
from sekisho.adapters.texting import TextService
from sekisho.post_settings import PostSettings
from sekisho.workflows.ports import Carrier
from sekisho.workflows.post_records import Channel


def carriers_of(settings: PostSettings) -> dict[Channel, Carrier]:
    """Give one for each channel that something was chosen for; the messages of the others stay in the outbox."""
    ways: dict[Channel, Carrier] = {}
    if settings.relay:
        ways[Channel.MAIL] = Relay(settings.relay)
    if settings.texting:
        ways[Channel.TEXT] = TextService(settings.texting)
    return ways
