"""The composition root: takes the settings, builds the installation, tells Django about it. Nothing else knows all rooms.

A process is real or a demo, decided once by how it was started: `declare_demo()` comes before anything of the demo can be
imported, and no setting, header or file can call it.
"""

from collections.abc import Iterator, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any, Final, cast
from zoneinfo import ZoneInfo

import django
from django.conf import settings as django_settings
from django.core.management import call_command
from django.db import connection, connections
from django.db.migrations.executor import MigrationExecutor

import sekisho
from sekisho.adapters import databases
from sekisho.adapters.common_passwords import load_common
from sekisho.adapters.deferred import DeferredImaging
from sekisho.adapters.hashing import Argon2Hasher
from sekisho.adapters.keyring import Keyring
from sekisho.adapters.objects import SealedFolder
from sekisho.adapters.spool import Spool
from sekisho.adapters.storage import trail
from sekisho.adapters.storage.store import TOLERANCE, DjangoStore
from sekisho.adapters.system import SystemClock, SystemDice
from sekisho.adapters.vault import FileVault
from sekisho.adapters.web_authentication import WebAuthenticationJudge
from sekisho.core.intake.mailboxes import Mailboxes
from sekisho.core.secret import Secret
from sekisho.entrypoints.site.installation import MOST_BODY_BYTES, Brand, Installation
from sekisho.entrypoints.site.static_files import static_url
from sekisho.settings import Settings
from sekisho.wording.numbers import use_terms
from sekisho.workflows.ports import Carrier, Clock, Engine, Imaging, Ports
from sekisho.workflows.post_records import Channel
from sekisho.workflows.records import Arrival
from sekisho.workflows.staff_records import Farewell, NewStaff, StaffLine

DOORS: Final = Path(sekisho.__file__).parent / "entrypoints"
COMMON_PASSWORDS: Final = Path(django.__file__).parent / "contrib" / "auth" / "common-passwords.txt.gz"

Intact = trail.Intact
Broken = trail.Broken


class _Process:
    """What this process was started as."""

    is_demo = False


def declare_demo() -> None:
    """Make this process a demo's; the demo's door calls it first, and a real one never does."""
    _Process.is_demo = True


def is_demo_process() -> bool:
    """Tell whether this process was started as a demo."""
    return _Process.is_demo


def start(settings: Settings, *, clock: Clock | None = None) -> Installation:
    """Configure Django and build the installation: the one call at the start of a process that serves."""
    configure_django(settings)
    use_terms(settings.terms)
    built = build(settings, clock=clock)
    django_settings.SEKISHO_INSTALLATION = built
    return built


def prepare(settings: Settings) -> None:
    """Make what is missing of an installation: data folder, keyring, database with its tables. Keeps what is there."""
    settings.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not settings.key_path.exists():
        Keyring.create(settings.key_path)
    if settings.database_url is None:
        settings.database_file.touch(mode=0o600)
    configure_django(settings)
    call_command("migrate", verbosity=0, interactive=False)


def is_migrated() -> bool:
    """Tell whether the database has every table as this release wants it."""
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def is_clock_behind(built: Installation) -> bool:
    """Tell whether the clock is behind what the trail has seen; never in a demo, whose clock may go back."""
    return not built.is_demo and built.ports.clock.now() < trail.newest_at() - TOLERANCE


def start_engine(settings: Settings, ports: Ports) -> Engine:
    """Start the engine of mailed documents in this process; it is loaded here, because most processes never need it."""
    from sekisho.adapters.engine import DurableEngine, database_url
    from sekisho.workflows.intake.flows import FLOWS

    chosen = settings.database_url.get_secret_value() if settings.database_url else None
    kept = database_url(settings.data_dir, chosen)
    return DurableEngine(ports, FLOWS, database=kept, release=connections.close_all)


def open_ways_out(settings: Settings) -> dict[Channel, Carrier]:
    """Give whoever carries messages out of this house; out of a demo nothing ever goes."""
    from sekisho.adapters.carriers import carriers_of

    return {} if is_demo_process() else carriers_of(settings)


def verify_trail(built: Installation) -> Intact | Broken:
    """Walk the audit trail."""
    return trail.verify(built.ports.vault)


def import_accounts(built: Installation, newcomers: Sequence[Arrival]) -> int | None:
    """Bring all in with one transaction; or none, and give the index of the first whose name or number is taken."""
    from sekisho.adapters.storage.importing import import_all

    return import_all(built.ports, newcomers)


def add_staff(built: Installation, new: NewStaff) -> bool:
    """Bring one of the desk's people in; False if the user name or the number is taken."""
    from sekisho.adapters.storage.staffing import bring_in

    return bring_in(built.ports, new)


def list_staff() -> tuple[StaffLine, ...]:
    """Give all of the desk's people, also who left."""
    from sekisho.adapters.storage.staffing import everybody

    return everybody()


def dismiss_staff(built: Installation, username: str) -> Farewell:
    """Let one of the desk's people go: no way in, and no session, is left."""
    from sekisho.adapters.storage.staffing import dismiss

    return dismiss(built.ports, username)


def trail_entries() -> Iterator[dict[str, object]]:
    """Give every entry of the trail, oldest first, in words and with its digest."""
    for entry in trail.entries():
        event = trail.read(entry)
        yield {
            "seq": entry[0],
            "at": event.at.isoformat(),
            "happening": event.happening.value,
            "actor": {"kind": event.actor.kind, "id": event.actor.id},
            "holder": event.holder,
            "account": event.account,
            "reference": event.reference,
            "reason": event.reason.value if event.reason else None,
            "surface": event.surface,
            "detail": event.detail,
            "digest": entry[-1],
        }


