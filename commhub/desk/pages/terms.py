"""The rows of a term list: searched, read, and in a draft written, with what a rule would find shown while it is typed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final, TypeVar, cast
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import IntegrityError, models, transaction
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from commhub.approval.edit import save_draft
from commhub.approval.permissions import not_allowed, refusal
from commhub.desk.forms.term import TermForm
from commhub.desk.kinds import kind_called
from commhub.desk.pages.page import fragment, page
from commhub.desk.tried import tried
from commhub.desk.typed import actor_of
from commhub.lint.models import Severity, Term, TermListVersion
from commhub.lint.packs.reading import BadPack
from commhub.lint.store.packs import export_pack, import_pack
from commhub.lint.store.writing import remove_terms, switch_terms, write_term
from commhub.versions import State

T = TypeVar("T")
KIND: Final = "term-list"
ON_A_PAGE: Final = 50
FILTERS: Final = ("locale", "kind", "severity", "rule", "domain")
LARGEST_PACK: Final = 10_000_000
LONGEST_ID: Final = 18
MOST_PROBLEMS: Final = 10
NOTHING: Final[Mapping[str, str]] = {}


@require_GET
def terms_page(request: HttpRequest, pk: int) -> HttpResponse:
    """The rows, with a search and filters; `row` (an id) or `new` opens the form beside them."""
    version = _readable(request, pk)
    row = None
    if asked := request.GET.get("row", ""):
        row = _row(version, asked)
    opened = TermForm(row) if row or "new" in request.GET else None
    return _show(request, version, opened)


@require_POST
def save_term(request: HttpRequest, pk: int) -> HttpResponse:
    """Write the row that the form is of, or a new one."""
    with transaction.atomic():
        version = _writable(request, pk)
        row = _row(version, request.POST.get("row", ""))
        form = TermForm(row, request.POST)
        if not form.is_valid():
            return _show(request, version, form, status=422)
        if told := form.meanwhile():
            form.add_error(None, told)
            return _show(request, version, form, status=409)
        spec, active = form.spec(), form.cleaned_data["active"]
        try:
            saved = _save(request, version, lambda: write_term(version, spec, row=row, active=active))
        except IntegrityError:
            form.add_error("text", "There is a row for these words in this language already.")
            return _show(request, version, form, status=422)
    messages.success(request, f"“{saved.text}” is saved in this draft.")
    more = {"new": "1"} if request.POST.get("then") == "new" else {"row": str(saved.pk)}
    return redirect(_url(version, request, more))


@require_POST
def try_term(request: HttpRequest, pk: int) -> HttpResponse:
    """What the row of a form would find: its forms, its examples, and a sentence to try. Nothing is saved."""
    version = _readable(request, pk)
    form = TermForm(_row(version, request.POST.get("row", "")), request.POST)
    form.is_valid()
    return fragment(request, "desk/tried.html", {"tried": tried(form, request.POST.get("sentence", ""))})


@require_POST
def change_terms(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the ticked rows out, or have them say something or nothing."""
    chosen = [_id(one) for one in request.POST.getlist("rows")]
    action = request.POST.get("action", "")
    with transaction.atomic():
        version = _writable(request, pk)
        if action == "remove":
            count = _save(request, version, lambda: remove_terms(version, chosen))
            told = f"{_rows(count)} taken out of this draft."
        elif action in ("on", "off"):
            count = _save(request, version, lambda: switch_terms(version, chosen, active=action == "on"))
            told = f"{_rows(count)} active now." if action == "on" else f"{_rows(count)} off now."
        else:
            raise Http404(f"There is no action {action!r}.")
    messages.success(request, told)
    return redirect(_url(version, request))


@require_POST
def import_terms(request: HttpRequest, pk: int) -> HttpResponse:
    """Put the rules of a pack in the place of all rows."""
    file = request.FILES.get("pack")
    with transaction.atomic():
        version = _writable(request, pk)
        try:
            if file is None or (file.size or 0) > LARGEST_PACK:
                raise BadPack("Choose a rule pack of 10 MB at most.")
            content, why = file.read(), version.note or f"From {file.name}."
            count = _save(request, version, lambda: import_pack(version, content, why))
        except BadPack as error:
            for problem in error.problems[:MOST_PROBLEMS]:
                messages.error(request, problem)
            if len(error.problems) > MOST_PROBLEMS:
                messages.error(request, f"And {len(error.problems) - MOST_PROBLEMS} more. Nothing was changed.")
        else:
            messages.success(request, f"{_rows(count)} from {file.name} stand in this draft now.")
    return redirect(_url(version, request))


