"""Takes out of an SVG what could run, load or repeat something, and says what it took; what stays passes the strict check.

A drawing in which there is nothing to take out stays as it is, to the byte.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

import tinycss2
from lxml import etree

from brand_assets.files import (
    ADDRESSES,
    INLINE_IMAGE,
    MAX_BYTES,
    SVG_NAMESPACE,
    UnsuitableFile,
    facts_of,
    looks_like_markup,
    style_reaches_out,
)

XLINK: Final = "http://www.w3.org/1999/xlink"
XML: Final = "http://www.w3.org/XML/1998/namespace"
SCRIPT, HANDLER, LINK, MOVING, FOREIGN, ENTITY = "script", "handler", "link", "moving", "foreign", "entity"
WORDS: Final = {
    SCRIPT: ("script", "scripts"),
    HANDLER: ("event handler", "event handlers"),
    LINK: ("link to elsewhere", "links to elsewhere"),
    MOVING: ("animation", "animations"),
    FOREIGN: ("part of another format", "parts of another format"),
    ENTITY: ("entity", "entities"),
}
_SCRIPTS: Final = frozenset({"script", "handler", "listener"})
_MOVING: Final = frozenset({"set", "animate", "animatecolor", "animatemotion", "animatetransform", "discard"})
_FOREIGN: Final = frozenset({"foreignobject", "iframe", "embed", "object", "audio", "video", "canvas", "metadata"})
_SHOWS_OTHERS: Final = frozenset({"image", "use", "feimage", "img", "font-face-uri", "cursor", "color-profile"})
_CUSTOM_ENTITY: Final = re.compile(r"&(?!(?:amp|lt|gt|quot|apos);|#)[^\s;&<]{1,60};|<!ENTITY\s+%")
_DECLARED: Final = re.compile(r"<!ENTITY\s")
_LOADING_RULES: Final = frozenset({"import", "font-face", "namespace", "charset", "document", "color-profile"})


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A file as it may be kept, and how many things of each kind were taken out of it."""

    content: bytes
    taken: Counter[str] = field(default_factory=Counter)

    def sentences(self) -> list[str]:
        """What was taken out, as one sentence, such as `2 scripts and 1 link to elsewhere were taken out.`; [] if nothing."""
        parts = [
            f"{count} {WORDS[kind][count > 1]}" for kind, count in ((k, self.taken[k]) for k in WORDS) if count > 0
        ]
        if not parts:
            return []
        listed = " and ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)
        verb = "were" if len(parts) > 1 or not parts[0].startswith("1 ") else "was"
        return [f"{listed} {verb} taken out."]


def clean(content: bytes) -> Cleaned:
    """The file without what an asset must not have. Anything but an SVG, and an SVG that is clean, stays as it is.

    Raises UnsuitableFile for what is no asset even so: the strict check (files.facts_of) has the last word.
    """
    if not looks_like_markup(content) or len(content) > MAX_BYTES:
        return Cleaned(content)
    try:
        facts_of(content)
    except UnsuitableFile as error:
        cleaned = _cleaned(content, error)
        facts_of(cleaned.content)
        return cleaned
    return Cleaned(content)


def _cleaned(content: bytes, refusal: UnsuitableFile) -> Cleaned:
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=False
    )
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError:
        raise refusal from None
    if root.tag != f"{{{SVG_NAMESPACE}}}svg":
        raise refusal
    taken: Counter[str] = Counter()
    taken[ENTITY] += _entities(content, root)
    taken[LINK] += sum(isinstance(one, etree._ProcessingInstruction) for one in _before(root))
    for element in list(root.iter()):
        if element is root or root in element.iterancestors():  # and not within something that is out already
            _tidy(element, root, taken)
    kept = etree.tostring(root, encoding="utf-8", with_tail=False)
    return Cleaned(etree.tostring(etree.fromstring(kept, parser), encoding="utf-8"), +taken)


def _before(root: etree._Element) -> Iterator[etree._Element]:
    before = root.getprevious()
    while before is not None:
        yield before
        before = before.getprevious()


def _entities(content: bytes, root: etree._Element) -> int:
    """How many entities the drawing declares without need. Raises UnsuitableFile when it uses one."""
    info = root.getroottree().docinfo
    if not getattr(info, "doctype", ""):
        return 0
    try:
        text = content.decode(info.encoding or "utf-8")
    except (LookupError, UnicodeDecodeError):
        raise UnsuitableFile("The SVG cannot be read: it is not in the encoding that it names.") from None
    if used := _CUSTOM_ENTITY.search(text):
        line = text.count("\n", 0, used.start()) + 1
        raise UnsuitableFile(
            f"Line {line} of the SVG uses an entity of its own ({used.group()[:40]}), which can unfold without end or bring "
            "in other files. Save it again without them."
        )
    return len(_DECLARED.findall(text))


