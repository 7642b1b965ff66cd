"""The generated pages that need to be told something first: the house's default terms."""

from sekisho.core.access import render
from sekisho.core.authenticators.terms import Terms


def access_page() -> str:
    """Print the access table under the default terms."""
    return render.access_page(Terms())


def lifecycles_page() -> str:
    """Print the lifecycles under the default terms."""
    return render.lifecycles_page(Terms())
