"""Discovery: what is rare and spread is found, what is listed, explained, a name or somebody's is not."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.core.management import call_command

from benchmarks import discovery_chinese, discovery_english
from benchmarks.discovery import documents_of, found_in, log_likelihood
from commhub.contracts import DataSpan
from commhub.lint.blocks import Block
from commhub.lint.discovery.counting import count
from commhub.lint.discovery.discover import Suspect, discover
from commhub.lint.discovery.documents import Document
from commhub.lint.discovery.familiar import familiarity, misspelt, zipf
from commhub.lint.policy import Policy
from commhub.lint.ruleset import RuleSet
from commhub.lint.sources import source_blocks
from tests.lint.rows import row

NO_RULES = RuleSet(())
PLAIN = "Thank you for your letter. We have looked at your claim and will pay it on Friday."


def documents(*texts: str, locale: str = "en", person: bool = False) -> list[Document]:
    return [
        Document(f"letter-{number}", locale, source_blocks(text, "email_text", "rendered"), str(number) * person)
        for number, text in enumerate(texts)
    ]


def suspects(*texts: str, locale: str = "en", rules: RuleSet = NO_RULES) -> dict[str, Suspect]:
    found, _ = discover(documents(*texts, locale=locale), rules, top=100)
    return {one.key: one for one in found}


def of_data(text: str, word: str, holds: str = "") -> Block:
    start = text.index(word)
    return Block(
        text, range(len(text)), range(1, len(text) + 1), spans=(DataSpan(start, start + len(word), "/data/x", holds),)
    )


def test_a_rare_word_is_found_where_it_is_spread_and_said_with_its_sentences() -> None:
    texts = [f"{PLAIN} Our subrogation unit in room {number} writes to the other driver." for number in range(12)]
    one = suspects(*texts)["subrogation"]

    assert (one.word, one.language, one.kind, one.documents, one.explained) == ("subrogation", "en", "word", 12, 0)
    assert one.examples[0].sentence == "Our subrogation unit in room 0 writes to the other driver."
    assert [example.place for example in one.examples] == ["letter-0", "letter-1", "letter-2"]
    assert one.used[0] == ("letter-0", 1)
    assert one.reason == "Rare in the language at large; in 12 documents, never explained."


def test_what_stands_in_one_of_many_documents_is_not_told_unless_it_is_in_capitals() -> None:
    found = suspects(*[PLAIN] * 11, f"{PLAIN} The subrogation of it went to FNOL.")
    assert "subrogation" not in found
    assert found["FNOL"].documents == 1


def test_what_a_list_has_is_no_suspect_in_any_of_its_forms() -> None:
    texts = [f"The subrogations of {number} lienholders are done." for number in range(12)]
    rules = RuleSet([row("subrogation")])
    assert set(suspects(*texts)) == {"subrogation", "lienholder"}
    assert set(suspects(*texts, rules=rules)) == {"lienholder"}


def test_an_acronym_comes_with_what_it_stands_for_and_a_safe_one_not_at_all() -> None:
    texts = ["We got your first notice of loss (FNOL) on Monday.", *[f"Your FNOL has page {n}." for n in range(11)]]
    one = suspects(*texts)["FNOL"]
    assert (one.kind, one.expansion, one.documents, one.explained) == ("acronym", "first notice of loss", 12, 1)
    assert "FNOL" not in suspects(*texts, rules=RuleSet((), Policy(safe=frozenset({"FNOL"}))))
    assert "FNOL" in suspects(*texts, rules=RuleSet((), Policy(unknown_acronyms="ignore")))


def test_what_every_document_explains_is_no_suspect() -> None:
    explained = [
        f"Your deductible (the part of the cost that you pay yourself) is £{number}." for number in range(100, 112)
    ]
    assert "deductible" not in suspects(*explained)
    assert "deductible" in suspects(*explained[:2], *[f"Your deductible is £{number}." for number in range(12)])


def test_words_that_keep_to_each_other_are_a_phrase_and_a_sentence_said_once_is_none() -> None:
    varied = [
        f"{start} the salvage title {end}."
        for start in ("We send", "Please keep", "You get", "We need")
        for end in ("today", "by post", "with your papers")
    ]
    found = suspects(*varied)
    assert found["salvage title"].kind == "phrase"
    assert "salvage" not in found
    assert "salvage title" not in suspects(*["We send the salvage title today."] * 12)


def test_names_and_misspellings_are_told_apart() -> None:
    texts = [f"Ask our Mr Cholmondeley about the goverment scheme on page {number}." for number in range(12)]
    found = suspects(*texts)
    assert (found["cholmondeley"].kind, found["goverment"].kind) == ("name", "misspelling")
    assert found["goverment"].reason == "Perhaps 'government' was meant; in 12 documents."


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("recieved", "received"),
        ("adress", "address"),
        ("definately", "definitely"),
        ("dunning", ""),
        ("novation", ""),
        ("enrolment", ""),
        ("policies", ""),
        ("zzzzzz", ""),
    ],
)
def test_misspellings(word: str, meant: str) -> None:
    assert misspelt(word, "en") == meant


def test_a_word_is_as_familiar_as_what_it_is_plainly_made_of() -> None:
    assert familiarity("unprinted", "en") > zipf("unprinted", "en") + 1
    assert familiarity("e-mail", "en") == familiarity("email", "en")
    assert familiarity("qxzv", "en") == 0


def test_codes_of_systems_are_found_and_postcodes_and_numbers_are_not() -> None:
    texts = [
        f"State UW_PEND, form HO3, box P1-DEC. Leeds LS99 1NL, claim AB12345{n}, page {n}, £20." for n in range(12)
    ]
    assert {one.key for one in suspects(*texts).values() if one.kind == "code"} == {"UW_PEND", "HO3", "P1-DEC"}


def test_addresses_and_files_are_not_read() -> None:
    texts = [f"See https://subrogation.example/{n}, help@subrogation.example or subrogation.pdf." for n in range(12)]
    assert suspects(*texts) == {}


def test_chinese_words_are_found_in_either_script() -> None:
    plain = [
        f"请在{day}之前把{thing}的照片发给我们。"
        for day in ("星期一", "星期二", "星期三")
        for thing in ("免赔额", "收据")
    ]
    found = suspects(*plain, *[f"您的免赔额是{n}元。" for n in range(8)], locale="zh")
    assert (found["免赔额"].language, found["免赔额"].documents) == ("zh", 11)
    traditional = suspects(*[f"您的免賠額是{n}元。" for n in range(12)], locale="zh-HK")
    assert traditional["免赔额"].word == "免賠額"


def test_values_that_name_somebody_are_never_told() -> None:
    said = [
        Document(
            "claim", "en", [of_data("Ask Zbigniew Kwasniewski about it.", "Zbigniew Kwasniewski", "person-name")], n
        )
        for n in "abcdefghijkl"
    ]
    assert discover(said, NO_RULES, top=50)[0] == []


def test_a_word_that_only_data_brings_is_told_once_it_came_from_several_people() -> None:
    text = "Note: the whole subrogation."
    block = of_data(text, "the whole subrogation")
    one_person = [Document(f"claim {n}", "en", [block], "a") for n in range(12)]
    three = [Document(f"claim {n}", "en", [block], "abc"[n % 3]) for n in range(12)]
    assert discover(one_person, NO_RULES, top=50)[0] == []
    found, _ = discover(three, NO_RULES, top=50)
    assert [one.key for one in found] == ["subrogation"]
    assert found[0].examples[0].sentence == "Note: subrogation."


def test_what_is_decided_is_not_found_again() -> None:
    found, _ = discover(
        documents(*["Our subrogation unit writes."] * 12), NO_RULES, top=9, known={("en", "subrogation")}
    )
    assert "subrogation" not in [one.key for one in found]


def test_hostile_text_has_a_defined_result() -> None:
    texts = (
        "\ud800" * 2_000,
        "e" + "\u0301" * 20_000,
        "A" * 50_000,
        "A." * 20_000,
        "".join(map(chr, range(32))),
        "保" * 20_000,
        "FNOL (x) " * 8_000,
    )
    found, library = discover(documents(*texts), NO_RULES, top=5)
    assert (len(found) <= 5, len(library.documents)) == (True, 7)


@pytest.mark.parametrize(
    ("letters", "language", "least"), [(discovery_english, "en", 40), (discovery_chinese, "zh", 18)]
)
def test_planted_terms_are_among_the_first_and_more_than_by_log_likelihood(
    letters: object, language: str, least: int
) -> None:
    texts = documents_of(letters.letters(300 if language == "en" else 150, 7), language)  # type: ignore[attr-defined]
    planted = letters.PLANTED  # type: ignore[attr-defined]
    found, library = discover(texts, NO_RULES, top=200)
    ours = found_in(planted, (one.key for one in found))
    usual = found_in(planted, log_likelihood(count(library), language)[:200])
    assert len(ours) >= least > len(usual)


def test_the_command_looks_through_a_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pack = tmp_path / "pack.json"
    pack.write_text('{"format": "commhub-rulepack/1", "terms": []}')
    folder = tmp_path / "letters"
    folder.mkdir()
    for number in range(12):
        (folder / f"{number}.txt").write_text(f"Our subrogation unit in room {number} writes.")

    call_command("lint", "discover", str(folder), "--pack", str(pack), "--json", "--top", "3")
    answer = json.loads(capsys.readouterr().out)
    assert [one["key"] for one in answer["suspects"]] == ["subrogation"]
    assert answer["notes"] == ["12 documents were read."]

    call_command("lint", "discover", str(folder), "--pack", str(pack))
    assert "“Our subrogation unit in room 0 writes.”" in capsys.readouterr().out
