"""What the doctor looks at on this machine: the release, the settings, the data folder, the keys, the database, the clock."""

import platform
import sqlite3
import stat
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum, unique
from typing import Final

from django.db import DatabaseError, InterfaceError

import sekisho
from sekisho import wiring
from sekisho.core.errors import ConfigurationError, KeyUnavailableError, StorageUnavailableError
from sekisho.entrypoints.cli.house import expect_tables
from sekisho.entrypoints.cli.speech import EndedError
from sekisho.settings import Settings, read_settings, unknown_variables

LEAST_SQLITE: Final = (3, 35)  # RETURNING
FIXED_PYTHONS: Final = {(3, 11): (3, 11, 10), (3, 12): (3, 12, 6)}  # CVE-2023-27043


@unique
class Grade(StrEnum):
    """How a thing was found."""

    OK = "ok"
    WARNING = "warning"
    FAILED = "failed"


@dataclass(frozen=True, kw_only=True, slots=True)
class Finding:
    """One line of the report: a message below `console.` and its parameters."""

    grade: Grade
    message: str
    params: Mapping[str, object] = field(default_factory=dict)


def found(grade: Grade, message: str, **params: object) -> Finding:
    """Make a finding."""
    return Finding(grade=grade, message=message, params=params)


def examine_machine(*, is_needed: bool) -> list[Finding]:
    """Look at this machine. Without an installation here only the release is looked at, which fails if one `is_needed`."""
    findings = _examine_release()
    try:
        settings = read_settings()
    except ConfigurationError as error:
        return [*findings, found(Grade.FAILED, "ended.setting", name=error)]
    findings += _examine_settings(settings)
    if not settings.data_dir.exists() and settings.database_url is None:
        message = "ended.no_installation" if is_needed else "doctor.elsewhere"
        return [*findings, found(Grade.FAILED if is_needed else Grade.WARNING, message, folder=settings.data_dir)]
    return [*findings, *_examine_folder(settings), *_examine_decisions(settings)]


def is_misreading_mail(version: tuple[int, int, int]) -> bool:
    """Tell whether this Python has CVE-2023-27043."""
    fixed = FIXED_PYTHONS.get(version[:2])
    return fixed is not None and version < fixed


def _examine_release() -> list[Finding]:
    python, sqlite = platform.python_version(), sqlite3.sqlite_version
    findings = [found(Grade.OK, "doctor.release", version=sekisho.__version__, python=python, sqlite=sqlite)]
    if is_misreading_mail(sys.version_info[:3]):
        findings.append(found(Grade.WARNING, "doctor.old_python", python=python))
    if sqlite3.sqlite_version_info < LEAST_SQLITE:
        findings.append(found(Grade.FAILED, "doctor.old_sqlite", sqlite=sqlite))
    return findings


def _examine_settings(settings: Settings) -> list[Finding]:
    unknown = [found(Grade.FAILED, "ended.no_setting", name=name) for name in unknown_variables()]
    if settings.has_demo_mark:
        unknown.append(found(Grade.WARNING, "doctor.demo_data", folder=settings.data_dir))
    if not settings.bears_passkeys:
        unknown.append(found(Grade.WARNING, "doctor.no_passkeys", origin=settings.origin))
    return unknown or [found(Grade.OK, "doctor.settings")]


def _examine_folder(settings: Settings) -> list[Finding]:
    try:
        mode = stat.S_IMODE(settings.data_dir.stat().st_mode)
    except OSError:
        return [found(Grade.FAILED, "ended.file", name=settings.data_dir)]
    if mode & 0o077:
        return [found(Grade.FAILED, "doctor.open_folder", folder=settings.data_dir, mode=f"{mode:04o}")]
    return [found(Grade.OK, "doctor.folder", folder=settings.data_dir)]


def _examine_decisions(settings: Settings) -> list[Finding]:
    """Build the installation and ask what a login would ask: keys, then database, then clock."""
    try:
        if settings.database_url is None and not settings.database_file.exists():
            return [found(Grade.FAILED, "ended.no_installation", folder=settings.data_dir)]
        built = wiring.start(settings)
    except KeyUnavailableError as error:
        return [found(Grade.FAILED, "ended.key", what=error)]
    except ConfigurationError as error:
        return [found(Grade.FAILED, "ended.setting", name=error)]
    findings = [found(Grade.OK, "doctor.keys", file=settings.key_path)]
    try:
        expect_tables()
        is_behind = not settings.has_demo_mark and wiring.is_clock_behind(built)
    except EndedError as ended:
        return [*findings, found(Grade.FAILED, ended.message, **ended.params)]
    except (DatabaseError, InterfaceError, StorageUnavailableError):
        return [*findings, found(Grade.FAILED, "ended.no_database")]
    clock = found(Grade.FAILED, "ended.clock_behind") if is_behind else found(Grade.OK, "doctor.clock")
    return [*findings, found(Grade.OK, "doctor.database"), clock]
