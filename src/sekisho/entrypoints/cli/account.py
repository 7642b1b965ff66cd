"""`sekisho account import`: brings a whole list of holders in, or refuses it whole."""

import sys
from pathlib import Path
from typing import Final

import click

from sekisho import wiring
from sekisho.core.accounts import Account, AccountState, Credentials
from sekisho.core.identification import PURPOSE, DocumentKind
from sekisho.core.passwords import Rejected
from sekisho.core.sharing import Person
from sekisho.entrypoints.cli.account_file import COLUMNS, NAMES, PERSON, STATES, Fault, House, Newcomer, read_accounts
from sekisho.entrypoints.cli.house import open_real_house
from sekisho.entrypoints.cli.speech import EndedError, locale_language, no, said, say
from sekisho.wording.catalogue import words
from sekisho.workflows.ports import Ports
from sekisho.workflows.records import Arrival, HolderRecord

HOLDER_ID_LENGTH: Final = 26  # the prefix and 132 random bits
WORTH_A_BAR: Final = 50  # from here on it takes seconds


@click.group("account", help=said("help.account"))
def command() -> None:
    """Hold the deeds together."""


@command.command("import", help=said("help.account_import"))
@click.argument("file", type=click.Path(path_type=Path))
def bring_in(*, file: Path) -> None:
    """Read the whole file first; then bring all of it in, in one transaction."""
    try:
        content = file.read_bytes()
    except OSError:
        raise no("ended.file", name=file) from None
    built = open_real_house()
    house = House(common=built.ports.common_passwords, brands=(built.brand.ja, built.brand.en))
    newcomers = read_accounts(content, house)
    if isinstance(newcomers, Fault):
        raise _refused(newcomers)
    taken = wiring.import_accounts(built, _make_all(built.ports, newcomers))
    if taken is not None:
        raise no("account.taken", line=newcomers[taken].line)
    say("account.imported", count=len(newcomers))


def _make_all(ports: Ports, newcomers: tuple[Newcomer, ...]) -> list[Arrival]:
    """Hash before the transaction: each takes long, and the database must not wait for it."""
    is_soon_done = len(newcomers) < WORTH_A_BAR
    with click.progressbar(newcomers, file=sys.stderr, hidden=is_soon_done) as shown:
        return [_make(ports, newcomer) for newcomer in shown]


def _make(ports: Ports, newcomer: Newcomer) -> Arrival:
    was_opened = newcomer.state in {AccountState.OPEN, AccountState.CLOSED}
    account = Account(
        number=newcomer.account, state=newcomer.state, trades_from=ports.clock.now() if was_opened else None
    )
    holder = HolderRecord(
        id=ports.dice.token(prefix="hld_").reveal_text()[:HOLDER_ID_LENGTH],
        username=newcomer.username,
        password_hash=ports.hasher.hash(newcomer.password),
        credentials=Credentials.LIVE,
        account_number=account.number,
        own_number=account.number,
        language=newcomer.language,
        residence=newcomer.residence,
        email=newcomer.email,
        phone=newcomer.phone,
        name=newcomer.known.name,
        address=newcomer.known.address,
    )
    told = newcomer.papers.told() if newcomer.papers else ""
    identification = ports.vault.fingerprint(told, purpose=PURPOSE) if told else ""
    person = Person(entity=newcomer.entity, identification=identification)
    return Arrival(account=account, holder=holder, person=person, known=newcomer.known)


def _refused(fault: Fault) -> EndedError:
    return no(
        f"account.{fault.what}",
        line=fault.line,
        columns=", ".join(COLUMNS),
        person=", ".join(PERSON),
        names=", ".join(NAMES),
        documents=", ".join(kind.value for kind in DocumentKind),
        states=", ".join(state.value for state in STATES),
        why=_told(fault.password) if fault.password else "",
    )


def _told(rejected: Rejected) -> str:
    return words(f"password.flaw.{rejected.why}", language=locale_language(), least=rejected.least)
