"""Texts that would make a careless reader slow: what they are repeated from."""

from __future__ import annotations

from commhub.lint.silent import not_words
from tests.lint.sources.shown import read

HOSTILE = {
    "text": "a b ",
    "less than": "<",
    "open tags": "<a<a",
    "never closed": "<b>",
    "quotes": '<a b=">" ',
    "comments": "<!--",
    "dashes": "<!---->-",
    "conditions": "<!--[if mso]>x<![endif]-->",
    "languages": "<p lang=fr>a<i lang=en>b",
    "cells": "<table><tr><td lang=fr>",
    "end tags": "<b></i>",
    "references": "&amp;&#x41;&am",
    "number": "1",
    "marks": "\u0301",
    "carriage returns": "\r",
    "controls": "".join(map(chr, range(0xA0))),
    "surrogates": "\ud800\udc00x",
    "expressions": "{{ x }}",
    "braces": "{{",
    "statements": "{% if 'x' %}",
    "jinja comments": "{#",
    "jinja quotes": "{{ '",
    "brackets": "[(",
    "links": '[a](b "c ',
    "pictures": "![[]",
    "stars": "*_`~ ",
    "pipes": "|-\n",
    "quotations": "> - ",
    "hashes": "# ",
    "dots": "a.",
    "at signs": "a@b.",
    "addresses": "www.http://",
    "chinese files": "核.pdf",
}


def read_all(source: str, channel: str, stage: str) -> int:
    """Read a source, and look for addresses in it; the number of its blocks. Places are held to lie in the source."""
    blocks = read(source, channel, stage)
    for block in blocks:
        assert all(0 <= block.starts[at] < block.ends[at] <= len(source) for at in (0, -1))
        assert sum(1 for _ in not_words(block.text)) <= len(block.text)
    return len(blocks)
