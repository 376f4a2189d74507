"""The machine: from a request and approved content to a message that a customer reads."""

from commhub.celery import app as celery_app

__all__ = ["celery_app"]
