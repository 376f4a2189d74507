"""Every error of the API as RFC 9457 problem details: one shape, one catalogue of codes, a place for each fault."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import structlog
from django.conf import settings
from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.http import Http404, HttpResponse, HttpResponseBase
from rest_framework import exceptions
from rest_framework.settings import api_settings

from commhub.api.catalogue import CATALOGUE
from commhub.contracts import JSON
from commhub.intake import IntakeError

MEDIA_TYPE = "application/problem+json"
CHALLENGE = 'Bearer realm="commhub"'

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong with a request. `place` says where, by `kind`.

    kind pointer: an RFC 6901 JSON Pointer into the body, such as /data/amount ('' is the body as a whole);
    kind parameter: the name of a query parameter; kind header: the name of a header.
    """

    detail: str
    place: str = ""
    kind: str = "pointer"

    def as_json(self) -> dict[str, JSON]:
        return {self.kind: self.place, "detail": self.detail}


class Problem(exceptions.APIException):
    """An error that the API answers with. `code` is one of the catalogue; `faults` name what is wrong and where.

    `more` holds further members of the answer, as RFC 9457 allows (section 3.2); ProblemSerializer describes them.
    """

    def __init__(
        self,
        code: str,
        detail: str = "",
        faults: Sequence[Fault] = (),
        headers: Mapping[str, str] | None = None,
        more: Mapping[str, JSON] | None = None,
    ) -> None:
        kind = CATALOGUE[code]
        super().__init__(detail or kind.meaning, code)
        self.problem_code = code
        self.text = detail or kind.meaning
        self.status_code = kind.status
        self.title = kind.title
        self.faults = tuple(faults)
        self.headers = dict(headers or {})
        self.more = dict(more or {})


def type_of(code: str) -> str:
    """The URI that names a kind of problem; there is a page about it at that address."""
    return f"{settings.COMMHUB_PUBLIC_URL}/docs/errors/{code}"


def as_response(
    code: str,
    *,
    status: int,
    title: str,
    detail: str,
    faults: Sequence[Fault] = (),
    headers: Mapping[str, str] | None = None,
    more: Mapping[str, JSON] | None = None,
) -> HttpResponse:
    """The problem as an answer, in JSON whatever the caller said it accepts: an error must always be readable."""
    body: dict[str, JSON] = {"type": type_of(code), "title": title, "status": status, "detail": detail, "code": code}
    if faults:
        body["errors"] = [fault.as_json() for fault in faults]
    body.update(more or {})
    # A fault may quote half of a surrogate pair: backslashreplace turns it into the JSON escape that it came as.
    text = json.dumps(body, ensure_ascii=False).encode("utf-8", "backslashreplace")
    response = HttpResponse(text, status=status, content_type=MEDIA_TYPE)
    for name, value in (headers or {}).items():
        response[name] = value
    if status == 401:
        response["WWW-Authenticate"] = CHALLENGE
    return response


def answer(problem: Problem) -> HttpResponse:
    """A Problem as an answer."""
    return as_response(
        problem.problem_code,
        status=problem.status_code,
        title=problem.title,
        detail=problem.text,
        faults=problem.faults,
        headers=problem.headers,
        more=problem.more,
    )


def handle(error: Exception, context: dict[str, Any]) -> HttpResponseBase:
    """REST framework's exception handler: every exception of a view becomes a problem, also one that nobody foresaw."""
    if isinstance(error, IntakeError):
        faults = [Fault(problem.detail, problem.pointer) for problem in error.problems]
        return as_response(
            error.code, status=error.status, title=CATALOGUE[error.code].title, detail=error.title, faults=faults
        )
    return answer(_problem_of(error, context))


def faults_of(detail: Any, pointer: str = "") -> Iterator[Fault]:
    """The faults in what a serializer raised: a tree of dicts and lists with messages at its leaves."""
    if isinstance(detail, Mapping):
        for name, inner in detail.items():
            here = name == api_settings.NON_FIELD_ERRORS_KEY
            yield from faults_of(inner, pointer if here else f"{pointer}/{escaped(str(name))}")
    elif isinstance(detail, list):
        for index, inner in enumerate(detail):
            yield from faults_of(inner, pointer if isinstance(inner, str) else f"{pointer}/{index}")
    else:
        yield Fault(str(detail), pointer)


def escaped(name: str) -> str:
    """A member's name as one step of a JSON Pointer (RFC 6901, section 3)."""
    return name.replace("~", "~0").replace("/", "~1")


def _problem_of(error: Exception, context: dict[str, Any]) -> Problem:
    request = context.get("request")
    if isinstance(error, Problem):
        return error
    if isinstance(error, exceptions.ValidationError):
        return Problem("invalid-request", faults=list(faults_of(error.detail)))
    if isinstance(error, exceptions.NotAuthenticated):
        return Problem("missing-key")
    if isinstance(error, exceptions.PermissionDenied | PermissionDenied):
        return Problem("not-allowed")
    if isinstance(error, exceptions.NotFound | Http404):
        return Problem("not-found")
    if isinstance(error, exceptions.MethodNotAllowed):
        method = request.method if request else ""
        return Problem("method-not-allowed", f"{method} is not possible here; the Allow header lists what is.")
    if isinstance(error, exceptions.NotAcceptable):
        return Problem("not-acceptable")
    if isinstance(error, exceptions.UnsupportedMediaType):
        return Problem("unsupported-media-type")
    if isinstance(error, exceptions.Throttled):
        return Problem("too-many-requests")
    if isinstance(error, RequestDataTooBig):
        return Problem("too-large")
    log.error(
        "the API failed on a request",
        method=getattr(request, "method", ""),
        path=getattr(request, "path", ""),
        exc_info=error,
    )
    return Problem("internal-error")
