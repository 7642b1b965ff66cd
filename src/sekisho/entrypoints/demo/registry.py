"""What only the demo remembers: the passwords, keys, PINs, cells and passcodes of its people, in one file of its data folder.

The product itself keeps none of them in the open; without this file nobody could play the holder. One line of JSON for each
person, appended under a lock, so that every process sees a new person at once.
"""

import fcntl
import json
import os
from pathlib import Path
from typing import Any, Final

Person = dict[str, Any]

FILE: Final = "demo-people.jsonl"


class Registry:
    """The people that this demo made."""

    def __init__(self, folder: Path) -> None:
        """Use the file in `folder`; it need not exist yet."""
        self._path = folder / FILE
        self._seen: tuple[int, int] | None = None
        self._people: tuple[Person, ...] = ()

    def people(self) -> tuple[Person, ...]:
        """Give everybody, in the order in which they were made."""
        try:
            status = self._path.stat()
        except FileNotFoundError:
            return ()
        seen = (status.st_ino, status.st_size)
        if seen != self._seen:
            lines = self._path.read_bytes().splitlines(keepends=True)
            self._people = tuple(json.loads(line) for line in lines if line.endswith(b"\n"))
            self._seen = seen
        return self._people

    def person(self, username: str) -> Person | None:
        """Find somebody by user name."""
        return next((person for person in self.people() if person["username"] == username), None)

    def add(self, people: list[Person]) -> None:
        """Remember new people."""
        lines = "".join(json.dumps(person, ensure_ascii=False, separators=(",", ":")) + "\n" for person in people)
        handle = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        with os.fdopen(handle, "ab") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            file.write(lines.encode())
