"""The system account a server runs under: PostgreSQL refuses to run as root."""

import os
import pwd
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass

from ..domain.errors import Misconfigured

SERVICE = "pgserver"


@dataclass(frozen=True, slots=True)
class Account:
    """A user the server runs as when we are root."""

    uid: int
    gid: int


def is_root() -> bool:
    return os.geteuid() == 0


def account_of(uid: int) -> Account:
    """The account with this uid. Raises Misconfigured when the system does not know it."""
    try:
        return Account(uid, pwd.getpwuid(uid).pw_gid)
    except KeyError as error:
        raise Misconfigured(
            f"no user has the id {uid}, so no PostgreSQL can run as it",
            hint="add the user, or set storage.postgres_url",
        ) from error


def service_account() -> Account:
    """The account that root's servers run as, added to the system the first time. Raises Misconfigured."""
    found = lookup()
    failure = "" if found else add_user()
    # Ten processes may add it at once: what counts is that it is there afterwards.
    found = found or lookup()
    if found is None:
        raise Misconfigured(
            f"PostgreSQL does not run as root, and the user {SERVICE} cannot be added: {failure}",
            hint=f"add a system user named {SERVICE}, run docrunch as an ordinary user, or set storage.postgres_url",
        )
    return found


def lookup() -> Account | None:
    try:
        entry = pwd.getpwnam(SERVICE)
    except KeyError:
        return None
    return Account(entry.pw_uid, entry.pw_gid)


def add_user() -> str:
    """Add the service user; returns why it failed, empty when it did not."""
    command = ["useradd", "--system", "--user-group", "--no-create-home", "--shell", "/usr/sbin/nologin", SERVICE]
    try:
        done = subprocess.run(command, env=administrators(), capture_output=True, text=True, timeout=30, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        return str(error)
    return done.stderr.strip().splitlines()[-1] if done.stderr.strip() else ""


def administrators() -> Mapping[str, str]:
    """The environment, with the folders of administrators' programs: root by `su` or cron often has no path to them."""
    return os.environ | {"PATH": os.pathsep.join([os.environ.get("PATH", os.defpath), "/usr/sbin", "/sbin"])}
