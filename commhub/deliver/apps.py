"""Django's description of this app."""

from importlib import import_module

from django.apps import AppConfig


class DeliverConfig(AppConfig):
    name = "commhub.deliver"
    label = "deliver"
    verbose_name = "Delivery"

    def ready(self) -> None:
        import_module("commhub.deliver.checks")
