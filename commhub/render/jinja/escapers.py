"""The escapers that make a value safe where it stands: in a link, a style, a script's data, a tag, a comment, a header.

HTML text and quoted attributes need none of them: there the environment escapes by itself. `for_locale` gives them as
filters; which place asks for which is decided when an edition is compiled. What one of them returns holds none of the
letters `< > " '`, so that it does no harm where somebody writes it by hand, either.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any, Final
from urllib.parse import quote, urlsplit

from commhub.contracts import RenderError
from commhub.render.html.passive import ADDRESSES, REFUSED
from commhub.render.jinja.fields import Coded, Field
from commhub.render.jinja.marks import clean, without_marks
from commhub.render.jinja.printing import Raw, in_words
from commhub.render.jinja.values import Money

SAFE_SCHEMES: Final = frozenset({"https", "http", "mailto", "tel", "sms"})
LONGEST_WORD: Final = 60
ACTIVE_NAMES: Final = (
    REFUSED
    | ADDRESSES
    | {
        "style",
        "srcdoc",
        "srcset",
        "http-equiv",
        "formaction",
        "xmlns",
        "is",
        "manifest",
        "archive",
        "code",
        "codebase",
    }
    | {"title", "textarea", "xmp", "noembed", "noframes", "noscript", "plaintext", "template", "svg", "math", "select"}
    | {"button", "input", "link", "script", "textarea"}
    | {"html", "head", "body", "meta", "image", "listing", "option", "optgroup"}
)
"""Names that act, lead away, or change how an HTML parser reads what follows (HTML standard, 13.2.6)."""

_LEAVE_IN_CSS: Final = frozenset("#%.,-_ ")
_NOT_IN_JSON: Final = str.maketrans({one: f"\\u{ord(one):04x}" for one in "<>&'`\u2028\u2029"} | {'"': "\\u0022"})
_PLAIN_ADDRESS: Final = re.compile(r"(?:https?://|mailto:|tel:)[!-Z^-~]+")
_UNRESERVED: Final = re.compile(r"[A-Za-z0-9_.~/-]*")
_WORD: Final = re.compile(r"[a-zA-Z0-9-]+")
_LINE_ENDS: Final = re.compile("[\r\n\v\f\x1c-\x1e\x85\u2028\u2029]+")
_CONTROLS: Final = re.compile("[\x00-\x1f\x7f-\x9f]")
_NOT_IN_COMMENTS: Final = re.compile(r"-{2,}|[<>!\[\]&\"'`]|-\Z|\A-")


def safe_url(value: object) -> str:
    """The address, if a reader may be sent there. Raises RenderError for any other scheme, such as javascript:."""
    if isinstance(value, str) and _PLAIN_ADDRESS.fullmatch(value):
        return str(value)
    text = without_marks(str(value)).strip()
    try:
        scheme = urlsplit(text).scheme.lower()
    except ValueError as error:
        raise RenderError(f"{text[:80]!r} is not a web address") from error
    if scheme not in SAFE_SCHEMES or any(character <= " " for character in text):
        raise RenderError(f"{text[:80]!r} cannot be a link: links begin with https://, mailto: or tel:")
    return text


def urlencode(value: object, locale: str = "en") -> str:
    """The value within a link's path or query: all but letters, digits, `_ . - ~` and `/` as %XX of its UTF-8."""
    if isinstance(value, str) and _UNRESERVED.fullmatch(value):
        return str(value)
    if type(value) is Coded:
        return quote(str(value), safe="/")
    return quote(without_marks(in_words(value, locale)), safe="/")


def css_text(value: object, locale: str = "en") -> Raw:
    """The value within a declaration's value, in a style attribute or a style sheet, bare or in a CSS string.

    Colours, lengths, percentages and words stay as they are; every other ASCII character is written as an escape (CSS
    Syntax 3, 4.3.7), so that it is part of a name or string: never a function, comment, delimiter or end tag.
    """
    return Raw("".join(map(_css_character, _technical(value, locale))))


