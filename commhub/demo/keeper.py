"""Runs one process for as long as its own standard input stays open, then ends it and everything that it started.

The demo holds the other end of that pipe. However the demo ends (at its end, by Ctrl-C, by an error, by SIGKILL), the
pipe closes, so nothing of it is left running and no port stays taken. Needs the standard library only, and is started by
its path with `python -S`, to be quick.
"""

import contextlib
import os
import signal
import subprocess
import sys
import threading

PATIENCE_SECONDS = 10


def main() -> int:
    """Arguments: the log file, then the command. Writes the process id to standard output."""
    log, *command = sys.argv[1:]
    # Only the closed pipe counts: a signal to this process would leave the child without anybody to end it.
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    with open(log, "ab") as output:  # noqa: PTH123 - pathlib takes longer to import than all the rest of this
        child = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            preexec_fn=_heed_signals,  # noqa: PLW1509 - there is no second thread yet
        )
    sys.stdout.write(f"{child.pid}\n")
    sys.stdout.flush()
    threading.Thread(target=_end_with_the_pipe, args=(child,), daemon=True).start()
    code = child.wait()
    _end_group(child.pid)
    return code if code >= 0 else 128 - code


def _heed_signals() -> None:
    """What is ignored here would otherwise be ignored in the child too."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)


def _end_with_the_pipe(child: "subprocess.Popen[bytes]") -> None:
    sys.stdin.buffer.read()
    # The process itself is asked first and ends its own children in its own way; the rest of the group comes after.
    with contextlib.suppress(ProcessLookupError):
        child.terminate()
    try:
        child.wait(PATIENCE_SECONDS)
    except subprocess.TimeoutExpired:
        _end_group(child.pid)


def _end_group(group: int) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):  # macOS: no permission for a group that is gone
        os.killpg(group, signal.SIGKILL)


if __name__ == "__main__":
    sys.exit(main())
