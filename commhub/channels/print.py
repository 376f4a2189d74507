"""The print channel: the same content as the e-mail, laid out as a letter with the address in the envelope's window."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from lxml import html as lxml_html

from commhub.channels.base import Channel, Source
from commhub.channels.context import context_of, hash_of, one_line, text_of
from commhub.contracts import JSON, AssetFile, Brief, CompileError, Edition, Finding, Readable, Rendered, RenderError
from commhub.render import versions
from commhub.render.html.document import WHOLE_DOCUMENT, Document, bind_text
from commhub.render.jinja.binding import Binder
from commhub.render.jinja.environment import run
from commhub.render.jinja.fields import Field
from commhub.render.jinja.marks import clean, read_marks, without_marks
from commhub.render.jinja.values import babel_locale
from commhub.render.letters.batch import Letter, make_batch
from commhub.render.letters.first_page import check_address
from commhub.render.letters.glyphs import missing_glyphs, on_pages
from commhub.render.letters.page_text import read_opened
from commhub.render.letters.pdf import PROFILES, SCHEME, make_pdf
from commhub.render.letters.postal import written
from commhub.render.letters.provenance import heard_in
from commhub.render.letters.windows import NONE, PLACE, Window, shown, window_from_json, window_of, window_to_json
from commhub.render.letters.words import opened
from commhub.render.text.readable import read, readable

MAX_ADDRESS_LINES: Final = 7
"""Lines below the name: what fits the height of a window in type that a sorting machine still reads."""
OFFERS: Final = ("subject", "address_lines", "large_print", "locale", "window")
SETTINGS: Final = ("window", "pdf", "large_print")
LARGE_PRINT: Final = "large_print"
ACCESSIBLE: Final = "accessible"
ALWAYS, ASKED, NEVER = "always", "asked", "never"
"""When letters of an edition are in large print: the settings say so, the customer's attribute does, or it has none."""


@dataclass(frozen=True, slots=True)
class JoinedLetters:
    """Many letters in one PDF. `ranges` are each one's first and last page, from 1; `readables` and `findings` are theirs."""

    content: bytes
    ranges: tuple[tuple[int, int], ...]
    readables: tuple[tuple[Readable, ...], ...]
    findings: tuple[tuple[Finding, ...], ...]


