"""Which installation a command works on: the settings of the environment, made sure of before anything is done."""

import os
from typing import Final

from django.db import DatabaseError

from sekisho import wiring
from sekisho.entrypoints.cli.speech import no
from sekisho.entrypoints.site.installation import Installation
from sekisho.settings import Settings, read_settings, unknown_variables

OWN_ADDRESSES: Final = frozenset({"127.0.0.1", "::1", "localhost"})


def open_house() -> Installation:
    """Build the installation that the environment names, or end with what it lacks."""
    return _built(read_settings())


def open_real_house() -> Installation:
    """Build the installation that the environment names, for a deed that is about real people."""
    settings = read_settings()
    expect_real(settings)
    return _built(settings)


def open_house_to_serve() -> tuple[Settings, Installation]:
    """Build the installation for a process that stays, or end with what is unsafe about it; what it writes is its own to read."""
    os.umask(0o077)
    settings = read_settings()
    expect_safe(settings)
    built = _built(settings)
    if wiring.is_clock_behind(built):
        raise no("ended.clock_behind")
    return settings, built


def expect_safe(settings: Settings) -> None:
    """End the command when a setting would make the service unsafe; the keys judge themselves when they are read."""
    for name in unknown_variables():
        raise no("ended.no_setting", name=name)
    expect_real(settings)
    if not settings.secure_cookies and settings.host not in OWN_ADDRESSES:
        raise no("ended.open_cookies")


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


def _built(settings: Settings) -> Installation:
    expect_installed(settings)
    built = wiring.start(settings)
    expect_tables()
    return built
