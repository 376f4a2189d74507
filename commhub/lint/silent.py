"""What is never linted: addresses, file names, and values that name a person, company, address or product."""

from __future__ import annotations

import re

from commhub.lint.blocks import Block
from commhub.lint.reading import Hit

NOT_WORDS = re.compile(
    r"(?:https?://|www\.)[!-~]+"  # an address of a page, up to the first character that is not ASCII
    r"|(?<![A-Za-z0-9._%+-])[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+"  # an e-mail address
    r"|(?<![A-Za-z0-9._-])[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*"  # a domain or a file name
    r"\.(?:com|org|net|co\.uk|cn|hk|pdf|docx?|xlsx?|csv|txt|png|jpe?g|zip)(?![A-Za-z0-9])"
)


def is_silent(hit: Hit, block: Block) -> bool:
    """Whether a hit stands inside something that is never linted."""
    if any(span.holds and span.start <= hit.start and hit.end <= span.end for span in block.spans):
        return True
    return any(match.start() <= hit.start and hit.end <= match.end() for match in NOT_WORDS.finditer(block.text))
