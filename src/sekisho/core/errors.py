"""Accidents: what should not happen, as opposed to a refusal, which is a value and an ordinary answer."""


class SekishoError(Exception):
    """The root of every error that this project raises on purpose."""


class StorageUnavailableError(SekishoError):
    """The store did not answer in time; nothing was decided, and the caller fails closed."""


class StorageFullError(StorageUnavailableError):
    """There is no room left; it is worth trying again later."""


class ClockWentBackError(SekishoError):
    """The clock is behind what the trail has already seen; nothing that depends on time is decided."""


class KeyUnavailableError(SekishoError):
    """A key outside the database is missing or unreadable; nothing sealed is opened, nothing falls back to plain."""


class SealBrokenError(SekishoError):
    """A sealed value does not open: altered, moved to another row, or sealed under a key that is gone."""


class ConfigurationError(SekishoError):
    """The settings do not make a safe installation."""


class PostClosedError(SekishoError):
    """A way by which messages leave takes none now, whosever they are."""


class AddressTakenError(ConfigurationError):
    """An address of this machine cannot be listened on: somebody else does, or it is none of its own."""
