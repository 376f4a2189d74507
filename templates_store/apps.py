"""Django's description of this app."""

from django.apps import AppConfig


class TemplatesStoreConfig(AppConfig):
    name = "templates_store"
    verbose_name = "Templates store"
    default_auto_field = "django.db.models.BigAutoField"