def build(settings: Settings, *, clock: Clock | None = None) -> Installation:
    """Put the adapters behind the ports. Django is configured already, because the store's tables are its models."""
    return Installation(
        ports=_ports(settings, clock=clock or _clock(settings)),
        brand=Brand(
            ja=settings.brand_ja,
            en=settings.brand_en,
            registration_ja=settings.registration_ja,
            registration_en=settings.registration_en,
        ),
        regions=settings.regions,
        zone=ZoneInfo(settings.zone),
        has_secure_cookies=settings.secure_cookies,
        trusted_proxies=settings.trusted_proxies,
        is_demo=is_demo_process(),
        metrics_token=Secret(settings.metrics_token.get_secret_value()) if settings.metrics_token else None,
        origin=settings.origin,
        gateway=settings.gateway if settings.gateway_certificate else None,
    )


def _ports(settings: Settings, *, clock: Clock) -> Ports:
    keyring = Keyring(settings.key_path)
    vault = FileVault(keyring)
    return Ports(
        store=DjangoStore(vault=vault, tolerance=None if is_demo_process() else TOLERANCE),
        clock=clock,
        dice=SystemDice(),
        hasher=Argon2Hasher(keyring),
        vault=vault,
        common_passwords=load_common(COMMON_PASSWORDS),
        passkeys=WebAuthenticationJudge(settings.origin),
        objects=SealedFolder(settings.data_dir / "objects", vault=vault),
        imaging=DeferredImaging(_load_imaging),
        spans=settings.spans,
        terms=settings.terms,
        cutoff=settings.cutoff,
        mailboxes=Mailboxes(**settings.intake_addresses),
        quotas=settings.quotas,
        splits_passcode=settings.passcode_split,
        approval_needs_documents=settings.approval_needs_documents,
    )


def _load_imaging() -> Imaging:
    from sekisho.adapters.imaging import FencedImaging

    return FencedImaging()


def configure_django(settings: Settings) -> None:
    """Give Django the little it needs: one app, one chain of middleware, no sessions, no users, no debugging."""
    keyring = Keyring(settings.key_path)
    django_settings.configure(
        **_web(settings),
        DEBUG=False,
        SECRET_KEY=keyring.lookup("django").hex(),
        INSTALLED_APPS=["sekisho.adapters.storage"],
        DATABASES={"default": database(settings)},
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        TEMPLATES=[_templates()],
        LOGGING_CONFIG=None,
        USE_TZ=True,
        TIME_ZONE="UTC",
        USE_I18N=False,
    )
    django.setup()


def open_spool(settings: Settings) -> Spool:
    """Open a place for one large body on its way through, beside what the installation keeps."""
    return Spool(settings.data_dir)


def database(settings: Settings) -> databases.Database:
    """Describe the database that the settings name."""
    if settings.database_url is None:
        return databases.sqlite(settings.database_file)
    return databases.postgresql(settings.database_url.get_secret_value())


def _web(settings: Settings) -> dict[str, Any]:
    is_secure = settings.secure_cookies
    statics = _folders("static")
    return {
        "ALLOWED_HOSTS": list(settings.hosts),
        "ROOT_URLCONF": "sekisho.entrypoints.site.urls",
        "SEKISHO_EXTRA_URLCONFS": ("sekisho.entrypoints.demo.urls",) if is_demo_process() else (),
        "MIDDLEWARE": [
            "sekisho.entrypoints.site.middleware.SecurityHeaders",
            "sekisho.entrypoints.site.middleware.Measures",
            "sekisho.entrypoints.site.static_files.StaticFiles",
            "sekisho.entrypoints.site.middleware.SoundRequests",
            "django.middleware.csrf.CsrfViewMiddleware",
        ],
        "APPEND_SLASH": False,
        "DATA_UPLOAD_MAX_MEMORY_SIZE": MOST_BODY_BYTES,
        "DATA_UPLOAD_MAX_NUMBER_FIELDS": 100,
        "FILE_UPLOAD_HANDLERS": ["sekisho.entrypoints.site.sealed_files.SealedFiles"],
        "SECURE_PROXY_SSL_HEADER": ("HTTP_X_FORWARDED_PROTO", "https") if settings.trusted_proxies else None,
        "CSRF_TRUSTED_ORIGINS": [settings.public_origin] if settings.public_origin else [],
        "CSRF_COOKIE_NAME": "__Host-sekisho_csrf" if is_secure else "sekisho_csrf",
        "CSRF_COOKIE_SECURE": is_secure,
        "CSRF_COOKIE_HTTPONLY": True,
        "CSRF_COOKIE_SAMESITE": "Lax",
        "CSRF_FAILURE_VIEW": "sekisho.entrypoints.site.faults.forged",
        "STATIC_URL": static_url(statics),
        "STATIC_ROOT": None,
        "SEKISHO_STATIC_FOLDERS": [str(folder) for folder in statics],
    }


def _templates() -> dict[str, Any]:
    return {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [str(folder) for folder in _folders("templates")],
        "OPTIONS": {"builtins": ["django.templatetags.static"]},
    }


def _folders(name: str) -> list[Path]:
    """Find the folders of that name in the doors' packages; the demo's only in a demo."""
    return sorted(found for found in DOORS.glob(f"*/{name}") if is_demo_process() or found.parent.name != "demo")


def _clock(settings: Settings) -> Clock:
    if not is_demo_process():
        return SystemClock()
    movable_clock = import_module("sekisho.entrypoints.demo.movable_clock")
    return cast("Clock", movable_clock.MovableClock(settings.data_dir / "demo-clock.json"))
