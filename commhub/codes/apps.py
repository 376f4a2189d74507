"""Django's description of this app."""

from django.apps import AppConfig


class CodesConfig(AppConfig):
    name = "commhub.codes"
    label = "codes"
    verbose_name = "Code dictionary"
    default_auto_field = "django.db.models.BigAutoField"
