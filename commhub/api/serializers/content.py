"""Content as code: a tree of files, what it would change, and what was brought."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from commhub.api.fields import StrictSerializer, Text, Truth
from commhub.api.serializers.problems import ContentProblemSerializer
from commhub.content.shapes import SHAPES
from commhub.content.store import DRAFTS, LIVE

LONGEST_MESSAGE = 2_000


class ContentQuery(StrictSerializer):
    """Which content."""

    only = serializers.ChoiceField(
        choices=(LIVE, DRAFTS),
        required=False,
        help_text="Only what is live, or only open drafts. If left out: what is live, and drafts of what is not yet.",
    )


class ContentSerializer(serializers.Serializer[Any]):
    """The store as a tree of files."""

    files = serializers.DictField(
        child=serializers.JSONField(), help_text='By path: the text, or {"base64": "..."} for a file that is none.'
    )


class BringOptionsSerializer(StrictSerializer):
    """How a tree is looked at or brought; as query parameters when the body is a zip."""

    kinds = serializers.ListField(
        child=serializers.ChoiceField(choices=tuple(SHAPES)), required=False, help_text="Only things of these kinds."
    )
    onto_drafts = Truth(default=False, help_text="Whether it may go into open drafts of other people.")
    over = Truth(default=False, help_text="Whether it takes the place of what the store has changed since the export.")


class PlanRequestSerializer(BringOptionsSerializer):
    """A tree, to be told what it would change."""

    files = serializers.DictField(
        child=serializers.JSONField(), help_text='By path: the text, or {"base64": "..."} for a file that is none.'
    )


class ApplyOptionsSerializer(BringOptionsSerializer):
    """How a tree is brought."""

    submit = Truth(default=False, help_text="Whether all drafts go into one release that is submitted for review.")
    message = Text(
        single_line=False,
        max_length=LONGEST_MESSAGE,
        default="",
        allow_blank=True,
        help_text="What changed and why, for the reviewer.",
    )
    fail_on = serializers.ChoiceField(
        choices=("error", "warning", "never"), default="error", help_text="Which findings keep it from being brought."
    )


class ApplyRequestSerializer(ApplyOptionsSerializer):
    """A tree that is to be brought."""

    files = serializers.DictField(
        child=serializers.JSONField(), help_text='By path: the text, or {"base64": "..."} for a file that is none.'
    )


class FileChangeSerializer(serializers.Serializer[Any]):
    """What changes in one file."""

    path = serializers.CharField()
    how = serializers.ChoiceField(choices=("added", "changed", "removed"))
    diff = serializers.ListField(child=serializers.CharField(allow_blank=True), help_text="A unified difference.")
    words = serializers.ListField(
        child=serializers.CharField(allow_blank=True), help_text="Changed lines by word: [-old-]{+new+}."
    )


class ContentChangeSerializer(serializers.Serializer[Any]):
    """One thing of the tree against the store."""

    kind = serializers.CharField()
    key = serializers.CharField()
    action = serializers.ChoiceField(
        choices=("create", "change", "at-once", "unchanged", "cannot"),
        help_text="at-once: it has no versions, and takes effect when it is brought. cannot: `why` says why.",
    )
    why = serializers.CharField(allow_blank=True)
    files = FileChangeSerializer(many=True)


class ContentFindingSerializer(serializers.Serializer[Any]):
    """A place that the linter stopped at."""

    file = serializers.CharField()
    line = serializers.IntegerField()
    column = serializers.IntegerField()
    severity = serializers.ChoiceField(choices=["error", "warning", "advice"])
    rule = serializers.CharField()
    surface = serializers.CharField(allow_blank=True)
    message = serializers.CharField()
    suggestion = serializers.CharField(allow_blank=True)


class PlanSerializer(serializers.Serializer[Any]):
    """What a tree would do to the store."""

    changes = ContentChangeSerializer(many=True)
    left = serializers.ListField(child=serializers.CharField(), help_text="What the tree says nothing of; it stays.")
    writes = serializers.IntegerField(help_text="How many things it would write.")
    problems = ContentProblemSerializer(many=True, help_text="What keeps it from being brought.")
    findings = ContentFindingSerializer(many=True, help_text="What the linter says of the texts that change.")


class AppliedSerializer(PlanSerializer):
    """What was brought."""

    drafts = serializers.ListField(child=serializers.CharField(), help_text="The versions that were written.")
    at_once = serializers.ListField(child=serializers.CharField(), help_text="What has no versions and holds now.")
    submitted = serializers.ListField(child=serializers.CharField(), help_text="What waits for review.")
    release = serializers.CharField(allow_blank=True, help_text="The release in which it waits.")
