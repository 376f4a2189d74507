"""Makes a fresh machine ready: a virtual environment, the locked packages, the libraries that draw letters.

Runs on the system's own Python (3.11 or newer) with the standard library alone. What is in order already is left
alone, so a second run takes no time. Nothing here names a package index: pip uses the one the machine is set up for.
"""

from __future__ import annotations

import ctypes
import hashlib
import os
import platform
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
LOCKS = {"demo": "requirements-demo.lock", "dev": "requirements-dev.lock"}
# The development lock holds all of the demo's, in the same versions (a guard test sees to that).
ENOUGH = {"demo": ("demo", "dev"), "dev": ("dev",)}

# The names under which WeasyPrint opens its libraries on Linux and on macOS.
LIBRARIES = {
    "GObject": ("libgobject-2.0.so.0", "libgobject-2.0.0.dylib"),
    "Pango": ("libpango-1.0.so.0", "libpango-1.0.dylib"),
    "Pango for FreeType": ("libpangoft2-1.0.so.0", "libpangoft2-1.0.dylib"),
    "HarfBuzz": ("libharfbuzz.so.0", "libharfbuzz.0.dylib"),
    "HarfBuzz subsetting": ("libharfbuzz-subset.so.0", "libharfbuzz-subset.0.dylib"),
    "Fontconfig": ("libfontconfig.so.1", "libfontconfig.1.dylib"),
}
# Where Homebrew puts them; the Makefile makes the linker look there too.
HOMEBREW = ("/opt/homebrew/lib", "/usr/local/lib") if sys.platform == "darwin" else ()
PACKAGES = {
    "apt-get": "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz0b libharfbuzz-subset0 libfontconfig1",
    "dnf": "pango harfbuzz fontconfig",
    "apk": "so:libgobject-2.0.so.0 so:libpango-1.0.so.0 so:libpangoft2-1.0.so.0 so:libharfbuzz.so.0 "
    "so:libharfbuzz-subset.so.0 so:libfontconfig.so.1",
    "brew": "pango",
}
INSTALL = {
    "apt-get": "apt-get install -y --no-install-recommends",
    "dnf": "dnf install -y",
    "apk": "apk add",
    "brew": "brew install",
}
# Under one of these names the tests look for a browser.
BROWSERS = ("chromium", "chromium-browser")
SECONDS_BETWEEN_LINES = 5


class Stop(Exception):
    """Something that a person has to do first; the text says what."""


def main(arguments: Sequence[str]) -> int:
    if len(arguments) != 1 or arguments[0] not in LOCKS:
        print(f"usage: bootstrap.py {'|'.join(LOCKS)}", file=sys.stderr)
        return 2
    try:
        make_environment()
        install_packages(arguments[0])
        check_libraries()
        if arguments[0] == "dev":
            check_browser()
    except Stop as reason:
        print(f"\n{reason}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nInterrupted. Run the same command again to go on.", file=sys.stderr)
        return 130
    return 0


def say(text: str) -> None:
    print(f"[set-up] {text}", flush=True)


# ---- the virtual environment ------------------------------------------------------------------------------------


def make_environment() -> None:
    if environment_works():
        return
    if VENV.exists():
        say("The virtual environment in .venv does not work here (moved, or its Python is gone); making it anew.")
        shutil.rmtree(VENV)
    else:
        say(f"Making a virtual environment in .venv with Python {platform.python_version()}.")
    try:
        import ensurepip  # noqa: F401, PLC0415 - Debian ships Python without it, in a package of its own
        import venv  # noqa: PLC0415 - likewise
    except ImportError:
        install_venv_module()
        # This process has already looked for the module in vain; a new one will find it.
        result = subprocess.run([sys.executable, "-m", "venv", str(VENV)], check=False)
        if result.returncode:
            raise Stop(f"{sys.executable} could not make a virtual environment in .venv (see above).") from None
    else:
        venv.create(VENV, with_pip=True)


def environment_works() -> bool:
    probe = "import sys, pip; sys.exit(sys.version_info < (3, 11))"
    try:
        return subprocess.run([str(PYTHON), "-c", probe], capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def install_venv_module() -> None:
    package = f"python3.{sys.version_info.minor}-venv"
    command = f"apt-get install -y {package}"
    if shutil.which("apt-get") is None:
        raise Stop(
            f"{sys.executable} comes without the modules `venv` and `ensurepip`. Install them with your system's "
            "package manager, or name another Python: make PYTHON=/path/to/python3.13 ..."
        )
    say(f"This Python lacks the module that makes virtual environments: {package}.")
    if not run_as_root(["apt-get update", command]):
        sudo = "" if os.geteuid() == 0 else "sudo "
        raise Stop(f"Please run this, then the same command again:\n\n    {sudo}{command}\n")


# ---- the locked packages ----------------------------------------------------------------------------------------


def install_packages(kind: str) -> None:
    if any(stamp(each).exists() and stamp(each).read_text() == fingerprint(each) for each in ENOUGH[kind]):
        return
    lock = ROOT / LOCKS[kind]
    total = len(re.findall(r"^\S+==", lock.read_text(), re.MULTILINE))
    say(f"Installing the {total} packages of {lock.name}. The first time this takes a minute or two.")
    command = [str(PYTHON), "-m", "pip", "install", "--require-hashes", "--no-input", "--disable-pip-version-check"]
    command += ["--progress-bar", "off", "-r", str(lock)]
    started = time.monotonic()
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace"
    ) as pip:
        output = follow(pip, total)
    if pip.returncode:
        raise Stop(
            f"{''.join(output[-25:])}\npip could not install {lock.name} (see above). If it says that it cannot reach "
            "the package index, check this machine's connection and pip's settings (`pip config list`)."
        )
    stamp(kind).write_text(fingerprint(kind))
    say(f"Packages installed in {time.monotonic() - started:.0f} s.")


