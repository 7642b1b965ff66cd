"""Prints the page of the exhaustive search: how many states, how many steps, what held, or the story of what did not.

    ./dev run python -m sekisho.testing.histories > docs/generated/histories.md

It takes half a minute, so `./dev docs` leaves it out; a test compares the page with a search of its own.
"""

import sys

from sekisho.core.access.search import Policy, page_of, search, theatres_of


def main() -> None:
    """Search and print."""
    sys.stdout.write(page_of([search(theatre) for theatre in theatres_of(Policy())]))


if __name__ == "__main__":
    main()
