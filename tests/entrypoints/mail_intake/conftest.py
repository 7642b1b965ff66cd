"""The mail door on a free port, in a thread of this process, at the database of the test."""

import threading
from dataclasses import replace

import pytest

from sekisho.adapters.objects import SealedFolder
from sekisho.entrypoints.mail_intake.server import listen, serve
from sekisho.settings import Settings
from sekisho.testing.certificates import make_both

PATIENCE = 20


@pytest.fixture
def house(ports, tmp_path):
    """The ports, with a folder of their own."""
    return replace(ports, objects=SealedFolder(tmp_path / "objects", vault=ports.vault))


@pytest.fixture
def open_door(house):
    """`open_door(**settings)` opens one and gives its port; `open_door(ports)` one of other ports."""
    stop, threads = threading.Event(), []

    def open_one(at=None, **wanted):
        settings = Settings(smtp_port=0, **wanted)
        listener = listen(settings)
        threads.append(threading.Thread(target=serve, args=(settings, at or house, listener), kwargs={"stop": stop}))
        threads[-1].start()
        return listener.getsockname()[1]

    yield open_one
    stop.set()
    for thread in threads:
        thread.join(PATIENCE)
        assert not thread.is_alive()


@pytest.fixture(scope="session")
def certificate(tmp_path_factory):
    """A certificate for localhost and its key, in one file."""
    return make_both(tmp_path_factory.mktemp("tls") / "both.pem")
