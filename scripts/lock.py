"""Writes the three lock files anew from pyproject.toml: what production, the demo and development install.

They hold versions and hashes for every platform and no address of an index, so they work behind any mirror.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OLDEST_PYTHON = "3.11"
# Each lock is made under the limits of the next larger one: what is tested is what is shipped, version for version.
LOCKS = {
    "requirements-dev.lock": ["--extra", "demo", "--extra", "dev"],
    "requirements-demo.lock": ["--extra", "demo", "--constraint", "requirements-dev.lock"],
    "requirements.lock": ["--constraint", "requirements-demo.lock"],
}


def main() -> int:
    for lock, options in LOCKS.items():
        command = [str(Path(sys.executable).with_name("uv")), "pip", "compile", "pyproject.toml", "--quiet"]
        command += ["--universal", "--python-version", OLDEST_PYTHON, "--generate-hashes", "--upgrade"]
        command += ["--no-header", "--no-annotate", "--no-emit-index-url", "--no-emit-find-links"]
        print(f"{lock} ...", flush=True)
        result = subprocess.run([*command, *options, "--output-file", lock], cwd=ROOT, check=False)
        if result.returncode:
            return result.returncode
    print("Run `make test` with the new versions before you commit them.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
