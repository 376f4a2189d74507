"""Django's description of this app."""

from django.apps import AppConfig


class BlastConfig(AppConfig):
    name = "commhub.blast"
    label = "blast"
    verbose_name = "What a draft changes"
    default_auto_field = "django.db.models.BigAutoField"