def _css_character(one: str) -> str:
    if one in _LEAVE_IN_CSS or (one.isascii() and one.isalnum()) or (one >= "\u00a0" and not _LINE_ENDS.match(one)):
        return one
    return f"\\{ord(one):x} "


def json_text(value: object, locale: str = "en") -> Raw:
    """The value within the quotes of a JSON string, in a script that holds data: `{"name": "{{ name }}"}`.

    Dates and times are ISO 8601, numbers and amounts plain; quotes, `<`, `>`, `&`, U+2028 and U+2029 are written `\\uXXXX`.
    """
    if isinstance(value, bool):
        return Raw("true" if value else "false")
    text = _technical(value, locale)
    escaped = json.dumps(text, ensure_ascii=False)[1:-1].replace('\\"', '"')
    return Raw(escaped.translate(_NOT_IN_JSON))


def bare_value(value: object, locale: str = "en") -> Raw:
    """The value as an attribute's value without quotes: all but ASCII letters and digits are character references.

    Raises RenderError when it is empty, because what follows would then be taken for the value.
    """
    text = clean(without_marks(in_words(value, locale)))
    if not text:
        raise RenderError("an empty value cannot stand in an attribute without quotes; put quotes around it")
    # References to U+0080..9F would be read as windows-1252 (HTML standard, 13.2.5.80); nothing reads them bare.
    return Raw("".join(one if one.isalnum() or "\x80" <= one <= "\x9f" else f"&#{ord(one)};" for one in text))


def tag_word(value: object, before: str = "", after: str = "") -> Raw:
    """The value as an element's or attribute's name, or as a part of one between the letters `before` and `after`.

    Raises RenderError unless it consists of letters, digits and hyphens, and the whole name does nothing of its own.
    """
    text = without_marks(str(value)) if isinstance(value, str | int) and not isinstance(value, bool) else ""
    name = f"{before}{text}{after}".lower()
    if not _WORD.fullmatch(text) or len(text) > LONGEST_WORD:
        raise RenderError(f"{text[:80]!r} cannot be part of a tag: letters, digits and hyphens can")
    if name.startswith("on") or name in ACTIVE_NAMES:
        raise RenderError(f"{name!r} cannot come from a value: such a name acts, or leads away")
    return Raw(text)


def comment_text(value: object, locale: str = "en") -> Raw:
    """The value within an HTML comment: nothing in it ends the comment or opens a conditional one."""
    return Raw(_NOT_IN_COMMENTS.sub(" ", without_marks(in_words(value, locale))))


def header_text(value: object, locale: str = "en") -> str:
    """The value in a header, such as a subject or a name: one line without control characters or hidden direction."""
    text = in_words(value, locale)
    plain = _CONTROLS.sub("", " ".join(_LINE_ENDS.sub(" ", clean(without_marks(text))).split()))
    return Field(plain, value.path, value.holds) if isinstance(value, Field) else plain


def sms_text(value: object, locale: str = "en") -> str:
    """The value in a text message: line breaks as line feeds, and no other control characters."""
    text = clean(without_marks(in_words(value, locale))).replace("\r\n", "\n").replace("\r", "\n")
    plain = "".join(one for one in text if one == "\n" or not _CONTROLS.match(one))
    return Field(plain, value.path, value.holds) if isinstance(value, Field) else plain


def _technical(value: object, locale: str) -> str:
    """The value as machines read it: numbers without grouping, dates as ISO 8601, codes as they are."""
    if type(value) is Coded:
        return str(value)
    if isinstance(value, Money):
        value = value.amount
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        return f"{value:f}" if isinstance(value, Decimal) else str(value)
    if isinstance(value, float):
        return f"{value:.10f}".rstrip("0").rstrip(".")
    if isinstance(value, date):
        return value.isoformat()
    return without_marks(in_words(value, locale))


def for_locale(locale: str) -> dict[str, Callable[..., Any]]:
    """The escapers as filters; those that may have to write an amount or a date know the locale."""
    by_locale = (urlencode, css_text, json_text, bare_value, comment_text, header_text, sms_text)
    return {"safe_url": safe_url, "tag_word": tag_word} | {
        escaper.__name__: partial(escaper, locale=locale) for escaper in by_locale
    }
