"""Folding: what hides a word from a plain search is undone, and every character knows where it came from."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commhub.lint import folding
from commhub.lint.folding import Folded, characters, fold, folded_words, places
from commhub.lint.folding.characters import ODD, OTHER, kind, plain

LONG = 200_000


def spans(folded: Folded) -> list[tuple[int, int]]:
    return list(zip(folded.starts, folded.ends, strict=True))


@pytest.mark.parametrize(
    ("text", "exact"),
    [
        ("Your rider", "Your rider"),
        (
            "ri\u00adder r\u200bi\u200cd\u200de\u2060r\ufeff",
            "rider rider",
        ),  # soft hyphen, zero width, joiners, word joiner
        ("r\ufe0fi\u034fd\u3164er \U000e0072rider\u202e\u2066", "rider rider"),  # variation, filler, tag, bidi control
        ("核\U000e0100保", "核保"),
        ("ri\x00d\x1ber\x7f \x85", "rider "),  # control characters
        ("ＮＩＧＯ　（ＡＰＲ）", "NIGO (APR)"),
        ("𝐍𝐈𝐆𝐎 𝓷𝓲𝓰𝓸 𝚗𝚒𝚐𝚘 Ⓝⓘⓖⓞ 🄽🄸🄶🄾 🅝🅘🅖🅞", "NIGO nigo nigo Nigo NIGO NIGO"),
        ("ɴɪɢᴏ", "NIGO"),
        ("a  b\t\r\n c\u00a0d\u2009e\u3000f\u2800g", "a b c d e f g"),
        ("insured\u2019s co\u2011pay \u201crider\u201d \u2212", 'insured\'s co-pay "rider" -'),
        ("means–tested, 5–10, a – b", "means-tested, 5–10, a – b"),
        ("ﬁle №5 ½ ™ APR² …", "file No5 ½ ™ APR² …"),
        ("cafe\u0301 cafe\u200b\u0301 caf\u00e9", "café café café"),
        ("r\u0336i\u0336d\u0336e\u0336r\u0336", "rider"),  # struck through
        ("за\u0301мок", "замок"),  # where the stress is
        ("\u05d4\u05b7\u05e4\u05bc\u05d5\u05b9\u05dc", "\u05d4\u05e4\u05d5\u05dc"),  # vowel points
        ("\u062a\u064e\u0623\u0652\u0645", "\u062a\u0623\u0645"),
        ("قســـط", "قسط"),  # stretched
        ("ﺗﺄﻣﻴﻦ", "تأمين"),  # presentation forms
        ("ｶﾞｰﾄﾞ ガード", "ガード ガード"),
        ("\u1112\u1161\u11ab ㅋㅋ", "한 ㅋㅋ"),
        ("\ud835x\udc00", "\ufffdx\ufffd"),
        ("\ufdfa", "\ufdfa"),  # eighteen characters by NFKC
        ("\u0301a", "a"),
        (" \u0301a", " a"),
    ],
)
def test_what_a_text_reads_as(text: str, exact: str) -> None:
    assert fold(text).exact == exact


@pytest.mark.parametrize(
    ("text", "exact"),
    [
        ("核\n保", "核保"),
        ("核 \r\n\t保", "核保"),
        ("核\u2028保", "核保"),
        ("カ\nバ", "カバ"),
        ("核 保", "核 保"),
        ("核\u00a0\n保", "核 保"),
        ("核\n\u3000\u3000保", "核 保"),  # a new paragraph, set in
        ("核\n\n保", "核 保"),
        ("核\nA", "核 A"),
        ("한\n글", "한 글"),
        ("a\nb", "a b"),
        ("\n核\n", " 核 "),
    ],
)
def test_a_line_break_between_two_han_or_kana_characters_is_nothing(text: str, exact: str) -> None:
    assert fold(text).exact == exact


@pytest.mark.parametrize(
    ("text", "exact"),
    [
        ("top-\nup", "top-up"),
        ("top‐ \r\n  up", "top-up"),
        ("Selbst-\nbeteiligung", "Selbst-beteiligung"),
        ("top- up", "top- up"),
        ("top -\nup", "top - up"),
        ("top-\n\nup", "top- up"),
        ("top-\nUp", "top- Up"),
        ("4-\nup", "4- up"),
        ("-\nup", "- up"),
        ("top-\n", "top- "),
    ],
)
def test_a_line_break_behind_the_hyphen_of_a_word_is_nothing(text: str, exact: str) -> None:
    assert fold(text).exact == exact


@pytest.mark.parametrize(
    ("text", "language", "exact"),
    [
        ("NIGО nіgo Ρolicy ріder", "en", "NIGO nigo Policy pider"),
        ("АРЯ копия", "en", "АРЯ копия"),  # wholly Cyrillic
        ("Т&Сs", "en", "T&Cs"),
        ("IT-компания, aкция, CОСA", "ru", "IT-компания, акция, СОСА"),
        ("CОСA", "en", "COCA"),
        ("Αρchθ", "el", "Αρchθ"),  # no one script has all of it, and most of it is Greek
        ("ΕΡO", "el", "ΕΡΟ"),
        ("ΕΡO", "zh", "EPO"),
        ("ᎡATE ꓣATE հome", "en", "RATE RATE home"),
        ("kız", "tr", "kız"),
        ("kız", "en", "kiz"),
        ("您的АPR将", "zh", "您的APR将"),
    ],
)
def test_look_alikes_are_put_right_in_words_that_mix_scripts(text: str, language: str, exact: str) -> None:
    assert fold(text, language).exact == exact


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Rider", "rider"),
        ("STRASSE Straße", "strasse straße"),
        ("İI", "ii"),
        ("ΣΑΣ σας", "σασ σασ"),
        ("Ёж ёж", "еж еж"),
    ],
)
def test_capitals_do_not_matter_and_offsets_stay(text: str, folded: str) -> None:
    assert fold(text).folded == folded


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ri\u00adder", [(0, 1), (1, 2), (3, 4), (4, 5), (5, 6)]),
        ("\u200bab\u200b", [(1, 2), (2, 3)]),
        ("ae\u0301\u0323", [(0, 1), (1, 4)]),
        ("e\u200b\u0301\u200bx", [(0, 3), (4, 5)]),
        ("a \u200b\n b", [(0, 1), (1, 5), (5, 6)]),
        ("ﬁx", [(0, 1), (0, 1), (1, 2)]),
        ("核\n保", [(0, 1), (2, 3)]),
        ("ｶﾞx", [(0, 2), (2, 3)]),
        ("Ａ\u0301b", [(0, 2), (2, 3)]),
    ],
)
def test_each_character_stands_where_it_came_from_with_its_marks(text: str, expected: list[tuple[int, int]]) -> None:
    folded = fold(text)
    assert spans(folded) == expected
    assert folded.span(0, len(expected)) == (expected[0][0], expected[-1][1])


@pytest.mark.parametrize(
    "text", ["Your rider is here.", "您的保单已经进入核保流程，请等待（三天）。", "It’s “£5” – ok", ""]
)
def test_plain_texts_take_the_short_way(text: str) -> None:
    folded = fold(text)
    assert (folded.starts, folded.ends) == (range(len(text)), range(1, len(text) + 1))


def test_places_are_a_sequence_of_numbers() -> None:
    folded = fold("ae\u0301 b")
    assert isinstance(folded.starts, places.Places)
    assert (list(folded.starts), folded.starts[-1], folded.starts[1:3], len(folded.ends)) == (
        [0, 1, 3, 4],
        4,
        [1, 3],
        4,
    )
    with pytest.raises(IndexError):
        folded.starts[4]


def test_a_phrase_is_folded_and_on_one_line() -> None:
    assert folded_words(" no\u00a0claim \n bonus ") == "no claim bonus"
    assert list(fold("a Claim, a CLAIM").occurrences("a claim")) == [(0, 7), (9, 16)]


def test_what_is_called_plain_is_plain() -> None:
    wrong = [
        hex(code)
        for code in range(0x32000)
        if not ODD.match(chr(code)) and code != 0x20 and (kind(chr(code)) != OTHER or plain(chr(code)) != chr(code))
    ]
    assert wrong == []


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("\u0301\u0323" * (LONG // 2), 0),
        ("a" + "\u0301" * LONG, 1),
        ("\u200b" * LONG, 0),
        ("\ud800" * (LONG // 10), LONG // 10),
        (" \u200b" * (LONG // 2), 1),
        ("".join(map(chr, range(32))) * (LONG // 320), 1),
        ("\ufdfa" * (LONG // 10), LONG // 10),
        ("核\n" * (LONG // 20), LONG // 20 + 1),
        ("а-b–" * (LONG // 40), LONG // 10),
    ],
)
def test_bad_texts_are_gone_through_once(text: str, length: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Operations are counted: how often the kind of a character is asked for, and how long what NFKC is given."""
    asked, given_marks = 0, 0
    original_kind, original_plain = characters.kind, characters.plain

    def counted_kind(character: str) -> int:
        nonlocal asked
        asked += 1
        return original_kind(character)

    def counted_plain(cluster: str) -> str:
        nonlocal given_marks
        given_marks = max(given_marks, len(cluster))
        return original_plain(cluster)

    monkeypatch.setattr(folding, "kind", counted_kind)
    monkeypatch.setattr(folding, "plain", counted_plain)
    folded = fold(text)
    assert len(folded.exact) == len(folded.folded) == length
    assert asked <= 6 * len(text)
    assert given_marks <= characters.MOST_MARKS + 1


