"""The gateway on free ports, in a thread of this process, at the database of the test."""

import ssl
import threading

import pytest

from sekisho.entrypoints.gateway.connection import Patience
from sekisho.entrypoints.gateway.listening import listen
from sekisho.entrypoints.gateway.server import serve
from sekisho.settings import Settings
from sekisho.testing.certificates import make_both

PATIENCE = 20
USUAL = Patience()


@pytest.fixture(scope="session")
def certificate(tmp_path_factory):
    """A certificate for localhost that vouches for itself, and its key, in one file."""
    return make_both(tmp_path_factory.mktemp("tls") / "both.pem")


@pytest.fixture
def trust(certificate):
    """What a client that trusts this gateway shakes hands with."""
    return ssl.create_default_context(cafile=certificate)


@pytest.fixture
def open_gates(ports, certificate):
    """`open_gates(**settings)` opens a gateway and gives its two ports."""
    stop, threads = threading.Event(), []

    def open_one(patience=USUAL, **wanted):
        settings = Settings(gateway_port=0, gateway_tls_port=0, gateway_certificate=certificate, **wanted)
        listeners = listen(settings)
        how = {"stop": stop, "patience": patience}
        threads.append((threading.Thread(target=serve, args=(settings, ports, listeners), kwargs=how), listeners))
        threads[-1][0].start()
        return listeners.plain.getsockname()[1], listeners.tls.getsockname()[1]

    yield open_one
    stop.set()
    for thread, listeners in threads:
        thread.join(PATIENCE)
        listeners.close()
        assert not thread.is_alive()
