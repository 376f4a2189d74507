"""/api/v1/content: the store as a tree of files, what a tree would change, and bringing it as drafts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from django.contrib.auth.models import User
from django.http import HttpResponse
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.parsers import BaseParser
from rest_framework.renderers import BaseRenderer, JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from commhub.api.models import ApiKey
from commhub.api.openapi.answers import BINARY, problems
from commhub.api.parsers import parse
from commhub.api.problems import Problem
from commhub.api.serializers.content import (
    AppliedSerializer,
    ApplyOptionsSerializer,
    ApplyRequestSerializer,
    BringOptionsSerializer,
    ContentQuery,
    ContentSerializer,
    PlanRequestSerializer,
    PlanSerializer,
)
from commhub.api.serializers.queries import read_query
from commhub.api.views.base import BodyView
from commhub.approval.errors import NotAllowed, Refused
from commhub.content.applying import Checked, apply, check
from commhub.content.packed import as_json, as_zip, from_json, from_zip
from commhub.content.plan import Asked, Plan, make_plan
from commhub.content.problems import BadTree, Place
from commhub.content.problems import Problem as ContentProblem
from commhub.content.store import exported_items
from commhub.content.telling import plan_as_json, problem_as_json
from commhub.content.tree import read_items, written
from commhub.contracts import JSON

ZIP: Final = "application/zip"
LARGEST_BODY: Final = 50_000_000
FAILS_ON: Final = {"error": ("error",), "warning": ("error", "warning"), "never": ()}
FLAGS: Final = ("onto_drafts", "over", "submit")


class ZipRenderer(BaseRenderer):
    """The tree as a zip."""

    media_type = ZIP
    format = "zip"
    charset = None
    render_style = "binary"

    def render(
        self, data: Any, accepted_media_type: str | None = None, context: Mapping[str, Any] | None = None
    ) -> Any:
        return data


class TreeParser(BaseParser):
    """A tree as JSON: larger than what apps send."""

    media_type = "application/json"

    def parse(
        self, stream: Any, media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> JSON:
        return parse(_body(stream))


class ZipParser(BaseParser):
    """A tree as a zip: its bytes."""

    media_type = ZIP

    def parse(
        self, stream: Any, media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> JSON:
        return _body(stream)


def _body(stream: Any) -> bytes:
    body: bytes = stream.read(LARGEST_BODY + 1)
    if len(body) > LARGEST_BODY:
        raise Problem("too-large", f"The body is larger than {LARGEST_BODY:,} bytes, the most that a tree may have.")
    return body


class ContentView(APIView):
    """The whole store."""

    renderer_classes = [JSONRenderer, ZipRenderer]

    @extend_schema(
        operation_id="export_content",
        summary="Read the whole content as files",
        description="The store as the tree of files that `manage.py content export` writes, for git to keep and people to "
        "review. `Accept: application/zip` answers it as a zip. Only for keys that may read content.",
        tags=["Content"],
        parameters=[ContentQuery],
        responses={
            (200, "application/json"): ContentSerializer,
            (200, ZIP): BINARY,
            **problems(400, 401, 403, 406, 422),
        },
    )
    def get(self, request: Request) -> HttpResponse:
        _key_that(request, ApiKey.Content.READ, ApiKey.Content.WRITE)
        query = read_query(ContentQuery, request)
        try:
            tree = written(exported_items(query.get("only", "")))
        except BadTree as error:
            raise _not_usable(error.problems) from error
        if request.accepted_renderer.media_type == ZIP:
            headers = {"Content-Disposition": 'attachment; filename="content.zip"'}
            return Response(as_zip(tree), headers=headers)
        return Response({"files": as_json(tree)})


class TreeView(BodyView):
    """A view that takes a tree."""

    parser_classes = [TreeParser, ZipParser]

    def asked(
        self, request: Request, options: type[BringOptionsSerializer], whole: type[BringOptionsSerializer]
    ) -> tuple[User, Plan, dict[str, Any]]:
        """Who brings it, what it would do, and the options."""
        actor = _key_that(request, ApiKey.Content.WRITE).acts_for
        if actor is None or not actor.is_active:
            raise Problem("not-allowed", "The person for whom this key brings drafts is not active any more.")
        try:
            body: Any = request.data
            if isinstance(body, bytes):
                chosen = _from_query(options, request)
                tree = from_zip(body)
            else:
                form = whole(data=body)
                form.is_valid(raise_exception=True)
                chosen = form.validated_data
                tree = from_json(chosen["files"])
            asked = Asked(actor, chosen["onto_drafts"], chosen["over"], frozenset(chosen.get("kinds", ())))
            return actor, make_plan(read_items(tree), asked), chosen
        except BadTree as error:
            raise _not_usable(error.problems) from error


class ContentPlanView(TreeView):
    """What a tree would change."""

    @extend_schema(
        operation_id="plan_content",
        summary="See what files would change",
        description="Reads, compiles and lints a tree as if it were brought, and answers what would change. Nothing is "
        "kept. The body is JSON, or a zip with the options as query parameters. Only for keys that may bring content.",
        tags=["Content"],
        parameters=[BringOptionsSerializer],
        request={"application/json": PlanRequestSerializer, ZIP: BINARY},
        responses={200: PlanSerializer, **problems(400, 401, 403, 411, 413, 415, 422)},
    )
    def post(self, request: Request) -> Response:
        actor, plan, _ = self.asked(request, BringOptionsSerializer, PlanRequestSerializer)
        return Response(plan_as_json(plan, check(plan, actor, now=timezone.now())))


class ContentApplyView(TreeView):
    """Bringing a tree."""

    @extend_schema(
        operation_id="apply_content",
        summary="Bring files as drafts, or to review",
        description="Writes what changes as drafts of the person for whom the key acts, all of it or nothing; with "
        "`submit` all drafts go into one release that is submitted for review. Nothing goes live by it: other people "
        "approve. Only for keys that may bring content.",
        tags=["Content"],
        parameters=[ApplyOptionsSerializer],
        request={"application/json": ApplyRequestSerializer, ZIP: BINARY},
        responses={200: AppliedSerializer, **problems(400, 401, 403, 411, 413, 415, 422)},
    )
    def post(self, request: Request) -> Response:
        actor, plan, chosen = self.asked(request, ApplyOptionsSerializer, ApplyRequestSerializer)
        now = timezone.now()
        checked = check(plan, actor, now=now)
        _refuse(checked, chosen["fail_on"])
        try:
            applied = apply(plan, actor, now=now, message=chosen["message"], submit=chosen["submit"])
        except BadTree as error:
            raise _not_usable(error.problems) from error
        except NotAllowed as error:
            raise Problem("not-allowed", str(error)) from error
        except Refused as error:
            raise Problem("invalid-content", str(error)) from error
        submitted = applied.submitted
        answer = {
            **plan_as_json(plan, checked),
            "drafts": applied.drafts,
            "at_once": applied.at_once,
            "submitted": list(submitted.labels) if submitted else [],
            "release": submitted.release if submitted else "",
        }
        return Response(answer)


def _key_that(request: Request, *allowed: str) -> ApiKey:
    """The caller's key. Raises Problem not-allowed unless it was made for this."""
    key = request.auth
    if not isinstance(key, ApiKey) or key.content not in allowed:
        raise Problem("not-allowed", "This key was not made for content: an administrator makes one that is.")
    return key


def _from_query(form: type[BringOptionsSerializer], request: Request) -> dict[str, Any]:
    """The options beside a zip."""
    given: dict[str, JSON] = request.query_params.dict()
    if "kinds" in given:
        given["kinds"] = request.query_params.getlist("kinds")
    for name in FLAGS:
        if given.get(name) in ("true", "false"):
            given[name] = given[name] == "true"
    query = form(data=given)
    query.is_valid(raise_exception=True)
    chosen: dict[str, Any] = query.validated_data
    return chosen


def _refuse(checked: Checked, fail_on: str) -> None:
    if checked.problems:
        raise _not_usable(checked.problems)
    found = [
        ContentProblem(Place(linted.name, *linted.place(finding.start)), finding.message)
        for linted in checked.linted
        for finding in linted.report.findings
        if finding.severity in FAILS_ON[fail_on]
    ]
    if found:
        raise _not_usable(found)


def _not_usable(found: Iterable[ContentProblem]) -> Problem:
    told = [problem_as_json(problem) for problem in sorted(set(found))]
    first = told[0]
    more = f" There are {len(told)} problems." if len(told) > 1 else ""
    return Problem("invalid-content", f"{first['file']}: {first['detail']}{more}", more={"problems": told})
