"""The tables of what drafts change: reports that are worked off in steps, and what was found out, kept by content."""

from __future__ import annotations

from django.db import models

from brand_assets.models import Brand
from commhub.blast.groups import Group
from templates_store.models import TemplateVersion


class BlastReport(models.Model):
    """What a set of versions changes, as the live world stood then.

    `about` names the version or release that it is for (`layout:12`, `release:3`). `key` is a hash of that, of the members'
    content and of all that is live around them: whoever asks for the same finds the same report. `members` are
    [kind, version id, content hash]. `finished_at` is when everything was compared, `pictured_at` when every picture was
    made.
    """

    key = models.CharField(max_length=64, unique=True)
    about = models.CharField(max_length=60, db_index=True)
    members = models.JSONField()
    begun_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    pictured_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.about} {self.key[:12]}"


class BlastEdition(models.Model):
    """One edition that may change: a piece of work. `before` is the hash of what is live (empty: new), `after` of what it
    becomes (empty: it is not compiled yet, does not compile, or goes away).

    `template_version` is what it is compiled from afterwards; empty when the template no longer has this brand or
    language. `content` is the compiled edition as compressed JSON. `taken_at` is set while somebody works on it.
    """

    report = models.ForeignKey(BlastReport, on_delete=models.CASCADE, related_name="editions")
    template_version = models.ForeignKey(TemplateVersion, on_delete=models.CASCADE, null=True, related_name="+")
    template = models.CharField(max_length=80)
    name = models.CharField(max_length=120)
    brand = models.ForeignKey(Brand, on_delete=models.CASCADE, related_name="+")
    locale = models.CharField(max_length=20)
    before = models.CharField(max_length=64, blank=True)
    after = models.CharField(max_length=64, blank=True)
    content = models.BinaryField(default=b"")
    error = models.TextField(blank=True)
    taken_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["report", "template", "brand", "locale"], name="one_edition_per_report")
        ]

    def __str__(self) -> str:
        return f"{self.template} / {self.locale}"


class BlastLook(models.Model):
    """What one message made from a sample looks like: what can be compared of it, as compressed JSON.

    `key` is a hash of all that the message is made of and read by. `pictures` are names of files, page by page.
    """

    key = models.CharField(max_length=64, unique=True)
    content = models.BinaryField()
    pictures = models.JSONField(default=list)
    pictured_at = models.DateTimeField(null=True)
    used_at = models.DateTimeField()

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.key[:12]


class BlastPair(models.Model):
    """Before and after of one channel of an edition, compared: kept by the keys of both looks.

    `facts` is the JSON of blast.compare.Compared. `pictures` are [before, after, difference, focus] for each page: file names
    ("" where there is none), and how far down the difference begins, in percent. They are made later.
    """

    key = models.CharField(max_length=64, unique=True)
    group = models.CharField(max_length=10, choices=Group.choices)
    facts = models.JSONField()
    pictures = models.JSONField(default=list)
    pictured_at = models.DateTimeField(null=True)
    used_at = models.DateTimeField()

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.group} {self.key[:12]}"


class BlastEntry(models.Model):
    """One line of a report: a template, brand, language and channel, and in which group it is. `rank` is the group's
    place, the worst first, and within the group how much changed."""

    report = models.ForeignKey(BlastReport, on_delete=models.CASCADE, related_name="entries")
    edition = models.ForeignKey(BlastEdition, on_delete=models.CASCADE, related_name="entries")
    pair = models.ForeignKey(BlastPair, on_delete=models.PROTECT, related_name="entries")
    channel = models.CharField(max_length=40)
    group = models.CharField(max_length=10, choices=Group.choices)
    rank = models.PositiveIntegerField()

    class Meta:
        ordering = ["rank", "edition__template", "edition__brand__key", "edition__locale", "channel"]
        indexes = [models.Index(fields=["report", "group"], name="blast_group")]
        constraints = [models.UniqueConstraint(fields=["edition", "channel"], name="one_entry_per_channel")]

    def __str__(self) -> str:
        return f"{self.edition} / {self.channel}"
