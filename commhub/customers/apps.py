"""Django's description of this app."""

from django.apps import AppConfig


class CustomersConfig(AppConfig):
    name = "commhub.customers"
    label = "customers"
    verbose_name = "Customers"
    default_auto_field = "django.db.models.BigAutoField"
