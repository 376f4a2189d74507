"""Suspects, unclear words that were reported, and answers to "was this clear?"."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import commhub.sealing


class Migration(migrations.Migration):
    dependencies = [
        ("lint", "0005_oddities"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Suspect",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("language", models.CharField(max_length=20)),
                ("key", models.CharField(max_length=200)),
                ("word", models.CharField(max_length=200)),
                ("kind", models.CharField(max_length=20)),
                ("reason", models.CharField(blank=True, max_length=400)),
                ("expansion", models.CharField(blank=True, max_length=300)),
                ("score", models.FloatField(default=0)),
                ("familiarity", models.FloatField(default=0)),
                ("documents", models.PositiveIntegerField(default=0)),
                ("times", models.PositiveIntegerField(default=0)),
                ("explained", models.PositiveIntegerField(default=0)),
                ("reports", models.PositiveIntegerField(default=0)),
                ("examples", models.JSONField(default=list)),
                ("used", models.JSONField(default=list)),
                ("first_seen", models.DateTimeField()),
                ("last_seen", models.DateTimeField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "Waits for a decision"),
                            ("block", "On a term list"),
                            ("explain", "On a term list, fine once explained"),
                            ("safe", "Customers know it"),
                            ("name", "A name"),
                            ("later", "Not now"),
                        ],
                        default="open",
                        max_length=10,
                    ),
                ),
                ("at", models.DateTimeField(null=True)),
                ("until", models.DateTimeField(null=True)),
                ("documents_then", models.PositiveIntegerField(default=0)),
                ("term_list", models.CharField(blank=True, max_length=80)),
                ("term", models.CharField(blank=True, max_length=600)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-score", "key"],
                "permissions": [("triage_suspect", "Can decide about words that nobody has listed")],
            },
        ),
        migrations.CreateModel(
            name="UnclearReport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "place",
                    models.CharField(blank=True, help_text="Such as: template renewal-notice, v3.", max_length=200),
                ),
                ("note", commhub.sealing.SealedTextField(blank=True, default="")),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "suspect",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="said", to="lint.suspect"
                    ),
                ),
            ],
            options={
                "ordering": ["-at", "-id"],
            },
        ),
        migrations.CreateModel(
            name="ClearAnswer",
            fields=[
                ("digest", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("clear", models.BooleanField()),
                ("words", commhub.sealing.SealedTextField(blank=True, default="")),
                ("template_key", models.CharField(max_length=80)),
                ("locale", models.CharField(max_length=20)),
                ("channel", models.CharField(blank=True, max_length=40)),
                ("day", models.DateField()),
                ("changes", models.PositiveIntegerField(default=1)),
                (
                    "seen_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-day", "template_key"],
                "indexes": [models.Index(fields=["template_key", "day"], name="answers_of_a_template")],
            },
        ),
        migrations.AddIndex(
            model_name="suspect",
            index=models.Index(fields=["state", "-score"], name="suspects_by_state"),
        ),
        migrations.AddConstraint(
            model_name="suspect",
            constraint=models.UniqueConstraint(fields=("language", "key"), name="one_suspect_per_word"),
        ),
    ]
