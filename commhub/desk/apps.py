"""Django's description of this app, and of the admin with our own front page."""

from django.apps import AppConfig
from django.contrib.admin import apps as admin_apps  # the class by name would be a second default here


class DeskConfig(AppConfig):
    name = "commhub.desk"
    label = "desk"
    verbose_name = "Desk"
    default = True
    default_auto_field = "django.db.models.BigAutoField"


class DeskAdminConfig(admin_apps.AdminConfig):
    """Stands in INSTALLED_APPS in the place of django.contrib.admin."""

    default = False
    default_site = "commhub.desk.site.DeskSite"
