"""Waivers in the desk: asked for at a finding, decided by somebody else, and shown with all that is known of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from commhub.approval.errors import Refused
from commhub.approval.waivers import ASK, DECIDE, Wish, ask, asked_for, grant, refuse, revoke, why_not
from commhub.contracts import JSON
from commhub.desk.kinds import kind_called, version_url
from commhub.desk.pages.page import page
from commhub.desk.typed import actor_of
from commhub.lint.blocks import PLACEHOLDER
from commhub.lint.models import LONGEST_WAIVER, LintWaiver, Scope
from commhub.lint.store.waivers import in_force
from commhub.publish.assets_due import day_of
from commhub.publish.proofs import make_proofs
from commhub.record.models import Message
from commhub.versions import Version
from templates_store.models import Template

USUAL_DAYS: Final = 30


class WaiverForm(forms.Form):
    """Why, where and for how long."""

    reason = forms.CharField(
        label="Why the words should stay",
        help_text="Another person decides on this.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    scope = forms.ChoiceField(label="Where it holds", widget=forms.RadioSelect)
    days = forms.IntegerField(
        label="For how many days", min_value=1, max_value=LONGEST_WAIVER.days, initial=USUAL_DAYS,
        help_text=f"{LONGEST_WAIVER.days} at most, counted from the approval. Then it lints again, and blocks.",
    )  # fmt: skip
    ticket = forms.CharField(label="Ticket", max_length=120, required=False)

    def __init__(self, scopes: list[tuple[str, str]], data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data, label_suffix="")
        field = self.fields["scope"]
        if isinstance(field, forms.ChoiceField):
            field.choices = scopes
        self.initial["scope"] = scopes[0][0]


def may_ask(actor: User) -> bool:
    return actor.has_perm(ASK)


def ask_url(version: Version) -> str:
    """Where a waiver for a finding of a version is asked for: the fingerprint follows."""
    return reverse("admin:desk_ask_waiver", args=[version.kind, version.pk, "0"])[:-2]


def ask_url_of_message(message: Message) -> str:
    """The same for a message."""
    return reverse("admin:desk_ask_waiver_message", args=[message.pk, "0"])[:-2]


@require_http_methods(["GET", "POST"])
def ask_at_version(request: HttpRequest, kind: str, pk: int, fingerprint: str) -> HttpResponse:
    """Ask for a waiver for something that the proofs of a version show."""
    found = kind_called(kind)
    if not found.may_view(actor_of(request)):
        raise PermissionDenied(f"Your role does not read {found.label.lower()} versions.")
    version = found.get(pk)
    now = timezone.now()
    for proof in make_proofs(version, waivers=in_force(now), on=day_of(now)):
        for finding in proof.findings:
            if finding.fingerprint == fingerprint:
                where = {"template": proof.template, "locale": proof.locale}
                return _ask(request, asdict(finding), where, "", version_url(version))
    raise Http404("The proofs of this version do not show that any more.")


@require_http_methods(["GET", "POST"])
def ask_at_message(request: HttpRequest, pk: str, fingerprint: str) -> HttpResponse:
    """Ask for a waiver for something that was found in a message."""
    if not actor_of(request).has_perm("record.view_message"):
        raise PermissionDenied("Your role does not read messages.")
    message = Message.objects.select_related("send").filter(pk=pk).first()
    for finding in message.findings if message else ():
        if message and finding.get("fingerprint") == fingerprint:
            send = message.send
            where = {"template": send.template_key, "locale": send.locale}
            url = reverse("admin:record_message_change", args=[message.pk])
            return _ask(request, finding, where, send.edition_hash, url)
    raise Http404("There is no such finding.")


def _ask(
    request: HttpRequest, finding: Mapping[str, JSON], where: Mapping[str, str], edition: str, back: str
) -> HttpResponse:
    actor = actor_of(request)
    if not may_ask(actor):
        raise PermissionDenied("Your role does not ask for waivers.")
    scopes = _scopes(where["template"], edition)
    form = WaiverForm([(one, label) for one, _, label in scopes], request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        wish = Wish(given["scope"], given["reason"], given["ticket"], given["days"])
        scope_key = next(key for one, key, _ in scopes if one == given["scope"])
        try:
            ask(asked_for(finding, wish, scope_key, where["locale"]), actor, now=timezone.now())
        except Refused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "The waiver is asked for. Somebody else decides about it.")
            return redirect(back)
    context = {
        "title": "Ask for a waiver",
        "finding": finding,
        "pieces": pieces(str(finding.get("sentence", "")), str(finding.get("surface", ""))),
        "template": where["template"],
        "form": form,
        "back": back,
    }
    return page(request, "desk/ask_waiver.html", context, status=422 if form.errors else 200)


def _scopes(template: str, edition: str) -> list[tuple[str, str, str]]:
    """Where a waiver can hold, the narrowest that is of use first: scope, its key, and what people read."""
    row = Template.objects.select_related("category").filter(key=template).first()
    found = [(Scope.TEMPLATE.value, template, f"In the template {row.name if row else template}, in all its editions")]
    if edition:
        found.append((Scope.EDITION.value, edition, "In the edition that this message was made from, and no later one"))
    if row:
        label = f"In all templates of the category {row.category.label}"
        found.append((Scope.CATEGORY.value, row.category.key, label))
    return [*found, (Scope.ORGANISATION.value, "", "In everything that we send")]


def waiver_page(request: HttpRequest, waiver: LintWaiver) -> HttpResponse:
    """One waiver, and the decision about it."""
    actor = actor_of(request)
    context = {
        "title": f"Waiver for “{waiver.surface.replace(PLACEHOLDER, '[…]')}”",
        "waiver": waiver,
        "state": state_of(waiver),
        "pieces": pieces(waiver.sentence, waiver.surface),
        "why_not": why_not(waiver, actor),
        "may_revoke": actor.has_perm(DECIDE) and state_of(waiver)[0] == "in-force",
    }
    return page(request, "desk/waiver.html", context)


@require_POST
def decide_waiver(request: HttpRequest, pk: int, action: str) -> HttpResponse:
    """Approve, refuse or revoke a waiver."""
    waiver = LintWaiver.objects.filter(pk=pk).first()
    if waiver is None or action not in ("approve", "refuse", "revoke"):
        raise Http404("There is no such waiver, or no such action.")
    actor, now, comment = actor_of(request), timezone.now(), request.POST.get("comment", "")
    if not actor.has_perm(DECIDE):
        raise PermissionDenied("Your role does not decide about waivers.")
    try:
        if action == "approve":
            waiver = grant(waiver, actor, now=now, comment=comment)
            messages.success(request, f"The waiver holds until {waiver.expires_at:%-d %B %Y}.")
        elif action == "refuse":
            refuse(waiver, actor, now=now, comment=comment)
            messages.success(request, "The waiver is refused.")
        else:
            revoke(waiver, actor, now=now)
            messages.success(request, "The waiver holds no more.")
    except Refused as error:
        messages.error(request, str(error))
    return redirect("admin:lint_lintwaiver_change", pk)


def state_of(waiver: LintWaiver) -> tuple[str, str]:
    """What has become of a waiver: a word for the page's looks, and one for people."""
    if waiver.refused_at:
        return "refused", "Refused"
    if waiver.revoked_at:
        return "revoked", "Revoked"
    if waiver.approved_at is None or waiver.expires_at is None:
        return "asked", "Waits for a decision"
    if waiver.expires_at <= timezone.now():
        return "expired", "Expired"
    return "in-force", "Holds"


def pieces(sentence: str, surface: str) -> list[tuple[str, bool]]:
    """A sentence with the word marked; a dotted gap stands for a value of the request."""
    before, found, after = sentence.partition(surface) if surface else (sentence, "", "")
    told: Iterable[tuple[str, bool]] = ((before, False), (found, True), (after, False))
    return [(text.replace(PLACEHOLDER, "[…]"), marked) for text, marked in told if text]
