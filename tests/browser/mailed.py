"""Puts documents into a running demo's store, from a process of its own: `python mailed.py FOLDER USERNAME` prints their ids."""

import sys
from dataclasses import replace
from pathlib import Path


def main(folder, username):
    from sekisho import wiring
    from sekisho.settings import Settings

    wiring.declare_demo()
    ports = wiring.start(Settings(data_dir=Path(folder), secure_cookies=False)).ports
    from sekisho.adapters.storage.rows import HolderRow
    from sekisho.testing.documents import IDENTITY, RESIDENCE, send_paper
    from sekisho.testing.people import Person

    row = HolderRow.objects.get(username=username)
    person = Person(username=username, account=row.account_id, holder_id=row.id)
    strange = replace(
        IDENTITY, pages=2, sender="stranger@example.net", subject='"><script>alert(1)</script>\u202e' + "長" * 300
    )
    for paper in (strange, RESIDENCE):
        sys.stdout.write(f"{send_paper(ports, person, paper)}\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
