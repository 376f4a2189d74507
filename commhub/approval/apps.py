"""Django's description of this app."""

from django.apps import AppConfig


class ApprovalConfig(AppConfig):
    name = "commhub.approval"
    label = "approval"
    verbose_name = "Approval"
    default_auto_field = "django.db.models.BigAutoField"
