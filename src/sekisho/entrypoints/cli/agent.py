"""`sekisho agent`: brings the desk's own people in, lists them, and lets them go.

Until key apps can be registered, each gets a Digital Security Card+ in software: its key and PIN are printed once, here.
"""

import sys
from typing import Final

import click

from sekisho import wiring
from sekisho.core.accounts import Credentials, NotAnAccountNumber, read_account_number
from sekisho.core.authenticators import dsc_plus
from sekisho.core.authenticators.kinds import AuthenticatorId
from sekisho.core.desk.roles import Role
from sekisho.core.passwords import Rejected, read_new_password
from sekisho.core.secret import Secret
from sekisho.entrypoints.cli.account_file import CELLS
from sekisho.entrypoints.cli.house import open_house
from sekisho.entrypoints.cli.speech import locale_language, no, said, say
from sekisho.entrypoints.site.installation import Installation
from sekisho.wording.catalogue import words
from sekisho.wording.desk import role_name
from sekisho.workflows.ports import Dice
from sekisho.workflows.records import HolderRecord, StaffRecord
from sekisho.workflows.staff_records import Farewell, NewStaff

ID_LENGTH: Final = 26  # the prefix and 132 random bits
KEY_BYTES: Final = 32
LONGEST_NAME: Final = 64


@click.group("agent", help=said("help.agent"))
def command() -> None:
    """Hold the deeds together."""


@command.command("add", help=said("help.agent_add"))
@click.option("--username", required=True, help=said("option.agent_username"))
@click.option("--name", required=True, help=said("option.agent_name"))
@click.option("--role", required=True, type=click.Choice([role.value for role in Role]), help=said("option.agent_role"))
@click.option("--language", default="ja", type=click.Choice(("ja", "en")), help=said("option.agent_language"))
@click.option("--email", default="", help=said("option.agent_email"))
@click.option("--phone", default="", help=said("option.agent_phone"))
@click.option("--own-account", default="", help=said("option.agent_own_account"))
def add(*, role: str, **person: str) -> None:
    """Take the password from the terminal, or from standard input where there is none; print the set-up once."""
    _expect_sound(person)
    house = open_house()
    password = _password(house, person)
    new = _draw(house, person, role=Role(role), password=password)
    if not wiring.add_staff(house, new):
        raise no("agent.taken", name=person["username"])
    say("agent.added", name=person["name"], role=role_name(Role(role), language=locale_language()))
    say("agent.setup", suite=dsc_plus.SUITE, key=new.key.reveal().hex(), pin=new.pin.reveal_text())


@command.command("list", help=said("help.agent_list"))
def show() -> None:
    """Print one line for each."""
    open_house()
    for line in wiring.list_staff():
        role = role_name(line.role, language=locale_language())
        say("agent.line" if line.is_in else "agent.line_left", username=line.username, name=line.name, role=role)


@command.command("disable", help=said("help.agent_disable"))
@click.argument("username")
def disable(*, username: str) -> None:
    """Close the account; every session ends with it."""
    ended = wiring.dismiss_staff(open_house(), username)
    if ended is not Farewell.DONE:
        raise no(f"agent.{ended}", name=username)
    say("agent.dismissed", name=username)


def _expect_sound(person: dict[str, str]) -> None:
    for column in ("username", "email", "phone"):
        value = person[column]
        if (value or column == "username") and CELLS[column].fullmatch(value) is None:
            raise no(f"agent.{column}")
    number = person["own_account"]
    if number and isinstance(read_account_number(number), NotAnAccountNumber):
        raise no("agent.own_account")
    if not 0 < len(person["name"].strip()) <= LONGEST_NAME or not person["name"].isprintable():
        raise no("agent.name")


def _password(house: Installation, person: dict[str, str]) -> Secret:
    if sys.stdin.isatty():
        typed = click.prompt(said("agent.password"), hide_input=True, confirmation_prompt=said("agent.password_again"))
    else:
        typed = sys.stdin.readline().rstrip("\r\n")
    context = (person["username"], person["name"], person["email"], house.brand.ja, house.brand.en)
    read = read_new_password(typed, is_alone=False, context=context, common=house.ports.common_passwords)
    if isinstance(read, Rejected):
        why = words(f"password.flaw.{read.why}", language=locale_language(), least=read.least)
        raise no("agent.bad_password", why=why)
    return read.password


def _draw(house: Installation, person: dict[str, str], *, role: Role, password: Secret) -> NewStaff:
    dice = house.ports.dice
    holder = HolderRecord(
        id=_id(dice, "hld_"),
        username=person["username"],
        password_hash=house.ports.hasher.hash(password),
        credentials=Credentials.STAFF,
        account_number=(number := f"A{dice.number(low=1_000_000, high=9_999_999)}"),
        own_number=number,
        language=person["language"],
        residence="JP" if person["language"] == "ja" else "US",
        email=person["email"],
        phone=person["phone"],
    )
    return NewStaff(
        holder=holder,
        staff=StaffRecord(holder_id=holder.id, role=role, name=person["name"], own_account=person["own_account"]),
        device_id=AuthenticatorId(_id(dice, "fac_")),
        key=Secret(bytes(dice.number(low=0, high=255) for _ in range(KEY_BYTES))),
        pin=Secret("".join(str(digit) for digit in dice.sample(range(10), count=dsc_plus.PIN_LENGTH))),
    )


def _id(dice: Dice, prefix: str) -> str:
    return dice.token(prefix=prefix).reveal_text()[:ID_LENGTH]
