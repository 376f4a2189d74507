"""Channel rules get versions: those in force become the first version, live, so that nothing is decided otherwise."""

from typing import Any

import django.db.models.deletion
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import migrations, models
from django.db.models import Q

from commhub.versions import sha256_of

STATES = [
    ("draft", "Draft"),
    ("in-review", "In review"),
    ("scheduled", "Approved, goes live later"),
    ("live", "Approved and live"),
    ("retired", "Retired"),
    ("rejected", "Rejected"),
]


def put_into_a_version(apps: Any, schema_editor: Any) -> None:
    rules = apps.get_model("decide", "ChannelRule").objects.order_by("priority", "name")
    if not rules.exists():
        return
    book = apps.get_model("decide", "RuleBook").objects.create(key="channel-rules")
    rows = rules.values("name", "priority", "conditions", "channels", "active")
    content = {"rules": [dict(row) for row in rows]}
    version = apps.get_model("decide", "RuleBookVersion").objects.create(
        book=book,
        number=1,
        state="live",
        author=_author(apps),
        note="The rules that were in force before they had versions.",
        content_hash=sha256_of({"kind": "channel-rules", "key": book.key, "content": content}),
    )
    rules.update(version=version)


def _author(apps: Any) -> Any:
    """Whoever looks after the installation; where nobody does, an account that nobody can log in to."""
    users = apps.get_model(settings.AUTH_USER_MODEL).objects
    found = users.filter(is_superuser=True).order_by("pk").first() or users.filter(is_staff=True).order_by("pk").first()
    return found or users.create(username="commhub", is_active=False, password=make_password(None))


class Migration(migrations.Migration):
    dependencies = [
        ("decide", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="RuleBook",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.SlugField(default="channel-rules", editable=False, max_length=40, unique=True)),
            ],
            options={"verbose_name": "channel rules", "verbose_name_plural": "channel rules"},
        ),
        migrations.AddConstraint(
            model_name="rulebook",
            constraint=models.CheckConstraint(condition=Q(key="channel-rules"), name="one_book_of_channel_rules"),
        ),
        migrations.CreateModel(
            name="RuleBookVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField(editable=False)),
                ("state", models.CharField(choices=STATES, default="draft", editable=False, max_length=16)),
                ("note", models.TextField(blank=True, verbose_name="what changed and why")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("submitted_at", models.DateTimeField(editable=False, null=True)),
                ("content_hash", models.CharField(blank=True, editable=False, max_length=64)),
                ("revision", models.PositiveIntegerField(default=0, editable=False)),
                (
                    "effective_from",
                    models.DateTimeField(blank=True, null=True, verbose_name="goes live not before"),
                ),
                ("review_by", models.DateField(blank=True, null=True, verbose_name="to be looked at again by")),
                (
                    "author",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "book",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="versions", to="decide.rulebook"
                    ),
                ),
                (
                    "editors",
                    models.ManyToManyField(editable=False, related_name="+", to=settings.AUTH_USER_MODEL),
                ),
            ],
            options={
                "verbose_name": "version of the channel rules",
                "verbose_name_plural": "versions of the channel rules",
                "ordering": ["book", "-number"],
            },
        ),
        migrations.AddConstraint(
            model_name="rulebookversion",
            constraint=models.UniqueConstraint(fields=("book", "number"), name="decide_rulebookversion_number"),
        ),
        migrations.AddConstraint(
            model_name="rulebookversion",
            constraint=models.UniqueConstraint(
                condition=Q(state="live"), fields=("book",), name="decide_rulebookversion_live"
            ),
        ),
        migrations.AddConstraint(
            model_name="rulebookversion",
            constraint=models.UniqueConstraint(
                condition=Q(state__in=["draft", "in-review", "scheduled"]),
                fields=("book",),
                name="decide_rulebookversion_open",
            ),
        ),
        migrations.AddField(
            model_name="channelrule",
            name="version",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="rules",
                to="decide.rulebookversion",
            ),
        ),
        migrations.RunPython(put_into_a_version, migrations.RunPython.noop),
    ]
