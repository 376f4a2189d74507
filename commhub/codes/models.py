"""The code dictionary as rows. An entry is never changed: another one takes its place, and it stays as it was."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.db import models


class CodeEntry(models.Model):
    """What customers read for a code in one language.

    It holds for one variable of one template (`template_key` and `variable`, a dotted name), for all variables that name
    its `dictionary`, or, with none of these, for the code of any enum.
    """

    code = models.CharField(max_length=200, help_text="Exactly as apps send it.")
    locale = models.CharField(max_length=20, help_text="A language such as en, en-GB or zh-Hans.")
    words = models.CharField("what customers read", max_length=500)
    template_key = models.CharField("template", max_length=80, blank=True)
    variable = models.CharField(max_length=200, blank=True, help_text="Its name, such as status or papers.kind.")
    dictionary = models.CharField(max_length=80, blank=True, help_text="The name that variables ask for it by.")
    why = models.TextField(blank=True)
    added_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    added_at = models.DateTimeField()
    ended_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "code entries"
        ordering = ["template_key", "dictionary", "variable", "code", "locale", "-added_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["template_key", "variable", "dictionary", "code", "locale"],
                condition=models.Q(ended_at=None),
                name="one_entry_in_force_per_code",
            ),
            models.CheckConstraint(
                condition=models.Q(template_key="", variable="")
                | (~models.Q(template_key="") & ~models.Q(variable="") & models.Q(dictionary="")),
                name="one_scope_per_code_entry",
            ),
            models.CheckConstraint(condition=~models.Q(code="") & ~models.Q(words=""), name="no_empty_code_entry"),
        ]

    def __str__(self) -> str:
        return f"{self.code} ({self.locale})"
