"""Makes HTML documents with all that the linter has to understand, the same ones for the same chance."""

from __future__ import annotations

import re
from random import Random
from typing import Final

PIECES: Final = (
    "a word", "APR", "<b>bold</b>", "<br>", " ", "\n", "&nbsp;", "&amp;", "<span lang='fr'>le mot</span>",
    "<i lang=en>now</i>",
    "<span lang=de>d <b lang=fr>f</b> e</span>", "<img src=x alt='logo one'>", "<a title='tip' href=x>link</a>", "保险",
    "<abbr title='annual rate'>AR</abbr>", "<!--[if mso]>out<p lang=fr>look</p>s<![endif]-->", "<!-- no -->", "<wbr>",
    "<!--[if !mso]><!-->rev<!--<![endif]-->", "\u00ad", "<o:p>x</o:p>", "&shy;x", "<script>no()</script>",
    "<span aria-label='said' lang='zh'>中文</span>", "<svg><title>tt</title><text>svg</text></svg>",
    "<img lang=fr alt='le logo'>", "<span lang=''>own</span>", "<span lang='und'>u</span>",
    "<sup>1</sup>", "<sup lang=fr><a href=x>*</a></sup>", "<sup>th</sup>", "<img alt='&nbsp;'>", "<link title=no>",
)  # fmt: skip
_ABOUT: Final = ("", "", "", " lang='fr'", " lang='en-GB'", " title='block tip'")
_COMMENT: Final = re.compile(r"<!--.*?-->", re.DOTALL)


def document(chance: Random) -> str:
    root = chance.choice(("", " lang=en", " lang=en-GB"))
    body = "".join(_block(chance, 2) for _ in range(3))
    return f"<!doctype html><html{root}><head><style>x</style></head><body>{body}</body></html>"


def _line(chance: Random) -> str:
    return "".join(chance.choice(PIECES) for _ in range(chance.randint(0, 5)))


def _some(chance: Random, depth: int) -> str:
    return "".join(_block(chance, depth) for _ in range(chance.randint(1, 3)))


def _block(chance: Random, depth: int) -> str:
    deep = ("p", "h2", "div", "ul", "table", "dl", "line", "blockquote", "section", "condition")
    kind, about = chance.choice(deep if depth else ("p", "h3", "line")), chance.choice(_ABOUT)
    if kind == "line":
        return _line(chance)
    if kind in {"p", "h2", "h3"}:
        return f"<{kind}{about}>{_line(chance)}</{kind}>"
    if kind == "condition":
        return f"<!--[if mso]>{_COMMENT.sub('', _some(chance, depth - 1))}<![endif]-->"
    if kind == "ul":
        inner = "".join(f"<li>{_line(chance)}{chance.choice(('', '</li>'))}" for _ in range(2))
    elif kind == "table":
        cells = f"<td>{_line(chance)}</td><td{about}>{_some(chance, depth - 1)}</td>"
        inner = f"<tr>{cells}</tr><tr><th>{_line(chance)}</th></tr>"
    elif kind == "dl":
        about += chance.choice(("", " class=glossary"))
        lines = [_line(chance) for _ in range(4)]
        inner = f"<dt>{lines[0]}</dt><dd>{lines[1]}</dd><dt>{lines[2]}<dd><p>{lines[3]}</p>"
    else:
        inner = _some(chance, depth - 1)
    return f"<{kind}{about}>{inner}</{kind}>"
