"""Term lists and letters that the linter's benchmarks share: made from the commonness of words, the same in every run."""

from __future__ import annotations

import random
from dataclasses import replace
from functools import cache
from itertools import product

import wordfreq

from commhub.contracts import DataSpan
from commhub.lint.matching.forms import forms_of_all
from commhub.lint.rules.base import TermSpec

LETTER = """<!doctype html><html lang="en"><head><title>About your cover</title><style>p{margin:0 0 1em}</style></head>
<body><div style="display:none">What changes on 1 March, and what you need to do</div>
<table role="presentation" width="600"><tr><td>
<h1>Your home cover from 1 March</h1>
<p>Dear [name],</p>
<p>Thank you for staying with us for another year. This letter says what your cover costs from <b>1 March</b>, what is
in it, and what you need to do if anything about your home has changed.</p>
<p>Your price for the year is [price]. You can pay it at once, or in [count] payments of [part], with nothing to pay on
top.</p>
<h2>What is covered</h2>
<ul><li>Your home, up to the cost of building it again</li><li>Fire, storm, flood and burst pipes</li>
<li>What you own, up to &pound;50,000 in all and &pound;2,000 for any one thing</li>
<li>A hotel, if you cannot live at home while we put things right</li></ul>
<h2>What you need to do</h2>
<p>Please look through the pages that come with this letter. If all is right, you don&rsquo;t need to do anything: we
take the payment from the account that ends in [account] on the first working day of the month.</p>
<p>If something is wrong, ring us on 0800 000 000, any day from 8 to 8, and have your number [number] with you. It takes
most people less than ten minutes, and there is nothing to pay for a change.</p>
<p>A note from the person who looks after you: [note]</p>
<p>You can leave at any time. If you do so in the first 14 days we give all your money back; after that, we give back
what is left of the year, less &pound;20.</p>
<p>With best wishes<br>Your team at Northlake</p>
<p><small>Northlake Home is a name of Northlake Mutual, 1 Lake Road, Northlake. You can read this letter on our pages,
in large print, or in your own language: just ask.</small></p>
</td></tr></table></body></html>
"""
"""Some 2 KB; what stands in brackets comes from the data."""

VALUES = {
    "name": ("Maria Rossi", "person-name"), "price": ("£412.80", ""), "count": ("12", ""), "part": ("£34.40", ""),
    "account": ("4821", ""), "number": ("HX-20931-4", ""), "note": ("rang about the roof, will call again on Monday", ""),
}  # fmt: skip


def letter(number: int = 0) -> tuple[str, tuple[DataSpan, ...]]:
    """The letter with data, a little different for each number, and where the data stands in its source."""
    text, spans = LETTER, []
    for field, (value, holds) in VALUES.items():
        said = f"{value} {number}" if field in ("note", "number") else value
        at = text.index(f"[{field}]")
        text = text.replace(f"[{field}]", said, 1)
        moved = len(said) - len(field) - 2
        spans = [
            DataSpan(one.start + moved, one.end + moved, one.field, one.holds) if one.start > at else one
            for one in spans
        ]
        spans.append(DataSpan(at, at + len(said), f"/data/{field}", holds))
    return text, tuple(sorted(spans, key=lambda span: span.start))


@cache
def terms(count: int) -> tuple[TermSpec, ...]:
    """So many rules: eight of ten English words and phrases, one Chinese, one an acronym; all inflect."""
    source = random.Random(4)
    common = [word for word in wordfreq.top_n_list("en", 30_000) if word.isascii() and word.isalpha() and len(word) > 3]
    rare = common[4_000:]
    han = [word for word in wordfreq.top_n_list("zh", 20_000)[3_000:] if 2 <= len(word) <= 4 and word > "\u4e00"]
    letters = ["".join(pick) for pick in product("BCDFGKLMNPQRTVWXZ", repeat=3)]
    words = (
        [" ".join(source.sample(rare, size)) for size in source.choices((1, 2, 3), (4, 4, 2), k=count)],
        source.sample(han, count // 10),
        source.sample(letters, count // 10),
    )
    english = list(dict.fromkeys(words[0]))[: count - 2 * (count // 10)]
    found = [TermSpec(text, "en", "term", "jargon", "error", id=f"en{at}") for at, text in enumerate(english)]
    found += [TermSpec(text, "zh", "term", "jargon", "error", id=f"zh{at}") for at, text in enumerate(words[1])]
    found += [TermSpec(text, "*", "acronym", "acronym", "error", id=f"ac{at}") for at, text in enumerate(words[2])]
    return tuple(found)


@cache
def stored(count: int) -> tuple[TermSpec, ...]:
    """The same with their forms, as they are when they were saved."""
    listed = terms(count)
    return tuple(replace(term, forms=forms) for term, forms in zip(listed, forms_of_all(listed), strict=True))
