"""Django's description of this app."""

from importlib import import_module

from django.apps import AppConfig


class RecordConfig(AppConfig):
    name = "commhub.record"
    label = "record"
    verbose_name = "Record"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        import_module("commhub.record.checks")
