"""Runs one server for as long as its standard input stays open, then stops it and removes its folder.

A test run can end in many ways (Ctrl-C, a time limit, SIGKILL). The pipe closes in all of them, so no server outlives
the run that started it. Needs the standard library only, and is started with `python -S` to be quick.
"""

import contextlib
import json
import shutil
import signal
import subprocess
import sys
import threading
from pathlib import Path

PATIENCE_SECONDS = 10


def main() -> None:
    order = json.loads(sys.argv[1])
    folder = Path(order["folder"])
    with (folder / "log").open("ab") as log:
        child = subprocess.Popen(
            order["command"],
            cwd=order["cwd"],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            **({"user": order["uid"], "group": order["gid"], "extra_groups": []} if order["uid"] is not None else {}),
        )
    (folder / "pid").write_text(str(child.pid))

    def note_the_end() -> None:
        (folder / "ended").write_text(str(child.wait()))

    threading.Thread(target=note_the_end, daemon=True).start()
    sys.stdout.write("started\n")
    sys.stdout.flush()
    sys.stdin.buffer.read()

    for stop in (signal.Signals[order["stop"]], signal.SIGKILL):
        with contextlib.suppress(ProcessLookupError):
            child.send_signal(stop)
        with contextlib.suppress(subprocess.TimeoutExpired):
            child.wait(PATIENCE_SECONDS)
            break
    shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
