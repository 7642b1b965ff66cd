"""`sekisho ocra`: one response, to compare a device or the tables of RFC 6287 with."""

import string
from datetime import UTC, datetime
from typing import Final

import click

from sekisho.core.ocra import (
    DataInputError,
    Input,
    MissingInput,
    MutualQuestion,
    OutOfRange,
    Suite,
    SuiteError,
    SuperfluousInput,
    TimeStep,
    WrongAlphabet,
    WrongLength,
    respond,
)
from sekisho.entrypoints.cli.speech import EndedError, said, wrong_call

YEAR_3000: Final = int(datetime(3000, 1, 1, tzinfo=UTC).timestamp())
EIGHT_BYTES: Final = 16  # in hexadecimal digits
OPTIONS: Final = {
    Input.KEY: "--key",
    Input.COUNTER: "--counter",
    Input.QUESTION: "--challenge",
    Input.PIN: "--pin",
    Input.SESSION: "--session",
    Input.TIME: "--time",
}
PROBLEMS: Final = {
    MissingInput: "ocra.missing",
    SuperfluousInput: "ocra.superfluous",
    WrongLength: "ocra.wrong_length",
    WrongAlphabet: "ocra.wrong_alphabet",
    OutOfRange: "ocra.out_of_range",
}
EXPECTED: Final = {
    "SHA1, SHA256 or SHA512": "hash",
    "a response length of 0 or 4 to 10": "digits",
    "C or Q": "counter_or_question",
    "A, N or H": "format",
    "a two-digit length from 04 to 64": "question_length",
    "a three-digit length from 001 to 512, or nothing": "session_length",
    "1S to 59S, 1M to 59M or 1H to 48H": "time_step",
    "the end": "end",
    "P, S or T": "parts",
    "S or T": "parts_after_pin",
    "T": "parts_after_session",
}
"""What `SuiteError.expected` may say -> its words; a quoted sign stands for itself."""


@click.command("ocra", help=said("help.ocra"))
@click.option("--suite", required=True, help=said("option.suite"))
@click.option("--key", required=True, metavar="HEX", help=said("option.key"))
@click.option("--challenge", required=True, help=said("option.challenge"))
@click.option("--pin", help=said("option.pin"))
@click.option("--counter", help=said("option.counter"))
@click.option("--session", metavar="HEX", help=said("option.session"))
@click.option("--time", help=said("option.time"))
def command(
    *, suite: str, key: str, challenge: str, pin: str | None, counter: str | None, session: str | None, time: str | None
) -> None:
    """Print the response."""
    mode = _suite(suite)
    try:
        response = respond(
            mode,
            _hex(key, "--key"),
            question=_question(mode, challenge),
            counter=None if counter is None else _number(counter, "--counter"),
            pin=pin,
            session=None if session is None else _hex(session, "--session"),
            time_steps=None if time is None else _steps(mode.time_step, time),
        )
    except DataInputError as error:
        raise wrong_call(PROBLEMS[type(error)], option=OPTIONS[error.input]) from None
    click.echo(response)


def _suite(text: str) -> Suite:
    try:
        return Suite.parse(text)
    except SuiteError as error:
        raise describe(error) from None


def describe(error: SuiteError) -> EndedError:
    """Say where a suite stops being one."""
    name = EXPECTED.get(error.expected)
    return wrong_call(
        "ocra.suite",
        column=error.column,
        expected=said(f"ocra.expected.{name}") if name else error.expected,
        found=repr(error.found) if error.found else said("ocra.end"),
    )


def _question(suite: Suite, text: str) -> str | MutualQuestion:
    length = suite.question.length
    return MutualQuestion.cut(text, length) if len(text) == 2 * length else text


def _hex(text: str, option: str) -> bytes:
    try:
        return bytes.fromhex(text)
    except ValueError:
        raise wrong_call("ocra.hex", option=option) from None


def _number(text: str, option: str) -> int:
    """Read decimal digits; hexadecimal ones where `0x`, a letter or the full width of eight bytes says so."""
    digits = text.removeprefix("0x").removeprefix("0X")
    if not digits or not set(digits) <= set(string.hexdigits):
        raise wrong_call("ocra.number", option=option)
    is_decimal = digits == text and digits.isdigit() and len(digits) != EIGHT_BYTES
    if len(digits.lstrip("0")) > 2 * EIGHT_BYTES:
        raise wrong_call("ocra.out_of_range", option=option)
    return int(digits, 10 if is_decimal else 16)


def _steps(step: TimeStep | None, text: str) -> int:
    if step is None:
        return 0  # superfluous, which `respond` says
    if "-" in text[1:] or ":" in text:
        return step.steps_at(_unix_seconds(text))
    number = _number(text, "--time")
    seconds_of_step = step.count * step.unit.seconds
    is_unix = text.isdigit() and number * seconds_of_step > YEAR_3000 >= number
    return step.steps_at(number) if is_unix else number


def _unix_seconds(text: str) -> int:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise wrong_call("call.bad_value", name="--time") from None
    return int((moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp())
