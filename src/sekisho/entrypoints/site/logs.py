"""Where the log goes and what must not be in it: one handler to standard error, and none of Django's lines with paths."""

import logging
import logging.config
from typing import Any, Final

CONFIGURATION: Final[dict[str, Any]] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line", "stream": "ext://sys.stderr"}},
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {
        # These write the path of a request, and a path may hold a login's bearer id; or SQL with its values.
        "django.request": {"handlers": [], "propagate": False, "level": "CRITICAL"},
        "django.security": {"handlers": [], "propagate": False, "level": "CRITICAL"},
        "django.db.backends": {"handlers": [], "propagate": False, "level": "CRITICAL"},
        "django.server": {"handlers": [], "propagate": False, "level": "CRITICAL"},
        # granian: start, stop and workers; its access log is off
        "_granian": {"level": "WARNING"},
        "granian.access": {"handlers": [], "propagate": False, "level": "CRITICAL"},
    },
}


def keep_log() -> None:
    """Configure logging for this process."""
    logging.config.dictConfig(CONFIGURATION)
