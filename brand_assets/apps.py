"""Django's description of this app."""

from django.apps import AppConfig


class BrandAssetsConfig(AppConfig):
    name = "brand_assets"
    verbose_name = "Brands and assets"
    default_auto_field = "django.db.models.BigAutoField"
