"""Django's description of this app."""

from django.apps import AppConfig


class PublishConfig(AppConfig):
    name = "commhub.publish"
    label = "publish"
    verbose_name = "Editions"
    default_auto_field = "django.db.models.BigAutoField"
