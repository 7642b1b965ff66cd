"""How a command speaks: words in the language of the locale, answers on standard output, one sentence on standard error.

Exit codes are the contract's: 0 done, 1 the answer is no, 2 the call is wrong.
"""

import os
from typing import Final

import click

from sekisho.wording.catalogue import words
from sekisho.wording.language import Language, language_of

LOCALE_VARIABLES: Final = ("LC_ALL", "LC_MESSAGES", "LANG")  # POSIX: the first that is set and not empty
NO: Final = 1
WRONG_CALL: Final = 2


class EndedError(Exception):
    """The command ends with a sentence and a code."""

    def __init__(self, message: str, *, code: int, **params: object) -> None:
        """Keep the message id (below `console.`), its parameters and the exit code."""
        super().__init__(message)
        self.message = message
        self.code = code
        self.params = params


def no(message: str, **params: object) -> EndedError:
    """Make the end of a command whose answer is no."""
    return EndedError(message, code=NO, **params)


def wrong_call(message: str, **params: object) -> EndedError:
    """Make the end of a command that was called wrongly."""
    return EndedError(message, code=WRONG_CALL, **params)


def locale_language() -> Language:
    """Give the language of the locale."""
    named = next((value for name in LOCALE_VARIABLES if (value := os.environ.get(name, ""))), "")
    return language_of(named.partition(".")[0].partition("@")[0])


def said(message: str, **params: object) -> str:
    """Give a message in the language of the locale."""
    return words(f"console.{message}", language=locale_language(), **params)


def say(message: str, **params: object) -> None:
    """Answer on standard output."""
    click.echo(said(message, **params))


def complain(message: str, **params: object) -> None:
    """Say one sentence on standard error."""
    click.echo(said(message, **params), err=True)
