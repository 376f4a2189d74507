"""The providers, one file each; which of them a channel uses is the setting COMMHUB_PROVIDERS."""

from commhub.deliver.providers.base import Provider
from commhub.plugins import Registry

providers: Registry[Provider] = Registry("commhub.deliver.providers", Provider)
