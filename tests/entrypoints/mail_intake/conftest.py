"""The mail door on a free port, in a thread of this process, at the database of the test."""

import datetime as dt
import threading
from dataclasses import replace

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from sekisho.adapters.objects import SealedFolder
from sekisho.entrypoints.mail_intake.server import listen, serve
from sekisho.settings import Settings

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
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("tls") / "both.pem"
    path.write_bytes(
        made.public_bytes(serialization.Encoding.PEM)
        + key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return path
