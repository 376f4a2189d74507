"""What people are called in the audit log, and who did it where nobody was logged in."""

from __future__ import annotations

from typing import Final

from django.contrib.auth.models import User

COMMAND_LINE: Final = "command line"
"""Who did what a command did: whoever had the machine, whom commhub does not know."""


def named(user: User) -> str:
    """What people call a user."""
    return user.get_full_name() or user.get_username()


def who(user: User | None) -> str:
    """What the sentence of an entry begins with."""
    return named(user) if user else "Somebody at the command line"


def actor_name(user: User | None) -> str:
    """The name that an entry keeps beside its sentence: the user's, which stays theirs when they marry."""
    return user.get_username() if user else COMMAND_LINE