class Print(Channel):
    name = "print"
    label = "Letter"
    order = 30
    cost = Decimal("0.85")
    contact_kind = "address"
    contact_label = "postal address"
    uses = ("subject", "body", "print-html")
    texts = ("print-html", "body")
    reads = (LARGE_PRINT,)

    def offered(self, parts: Mapping[str, str]) -> bool:
        return "subject" in parts and ("body" in parts or "print-html" in parts)

    def address_problem(self, value: JSON) -> str:
        if not isinstance(value, Mapping) or not isinstance(value.get("lines"), list) or not value["lines"]:
            return "has no lines"
        if not value.get("postcode") and not value.get("country"):
            return "has neither postcode nor country"
        if len(_spoken(value)) > MAX_ADDRESS_LINES:
            return f"has more than {MAX_ADDRESS_LINES} lines"
        return ""

    def canonical_address(self, value: JSON) -> str:
        return " ".join(" ".join(_spoken(value)).lower().split()) if isinstance(value, Mapping) else str(value)

    def compile(self, source: Source) -> Mapping[str, JSON]:
        unknown = sorted(set(source.settings) - set(SETTINGS))
        if unknown:
            raise CompileError(f"letters have no setting {', '.join(unknown)}; there are: {', '.join(SETTINGS)}", PLACE)
        window = window_of(source.settings.get("window", ""))
        profile = source.settings.get("pdf", "plain")
        if profile not in PROFILES:
            raise CompileError(f"pdf is {profile!r}; it is one of: {', '.join(PROFILES)}", PLACE)
        if not isinstance(source.settings.get(LARGE_PRINT, False), bool):
            raise CompileError(f"{LARGE_PRINT} is {source.settings[LARGE_PRINT]!r}; it is true or false", PLACE)
        binder = Binder(source.brand, source.asset, lambda file: SCHEME + file.sha256, also={"window": shown(window)})
        designed = source.parts.get("print-html", "")
        whole = bool(WHOLE_DOCUMENT.search(designed))
        part = source.place_of("print-html" if designed else "body")
        document = Document(binder)
        document.fill(
            source.layout,
            designed or source.parts["body"],
            markdown=not designed,
            part=part,
            names=source.variables | set(OFFERS) if whole else source.variables,
            offers=OFFERS,
        )
        if profile == ACCESSIBLE:
            _check_accessible(document.html, part if whole else "layout")
        place = source.place_of("subject")
        return {
            "subject": bind_text(source.parts["subject"], binder, source.variables, place),
            "html": document.html_source(),
            "readable": document.readable_source(),
            "window": window_to_json(window),
            "pdf": profile,
            "large_print": _large_print(source, designed if whole else source.layout),
            "assets": sorted(binder.used),
            "sender": {"name": str(source.brand.get("legal_name", source.brand.get("name", "")))},
        }

    def render(self, edition: Edition, brief: Brief) -> Rendered:
        draft = _draft(edition, brief)
        pdf = make_pdf(
            draft.content["html"],
            draft.files,
            brief.asset_bytes,
            profile=draft.profile,
            created=brief.accepted_at,
            window=draft.window,
        )
        with opened(pdf.content) as pages:
            readables, findings = draft.checked(pages, range(pdf.pages))
        return Rendered(
            channel=self.name,
            content=draft.content,
            readable=readables,
            sha256=hash_of(draft.content, pdf.content),
            document=pdf.content,
            media_type="application/pdf",
            facts={
                "pages": pdf.pages,
                "window": draft.window.name if draft.window else NONE,
                **dict(_more_facts(draft.profile, large=draft.large)),
            },
            findings=findings,
        )

    def fill(self, edition: Edition, brief: Brief) -> None:
        _draft(edition, brief)

    def render_batch(self, briefs: Sequence[Brief]) -> JoinedLetters:
        """The letters of many messages in one PDF, each checked as it is when it goes alone. Raises RenderError.

        The first one's window, kind of PDF and moment are those of the whole.
        """
        drafts = [_draft(brief.edition, brief) for brief in briefs]
        batch = make_batch(
            (
                Letter(draft.content["html"], draft.files, brief.asset_bytes)
                for draft, brief in zip(drafts, briefs, strict=True)
            ),
            title=drafts[0].content["subject"] if drafts else "",
            created=briefs[0].accepted_at if briefs else None,
            archive=bool(drafts) and drafts[0].profile == "archive",
            window=drafts[0].window if drafts else None,
        )
        with opened(batch.content) as pages:
            checked = [
                draft.checked(pages, range(first - 1, last))
                for draft, (first, last) in zip(drafts, batch.ranges, strict=True)
            ]
        return JoinedLetters(
            batch.content,
            batch.ranges,
            tuple(readables for readables, _ in checked),
            tuple(findings for _, findings in checked),
        )

    def renderers(self) -> Mapping[str, str]:
        return versions.for_letters()


@dataclass(frozen=True, slots=True)
class _Draft:
    """A letter before it is laid out, with what the pages are held against afterwards. `said` is what its HTML says."""

    content: Mapping[str, str]
    subject: Readable
    said: Readable
    lines: list[str]
    files: Mapping[str, AssetFile]
    window: Window | None
    profile: str
    large: bool
    wants_large: bool

    def checked(self, document: Any, pages: Sequence[int]) -> tuple[tuple[Readable, ...], tuple[Finding, ...]]:
        """What the linter reads of the letter on these pages of an open PDF, from 0, and what is noticed about it. Raises
        RenderError for its address."""
        printed = read_opened(document, self.said, pages).readable
        findings = tuple(
            on_pages(finding, printed) if finding.part == self.said.part else finding
            for finding in missing_glyphs((self.subject, self.said))
        )
        # A box in the address has no text to be measured; the finding says it better.
        if self.window is not None and not findings:
            check_address(document, self.lines, self.window, page=pages[0])
        findings += tuple(_no_large_print(wanted=self.wants_large and not self.large))
        if self.profile != ACCESSIBLE:  # only there do words for pictures go along
            return (self.subject, printed), findings
        heard = heard_in(self.said, "heard")
        return (self.subject, printed, *([heard] if heard.text else [])), findings


