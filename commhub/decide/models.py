"""The tables of channel rules: one rule book, whose versions hold the rules."""

from __future__ import annotations

from typing import Final

from django.db import models

from commhub.contracts import JSON
from commhub.versions import Version, version_constraints

THE_BOOK: Final = "channel-rules"


class RuleBook(models.Model):
    """The channel rules. There is one book: which rule comes first can be seen only where all of them stand together."""

    key = models.SlugField(max_length=40, unique=True, default=THE_BOOK, editable=False)

    class Meta:
        verbose_name = "channel rules"
        verbose_name_plural = "channel rules"
        constraints = [models.CheckConstraint(condition=models.Q(key=THE_BOOK), name="one_book_of_channel_rules")]

    def __str__(self) -> str:
        return "Channel rules"


class RuleBookVersion(Version):
    """One version of the channel rules."""

    kind = "channel-rules"
    parent_field = "book"

    book = models.ForeignKey(RuleBook, on_delete=models.PROTECT, related_name="versions")

    class Meta:
        verbose_name = "version of the channel rules"
        verbose_name_plural = "versions of the channel rules"
        ordering = ["book", "-number"]
        constraints = version_constraints("book")

    @property
    def label(self) -> str:
        return f"channel rules v{self.number}"

    def content(self) -> dict[str, JSON]:
        rows = self.rules.order_by("priority", "name").values("name", "priority", "conditions", "channels", "active")
        return {"rules": [dict(row) for row in rows]}


class ChannelRule(models.Model):
    """If the conditions hold, these channels are used, in this order. The lowest priority number wins."""

    version = models.ForeignKey(RuleBookVersion, on_delete=models.CASCADE, related_name="rules")
    name = models.CharField(max_length=120, help_text="A short sentence; it is quoted as the reason.")
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
        constraints = [models.UniqueConstraint(fields=["version", "name"], name="one_channel_rule_per_name")]

    def __str__(self) -> str:
        return self.name
