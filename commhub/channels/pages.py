"""An e-mail rendered from sample data, as the checks of finished HTML read it: with the place of every element."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Final

from commhub.channels.base import Source
from commhub.contracts import Edition, Rendered
from commhub.render.html.checks.base import Page
from commhub.render.html.checks.clients import targets
from commhub.render.html.checks.hosts import allowed_hosts
from commhub.render.html.page.nodes import read_page
from commhub.render.html.page.places import SourceText, numbered, origins

WHOLE: Final = re.compile(r"<html[\s>]", re.IGNORECASE)


def page_of(
    source: Source, edition: Edition, channel: str, rendered: Rendered, html_of: Callable[[Edition], str]
) -> Page:
    """The page of one rendered message. `html_of` renders the same message from another edition: from a copy of this
    one whose tags are numbered."""
    share = edition.channels[channel]
    compiled = str(share["html"])
    copy = replace(
        edition,
        hash=f"{edition.hash}-numbered",
        channels={**edition.channels, channel: {**share, "html": numbered(compiled)}},
    )
    part = f"{channel}-html" if source.parts.get(f"{channel}-html") else "body"
    text = source.parts[part]
    content = SourceText(part, text, source.written.get(part, text), markdown=part == "body")
    whole = not content.markdown and WHOLE.search(text) is not None
    layout = None if whole else SourceText("layout", source.layout, source.layout)
    return Page(
        root=read_page(html_of(copy)),
        size=len(rendered.content["html"].encode()),
        locale=edition.locale_of(channel),
        clients=targets(source.brand),
        hosts=allowed_hosts(source.brand),
        sources=(content,) if layout is None else (layout, content),
        origins=origins(compiled, layout, content),
        media_types={f"cid:{one.content_id}": one.media_type for one in rendered.attachments if one.content_id},
        part=part,
    )
