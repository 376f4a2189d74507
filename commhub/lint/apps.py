"""Django's description of this app."""

from django.apps import AppConfig


class LintConfig(AppConfig):
    name = "commhub.lint"
    label = "lint"
    verbose_name = "Language rules"
    default_auto_field = "django.db.models.BigAutoField"
