#!/bin/sh
# Find a Python that is new enough and hand over to bootstrap.py, which explains itself.
# Usage: sh scripts/bootstrap.sh demo|dev. Set PYTHON to choose the interpreter.

here=$(dirname "$0")
for python in "${PYTHON:-python3}" python3.13 python3.12 python3.14 python3.11 \
    /usr/bin/python3 /usr/local/bin/python3 /opt/homebrew/bin/python3; do
    # Run it rather than look for it: a version manager's stand-in can be there and still say "not installed".
    if "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then
        exec "$python" "$here/bootstrap.py" "$@"
    fi
done

echo "commhub needs Python 3.11 or newer, and none was found (tried python3 and python3.11 to python3.14)." >&2
echo "Install it, for example:" >&2
echo "  Debian, Ubuntu:  apt-get install python3 python3-venv" >&2
echo "  macOS:           brew install python@3.13" >&2
echo "or name the one to use: make PYTHON=/path/to/python3.13 ..." >&2
exit 1