ALPHABET = "aB ß\u0130\u00ad\u200b\u0301\u0323ﬁＡｶﾞ核保\n\t\u3000\u00a0\u2028.-–’е\u0430О\u202e\ud800\x00²한\u1161ـقّ𝐍"


@given(st.text(alphabet=ALPHABET, max_size=30))
@settings(max_examples=150, derandomize=True, deadline=None)
def test_folding_keeps_the_way_back(text: str) -> None:
    folded = fold(text)
    assert len(folded.exact) == len(folded.folded) == len(folded.starts) == len(folded.ends)
    found = spans(folded)
    assert all(0 <= start < end <= len(text) for start, end in found)
    assert found == sorted(found)
    assert "  " not in folded.exact
    assert not any(one.isspace() for one in folded.exact.replace(" ", ""))


@given(st.text(alphabet=ALPHABET.replace("\n", "").replace("\u2028", ""), max_size=30))
@settings(max_examples=150, derandomize=True, deadline=None)
def test_what_is_folded_stays_as_it_is(text: str) -> None:
    once = fold(text).exact
    assert fold(once).exact == once


@given(st.text(alphabet=ALPHABET, max_size=20), st.text(alphabet=ALPHABET, max_size=20))
@settings(max_examples=100, derandomize=True, deadline=None)
def test_a_text_between_full_stops_folds_as_it_does_alone(before: str, after: str) -> None:
    """No character of one stretch is given to another, and the careful way agrees with the short one."""
    middle = "Rider 核保"
    whole = fold(f"{before};{middle};{after}")
    at = len(fold(f"{before};").exact)
    assert whole.exact[at : at + len(middle)] == middle
    start = len(before) + 1
    assert whole.span(at, at + len(middle)) == (start, start + len(middle))
