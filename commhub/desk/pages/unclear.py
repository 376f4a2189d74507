"""Unclear words that people report: from the desk, and from a customer's answer to "was this clear?"."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from brand_assets.models import Brand
from commhub.contracts import JSON
from commhub.desk.pages.page import guarded
from commhub.desk.pages.suspects import back_to
from commhub.desk.typed import actor_of
from commhub.lint.discovery.rows import UnclearReport
from commhub.lint.discovery.rows_queue import LONGEST, key_of, reported
from commhub.lint.selection import language_of
from commhub.record.models import Message, MessageState
from commhub.suspects.answers import BadLink, TooMany, answer, link_for, message_of

LONGEST_NOTE: Final = 2_000
TEXTS: Final[Mapping[str, Mapping[str, str]]] = {
    "en": {
        "question": "Was our message clear?",
        "yes": "Yes, I understood it",
        "no": "No, something was not clear",
        "words": "Which words were not clear? (You do not have to say.)",
        "hint": "Please leave out names, numbers and anything else about you. We do not keep who you are.",
        "send": "Send my answer",
        "thanks": "Thank you. Your answer helps us to write more clearly.",
        "help": "This page only collects answers. For a reply, please use the contact in your message.",
    },
    "zh": {
        "question": "我们的信息清楚吗？",
        "yes": "清楚，我看懂了",
        "no": "有些地方不清楚",
        "words": "哪些词不清楚？（可以不填）",
        "hint": "请不要填写姓名、号码或其他个人信息。我们不会记录您是谁。",
        "send": "提交",
        "thanks": "谢谢您。您的回答能帮助我们写得更清楚。",
        "help": "本页只收集回答。如需回复，请使用信息中的联系方式。",
    },
    "zh-hant": {
        "question": "我們的訊息清楚嗎？",
        "yes": "清楚，我看懂了",
        "no": "有些地方不清楚",
        "words": "哪些詞不清楚？（可以不填）",
        "hint": "請不要填寫姓名、號碼或其他個人資料。我們不會記錄您是誰。",
        "send": "提交",
        "thanks": "謝謝您。您的回答能幫助我們寫得更清楚。",
        "help": "本頁只收集回答。如需回覆，請使用訊息中的聯絡方式。",
    },
}


@require_POST
def report_word(request: HttpRequest) -> HttpResponse:
    """Somebody of ours says that a word is unclear, and where it stands."""
    actor = actor_of(request)
    if not actor.has_perm("lint.view_suspect"):
        raise PermissionDenied("Your role does not report words.")
    word, place = " ".join(request.POST.get("word", "").split()), request.POST.get("place", "").strip()[:200]
    back = back_to(request, reverse("admin:desk_suspects"))
    if not key_of(word) or len(word) > LONGEST:
        messages.error(request, f"Type the word that is not clear, {LONGEST} characters at most.")
        return redirect(back)
    now = timezone.now()
    suspect = reported(word, language_of(request.POST.get("locale", "") or "en"), now)
    note = request.POST.get("note", "").strip()[:LONGEST_NOTE]
    UnclearReport.objects.create(suspect=suspect, place=place, note=note, by=actor, at=now)
    messages.success(request, f"“{suspect.word}” is reported. It stands in the queue of unlisted words.")
    return redirect(back)


def clear_link(message: Message, now: datetime) -> str:
    """The link for a message that left, to be handed to whoever asks a customer; '' for one that did not."""
    return link_for(message, now) if message.state == MessageState.SENT and message.send.erased_at is None else ""


@method_decorator(csrf_exempt, name="dispatch")
class ClearView(View):
    """The page behind the link. Looking at it writes nothing, so that a mail scanner answers nothing."""

    http_method_names = ["get", "head", "post"]
    open_because = "customers have no login; the signed link lets them answer one question about one message"

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        return self._answer(request, token, typed=False)

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        return self._answer(request, token, typed=True)

    def _answer(self, request: HttpRequest, token: str, *, typed: bool) -> HttpResponse:
        now = timezone.now()
        try:
            message = message_of(token, now)
            context: dict[str, JSON] = _words_for(message)
            given = request.POST.get("clear", "") if typed else ""
            if given in ("yes", "no"):
                answer(message, clear=given == "yes", words=request.POST.get("words", ""), now=now)
                context["done"] = True
        except BadLink as error:
            return _shown(request, {"texts": TEXTS["en"], "locale": "en", "problem": str(error)}, 404)
        except TooMany as error:
            return _shown(request, {"texts": TEXTS["en"], "locale": "en", "problem": str(error)}, 429)
        return _shown(request, context, 200)


def _words_for(message: Message) -> dict[str, JSON]:
    locale = message.send.locale
    brand = Brand.objects.filter(key=message.send.brand_key).first()
    traditional = locale.lower().startswith(("zh-hant", "zh-tw", "zh-hk", "zh-mo"))
    texts = TEXTS["zh-hant"] if traditional else TEXTS.get(language_of(locale), TEXTS["en"])
    shown = locale if texts is not TEXTS["en"] or language_of(locale) == "en" else "en"
    return {"texts": texts, "locale": shown, "brand": brand.name if brand else ""}


def _shown(request: HttpRequest, context: Mapping[str, JSON], status: int) -> HttpResponse:
    response = guarded(render(request, "desk/clear.html", dict(context), status=status))
    response["X-Robots-Tag"] = "noindex"
    response["Referrer-Policy"] = "no-referrer"
    if status == 429:
        response["Retry-After"] = "60"
    return response
