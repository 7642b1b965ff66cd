"""Through which door, and from where, a deed is asked for. Doors fill it in; the trail keeps it."""

from dataclasses import dataclass

from sekisho.core.secret import Secret


@dataclass(frozen=True, kw_only=True, slots=True)
class Door:
    """`browser_mark` is the value of the known-browser cookie, if one came; `browser` is a short label, never a secret."""

    channel: str  # "pages", "api", "trader"
    address: str = ""
    browser: str = ""
    browser_mark: Secret | None = None
