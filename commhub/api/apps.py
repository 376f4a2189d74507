"""Django's description of this app."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "commhub.api"
    label = "api"
    verbose_name = "API keys"
    default_auto_field = "django.db.models.BigAutoField"
