"""Makes the list of ordinary English words that may stand in capitals, from the lexicon that LemmInflect brings.

    .venv/bin/python scripts/ordinary_words.py > commhub/lint/rules/data/ordinary_words.txt

LemmInflect 0.2 (MIT) took its words from the SPECIALIST Lexicon of the U.S. National Library of Medicine. It has no
abbreviations among its nouns, which is why it can tell APR from PAY. Short words are kept only when they are common in
English at large (wordfreq), because a rare short word in capitals is more likely an abbreviation (PIP, CAM).
"""

from __future__ import annotations

import gzip
import textwrap
from importlib.resources import files

import wordfreq

LEAST = {2: 5.0, 3: 3.9, 4: 3.0, 5: 1.5, 6: 0.0}
"""How common a word of that many letters must be (Zipf scale: the logarithm of its count in a billion words)."""

ABBREVIATIONS = (
    "am apt arm bin cam cap chaps chi clue cobra con dan dip dis don dot fed gap ham ion mar mil pal pan par pat pip pit pro"
    " ram ref rev rob rs sac sic spa sub tan tin"
)
"""Words that are commoner as abbreviations when they stand in capitals."""

FUNCTION_WORDS = (
    "a about above across after against all although among an and another any anyone anything as at because before behind"
    " below beside beyond both but by cannot could during each either else every everyone for four from he her hers him"
    " his how i if in into it its itself let many me mine more most much must my myself neither no nobody none nor not"
    " nothing of off on once one only onto or other our ours out over own per same she should since six so some such ten"
    " than that the their theirs them then there these they this those three though through till to too toward two under"
    " unless until up upon us via we what when where which while who whom whose why with within would you your yours"
    " first second third fourth fifth sixth seventh eighth ninth tenth seven eight nine five eleven twelve twenty thirty"
    " forty fifty sixty ninety dozen half hello hi hey thanks thank please yes okay bye oh ah ha wow oops"
    " monday tuesday friday sunday mon tue tues wed thu thur thurs fri sat sun january april june july august jan feb jun"
    " jul aug sept oct nov dec mr mrs ms dr prof inc ltd plc co etc vs min max info tel ext fax app apps appt blog email"
    " web wifi ad ads lab gym pub doc promo admin intro re ok id no non pre ex"
)
"""Words without a noun, verb, adjective or adverb in them, and abbreviations that everybody reads as words."""


def ordinary_words() -> list[str]:
    """The words of two to six letters, in order."""
    resources = files("lemminflect") / "resources"
    known: set[str] = set()
    for name in ("lemma_lu.csv.gz", "infl_lu.csv.gz"):
        for line in gzip.decompress((resources / name).read_bytes()).decode().splitlines():
            first, _, *forms = line.split(",")
            known.add(first)
            known.update(form for cell in forms for form in cell.split("/"))
    words = {word for word in known if _is_common(word)} - set(ABBREVIATIONS.split())
    return sorted(words | {word for word in FUNCTION_WORDS.split() if 2 <= len(word) <= 6})


def _is_common(word: str) -> bool:
    if not (word.isascii() and word.isalpha() and word.islower() and len(word) in LEAST):
        return False
    return wordfreq.zipf_frequency(word, "en") >= LEAST[len(word)]


if __name__ == "__main__":
    print("# English words of two to six letters, made by scripts/ordinary_words.py from LemmInflect 0.2 (MIT licence,")
    print(
        "# copyright 2019 Brad Jascob), which has them from the SPECIALIST Lexicon of the National Library of Medicine."
    )
    print(textwrap.fill(" ".join(ordinary_words()), width=118))
