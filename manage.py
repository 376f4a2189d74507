#!/usr/bin/env python
"""Django's command line for commhub."""

import base64
import os
import sys

from django.core.management import execute_from_command_line

KEYLESS = {"lint", "render", "sms-parts"}
"""Commands that sign, seal and store nothing: a designer's machine needs no secrets for them."""


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "commhub.settings")
    if len(sys.argv) > 1 and sys.argv[1] in KEYLESS:
        for name in ("COMMHUB_SECRET_KEY", "COMMHUB_DATA_KEYS"):
            if not os.environ.get(name):
                os.environ[name] = base64.b64encode(os.urandom(32)).decode()
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
