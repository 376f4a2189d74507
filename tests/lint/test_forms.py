"""The forms of English terms: which are made, and which words that look like forms are not."""

from __future__ import annotations

import subprocess
import sys

import pytest

from commhub.lint.matching.forms import forms_of, forms_of_all
from tests.lint.rows import row


@pytest.mark.parametrize(
    ("term", "pos", "forms"),
    [
        ("rider", "", "rider riders"),
        ("annuity", "noun", "annuity annuities"),
        ("annex", "NOUN", "annex annexes"),
        ("moratorium", "noun", "moratorium moratoriums moratoria"),
        ("deductible", "", "deductible deductibles"),
        ("tranche", "", "tranche tranches"),
        ("adjudicate", "verb", "adjudicate adjudicates adjudicated adjudicating"),
        ("subrogate", "", "subrogate subrogates subrogated subrogating"),
        ("indemnify", "VERB", "indemnify indemnifies indemnified indemnifying"),
        ("escheat", "verb", "escheat escheats escheated escheating"),
        ("upsell", "verb", "upsell upsells upsold upselling"),
        ("remit", "verb", "remit remits remitted remitting"),
        ("underwrite", "v", "underwrite underwrites underwrote underwritten underwriting"),
        ("adjudication", "noun", "adjudication adjudications"),
        ("lapse", "", "lapse lapses lapsed lapsing"),
        ("lapse", "noun", "lapse lapses"),
        ("interest", "", "interest interests"),
        ("delinquent", "adjective", "delinquent"),
        ("adjudicated", "", "adjudicated"),
        ("claims", "", "claims"),
        ("arrears", "", "arrears"),
        ("Rider", "", "Rider Riders"),
    ],
)
def test_single_words(term: str, pos: str, forms: str) -> None:
    made = {form for form in forms_of(row(term, pos=pos)) if "-" not in form and " " not in form}
    assert made == set(forms.split())


@pytest.mark.parametrize(
    ("term", "pos", "forms"),
    [
        ("grace period", "", ["grace period", "grace periods", "grace-period", "grace-periods"]),
        (
            "letter of credit",
            "noun",
            ["letter of credit", "letters of credit", "letter-of-credit", "letters-of-credit"],
        ),
        ("Explanation of Benefits", "noun", ["Explanation of Benefits", "Explanations of Benefits"]),
        ("sum insured", "noun", ["sum insured", "sums insured"]),
        ("file a claim", "", ["file a claim", "files a claim", "filed a claim", "filing a claim"]),
        ("to remit", "verb", ["to remit", "remit", "remits", "remitted", "remitting"]),
        ("opt out", "", ["opt out", "opts out", "opted out", "opting out"]),
        ("claw back", "verb", ["claw back", "claws back", "clawed back", "clawing back"]),
        ("cross-sell", "verb", ["cross-sell", "cross-sells", "cross-sold", "cross-selling", "cross selling"]),
        ("opt-in", "", ["opt-in", "opt-ins", "opted in", "opting in", "opt in"]),
        ("write-off", "noun", ["write-off", "write-offs", "write off", "write offs"]),
        ("pay-as-you-go tariff", "noun", ["pay-as-you-go tariffs", "pay as you go tariffs"]),
        ("point-of-sale terminal", "", ["point-of-sale terminals", "point of sale terminals"]),
        ("out-of-network provider", "noun", ["out-of-network providers", "out of network providers"]),
        ("in-patient stay", "", ["in-patient stays", "in patient stays"]),
        ("add-on for learners", "noun", ["add-ons for learners", "add ons for learners"]),
        ("brother-in-law", "noun", ["brothers-in-law", "brothers in law"]),
        ("top-up fee", "", ["top-up fees", "top up fees"]),
        ("e-sign", "", ["e-sign", "esign", "e sign", "e-signed", "esigned"]),
    ],
)
def test_phrases_inflect_the_word_that_carries_them(term: str, pos: str, forms: list[str]) -> None:
    assert set(forms) <= set(forms_of(row(term, pos=pos)))


@pytest.mark.parametrize(
    ("term", "pos", "never"),
    [
        ("diabetes", "", {"diabetics", "diabetic", "diabeteses"}),
        ("diabetic", "", {"diabetes"}),
        ("letter of credit", "noun", {"letter of credits", "lettered of credit"}),
        ("file a claim", "", {"file a claims", "file a claimed"}),
        ("in force", "", {"in forces", "in forced"}),
        ("end-of-term fee", "noun", {"ends-of-term fee", "ends of term fee"}),
        ("opt-out form", "", {"opted-out form", "opting out form"}),
        ("out-of-hours", "", {"outs-of-hours", "out-of-houred"}),
        ("terms and conditions", "", {"terms and conditionses", "term and conditions"}),
        ("interest", "", {"interesting", "interested", "inter-est"}),
        ("find", "verb", {"founded", "founding"}),
        ("subrogation", "", {"sub-rogation", "subrogate"}),
        ("premium", "noun", {"pre-mium"}),
        ("re-sign", "verb", {"resign", "resigned"}),
        ("co-op", "", {"coop", "coops"}),
        ("supervise", "verb", {"supervize"}),
        ("franchise", "", {"franchize"}),
        ("cheque", "noun", {"check", "checks"}),
        ("size", "", {"sise", "sised"}),
        ("payout", "noun", {"pay out"}),
        ("rider", "", {"ridered"}),
        ("policyholder", "", {"policy holder's", "policyholder's"}),
    ],
)
def test_what_only_looks_like_a_form_is_left_out(term: str, pos: str, never: set[str]) -> None:
    assert never.isdisjoint(forms_of(row(term, pos=pos)))


