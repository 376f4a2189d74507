"""Django's description of this app."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "commhub.demo"
    label = "demo"
    verbose_name = "Demo"