def _draft(edition: Edition, brief: Brief) -> _Draft:
    """The letter as HTML. Raises RenderError."""
    channel = edition.channels[Print.name]
    contact = brief.recipient.contacts.get(Print.contact_kind)
    if contact is None:
        raise RenderError("a letter needs a postal address")
    window = window_from_json(channel["window"])
    variant = str(channel.get(LARGE_PRINT, NEVER))
    wants_large = variant == ALWAYS or brief.recipient.attributes.get(LARGE_PRINT) is True
    large = wants_large and variant != NEVER
    lines = written(brief.recipient.name, contact.value, str(edition.brand.get("country", "GB")))
    context, locale = context_of(edition, brief, Print.name), edition.locale_of(Print.name)
    subject = one_line(run(text_of(channel, "subject"), context, locale=locale, markup=False, part="subject"))
    context |= {
        "subject": subject,
        "locale": locale,
        "address_lines": [Field(line, "/recipient/address", "address") for line in lines],
        "large_print": large,
        "window": shown(window),
    }
    html = run(text_of(channel, "html"), context, locale=locale, markup=True, part="body")
    said = run(text_of(channel, "readable"), context, locale=locale, markup=False, part="body")
    return _Draft(
        content={"subject": without_marks(subject), "html": without_marks(html)},
        subject=Readable("subject", *read_marks(subject)),
        # What could not be compiled, and editions from before it was, are read anew.
        said=read(said, "body") if said else readable(html, "body"),
        lines=lines,
        files={sha256: edition.assets[sha256] for sha256 in channel["assets"]},
        window=window,
        profile=str(channel.get("pdf", "plain")),
        large=large,
        wants_large=wants_large,
    )


def _large_print(source: Source, html: str) -> str:
    if not re.search(rf"\b{LARGE_PRINT}\b", html):
        if source.settings.get(LARGE_PRINT):
            raise CompileError("large print is asked for, and nothing in the layout asks {% if large_print %}", PLACE)
        return NEVER
    return ALWAYS if source.settings.get(LARGE_PRINT) else ASKED


def _spoken(value: Mapping[str, JSON]) -> list[str]:
    """The address by itself, in one order for every country: what it is counted and recognised by."""
    country = clean(str(value.get("country", ""))).upper()
    given = [clean(str(line)).strip() for line in value["lines"]]
    postcode = clean(str(value.get("postcode", ""))).strip()
    abroad = babel_locale("en").territories.get(country, country).upper() if country not in {"", "GB"} else ""
    return [line for line in (*given, postcode, abroad) if line]


def _check_accessible(source: str, place: str) -> None:
    """Raises CompileError for what PDF/UA-1 asks of a source: a language, a title, and words for each picture."""
    root = lxml_html.document_fromstring(source)
    if not root.get("lang", "").strip():
        raise CompileError('an accessible PDF needs the language of the letter: <html lang="{{ locale }}">', place)
    if not (root.findtext(".//title") or "").strip():
        raise CompileError("an accessible PDF needs a title: <title>{{ subject }}</title>", place)
    for image in root.iter("img"):
        if not image.get("alt", "").strip():
            raise CompileError(
                f'an accessible PDF needs words for each picture: <img src="{image.get("src", "")[:60]}"> has no alt; '
                "a picture that says nothing belongs in the style sheet, as a background",
                place,
            )


def _more_facts(profile: str, *, large: bool) -> Iterator[tuple[str, JSON]]:
    if profile != "plain":
        yield "pdf", profile
    if large:
        yield LARGE_PRINT, True


def _no_large_print(*, wanted: bool) -> Iterator[Finding]:
    if wanted:
        yield Finding(
            rule="large-print",
            kind="accessibility",
            severity="warning",
            part="body",
            start=0,
            end=0,
            surface="",
            message="This customer has asked for large print, and the layout of these letters has no such variant.",
            suggestion="Give the layout one with {% if large_print %}.",
        )