def follow(pip: subprocess.Popen[str], total: int) -> list[str]:
    """Read what pip writes to its end; say how far it is every few seconds."""
    output: list[str] = []
    collected = 0
    spoken = time.monotonic()
    for line in pip.stdout or ():
        output.append(line)
        collected += line.startswith("Collecting ")
        if line.startswith("Installing collected packages"):
            say("All packages are here; unpacking them.")
            spoken = float("inf")  # pip says nothing more until it is done
        elif time.monotonic() - spoken > SECONDS_BETWEEN_LINES:
            spoken = time.monotonic()
            say(f"... {min(collected, total)} of {total}")
    return output


def stamp(kind: str) -> Path:
    return VENV / f".installed-{kind}"


def fingerprint(kind: str) -> str:
    return hashlib.sha256((ROOT / LOCKS[kind]).read_bytes()).hexdigest()


# ---- the libraries that draw letters ----------------------------------------------------------------------------


def check_libraries() -> None:
    missing = missing_libraries()
    if not missing:
        return
    say(f"Letters are drawn with libraries of the system, and some are missing: {', '.join(missing)}.")
    manager = next((name for name in PACKAGES if shutil.which(name)), None)
    if manager is None:
        raise Stop(
            "Please install Pango 1.44 or newer (with HarfBuzz and Fontconfig) with your system's package manager, "
            "then run the same command again."
        )
    command = f"{INSTALL[manager]} {PACKAGES[manager]}"
    sudo = "" if manager == "brew" or os.geteuid() == 0 else "sudo "
    by_hand = f"Please run this, then the same command again:\n\n    {sudo}{command}\n"
    steps = ["apt-get update", command] if manager == "apt-get" else [command]
    # Homebrew refuses to run as root, and needs no root.
    if not (run(steps) if manager == "brew" else run_as_root(steps)):
        raise Stop(by_hand)
    # A fresh process: this one may remember that the libraries were not there.
    again = subprocess.run([sys.executable, __file__, "--libraries"], capture_output=True, text=True, check=False)
    if again.returncode:
        raise Stop(f"They are still missing after `{command}`: {again.stdout.strip()}.")


def missing_libraries() -> list[str]:
    """The libraries that cannot be opened, under any of their names and in none of the places where they may be."""
    places = ["", *(f"{folder}/" for folder in HOMEBREW)]
    return [
        what for what, names in LIBRARIES.items() if not any(opens(place + name) for place in places for name in names)
    ]


def opens(name: str) -> bool:
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


# ---- the browser of the tests -----------------------------------------------------------------------------------


def check_browser() -> None:
    """Install Chromium where apt-get can. Without it all works but the tests in tests/browser, which say so."""
    if any(shutil.which(name) for name in BROWSERS):
        return
    say("The tests look at e-mails in a browser, and Chromium is missing.")
    command = f"{INSTALL['apt-get']} chromium"
    if shutil.which("apt-get") and run_as_root(["apt-get update", command]) and any(map(shutil.which, BROWSERS)):
        return
    say("Please install it for them (Debian: `apt-get install chromium`); all else is ready.")


# ---- the system's package manager -------------------------------------------------------------------------------


def run_as_root(commands: Sequence[str]) -> bool:
    """Run the commands as root: as we are, or through a sudo that asks no password. False if neither is possible."""
    if os.geteuid() == 0:
        return run(commands)
    sudo = shutil.which("sudo")
    if sudo and subprocess.run([sudo, "-n", "true"], capture_output=True, check=False).returncode == 0:
        return run([f"sudo -n {command}" for command in commands])
    return False


def run(commands: Sequence[str]) -> bool:
    """Run the commands; True if the last one succeeded. (One broken list must not keep a package from installing.)"""
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    worked = False
    for command in commands:
        say(f"Running: {command}")
        result = subprocess.run(
            command.split(), capture_output=True, text=True, check=False, env=environment, stdin=subprocess.DEVNULL
        )
        worked = result.returncode == 0
        if not worked:
            print((result.stdout + result.stderr)[-2000:], file=sys.stderr)
    return worked


if __name__ == "__main__":
    if sys.argv[1:] == ["--libraries"]:
        print(", ".join(missing_libraries()))
        sys.exit(bool(missing_libraries()))
    sys.exit(main(sys.argv[1:]))
