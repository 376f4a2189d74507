"""What the demo says when it cannot go on."""

from __future__ import annotations


class DemoError(Exception):
    """Something kept the demo from going on; the text says what, and what to do about it."""
