"""What is never linted: addresses, file names, and values that name a person, company, address or product. Pure."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from commhub.lint.blocks import PLACEHOLDER, Block
from commhub.lint.matching.stretches import Stretches
from commhub.lint.overlaps import COMPUTED
from commhub.lint.reading import Hit

_LETTERS: Final = r"A-Za-z0-9\u00aa\u00ba\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02af\u0370-\u06ff\u1e00-\u1fff"
"""Letters of Latin, Greek, Cyrillic, Hebrew and Arabic, and digits: what an address may hold besides its signs. Chinese,
Japanese and Korean stand right beside an address, without a space, and are no part of it."""
_CHINESE: Final = r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af]"
_NAME: Final = rf"[{_LETTERS}_{PLACEHOLDER}-]"
_REST: Final = rf"[{_LETTERS}{PLACEHOLDER}!#$%&'()*+,./:;=?@\[\]_~|-]"
_PATH: Final = re.compile(rf"(?::[0-9]{{1,5}})?[/?#]{_REST}*+")
_SCHEME: Final = r"(?:(?:https?|ftps?|sftp|file|wss?)|[A-Za-z][A-Za-z0-9+-]{1,20}+(?=://[^\s./?#=]{0,60}[./?#=]))"
"""What an address begins with: any scheme will do where an address follows it, and not for `status://NIGO`."""
_SPOTS: Final = re.compile(
    rf"(?<![{_LETTERS}_-])(?:"
    rf"(?P<url>(?:{_SCHEME}://|www\.|(?:mailto:(?=[^\s@]{{1,254}}@)|(?:tel|sms):(?=[+(0-9])|cid:(?=\S))){_REST}++)"
    rf"|(?P<international>[A-Za-z][A-Za-z0-9+-]{{1,20}}+://(?={_CHINESE})[^\s<>\"，。；：！？、（）「」《》]++)"
    rf"|(?<![.%+'])(?P<email>(?:{_NAME}|[.%+'])++@{_NAME}++(?:\.{_NAME}++)+)"
    rf"|(?P<numbered>{_NAME}++\([0-9]{{1,3}}\)\.(?P<ending>[A-Za-z0-9]{{2,5}})(?![A-Za-z0-9]))"
    rf"|(?P<dotted>{_NAME}++(?:\.{_NAME}++)+)"
    rf")"
)
_ENDING: Final = re.compile(r"\.([A-Za-z0-9]{2,5})(?![A-Za-z0-9])")
_BEFORE: Final = re.compile(rf"(?:{_CHINESE}|{_NAME})+\Z")
_POINTS_TO_A_FILE: Final = re.compile(
    "附件|文件|檔案|打开|打開|下载|下載|查看|请看|請看|参见|參見|ファイル|見|见|的|は|を|の"
)
_LONGEST_CHINESE_FILE: Final = 24
ENDINGS: Final = frozenset(
    (
        "pdf", "doc", "docx", "dot", "dotx", "xls", "xlsx", "xlsm", "ppt", "pptx", "odt", "ods", "odp", "rtf", "txt", "csv",
        "tsv", "zip", "rar", "7z", "tar", "gz", "tgz", "bz2", "png", "jpg", "jpeg", "gif", "svg", "webp", "heic", "tif",
        "tiff", "bmp", "ico", "eps", "mp3", "mp4", "m4a", "mov", "avi", "wav", "mkv", "webm", "htm", "html", "xhtml", "css",
        "js", "json", "jsonl", "xml", "xsd", "yaml", "yml", "toml", "md", "eml", "msg", "ics", "vcf", "exe", "msi", "dmg",
        "apk", "iso", "log", "py", "sql", "php", "aspx", "jsp", "bak", "tmp", "epub", "p7s", "p7m", "asc", "pem", "wps",
    )
)  # fmt: skip
"""Endings of file names."""
DOMAINS: Final = frozenset(
    (
        "com", "org", "net", "edu", "gov", "mil", "int", "info", "biz", "mobi", "aero", "coop", "museum", "arpa", "asia",
        "app", "dev", "cloud", "online", "tech", "xyz", "insurance", "bank", "io", "ai", "tv", "eu", "uk", "hk", "cn", "tw",
        "mo", "sg", "jp", "kr", "de", "fr", "es", "pl", "ru", "ua", "nl", "ch", "dk", "se", "fi", "pt", "ie", "cz", "sk",
        "hu", "ro", "bg", "gr", "tr", "il", "ae", "sa", "eg", "ma", "za", "ng", "ke", "gh", "tz", "ca", "mx", "br", "ar",
        "cl", "pe", "ve", "ec", "uy", "au", "nz", "ph", "vn", "th", "my", "kh", "bd", "lk", "np", "pk", "kz", "uz", "ge",
        "co", "id", "pro", "shop", "store", "site", "website", "health", "care", "finance", "money", "legal", "group",
        "global", "agency", "digital", "email", "news", "media", "world", "life", "services", "solutions", "blog", "space",
        "team", "club", "city", "company", "energy", "travel", "jobs", "law", "loan", "loans", "credit", "fund", "рф",
        "lt", "lv", "ee", "rs", "si", "mk", "lu", "li", "mt", "cy", "gg", "im", "je", "fm", "gl", "ly", "cc", "ws", "nu",
        "example", "invalid", "localhost",
    )
)  # fmt: skip
"""Ends of domain names that are no words: the common generic ones, those of countries (ISO 3166 in
small letters), and those reserved for examples (RFC 2606)."""
WORDY: Final = frozenset(
    (
        "at", "be", "by", "do", "in", "is", "it", "me", "no", "so", "to", "us", "am", "as", "my", "name", "help", "support",
        "today", "live", "work", "works", "one", "plus", "top", "pay", "click", "link", "land", "house", "green", "page",
        "test",
    )
)  # fmt: skip
"""Ends of domain names that people also write right behind a full stop: such a name needs a path, a hyphen, a digit or a
third part to be one."""


def audible(found: Iterable[tuple[int, Hit]], blocks: Sequence[Block]) -> list[tuple[int, Hit]]:
    """The hits (number of the block, hit) without those that stand wholly inside something that is never linted.

    A term of which one end is part of a name is no term either: in "Anna Premium holiday homes" nobody speaks of a premium
    holiday, where Anna Premium is a customer. Each block with a hit is gone through once; the time grows with the texts and
    the hits and no faster.
    """
    silence: dict[int, tuple[Stretches, Sequence[tuple[int, int]]]] = {}
    kept = []
    for number, hit in found:
        if number not in silence:
            names = _names(blocks[number])
            silence[number] = Stretches(_silent(blocks[number], names)), names
        stretches, names = silence[number]
        torn = bool(names) and hit.term.kind not in COMPUTED and _tears(names, hit)
        if not torn and not stretches.holds(hit.start, hit.end):
            kept.append((number, hit))
    return kept


def _names(block: Block) -> Sequence[tuple[int, int]]:
    """The values that name somebody or something, in order, those that touch as one."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted((span.start, span.end) for span in block.spans if span.holds):
        if joined and start <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((start, end))
    return joined


