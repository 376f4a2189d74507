"""Letters: how fast we make them beside WeasyPrint used plainly, one by one and joined, tagged, and with how much memory.

    python -m benchmarks.letters                      the three ratios, some seconds
    python -m benchmarks.letters --letters 2000       and what memory does over that many letters, some minutes

Plainly means `HTML(string=...).write_pdf()` for each letter, with the same fonts and the same pictures. A letter is one
page with a logo, an address, and a table of six rows, and has the same bytes in both. The figures to reach are 1.7 letter
by letter, 1.9 joined, 0.7 of plain when tagged (PDF/UA-1), and memory flat within 10 MB.
"""

from __future__ import annotations

import argparse
import functools
import gc
import hashlib
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from benchmarks.harness import measure, table
from commhub.contracts import AssetFile
from commhub.render.letters.batch import Letter, make_batch
from commhub.render.letters.pdf import make_pdf
from commhub.render.letters.press import fetcher, weasyprint

ROOT: Final = Path(__file__).resolve().parent.parent
LOGO: Final = (ROOT / "brand_assets" / "library" / "northlight" / "logo.png").read_bytes()
SHA256: Final = hashlib.sha256(LOGO).hexdigest()
FILES: Final[Mapping[str, AssetFile]] = {
    SHA256: AssetFile("logo", SHA256, "image/png", "logo.png", 480, 96, "Northlight Insurance")
}
CONTENTS: Final[Mapping[str, bytes]] = {SHA256: LOGO}
JOINED: Final = 20
"""Letters in a batch."""
TO_REACH: Final = {"one by one": 1.7, "joined": 1.9, "tagged, of plain": 0.7}
LAYOUT: Final = (ROOT / "templates_store" / "library" / "layouts" / "print.html").read_text(encoding="utf-8")
PLACED: Final = {
    "window.page": "A4", "window.body": "97", "window.address_left": "25", "window.top": "39.5",
    "window.address_width": "94.5", "window.side_left": "128", "window.side_width": "60",
}  # fmt: skip


def letter(number: int) -> str:
    """The HTML of one letter; each has another name and other amounts, and the library's style sheet."""
    style = LAYOUT[LAYOUT.index("<style>") : LAYOUT.index("</style>") + len("</style>")]
    style = re.sub(r"\{\{ (.*?) \}\}", lambda match: PLACED.get(match[1], "#12304A"), style)
    style = style.replace("text-align: #12304A", "text-align: right")
    rows = "".join(f"<tr><td>Thing {row} of {number}</td><td>£{row * 13 + number}.50</td></tr>" for row in range(6))
    return f"""<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>Your claim {number}</title>{style}</head>
<body><div id="imprint">Northlight Insurance Limited, Beacon House, Leeds LS99 1NL</div><div id="folio"></div>
<div id="runner">Northlight Insurance</div>
<div id="letterhead"><div id="logo"><img src="asset:{SHA256}" alt="Northlight Insurance"></div>
<div class="address"><div>Maria Jones {number}</div><div>{number} Harbour Lane</div><div>Whitby</div><div>YO21 1AA</div></div>
</div><div id="sender"><p><span class="name">Northlight Insurance</span><br>Beacon House<br>Leeds</p></div>
<h1>Your claim {number}</h1><p>Dear Maria Jones,</p>
<p>We have read your claim. <strong>You need not do anything.</strong> We pay into your account within five days, and you
get a letter from us when it is done. These are the things that we pay for, each at the price of a new one.</p>
<table><thead><tr><th>What</th><th>Price</th></tr></thead><tbody>{rows}</tbody></table>
<p>Would you rather talk? Call us free on 0808 157 0142, Monday to Saturday from 8 am to 8 pm.</p>
<p>Kind regards,<br>Priya Shah<br>Claims team, Northlight Insurance</p></body></html>"""


def plainly(number: int) -> bytes:
    """The letter as anyone would make it with WeasyPrint."""
    library, _ = weasyprint()
    return bytes(library.HTML(string=letter(number), url_fetcher=fetcher(FILES, CONTENTS)).write_pdf())


def ours(number: int, profile: str = "plain") -> bytes:
    return make_pdf(letter(number), FILES, CONTENTS, profile=profile).content


def joined(count: int) -> bytes:
    return make_batch(Letter(letter(number), FILES, CONTENTS) for number in range(count)).content


def ratios(rounds: int) -> dict[str, float]:
    """How many times as fast as the baseline: ours and joined against plain use, tagged against our own plain PDF."""
    number = 7
    found = measure(
        {
            "plainly": functools.partial(plainly, number),
            "ours": functools.partial(ours, number),
            "joined": functools.partial(joined, JOINED),
            "tagged": functools.partial(ours, number, "accessible"),
        },
        rounds,
    )
    return {
        "one by one": found["plainly"] / found["ours"],
        "joined": found["plainly"] / (found["joined"] / JOINED),
        "tagged, of plain": found["ours"] / found["tagged"],
    }


def resident() -> float:
    """Megabytes of memory that this process holds now (Linux)."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(re.search(r"VmRSS:\s+(\d+) kB", status)[1]) / 1024  # type: ignore[index]


def memory(letters: int) -> list[tuple[int, float]]:
    """Megabytes held after a warm-up of 100 letters, and after each fifth of `letters` more."""
    for number in range(100):
        ours(number)
    seen = []
    for number in range(letters + 1):
        if number % max(1, letters // 5) == 0:
            gc.collect()
            seen.append((number, resident()))
        ours(number % 500)
    return seen


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--letters", type=int, default=0, help="also measure memory over this many letters")
    parser.add_argument("--rounds", type=int, default=7)
    asked = parser.parse_args()
    same = all(ours(number) == plainly(number) for number in range(3))
    print(f"Bytes of three letters: {'the same as with plain use' if same else 'NOT THE SAME as with plain use'}.\n")
    found = ratios(asked.rounds)
    print(table(["letters", "times", "to reach"], [(name, value, TO_REACH[name]) for name, value in found.items()]))
    if asked.letters:
        seen = memory(asked.letters)
        print("\n" + table(["after letters", "MB"], seen))
        print(f"\nGrown by {seen[-1][1] - seen[0][1]:.1f} MB over {asked.letters} letters; at most 10 to reach.")


if __name__ == "__main__":
    main()
