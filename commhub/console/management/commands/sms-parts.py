"""`manage.py sms-parts`: the name of a command is the name of its file."""  # noqa: N999

from commhub.console.sms_parts import Command

__all__ = ["Command"]
