"""A private Dovecot: any user name has a mailbox of its own, and one password opens them all.

At 127.0.0.1 it does what it can; at 127.0.0.2 it knows of UIDPLUS and not of MOVE. It runs as `mail` where the tests run as root.
"""

import getpass
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

DOVECOT = "/usr/sbin/dovecot"
PASSWORD = "a_password_of_the_tests"
PATIENCE = 20
OLD = "127.0.0.2"


@dataclass(frozen=True)
class ImapServer:
    """Where it listens."""

    port: int
    tls_port: int


def is_installed():
    return Path(DOVECOT).exists()


@contextmanager
def imap_server(certificate):
    folder = Path(tempfile.mkdtemp(prefix="sekisho-imap-"))
    folder.chmod(0o711)
    (folder / "mail").mkdir()
    owner = "mail" if os.geteuid() == 0 else getpass.getuser()
    if owner == "mail":
        shutil.chown(folder / "mail", "mail", "mail")
    at = ImapServer(free_port(), free_port())
    (folder / "conf").write_text(configuration(folder, at, owner=owner, certificate=certificate))
    process = subprocess.Popen([DOVECOT, "-F", "-c", str(folder / "conf")], start_new_session=True)
    try:
        wait_for(at.port, process, folder)
        yield at
    finally:
        os.killpg(process.pid, signal.SIGKILL)  # nothing of it is worth the second that a proper end takes
        process.wait(PATIENCE)
        shutil.rmtree(folder, ignore_errors=True)


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as free:
        return free.getsockname()[1]


def wait_for(port, process, folder):
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and process.poll() is None:
        with suppress(OSError):
            return socket.create_connection(("127.0.0.1", port), timeout=PATIENCE).close()
        time.sleep(0.01)
    raise AssertionError((folder / "log").read_text())


def configuration(folder, at, *, owner, certificate):
    group = "mail" if owner == "mail" else os.getgid()
    users = "" if owner == "mail" else f"default_internal_user = {owner}\ndefault_login_user = {owner}\n"
    return f"""
base_dir = {folder}/run
state_dir = {folder}/run
log_path = {folder}/log
protocols = imap
listen = 127.0.0.1, {OLD}
{users}first_valid_uid = 1
disable_plaintext_auth = no
auth_failure_delay = 0
ssl = yes
ssl_cert = <{certificate}
ssl_key = <{certificate}
mail_location = maildir:{folder}/mail/%u
mail_fsync = never
maildir_very_dirty_syncs = yes
passdb {{
  driver = static
  args = password={PASSWORD}
}}
userdb {{
  driver = static
  args = uid={owner} gid={group} home={folder}/mail/%u
}}
local {OLD} {{
  protocol imap {{
    imap_capability = IMAP4rev1 LITERAL+ UIDPLUS
  }}
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {at.port}
  }}
  inet_listener imaps {{
    port = {at.tls_port}
    ssl = yes
  }}
}}
service anvil {{
  chroot =
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
service stats {{
  chroot =
}}
"""
