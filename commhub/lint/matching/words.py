"""Finds all literal terms of a language in a text at once: one automaton over all their forms (Aho-Corasick). Pure."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

from commhub.lint.folding import Folded, small
from commhub.lint.matching.boundaries import stands_alone
from commhub.lint.matching.chinese import has_chinese, is_traditional, one_writing, simplified
from commhub.lint.matching.phrases import allowing_phrases, capitals_matter, written_forms
from commhub.lint.matching.straddle import doubt
from commhub.lint.matching.stretches import Stretches
from commhub.lint.rules.base import TermSpec
from commhub.lint.scripts import is_latin
from commhub.lint.selection import MIXES_LATIN, SEVERITIES, language_of

_LONGEST_BESIDE = 12
"""Characters of the longest term that is looked for beside a doubtful one."""


@dataclass(frozen=True, slots=True)
class Found:
    """A term at a stretch of a folded text. `doubt` says why it may be two words that meet."""

    start: int
    end: int
    term: TermSpec
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class _Form:
    """One way to write a term, or a phrase that allows it. What is not asked for is ''.

    `exact` is compared with capitals; `as_written` with the Traditional characters as they stand in the text. `made` tells
    one that was made from the term from the term as its row writes it.
    """

    term: int
    allows: bool
    made: bool
    exact: str = ""
    as_written: str = ""


class WordIndex:
    """The forms of a set of terms, for texts of one language (and, in Chinese, of either script).

    `forms` are the ways to write each term. Terms in English are found in a Chinese, Japanese, Korean, Arabic or Hebrew
    text by those forms that are Latin.
    """

    def __init__(self, terms: Sequence[TermSpec], forms: Sequence[Sequence[str]], locale: str) -> None:
        self._terms = terms
        self._chinese = language_of(locale) == "zh"
        self._latin_only = language_of(locale) in MIXES_LATIN
        self._rank = [SEVERITIES.index(term.severity) for term in terms]
        listed: dict[str, dict[_Form, None]] = {}
        for number, (term, written) in enumerate(zip(terms, forms, strict=True)):
            for form in written_forms(term, written):
                self._add(listed, number, form, allows=False)
            for phrase in allowing_phrases(term, written):
                self._add(listed, number, phrase, allows=True)
        self._forms = [tuple(ways) for ways in listed.values()]
        self._automaton = AhoCorasick(
            list(listed), MatchKind.Standard, store_patterns=False, implementation=Implementation.ContiguousNFA
        )
        self.size = len(listed)

    def find(self, text: Folded) -> Sequence[Found]:
        """Every term that stands in the text. A term within a longer one, or within a phrase that allows it, is left
        out; of two with the same place, the more severe is taken, then the one whose own writing it is."""
        stream = simplified(text.folded) if self._chinese else text.folded
        places = self._automaton.find_matches_as_indexes(stream, overlapping=True)
        if not places:
            return ()
        hits: list[tuple[int, int, int, int]] = []
        allowed: dict[int, list[tuple[int, int]]] = {}
        for number, start, end in places:
            if not stands_alone(stream, start, end):
                continue
            for form in self._forms[number]:
                if (form.exact or form.as_written) and not self._is_so(form, text, start, end):
                    continue
                if form.allows:
                    allowed.setdefault(form.term, []).append((start, end))
                else:
                    hits.append((start, -end, 2 * self._rank[form.term] + form.made, form.term))
        if allowed and hits:
            fine = {term: Stretches(spans) for term, spans in allowed.items()}
            hits = [hit for hit in hits if hit[3] not in fine or not fine[hit[3]].holds(hit[0], -hit[1])]
        return list(self._longest(sorted(hits), stream)) if hits else ()

    def _longest(self, hits: Sequence[tuple[int, int, int, int]], stream: str) -> Iterator[Found]:
        """The longest, in reading order. A doubtful one hides nothing: if it is no term, what is in it may be one."""
        reached, at = 0, (-1, -1)
        for start, minus_end, _rank, number in hits:
            end = -minus_end
            if end <= reached or (start, end) == at:
                continue
            why = self._doubt(stream, start, end, hits) if self._chinese else ""
            yield Found(start, end, self._terms[number], why)
            at = start, end
            if not why:
                reached = end

    def _doubt(self, stream: str, start: int, end: int, hits: Sequence[tuple[int, int, int, int]]) -> str:
        """Why a Chinese term may be none here. Other terms are looked for only at one that is doubtful by itself."""
        if not has_chinese(stream[start:end]) or not (why := doubt(stream, start, end)):
            return ""
        first = bisect_left(hits, (start - _LONGEST_BESIDE,))
        behind = bisect_left(hits, (end + 1,))
        beside = {(begins, -stops) for begins, stops, *_ in hits[first:behind] if begins == end or -stops == start}
        return doubt(stream, start, end, beside) if beside else why

    def _add(self, listed: dict[str, dict[_Form, None]], number: int, written: str, *, allows: bool) -> None:
        term = self._terms[number]
        if self._latin_only and language_of(term.locale) == "en" and not is_latin(written):
            return
        exact = written if not allows and capitals_matter(term, written) else ""
        wanted, as_written = small(written), ""
        made = wanted != small(term.text)
        if self._chinese:
            if has_chinese(written) and (term.script_variants == "none" or is_traditional(term.locale)):
                as_written = one_writing(wanted)
            exact, wanted = simplified(exact), simplified(wanted)
        listed.setdefault(wanted, {})[_Form(number, allows, made, exact, as_written)] = None

    def _is_so(self, form: _Form, text: Folded, start: int, end: int) -> bool:
        """Whether capitals and Traditional characters are as the form wants them."""
        if form.exact:
            written = text.exact[start:end]
            if (simplified(written) if self._chinese else written) != form.exact:
                return False
        return not form.as_written or one_writing(text.folded[start:end]) == form.as_written
