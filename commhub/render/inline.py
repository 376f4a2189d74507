"""CSS inlining with premailer, once per edition, on HTML in which Jinja stands as tokens.

What premailer gets wrong is put right here and nowhere else.
"""

from __future__ import annotations

import logging
import re
from functools import lru_cache

from lxml import etree
from premailer import Premailer

from commhub.contracts import CompileError

DOCTYPE = re.compile(r"\s*(<!doctype[^>]*>)", re.IGNORECASE)


@lru_cache(maxsize=256)
def inline_styles(source: str, place: str) -> str:
    """The HTML document with its style rules as style attributes; media queries and pseudo-classes stay in the head.

    Nothing is fetched: no network, no files. Raises CompileError when the HTML or its CSS cannot be read.
    """
    doctype = DOCTYPE.match(source)
    try:
        inlined = Premailer(
            html=source[doctype.end() :] if doctype else source,
            keep_style_tags=True,
            strip_important=False,
            remove_classes=False,
            allow_network=False,
            allow_loading_external_files=False,
            disable_leftover_css=False,
            disable_validation=True,
            cssutils_logging_level=logging.CRITICAL,
            cssutils_logging_handler=logging.NullHandler(),
            preserve_handlebar_syntax=False,
        ).transform()
    except (etree.LxmlError, ValueError, AssertionError, OSError) as error:
        raise CompileError(f"the HTML or its styles cannot be read: {error}", place) from error
    # premailer drops a lower-case doctype, and with it standards mode in every client
    return (
        (doctype.group(1) if doctype else "<!doctype html>")
        + "\n"
        + re.sub(r"^\s*<!DOCTYPE[^>]*>\s*", "", str(inlined))
    )
