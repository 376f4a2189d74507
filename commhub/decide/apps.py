"""Django's description of this app."""

from django.apps import AppConfig


class DecideConfig(AppConfig):
    name = "commhub.decide"
    label = "decide"
    verbose_name = "Channel rules"
    default_auto_field = "django.db.models.BigAutoField"
