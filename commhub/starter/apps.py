"""Django's description of this app."""

from django.apps import AppConfig


class StarterConfig(AppConfig):
    name = "commhub.starter"
    label = "starter"
    verbose_name = "Starter library"
