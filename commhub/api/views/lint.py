"""/api/v1/lint: what would keep a text from a customer."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from commhub.api.openapi import examples
from commhub.api.openapi.answers import problems
from commhub.api.problems import Problem
from commhub.api.serializers.lint import LintAnswerSerializer, LintRequestSerializer
from commhub.api.views.base import BodyView
from commhub.lint.engine import LintUnavailable, lint, stops
from commhub.lint.sources import source_blocks
from commhub.lint.terms import load_rule_set


class LintView(BodyView):
    """Lint a text."""

    @extend_schema(
        operation_id="lint_text",
        summary="Find what customers will not understand",
        description="Reads a text as the customer will, with the rules that are in force now, and answers each place with "
        "why and what to say instead. Nothing is kept. A message is always linted before it leaves; this is for "
        "editors, and for checking what a system writes into its fields before it asks for a send.",
        tags=["Lint"],
        request=LintRequestSerializer,
        responses={200: LintAnswerSerializer, **problems(400, 401, 411, 413, 415, 422, 503)},
        examples=examples.LINT,
    )
    def post(self, request: Request) -> Response:
        form = LintRequestSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        asked = form.validated_data
        try:
            rules = load_rule_set()
            blocks = source_blocks(asked["text"], asked["channel"], asked["stage"], form.spans())
            report = lint(blocks, asked["locale"], rules)
        except LintUnavailable as error:
            raise Problem("linter-unavailable", str(error)) from error
        answer = {
            "findings": report.findings,
            "review": report.doubtful,
            "stopped": stops(report.findings),
            "rules": rules.digest,
        }
        return Response(LintAnswerSerializer(answer).data)
