"""Django's description of this app."""

from django.apps import AppConfig
from django.core.checks import Tags, register

from commhub.publish.checks import check_codes_have_words


class PublishConfig(AppConfig):
    name = "commhub.publish"
    label = "publish"
    verbose_name = "Editions"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        register(check_codes_have_words, Tags.database)
