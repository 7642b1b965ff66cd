"""The demo gateway's certificate: an issuer made here, whose key is forgotten at once, and one certificate for this machine."""

import os
from datetime import UTC, datetime, timedelta
from ipaddress import IPv4Address
from pathlib import Path
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from sekisho.entrypoints.demo.folder import AUTHORITY, CERTIFICATE

LASTS: Final = timedelta(days=365)
RENEWED_WITHIN: Final = timedelta(days=30)
ADDRESSES: Final = (
    x509.DNSName("localhost"),
    x509.IPAddress(IPv4Address("127.0.0.1")),
)


def make_certificate(folder: Path) -> None:
    """Make both files, for their owner alone, unless there are some that still last; by the real clock, not the demo's."""
    now = datetime.now(UTC)
    if _lasts(folder / CERTIFICATE, until=now + RENEWED_WITHIN) and (folder / AUTHORITY).exists():
        return
    issuer_key, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    issuer = _signed(issuer_key, now, subject="Sekisho demo", issuer="Sekisho demo", public_key=issuer_key.public_key())
    own = _signed(issuer_key, now, subject="localhost", issuer="Sekisho demo", public_key=key.public_key())
    _write(folder / AUTHORITY, issuer.public_bytes(Encoding.PEM))
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    _write(folder / CERTIFICATE, own.public_bytes(Encoding.PEM) + private)


def _lasts(file: Path, *, until: datetime) -> bool:
    try:
        return x509.load_pem_x509_certificate(file.read_bytes()).not_valid_after_utc > until
    except (OSError, ValueError):
        return False


def _signed(
    issuer_key: ec.EllipticCurvePrivateKey,
    now: datetime,
    *,
    subject: str,
    issuer: str,
    public_key: ec.EllipticCurvePublicKey,
) -> x509.Certificate:
    is_issuer = subject == issuer
    builder = (
        x509.CertificateBuilder()
        .subject_name(_name(subject))
        .issuer_name(_name(issuer))
        .public_key(public_key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + LASTS)
        .add_extension(x509.BasicConstraints(ca=is_issuer, path_length=0 if is_issuer else None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public_key), critical=False)
    )
    if not is_issuer:
        usage = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH])
        builder = builder.add_extension(x509.SubjectAlternativeName(ADDRESSES), critical=False).add_extension(
            usage, critical=False
        )
    authority = x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key())
    return builder.add_extension(authority, critical=False).sign(issuer_key, hashes.SHA256())


def _name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def _write(file: Path, content: bytes) -> None:
    """Write it beside, and rename: nobody reads half a key."""
    fresh = file.with_suffix(".new")
    fresh.unlink(missing_ok=True)
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as opened:
        opened.write(content)
    fresh.replace(file)
