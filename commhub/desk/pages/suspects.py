"""Words that nobody has listed: the queue of suspects, one key to decide about each, and the button to look again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from time import monotonic
from typing import Any, Final

from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from commhub.contracts import CommhubError
from commhub.desk.pages.page import page
from commhub.desk.typed import actor_of
from commhub.lint.blocks import PLACEHOLDER
from commhub.lint.discovery.discover import discover
from commhub.lint.discovery.rows import DECIDED, ClearAnswer, Suspect, SuspectState
from commhub.lint.discovery.rows_queue import decided, remember, waiting
from commhub.lint.errors import LintUnavailable
from commhub.lint.models import Term, TermList
from commhub.lint.terms import load_rule_set
from commhub.sealing import CannotOpen
from commhub.suspects.gather import Gathered, live_documents, sent_documents
from commhub.suspects.triage import KEYS, TRIAGES, decide, undo
from commhub.versions import State
from templates_store.models import Template

ON_A_PAGE: Final = 25
MOST: Final = 400
SECONDS: Final = 20.0
"""How long the desk looks for; `manage.py lint discover` takes the time that it needs."""
MESSAGES: Final = 200
LANGUAGES: Final[Mapping[str, str]] = {
    "en": "English", "zh": "Chinese", "de": "German", "fr": "French", "es": "Spanish", "pl": "Polish", "ru": "Russian",
    "ja": "Japanese", "ko": "Korean", "ar": "Arabic", "he": "Hebrew", "*": "Any language",
}  # fmt: skip
CHOICES: Final = (
    ("b", "block", "Block", "Stops the message. Makes a row in the draft of the term list."),
    ("e", "explain", "Explain", "Stops the message unless it explains the word. Makes a row in the draft."),
    ("s", "safe", "Safe", "Customers know it. Never asked again; an acronym goes to the safe list."),
    ("n", "name", "Name", "It is a name. Never asked again."),
    ("l", "later", "Not now", "Comes back in 30 days, or when it spreads."),
)


@dataclass(frozen=True, slots=True)
class Shown:
    """One suspect as the page shows it: its examples cut into (text, whether it is the word), where it is used with the
    page of each template."""

    row: Suspect
    language: str
    examples: list[tuple[list[tuple[str, bool]], str]]
    used: list[tuple[str, int, str]]
    more: int
    state: str


@require_GET
def suspects_page(request: HttpRequest) -> HttpResponse:
    """What waits for a decision, or with `?state=` what was decided."""
    actor = _reader(request)
    now = timezone.now()
    open_rows = waiting(now)
    state = request.GET.get("state", "")
    rows: QuerySet[Suspect] = open_rows
    if state == "decided":
        rows = Suspect.objects.filter(state__in=DECIDED).select_related("by").order_by("-at", "key")
    languages = _counts(rows, "language")
    kinds = _counts(rows, "kind")
    chosen = {name: request.GET.get(name, "") for name in ("language", "kind")}
    rows = rows.filter(**{name: value for name, value in chosen.items() if value})
    pages = Paginator(rows, ON_A_PAGE)
    found = pages.get_page(request.GET.get("page"))
    urls = _template_urls()
    shown = [_shown(row, urls) for row in found]
    context: dict[str, Any] = {
        "title": "Unlisted words",
        "shown": shown,
        "page": found,
        "state": state,
        "chosen": chosen,
        "languages": [(code, LANGUAGES.get(code, code), count) for code, count in languages],
        "kinds": kinds,
        "waiting": open_rows.count(),
        "decided": Suspect.objects.filter(state__in=DECIDED).count(),
        "answers": _answers(actor),
        "choices": CHOICES,
        "lists": _lists([one.row.language for one in shown]),
        "may": actor.has_perm(TRIAGES),
        "last": Suspect.objects.order_by("-last_seen").values_list("last_seen", flat=True).first(),
    }
    return page(request, "desk/suspects.html", context)


@require_POST
def decide_suspect(request: HttpRequest, pk: int) -> HttpResponse:
    """Decide about a suspect, or let it wait again. Answers JSON to a script, else the page again."""
    actor = _reader(request)
    suspect = Suspect.objects.filter(pk=pk).first()
    if suspect is None:
        raise Http404("There is no such suspect.")
    wanted = request.POST.get("decision", "")
    by_key = {state.value: state for state in KEYS.values()}
    if wanted != "undo" and wanted not in by_key:
        raise Http404(f"There is no decision {wanted!r}.")
    lists = TermList.objects.filter(key=request.POST.get("term_list", ""))
    try:
        if wanted == "undo":
            undo(suspect, actor, timezone.now())
            told, url = f"“{suspect.word}” waits for a decision again.", ""
        else:
            suggestion = request.POST.get("suggestion", "").strip()[:300]
            done = decide(
                suspect, by_key[wanted], actor, timezone.now(), term_list=lists.first(), suggestion=suggestion
            )
            told = done.told
            url = reverse("admin:desk_terms", args=[done.draft.pk]) + f"?q={suspect.key}" if done.draft else ""
    except CommhubError as error:
        if _wants_json(request):
            return JsonResponse({"problem": str(error)}, status=409)
        messages.error(request, str(error))
    else:
        if _wants_json(request):
            return JsonResponse({"told": told, "url": url, "waiting": waiting(timezone.now()).count()})
        messages.success(request, told)
    return redirect(back_to(request, reverse("admin:desk_suspects")))


@require_POST
def look_again(request: HttpRequest) -> HttpResponse:
    """Look through what is live and the last sent messages, as far as that goes in some seconds."""
    actor = _reader(request)
    if not actor.has_perm(TRIAGES):
        raise PermissionDenied("Your role does not decide about words that nobody has listed.")
    now, until = timezone.now(), monotonic() + SECONDS
    gathered = Gathered()

    def may_go_on() -> bool:
        return monotonic() < until

    try:
        documents = [
            *live_documents(gathered, may_go_on),
            *sent_documents(MESSAGES, gathered, may_go_on),
        ]
        found, _ = discover(documents, load_rule_set(), top=MOST, known=decided(now))
    except LintUnavailable as error:
        messages.error(request, str(error))
        return redirect("admin:desk_suspects")
    fresh = remember(found, now, everything=not gathered.left)
    told = (
        f"Looked through {gathered.read} of our messages and samples. {fresh} new {'word' if fresh == 1 else 'words'}."
    )
    if gathered.left:
        told += f" {gathered.left} more were left for want of time: let `manage.py lint discover --store` run at night."
    messages.success(request, told)
    return redirect("admin:desk_suspects")


@require_POST
def seen_answer(request: HttpRequest, digest: str) -> HttpResponse:
    """An answer of a customer was read, and is not shown any more."""
    actor = _reader(request)
    if not (actor.has_perm(TRIAGES) and actor.has_perm("record.view_message")):
        raise PermissionDenied("Your role does not read what customers answered.")
    ClearAnswer.objects.filter(digest=digest).update(seen_by=actor)
    return redirect("admin:desk_suspects")


def back_to(request: HttpRequest, otherwise: str) -> str:
    """The page of ours that a form was sent from."""
    back = request.POST.get("back", "")
    return back if url_has_allowed_host_and_scheme(back, {request.get_host()}, request.is_secure()) else otherwise


def marked(sentence: str, word: str) -> list[tuple[str, bool]]:
    """A sentence in pieces, with those that are the word told; values of requests are shown as a gap."""
    text = " ".join(sentence.replace(PLACEHOLDER, "[…]").split())
    at = text.casefold().find(word.casefold())
    if at < 0 or len(text.casefold()) != len(text):
        return [(text, False)]
    end = at + len(word)
    return [piece for piece in ((text[:at], False), (text[at:end], True), (text[end:], False)) if piece[0]]


def _shown(row: Suspect, urls: Mapping[str, str]) -> Shown:
    used = [(str(place), int(count), urls.get(str(place).removesuffix(" (sent)"), "")) for place, count in row.used]
    return Shown(
        row=row,
        language=LANGUAGES.get(row.language, row.language),
        examples=[(marked(str(one["sentence"]), row.word), str(one["place"])) for one in row.examples],
        used=used[:5],
        more=max(0, len(used) - 5),
        state=SuspectState(row.state).label,
    )


def _reader(request: HttpRequest) -> User:
    actor = actor_of(request)
    if not actor.has_perm("lint.view_suspect"):
        raise PermissionDenied("Your role does not read the words that nobody has listed.")
    return actor


def _wants_json(request: HttpRequest) -> bool:
    return request.headers.get("Accept", "").startswith("application/json")


def _counts(rows: QuerySet[Suspect], name: str) -> list[tuple[str, int]]:
    counted = rows.order_by().values(name).annotate(number=Count("pk"))
    return sorted(((str(row[name]), int(row["number"])) for row in counted), key=lambda pair: (-pair[1], pair[0]))


def _template_urls() -> dict[str, str]:
    rows = Template.objects.values_list("key", "pk")
    return {key: reverse("admin:templates_store_template_change", args=[pk]) for key, pk in rows}


def _answers(actor: User) -> Sequence[tuple[ClearAnswer, str]]:
    """What customers said was not clear, and nobody has read yet, with their words."""
    if not (actor.has_perm("record.view_message") and actor.has_perm(TRIAGES)):
        return []
    return [(row, _words_of(row)) for row in ClearAnswer.objects.filter(clear=False, seen_by=None)[:20]]


def _words_of(row: ClearAnswer) -> str:
    try:
        return str(row.words)
    except CannotOpen as error:
        return str(error)


def _lists(languages: Sequence[str]) -> list[tuple[str, str, list[tuple[str, str, bool]]]]:
    """For each language on the page the term lists, with the one that has most rows of it chosen."""
    every = list(TermList.objects.order_by("label"))
    found = []
    for language in sorted(set(languages)):
        wanted = Term.objects.filter(
            version__state=State.LIVE, locale__startswith=language if language != "*" else "en"
        )
        counted = wanted.order_by().values("version__term_list__key").annotate(number=Count("pk")).order_by("-number")
        best = next((str(row["version__term_list__key"]) for row in counted), every[0].key if every else "")
        options = [(one.key, one.label, one.key == best) for one in every]
        found.append((language, LANGUAGES.get(language, language), options))
    return found
