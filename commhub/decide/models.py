"""The table of channel rules that people edit."""

from __future__ import annotations

from django.db import models


class ChannelRule(models.Model):
    """If the conditions hold, these channels are used, in this order. The lowest priority number wins."""

    name = models.CharField(max_length=120, unique=True, help_text="A short sentence; it is quoted as the reason.")
    priority = models.PositiveIntegerField(default=100, help_text="Rules are tried from the lowest number up.")
    conditions = models.JSONField(
        default=dict,
        blank=True,
        help_text='{"all": [...]}, {"any": [...]}, {"not": ...} or {"field": ..., "operator": ..., "value": ...}',
    )
    channels = models.JSONField(default=list, help_text='The channels in order, such as ["print", "email"].')
    active = models.BooleanField(default=True)

    class Meta:
        ordering = ["priority", "name"]

    def __str__(self) -> str:
        return self.name