def _tidy(element: etree._Element, root: etree._Element, taken: Counter[str]) -> None:
    if isinstance(element, etree._ProcessingInstruction | etree._Entity | etree._Comment):
        taken[FOREIGN] += isinstance(element, etree._ProcessingInstruction)
        _remove(element)
        return
    qualified = etree.QName(element)
    name = qualified.localname.lower()
    kind = _kind_of(name, qualified.namespace)
    if kind:
        taken[kind] += 1
        _remove(element)
        return
    dropped = [raw for raw in element.attrib if _drop(name, str(raw), str(element.attrib[raw]), taken)]
    for raw in dropped:
        del element.attrib[raw]
    if dropped and name in _SHOWS_OTHERS and not any(_local(str(raw)) in ADDRESSES for raw in element.attrib):
        _remove(element)
    elif name == "style":
        sheet = "".join(str(text) for text in element.itertext())
        if len(element) or style_reaches_out(sheet):
            for child in list(element):
                element.remove(child)
            element.text = _tidy_sheet(sheet, taken)
    elif name == "a":
        _unwrap(element)


def _kind_of(name: str, namespace: str | None) -> str:
    if name in _SCRIPTS:
        return SCRIPT
    if name in _MOVING:
        return MOVING
    if name in _FOREIGN or namespace != SVG_NAMESPACE:
        return FOREIGN
    return ""


def _local(raw: str) -> str:
    return raw.rsplit("}", 1)[-1].lower()


def _drop(element: str, raw: str, value: str, taken: Counter[str]) -> bool:
    """Whether an attribute has to go; what it was is counted."""
    namespace = raw[1:].split("}", 1)[0] if raw.startswith("{") else ""
    name = _local(raw)
    if name.startswith("on"):
        taken[HANDLER] += 1
        return True
    if namespace not in {"", XLINK, XML}:
        return True  # notes of the program that it was drawn with
    if name in ADDRESSES:
        inline = element == "image" and INLINE_IMAGE.match(value.strip())
        if value.strip().startswith("#") or inline:
            return False
        taken[LINK] += 1
        return True
    if (name == "base" and namespace == XML) or style_reaches_out(value):
        taken[LINK] += 1
        return True
    return False


def _remove(element: etree._Element) -> None:
    """Take an element out; the text behind it stays."""
    parent = element.getparent()
    if parent is None:
        return
    if element.tail:
        before = element.getprevious()
        if before is None:
            parent.text = (parent.text or "") + element.tail
        else:
            before.tail = (before.tail or "") + element.tail
    element.tail = None
    parent.remove(element)


def _unwrap(element: etree._Element) -> None:
    """A link becomes a group: what it shows stays."""
    for raw in list(element.attrib):
        if _local(str(raw)) in {
            "href",
            "target",
            "download",
            "ping",
            "rel",
            "type",
            "title",
            "show",
            "actuate",
            "role",
        }:
            del element.attrib[raw]
    element.tag = f"{{{SVG_NAMESPACE}}}g"


def _tidy_sheet(sheet: str, taken: Counter[str]) -> str:
    """A style sheet without the rules and declarations that load something."""
    try:
        rules = tinycss2.parse_stylesheet(sheet, skip_comments=True, skip_whitespace=True)
        kept = []
        for rule in rules:
            if rule.type == "error" or (rule.type == "at-rule" and rule.lower_at_keyword in _LOADING_RULES):
                taken[LINK] += rule.type == "at-rule"
                continue
            written = rule.serialize()
            if not style_reaches_out(written):
                kept.append(written)
                continue
            taken[LINK] += 1
            if rule.type == "qualified-rule":
                kept.append(_tidy_rule(rule))
    except RecursionError:
        raise UnsuitableFile("A style of the SVG is nested too deeply to be read.") from None
    return "\n".join(kept)


def _tidy_rule(rule: tinycss2.ast.QualifiedRule) -> str:
    body = tinycss2.parse_blocks_contents(rule.content, skip_comments=True, skip_whitespace=True)
    safe = [one.serialize() for one in body if one.type == "declaration" and not style_reaches_out(one.serialize())]
    selector = tinycss2.serialize(rule.prelude).strip()
    return "" if style_reaches_out(selector) else selector + "{" + ";".join(safe) + "}"
