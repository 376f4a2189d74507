"""Django's description of this app."""

from django.apps import AppConfig
from django.core.checks import Tags, register

from commhub.decide.checks import check_stored_operators


class DecideConfig(AppConfig):
    name = "commhub.decide"
    label = "decide"
    verbose_name = "Channel rules"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        register(check_stored_operators, Tags.database)
