"""Sekisho, the gate of a brokerage: who may come in, with which proof, and for how long.

The package's rooms are listed in ARCHITECTURE.md. This module holds the version and nothing else.
"""

__version__ = "0.1.0"
