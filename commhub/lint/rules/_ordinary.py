"""Which words in capitals are ordinary words, names or abbreviations that a language at large knows. Pure."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files
from typing import Final

COMMON: Final = 3.5
"""A word of four letters or more that is this common in English at large (Zipf scale) is a name or a household word
(LONDON, MARIA, NASA), whatever the lexicon says."""

ALWAYS_JARGON: Final = frozenset({"chaps", "clue", "cobra", "ptsd", "adhd"})
"""Abbreviations of four letters or more that look like common words, or are talked about more than understood."""

NATIONAL: Final = {
    "fr": "ag bce bic caf cafpi cb cdd cdi ce cgu cgv cni cnil cpam crm csg drom dab dom dpe ehpad ht iban ir irpp mma nif"
    " pacs pel pme rcs rgpd rib rsa rsi sa sarl sas sci sepa siren siret smic sncf ttc tva urssaf",
    "de": "abs adac ag agb avb bafin bahn bgb bic blz bzst dhl dsgvo eur evb ev gez gkv gmbh hgb hrb iban kfz kg lkw nr ohg"
    " pkv pkw plz se schufa sepa stg str tel tuev tüv ust usw zb zzgl",
    "es": "aeat bic bizum ccc cif cp dgt dni eur esp iban irpf iva nie nif nss ong pib rgpd sa sac sepa sl slu tae tin",
    "pl": "ac bik bic blik eur iban knf krs kw mbank nbp nfz nip nnw nr oc owu pesel pin pit pkd pko pln pzu regon rodo sa"
    " sepa sp ufg ul us vat zl zus zł",
    "ru": "ао апр бик втб гибдд гк дмс дтп еирц егрн егрюл загс зао инн каско кбк кпп мвд мрот мфц ндс ндфл огрн оао омс"
    " ооо осаго пао пдн пин пфр рб рсд руб рф сбп сбер смс снилс ссср сфр сша тв тс ук фз фио фнс фсс цб чп",
}
"""National abbreviations of daily life, chosen by hand, beside those that are common in the language at large."""


@lru_cache(maxsize=1)
def lexicon() -> frozenset[str]:
    """English words of two to six letters, in small letters: data/ordinary_words.txt, which says where they are from."""
    lines = (files(__package__) / "data" / "ordinary_words.txt").read_text("utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


@lru_cache(maxsize=20_000)
def is_word(letters: str) -> bool:
    """Whether English has this as an ordinary word or a name."""
    small = letters.lower()
    if small in lexicon():
        return True
    return len(small) >= 4 and small not in ALWAYS_JARGON and _commonness(small, "en") >= COMMON


@lru_cache(maxsize=20_000)
def is_known_in(letters: str, language: str) -> bool:
    """Whether a language other than English knows this word or abbreviation at large.

    True also for a language of which we have no word counts: there nothing can be told to be strange.
    """
    small = letters.lower()
    if small in NATIONAL.get(language, "").split():
        return True
    return _commonness(small, language) > 0


def _commonness(word: str, language: str) -> float:
    """The Zipf frequency of a word among those that occur once in a million words or more (3 and above), else 0."""
    import wordfreq  # noqa: PLC0415 - slow to import, and most messages never ask

    if language not in _languages():
        return 1.0
    return float(wordfreq.zipf_frequency(word, language, wordlist="small"))


@lru_cache(maxsize=1)
def _languages() -> frozenset[str]:
    import wordfreq  # noqa: PLC0415 - as above

    return frozenset(wordfreq.available_languages("small"))
