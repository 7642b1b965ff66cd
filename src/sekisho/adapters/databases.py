"""Which database, said in Django's terms: SQLite in a file, or PostgreSQL by its URL.

Both are set so that a lock or a lost server is answered within seconds (security.md 5.3, F-10, F-18) and nothing is
acknowledged that is not on the disk. A SQLite file is opened, never made: a lost one must not become an empty one (F-19).
"""

from pathlib import Path
from typing import Any, Final
from urllib.parse import parse_qs, unquote, urlsplit

from sekisho.core.errors import ConfigurationError

LOCK_SECONDS: Final = 5
CONNECT_SECONDS: Final = 2
KEEP_SECONDS: Final = 600
PREPARE_AFTER: Final = 5  # executions; a prepared statement costs the server half
PRAGMAS: Final = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
TIMEOUTS: Final = f"-c statement_timeout={LOCK_SECONDS}s -c lock_timeout={LOCK_SECONDS}s"
SCHEMES: Final = frozenset({"postgres", "postgresql"})

Database = dict[str, Any]


def sqlite(path: Path) -> Database:
    """Describe the SQLite database in the file `path`, which exists."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": f"{path.absolute().as_uri()}?mode=rw",
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": LOCK_SECONDS,
            "init_command": PRAGMAS,
            "detect_types": 0,  # a row holds text and whole numbers; looking each column's type up costs half a statement
        },
    }


def postgresql(url: str) -> Database:
    """Describe the PostgreSQL database at `url`, `postgresql://user:password@host:port/name?host=/socket/folder`."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise _unreadable() from None
    query = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    name = unquote(parts.path.removeprefix("/"))
    if parts.scheme not in SCHEMES or not name:
        raise _unreadable()
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.pop("host", unquote(parts.hostname or "")),
        "PORT": query.pop("port", str(port or "")),
        "CONN_MAX_AGE": KEEP_SECONDS,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            "prepare_threshold": PREPARE_AFTER,
            "connect_timeout": CONNECT_SECONDS,
            "options": TIMEOUTS,
            **query,
        },
    }


def _unreadable() -> ConfigurationError:
    return ConfigurationError("DATABASE_URL")