def _tears(names: Sequence[tuple[int, int]], hit: Hit) -> bool:
    """Whether a hit begins or ends in the middle of a name, and goes on outside of it."""
    for at in (hit.start, hit.end - 1):
        number = bisect_right(names, (at, len(names) and names[-1][1] + 1)) - 1
        if number >= 0 and names[number][0] <= at < names[number][1]:
            start, end = names[number]
            if (start < hit.start and end < hit.end) or (hit.start < start and hit.end < end):
                return True
    return False


def _silent(block: Block, names: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    yield from names
    yield from block.foreign
    yield from not_words(block.text)


def not_words(text: str) -> Iterator[tuple[int, int]]:
    """Where addresses of pages and people, domains and file names stand in a text, in order but for Chinese file names."""
    if "." not in text and ":" not in text and "@" not in text:
        return
    for match in _SPOTS.finditer(text):
        if match.lastgroup == "dotted":
            yield from _dotted(text, match)
        elif match["ending"] is None or match["ending"].lower() in ENDINGS:
            yield match.span()
    if "." in text and not text.isascii():
        yield from _chinese_files(text)


def _dotted(text: str, match: re.Match[str]) -> Iterator[tuple[int, int]]:
    """What of a chain of words with dots between is a file name or a domain: `Now` in `done.Now` is neither."""
    labels = match[0].split(".")
    start, end = match.span()
    if "www" in labels[1:]:
        at = labels.index("www", 1)
        start, labels = start + sum(len(label) + 1 for label in labels[:at]), labels[at:]
    path = _PATH.match(text, end)
    while len(labels) > 1:
        if _is_domain(labels, has_path=path is not None):
            yield start, path.end() if path else end
            return
        if _is_file(labels):
            yield start, end
            return
        end -= len(labels.pop()) + 1
        path = None


def _is_file(labels: Sequence[str]) -> bool:
    ending = labels[-1]
    return ending.lower() in ENDINGS and (ending.islower() or ending.isupper())


def _is_domain(labels: Sequence[str], *, has_path: bool) -> bool:
    host, last = labels[-2:]
    small = last.lower()
    if not last.islower() and not (last + host).isupper():
        return False
    if not any(map(str.isalpha, host)) and PLACEHOLDER not in host and not has_path:
        return False
    if small in DOMAINS:
        return len(host) > 1 or has_path or len(labels) > 2
    if small not in WORDY:
        return False
    strong = has_path or "-" in host or any(map(str.isdigit, host)) or PLACEHOLDER in host
    return strong or (len(labels) > 2 and all(len(label) > 1 for label in labels[-3:]))


def _chinese_files(text: str) -> Iterator[tuple[int, int]]:
    """File names in Chinese or Japanese: nothing shows where they begin but the words that point to a file."""
    at = 0
    while (dot := text.find(".", at)) >= 0:
        at = dot + 1
        earliest = max(0, dot - _LONGEST_CHINESE_FILE)
        ending = _ENDING.match(text, dot)
        if ending is None or ending[1].lower() not in ENDINGS:
            continue
        run = _BEFORE.search(text, earliest, dot)
        if run is None or run[0].isascii():
            continue
        start = run.start()
        for pointer in _POINTS_TO_A_FILE.finditer(text, start, dot):
            start = pointer.end()
        if start < dot:
            yield start, ending.end()
