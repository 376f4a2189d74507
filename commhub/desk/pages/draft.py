"""The page on which a draft is written; saving it shows what it would look like."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from commhub.approval.edit import Stale, stale_sentence
from commhub.approval.errors import Refused
from commhub.approval.permissions import not_allowed, not_now, refusal
from commhub.decide.models import RuleBookVersion
from commhub.decide.operators import operators
from commhub.desk.forms import FORMS
from commhub.desk.forms.base import DraftForm
from commhub.desk.forms.places import show_problems
from commhub.desk.forms.template import check_locale
from commhub.desk.forms.together import bring_together, with_choices
from commhub.desk.kinds import Kind, edit_url, kind_called, version_url
from commhub.desk.pages.blast import COMPILED
from commhub.desk.pages.decided import decided_context
from commhub.desk.pages.page import fragment, page
from commhub.desk.pages.proofs import proof_context
from commhub.desk.typed import actor_of
from commhub.publish.references import BadSource, problems
from commhub.versions import Frozen, Version
from templates_store.variables import HOLDS, TYPES


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Show the form; save what it brings. `then` says what to do after: preview, submit, add-locale or nothing."""
    found = kind_called(kind)
    version = found.get(pk)
    refused = _refuse(request, version)
    if refused:
        return refused
    if request.method == "GET":
        form = FORMS[kind](version, extra_locales=_asked_locales(request))
        show_problems(form, problems(version))
        return _show(request, found, version, form)
    try:
        with transaction.atomic():
            version = found.get_locked(pk)
            form, told = _save(request, FORMS[kind], version)
    except Frozen as error:
        messages.error(request, str(error))
        return redirect(version_url(version))
    if request.POST.get("then") == "preview":
        return _preview(request, found, version, form, told)
    if told:
        together = bring_together(form)
        form = FORMS[kind](version, together.data)
        form.is_valid()
        return _show(request, found, version, form, status=409, told=told, together=together)
    if form.errors:
        return _show(request, found, version, form, status=422)
    messages.success(request, "Saved.")
    for problem in problems(version):
        messages.warning(request, f"{problem.sentence} This stands in the way of its review.")
    return _go_on(request, version)


def _save(request: HttpRequest, kind: type[DraftForm], version: Version) -> tuple[DraftForm, str]:
    """The form as it was sent, saved if it has no errors; and what to tell if somebody else saved the draft before."""
    version.require_draft()
    chosen = with_choices(kind(version, request.POST, request.FILES))
    form = kind(version, chosen, request.FILES)
    sound = form.is_valid()
    try:
        if sound:
            form.save(actor_of(request), timezone.now())
        elif form.stale:
            return form, stale_sentence(version)
    except Stale as error:
        return form, str(error)
    except BadSource as error:
        show_problems(form, error.problems)
    except Refused as error:
        form.add_error(None, str(error))
    return form, ""


def _refuse(request: HttpRequest, version: Version) -> HttpResponse | None:
    actor = actor_of(request)
    if reason := not_allowed(actor, "edit", version):
        raise PermissionDenied(reason)
    if reason := not_now("edit", version):
        messages.info(request, reason[:1].upper() + reason[1:])
        return redirect(version_url(version))
    return None


def _asked_locales(request: HttpRequest) -> tuple[str, ...]:
    asked = request.GET.get("locale", "")
    try:
        check_locale(asked)
    except ValidationError:
        return ()
    return (asked,)


def _go_on(request: HttpRequest, version: Version) -> HttpResponse:
    if request.POST.get("then") == "submit":
        return redirect(f"{version_url(version)}#decide")
    locale = request.POST.get("new_locale", "").strip()
    if request.POST.get("then") == "add-locale" and locale:
        try:
            check_locale(locale)
        except ValidationError as error:
            messages.error(request, f"{locale!r} is not a language tag. {' '.join(error.messages)}")
            return redirect(edit_url(version))
        return redirect(f"{edit_url(version)}?{urlencode({'locale': locale})}#locale-{locale}")
    return redirect(edit_url(version))


def _show(
    request: HttpRequest, kind: Kind, version: Version, form: DraftForm, *, status: int = 200, **more: Any
) -> HttpResponse:
    context: dict[str, Any] = {
        "title": f"{version.parent} v{version.number}",
        "subtitle": "Draft",
        "kind": kind,
        "version": version,
        "parent_url": kind.parent_url(version.parent),
        "form": form,
        "tabs": list(form.all_tabs()),
        "operators": list(operators),
        "variable_words": {"types": list(TYPES), "holds": list(HOLDS)},
        "compiled": kind.name in COMPILED,
        "reason": refusal(actor_of(request), "submit", version),
        **more,
    }
    return page(request, "desk/draft.html", context, status=status)


def _preview(request: HttpRequest, kind: Kind, version: Version, form: DraftForm, told: str) -> HttpResponse:
    """What the script of the draft page asks for: the proofs of what was just saved, or why it was not saved."""
    if told or form.errors:
        return fragment(request, "desk/not_saved.html", {"form": form, "told": told})
    fresh = kind.get(version.pk)
    stands = FORMS[kind.name](fresh).initial
    known = {"seen": stands["seen"], "base": stands["base"]}
    if isinstance(fresh, RuleBookVersion):
        return fragment(
            request, "desk/preview.html", {**decided_context(fresh, actor_of(request)), "kind": kind, **known}
        )
    return fragment(request, "desk/preview.html", {**proof_context(fresh, actor_of(request)), **known})