@require_GET
def export_terms(request: HttpRequest, pk: int) -> HttpResponse:
    """The version as a rule pack."""
    version = _readable(request, pk)
    response = JsonResponse(export_pack(version), json_dumps_params={"ensure_ascii": False, "indent": 1})
    name = f"{version.term_list.key}-v{version.number}.json"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _save(request: HttpRequest, version: TermListVersion, write: Callable[[], T]) -> T:
    """Write in a draft, as one save of it; answers what `write` does. Each row is held to what was read of it alone."""
    answers: list[T] = []
    save_draft(version, actor_of(request), lambda: answers.append(write()), now=timezone.now(), seen=None)
    return answers[0]


def _readable(request: HttpRequest, pk: int) -> TermListVersion:
    kind = kind_called(KIND)
    if not kind.may_view(actor_of(request)):
        raise PermissionDenied("Your role does not read term lists.")
    return cast("TermListVersion", kind.get(pk))


def _writable(request: HttpRequest, pk: int) -> TermListVersion:
    """The draft, held until the transaction ends. Raises PermissionDenied."""
    version = cast("TermListVersion", kind_called(KIND).get_locked(pk))
    if reason := refusal(actor_of(request), "edit", version):
        raise PermissionDenied(reason)
    return version


def _row(version: TermListVersion, pk: str) -> Term | None:
    """The row of that id, None for a new one. Raises Http404 when somebody else took it out meanwhile."""
    if not pk:
        return None
    row = version.terms.filter(pk=_id(pk)).first()
    if row is None:
        raise Http404("This row is not in the draft any more.")
    return row


def _id(typed: str) -> int:
    """The id of a row as a page sends it; 0, which no row has, for anything else."""
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < LONGEST_ID else 0


def _show(request: HttpRequest, version: TermListVersion, form: TermForm | None, *, status: int = 200) -> HttpResponse:
    rows = _filtered(request, version)
    chosen = {name: request.GET.get(name, "") for name in ("q", *FILTERS, "active")}
    actor = actor_of(request)
    editable = version.state == State.DRAFT and not not_allowed(actor, "edit", version)
    context: dict[str, Any] = {
        "title": f"{version.parent} v{version.number}",
        "version": version,
        "parent_url": kind_called(KIND).parent_url(version.term_list),
        "page": Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page")),
        "total": version.terms.count(),
        "chosen": chosen,
        "query": urlencode({name: value for name, value in chosen.items() if value}),
        "choices": {name: _choices(version, name) for name in FILTERS},
        "form": form,
        "groups": form.groups() if form else {},
        "tried": tried(form, "") if form and form.is_bound else None,
        "editable": editable,
        "may_submit": not refusal(actor, "submit", version),
        "fresh": form is not None and form.row is None,
    }
    return page(request, "desk/terms.html", context, status=status)


def _filtered(request: HttpRequest, version: TermListVersion) -> models.QuerySet[Term]:
    rows = version.terms.order_by("locale", "text", "key")
    if words := _typed(request, "q").strip():
        places = ("text", "suggestion", "why", "expansion", "key")
        wanted = Q()
        for place in places:
            wanted |= Q(**{f"{place}__icontains": words})
        rows = rows.filter(wanted)
    for name in FILTERS:
        if value := _typed(request, name):
            rows = rows.filter(**{name: value})
    if request.GET.get("active") in ("on", "off"):
        rows = rows.filter(active=request.GET["active"] == "on")
    return rows


def _typed(request: HttpRequest, name: str) -> str:
    """What was searched for, without the one character that no database looks for."""
    return request.GET.get(name, "").replace("\x00", "")


def _choices(version: TermListVersion, name: str) -> list[tuple[str, str]]:
    counted = version.terms.exclude(**{name: ""}).order_by(name).values(name).annotate(count=Count("pk"))
    labels = dict(Severity.choices) if name == "severity" else {}
    return [(row[name], f"{labels.get(row[name], row[name]).split(':')[0]} ({row['count']})") for row in counted]


def _url(version: TermListVersion, request: HttpRequest, more: Mapping[str, str] = NOTHING) -> str:
    kept = {name: request.GET.get(name, "") for name in ("q", *FILTERS, "active", "page")}
    query = urlencode({name: value for name, value in {**kept, **more}.items() if value})
    return reverse("admin:desk_terms", args=[version.pk]) + (f"?{query}" if query else "")


def _rows(count: int) -> str:
    return f"{count} row" if count == 1 else f"{count} rows"
