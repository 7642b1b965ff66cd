"""Which installation a command works on: the settings of the environment, made sure of before anything is done."""

from django.db import DatabaseError

from sekisho import wiring
from sekisho.entrypoints.cli.speech import no
from sekisho.entrypoints.site.installation import Installation
from sekisho.settings import Settings, read_settings


def open_house() -> Installation:
    """Build the installation that the environment names, or end with what it lacks."""
    settings = read_settings()
    expect_installed(settings)
    built = wiring.start(settings)
    expect_tables()
    return built


def open_real_house() -> Installation:
    """Build the installation that the environment names, for a deed that is about real people."""
    expect_real(read_settings())
    return open_house()


def expect_real(settings: Settings) -> None:
    """End the command where the data folder is, or was, a demo's."""
    if settings.has_demo_mark:
        raise no("ended.demo_data", folder=settings.data_dir)


def expect_installed(settings: Settings) -> None:
    """End the command unless `sekisho init` was here."""
    if settings.database_url is None and not settings.database_file.exists():
        raise no("ended.no_installation", folder=settings.data_dir)


def expect_tables() -> None:
    """End the command unless the database answers with the tables of this release."""
    try:
        is_migrated = wiring.is_migrated()
    except DatabaseError:
        raise no("ended.no_database") from None
    if not is_migrated:
        raise no("ended.not_migrated")
