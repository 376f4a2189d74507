"""Django's description of this app."""

from django.apps import AppConfig


class ConsoleConfig(AppConfig):
    name = "commhub.console"
    label = "console"
    verbose_name = "Commands for designers"
