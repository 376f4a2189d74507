"""Django's description of this app."""

from django.apps import AppConfig
from django.core.checks import Tags, register

from commhub.lint.checks import check_stored_rule_types


class LintConfig(AppConfig):
    name = "commhub.lint"
    label = "lint"
    verbose_name = "Language rules"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        register(check_stored_rule_types, Tags.database)
