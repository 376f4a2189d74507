"""Django's description of this app."""

from importlib import import_module

from django.apps import AppConfig
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from commhub.render.sms.cost import BadPrices, price_list


class DeliverConfig(AppConfig):
    name = "commhub.deliver"
    label = "deliver"
    verbose_name = "Delivery"

    def ready(self) -> None:
        import_module("commhub.deliver.checks")
        try:
            price_list.use(settings.COMMHUB_SMS_PRICES)
        except BadPrices as error:
            raise ImproperlyConfigured(str(error)) from error
