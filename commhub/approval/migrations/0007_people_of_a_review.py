"""Tables for comments, assignments, notices and invitations; and the first policy, where people already approve."""

from typing import Any

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def begin_with_a_policy(apps: Any, schema_editor: Any) -> None:
    """An installation from before there were policies goes on as it was: one compliance reviewer approves."""
    policies = apps.get_model("approval", "ApprovalPolicy")
    role = apps.get_model("auth", "Group").objects.filter(name="Compliance reviewers").first()
    if role is None or policies.objects.exists():
        return
    policy = policies.objects.create(name="Everything is approved by one compliance reviewer")
    apps.get_model("approval", "ApprovalStep").objects.create(policy=policy, order=1, role=role, count=1)


class Migration(migrations.Migration):

    dependencies = [
        ('approval', '0006_frozen_again'),
        ('auth', '0012_alter_user_first_name_max_length'),
        ('publish', '0002_publish_road'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Notice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=200, unique=True)),
                ('to', models.EmailField(max_length=254)),
                ('subject', models.CharField(max_length=250)),
                ('text', models.TextField()),
                ('made_at', models.DateTimeField()),
                ('not_before', models.DateTimeField()),
                ('sent_at', models.DateTimeField(null=True)),
                ('tries', models.PositiveSmallIntegerField(default=0)),
                ('problem', models.TextField(blank=True)),
            ],
            options={
                'ordering': ['-made_at', '-id'],
                'indexes': [models.Index(condition=models.Q(('sent_at__isnull', True)), fields=['not_before'], name='notice_waiting')],
            },
        ),
        migrations.CreateModel(
            name='Assignment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('due', models.DateField(blank=True, null=True)),
                ('note', models.CharField(blank=True, max_length=300)),
                ('asked_at', models.DateTimeField()),
                ('taken_back_at', models.DateTimeField(null=True)),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='assignments', to=settings.AUTH_USER_MODEL)),
                ('release', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='assignments', to='publish.release')),
                ('role', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='auth.group')),
            ],
            options={
                'ordering': ['due', 'id'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('person__isnull', False), ('role__isnull', True)), models.Q(('person__isnull', True), ('role__isnull', False)), _connector='OR'), name='assigned_to_a_person_or_a_role')],
            },
        ),
        migrations.CreateModel(
            name='Comment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('subject', models.CharField(max_length=40)),
                ('parent_id', models.PositiveBigIntegerField()),
                ('version_id', models.PositiveBigIntegerField()),
                ('part', models.CharField(blank=True, max_length=80)),
                ('locale', models.CharField(blank=True, max_length=20)),
                ('line', models.PositiveIntegerField(null=True)),
                ('quoted', models.TextField(blank=True)),
                ('brand', models.CharField(blank=True, max_length=60)),
                ('channel', models.CharField(blank=True, max_length=40)),
                ('at', models.DateTimeField()),
                ('text', models.TextField()),
                ('resolved_at', models.DateTimeField(null=True)),
                ('answers', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replies', to='approval.comment')),
                ('author', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('resolved_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['at', 'id'],
                'indexes': [models.Index(fields=['subject', 'version_id'], name='comment_version'), models.Index(fields=['subject', 'parent_id'], name='comment_parent')],
            },
        ),
        migrations.CreateModel(
            name='Invitation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('address', models.EmailField(max_length=254)),
                ('note', models.TextField(blank=True)),
                ('made_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField()),
                ('token_hash', models.CharField(max_length=64, unique=True)),
                ('opened_at', models.DateTimeField(null=True)),
                ('code_hash', models.CharField(blank=True, max_length=64)),
                ('code_sent_at', models.DateTimeField(null=True)),
                ('code_tries', models.PositiveSmallIntegerField(default=0)),
                ('codes', models.PositiveSmallIntegerField(default=0)),
                ('used_at', models.DateTimeField(null=True)),
                ('revoked_at', models.DateTimeField(null=True)),
                ('decision', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='approval.review')),
                ('inviter', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('release', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='invitations', to='publish.release')),
                ('revoked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('role', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='auth.group')),
            ],
            options={
                'ordering': ['-made_at', '-id'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('revoked_at__isnull', True), ('used_at__isnull', True)), fields=('release', 'address'), name='one_open_invitation_per_address')],
            },
        ),
        migrations.RunPython(begin_with_a_policy, migrations.RunPython.noop, elidable=False),
    ]
