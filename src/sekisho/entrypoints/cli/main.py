"""The program `sekisho`: finds the command, and turns every way to end into a sentence and an exit code."""

import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Final, NoReturn

import click
from click import exceptions

import sekisho
from sekisho.core.errors import ConfigurationError, KeyUnavailableError, StorageUnavailableError
from sekisho.entrypoints.cli.speech import NO, WRONG_CALL, EndedError, complain, said

COMMANDS: Final = {
    "demo": "sekisho.entrypoints.cli.demo",
    "init": "sekisho.entrypoints.cli.init",
    "serve": "sekisho.entrypoints.cli.serve",
    "mail": "sekisho.entrypoints.cli.mail",
    "worker": "sekisho.entrypoints.cli.worker",
    "gateway": "sekisho.entrypoints.cli.gateway",
    "doctor": "sekisho.entrypoints.cli.doctor",
    "agent": "sekisho.entrypoints.cli.agent",
    "device": "sekisho.entrypoints.cli.device",
    "account": "sekisho.entrypoints.cli.account",
    "audit": "sekisho.entrypoints.cli.audit",
    "card": "sekisho.entrypoints.cli.card",
    "ocra": "sekisho.entrypoints.cli.ocra",
    "docs": "sekisho.entrypoints.cli.docs",
}
"""Each module has its command as `command`; it is imported when it is called, so that `ocra` waits for no server."""


class Commands(click.Group):
    """The group of all commands; its help needs none of them."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Name the commands in the order of their first use."""
        del ctx
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import one command."""
        del ctx
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(COMMANDS[cmd_name]).command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands with their lines, without importing them."""
        del ctx
        with formatter.section("Commands"):
            formatter.write_dl([(name, said(f"help.{name}")) for name in COMMANDS])


def make_program() -> click.Group:
    """Build the group in the language of the locale."""
    program = Commands("sekisho", help=said("help.sekisho"), context_settings={"help_option_names": ["-h", "--help"]})
    return click.version_option(sekisho.__version__, message="%(version)s", help=said("help.version"))(program)


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run, and end the process with the command's code."""
    sys.exit(run(sys.argv[1:] if arguments is None else arguments))


def run(arguments: Sequence[str]) -> int:
    """Run one command; gives the exit code."""
    try:
        code = make_program().main(list(arguments), prog_name="sekisho", standalone_mode=False)
    except exceptions.UsageError as error:
        complain_about(error)
        return WRONG_CALL
    except (KeyboardInterrupt, exceptions.Abort):
        complain("ended.interrupted")
        return NO
    except BrokenPipeError:  # whoever read has enough; nothing more can be said, at exit neither
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return NO
    except EndedError as ended:
        complain(ended.message, **ended.params)
        return ended.code
    except ConfigurationError as error:
        complain("ended.setting", name=error)
        return NO
    except KeyUnavailableError as error:
        complain("ended.key", what=error)
        return NO
    except StorageUnavailableError:
        complain("ended.no_database")
        return NO
    return code if isinstance(code, int) else 0


def complain_about(error: exceptions.UsageError) -> None:
    """Say in the house's words what click found wrong; values are not repeated, one of them may be a key."""
    match error:
        case exceptions.NoArgsIsHelpError():
            click.echo(error.ctx.get_help(), err=True)
        case exceptions.NoSuchCommand():
            complain("call.unknown_command", name=error.command_name)
        case exceptions.NoSuchOption():
            complain("call.unknown_option", name=error.option_name)
        case exceptions.BadOptionUsage():
            complain("call.missing", name=error.option_name)
        case exceptions.MissingParameter():
            complain("call.missing", name=_name_of(error.param))
        case exceptions.BadParameter():
            complain("call.bad_value", name=_name_of(error.param))
        case _:
            complain("call.not_understood")


def _name_of(param: click.Parameter | None) -> str:
    if isinstance(param, click.Option):
        return param.opts[0]
    return (param.name or "").upper() if param else ""