@pytest.mark.parametrize("written", ["co-pay", "copay", "co pay"])
def test_hyphen_space_and_neither_are_one_term(written: str) -> None:
    assert {"co-pay", "copay", "co pay", "co-pays", "copays", "co pays"} <= set(forms_of(row(written)))


@pytest.mark.parametrize(
    ("term", "others"),
    [
        ("charge-back", {"charge-backs", "chargeback", "chargebacks", "charge back"}),
        ("copay waiver", {"co-pay waiver", "co pay waivers", "copay-waiver"}),
        ("chargeback", {"charge-back", "chargebacks", "charge-backs"}),
        ("pre-existing condition", {"pre existing condition", "preexisting conditions"}),
    ],
)
def test_nouns_of_two_parts_are_joined_and_parted(term: str, others: set[str]) -> None:
    assert others <= set(forms_of(row(term, pos="noun")))


@pytest.mark.parametrize("written", ["pre-authorisation", "preauthorisation", "preauthorization", "pre authorization"])
def test_british_and_american_spellings_are_one_term(written: str) -> None:
    made = set(forms_of(row(written, pos="noun")))
    assert {"pre-authorisation", "pre-authorization", "preauthorisations", "preauthorizations"} <= made


@pytest.mark.parametrize(
    ("term", "other"),
    [("amortise", "amortized"), ("utilize", "utilising"), ("instalment", "installments"), ("licence", "license")],
)
def test_other_spellings_are_inflected_too(term: str, other: str) -> None:
    assert other in forms_of(row(term))


@pytest.mark.parametrize(
    ("term", "forms"),
    [
        ("NIGO", ("NIGO", "NIGOs")),
        ("T&C", ("T&C", "T&Cs")),
        ("T&Cs", ("T&Cs", "T&C")),
        ("UW2", ("UW2",)),
    ],
)
@pytest.mark.parametrize("known", [{"inflect": True}, {"inflect": False, "kind": "acronym", "rule": "acronym"}])
@pytest.mark.parametrize("locale", ["en", "*", "zh", "de"])
def test_acronyms_take_the_s_of_a_plural_and_nothing_else(
    term: str, forms: tuple[str, ...], known: dict[str, str], locale: str
) -> None:
    assert forms_of(row(term, locale, **known)) == forms


def test_a_row_that_is_not_inflected_is_its_words_alone() -> None:
    assert forms_of(row(" grace  period ", inflect=False)) == ("grace period",)
    assert forms_of(row("UW_PEND", rule="code", kind="code")) == ("UW_PEND",)
    assert forms_of(row("", inflect=True)) == ()


def test_forms_that_people_edited_are_the_whole_truth() -> None:
    assert forms_of(row("rider", forms=("rider", "ryder"))) == ("rider", "ryder")


@pytest.mark.parametrize("locale", ["zh", "zh-Hant", "ja", "ko", "ar", "he", "th"])
def test_languages_whose_words_do_not_change(locale: str) -> None:
    assert forms_of(row("rider", locale)) == ("rider",)


@pytest.mark.parametrize(
    "term", ["'", "-", "--", "- -", "a-", "-a", " - ", "\u0301", "\ud800", "a\x00b", "e-", "$5", "x" * 200]
)
@pytest.mark.parametrize("pos", ["", "noun", "verb", "adjective", "no such part"])
def test_odd_terms_have_themselves_as_a_form(term: str, pos: str) -> None:
    made = forms_of(row(term, pos=pos))
    assert made[:1] == ((" ".join(term.split()),) if term.strip() else ())
    assert len(made) == len(set(made))


def test_many_at_once_are_as_one_by_one() -> None:
    rows = [row("rider"), row("franszyza", "pl"), row("NIGO"), row("udział własny", "pl"), row("核保", "zh")]
    assert forms_of_all(rows) == [forms_of(one) for one in rows]


def test_forms_that_are_stored_need_no_lexicon() -> None:
    told = (
        "import sys\n"
        "from commhub.lint.matching.forms import forms_of_all\n"
        "from commhub.lint.rules.base import TermSpec\n"
        "forms_of_all([TermSpec('rider', 'en', 'term', 'jargon', 'error', forms=('rider', 'riders')),\n"
        "  TermSpec('rata', 'pl', 'term', 'jargon', 'error', forms=('rata',)),\n"
        "  TermSpec('rider', 'en', 'term', 'jargon', 'error', inflect=False)])\n"
        "print(sorted({'lemminflect', 'numpy', 'simplemma', 'wordfreq'} & sys.modules.keys()))\n"
    )
    ran = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"
