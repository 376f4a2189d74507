"""The formats of the linter's answer: exact text for people, and what machines read of it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from xml.etree import ElementTree as ET

import pytest

from commhub.lint.engine import NO_WAIVERS, lint
from commhub.lint.formats import formats
from commhub.lint.formats.base import Linted
from commhub.lint.rules.base import TermSpec
from commhub.lint.ruleset import RuleSet
from commhub.lint.sources import source_blocks
from commhub.lint.waived import Waiver, fingerprint

RULES = RuleSet(
    [
        TermSpec("NIGO", "*", "code", "code", "error", "what is missing", id="nigo"),
        TermSpec("rider", "en", "term", "jargon", "warning", "extra cover", id="en.rider"),
    ]
)
TEXT = "Hello.\r\n\r\nYour form 😀 is NIGO, and the rider ends.\n"
AT = TEXT.index("NIGO")


def linted(text: str = TEXT, name: str = "letters/a b.txt", waivers: Mapping[str, Waiver] = NO_WAIVERS) -> Linted:
    return Linted(name, text, lint(source_blocks(text, "email_text", "rendered"), "en", RULES, waivers=waivers))


def waived() -> Linted:
    sentence = "Your form 😀 is NIGO, and the rider ends."
    waiver = Waiver("7", fingerprint("nigo", sentence))
    return linted(name="a.txt", waivers={waiver.fingerprint: waiver})


def written(name: str, *results: Linted) -> str:
    return formats.get(name).write(results)


def test_lines_and_columns_count_code_points_and_every_kind_of_line_end() -> None:
    one = linted("a\rb\r\nc\u2028d\ne😀f")
    places = [one.place(at) for at in (0, 2, 5, 7, 9, 11)]
    assert places == [(1, 1), (2, 1), (3, 1), (3, 3), (4, 1), (4, 3)]


def test_text_names_the_place_the_reason_and_the_words_around() -> None:
    lines = written("text", linted(), linted("Fine.", "b.txt")).splitlines()
    assert lines[0].startswith("letters/a b.txt:3:16: error [nigo] 'NIGO' ")
    assert "what is missing" in lines[0]
    assert lines[1] == "    Your form 😀 is NIGO, and the rider ends."
    assert lines[2].startswith("letters/a b.txt:3:30: warning [en.rider] 'rider' ")
    assert lines[-1] == "2 texts: 1 that would stop the message, 1 to look at (warnings)."
    assert written("text", linted("Fine.")) == "1 text: nothing found.\n"
    assert written("text", waived()).splitlines()[-1] == "1 text: 1 to look at (warnings), 1 waived."


def test_json_has_everything_that_is_known() -> None:
    answer = json.loads(written("json", linted(), waived()))
    first, second = answer["texts"]
    nigo = first["findings"][0]
    assert answer["errors"] == 1
    assert {name: nigo[name] for name in ("rule", "start", "end", "surface", "line", "column", "fingerprint")} == {
        "rule": "nigo",
        "start": AT,
        "end": AT + 4,
        "surface": "NIGO",
        "line": 3,
        "column": 16,
        "fingerprint": fingerprint("nigo", "Your form 😀 is NIGO, and the rider ends."),
    }
    assert [(one["rule"], one["waiver"]) for one in second["waived"]] == [("nigo", "7")]


def test_sarif_is_version_2_1_0_with_regions_fingerprints_and_suppressions() -> None:
    log = json.loads(written("sarif", linted(), waived()))
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    assert run["columnKind"] == "unicodeCodePoints"
    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == ["nigo", "en.rider"]
    nigo, _, suppressed, rider = run["results"]
    place = nigo["locations"][0]["physicalLocation"]
    assert place["artifactLocation"] == {"uri": "letters/a%20b.txt"}
    assert place["region"] == {
        "startLine": 3,
        "startColumn": 16,
        "endLine": 3,
        "endColumn": 20,
        "charOffset": AT,
        "charLength": 4,
        "snippet": {"text": "NIGO"},
    }
    assert (nigo["ruleId"], nigo["ruleIndex"], nigo["level"], nigo["kind"]) == ("nigo", 0, "error", "fail")
    assert (rider["ruleIndex"], rider["level"]) == (1, "warning")
    assert nigo["partialFingerprints"] == suppressed["partialFingerprints"]
    assert "suppressions" not in nigo
    assert [one["kind"] for one in suppressed["suppressions"]] == ["external"]


def test_a_fingerprint_stays_when_lines_move_and_changes_with_the_sentence() -> None:
    def mark(text: str) -> str:
        one = linted(text)
        return one.report.findings[0].fingerprint

    assert mark("Your form is NIGO.") == mark("Hello!\n\nYour  form is\u00a0NIGO.") != mark("The form is NIGO.")


def test_junit_fails_for_errors_and_tells_the_rest() -> None:
    root = ET.fromstring(written("junit", linted(), linted("The rider\x07 ends.", "b.txt")))  # noqa: S314
    assert (root.get("tests"), root.get("failures")) == ("2", "1")
    first, second = root
    assert (first.get("name"), first.get("failures")) == ("letters/a b.txt", "1")
    assert first[0].get("name") == "line 3, column 16: NIGO (nigo)"
    assert first[0][0].get("type") == "nigo"
    assert "rider (en.rider)" in (first.findtext("system-out") or "")
    assert (second.get("failures"), second[0].get("name")) == ("0", "nothing stops this text")


def test_github_commands_escape_what_would_end_them() -> None:
    lines = written("github", linted(name="a,b:c%.txt"), waived()).splitlines()
    assert lines[0].startswith(
        "::error file=a%2Cb%3Ac%25.txt,line=3,endLine=3,col=16,endColumn=19,title=error%3A nigo::'NIGO' "
    )
    assert [line.split(" ")[0] for line in lines] == ["::error", "::warning", "::warning"]


@pytest.mark.parametrize("name", formats.names())
def test_every_format_can_write_nothing_and_whatever_a_text_holds(name: str) -> None:
    assert written(name) == "" or written(name).endswith("\n")
    odd = "".join(map(chr, range(32))) + "\x7f\x85 NIGO \ufffe\ud800 "
    text = written(name, linted(odd, "odd\ud800.txt"))
    assert "nigo" in text
    text.encode("utf-8")
