"""The forms of terms in languages that inflect more than English does."""

from __future__ import annotations

import pytest

from commhub.lint.matching.forms import forms_of
from commhub.lint.matching.forms.dictionary import Dictionary, dictionary_of
from tests.lint.rows import row


@pytest.mark.parametrize(
    ("locale", "term", "forms"),
    [
        ("fr", "franchise", ["franchises"]),
        ("fr", "délai de carence", ["délais de carence"]),
        ("fr", "proroger", ["prorogé", "prorogeons", "proroge"]),
        ("fr", "agios", ["agio"]),
        ("de", "Selbstbeteiligung", ["Selbstbeteiligungen"]),
        ("de", "Rückkaufswert", ["Rückkaufswerts", "Rückkaufswerte", "Rückkaufswerten"]),
        ("de", "stornieren", ["storniert", "stornierte"]),
        ("de", "kündigen", ["gekündigt", "kündigt"]),
        ("de", "Anspruch", ["Ansprüche", "Anspruchs"]),
        ("de", "grobe Fahrlässigkeit", ["grober Fahrlässigkeit", "groben Fahrlässigkeit"]),
        (
            "de",
            "vorvertragliche Anzeigepflicht",
            ["vorvertraglichen Anzeigepflicht", "vorvertragliche Anzeigepflichten"],
        ),
        ("fr", "quote-part", ["quotes-parts"]),
        ("de", "Abschlagszahlung", ["Abschlagszahlungen"]),
        ("es", "siniestro", ["siniestros"]),
        ("es", "domiciliación", ["domiciliaciones"]),
        ("es", "prorratear", ["prorratea", "prorrateado"]),
        ("es", "póliza colectiva", ["pólizas colectivas"]),
        ("pl", "udział własny", ["udziału własnego", "udziałem własnym", "udziały własne", "udziałów własnych"]),
        ("pl", "dobrowolny udział własny", ["dobrowolnego udziału własnego", "dobrowolnym udziale własnym"]),
        ("pl", "okres karencji", ["okresu karencji", "okresie karencji", "okresy karencji"]),
        ("pl", "umowa", ["umowy", "umów", "umowach"]),
        ("pl", "odsetki karne", ["odsetek karnych", "odsetkami karnymi"]),
        ("pl", "ubezpieczający", ["ubezpieczającego", "ubezpieczających"]),
        ("ru", "франшиза", ["франшизы", "франшизой", "франшизу", "франшиз"]),
        ("ru", "страховая премия", ["страховой премии", "страховую премию", "страховые премии"]),
        ("ru", "дебиторская задолженность", ["дебиторской задолженности", "дебиторскую задолженность"]),
        ("ru", "безакцептное списание", ["безакцептного списания", "безакцептным списанием"]),
        ("ru", "платёж", ["платежи", "платеж", "платежей"]),
        ("fr", "ayant droit", ["ayants droit"]),
        ("fr", "mise en demeure", ["mises en demeure"]),
        ("fr", "prescription biennale", ["prescriptions biennales"]),
        ("de", "abtreten", ["abgetreten"]),
        ("de", "Behinderter", ["Behinderten"]),
        ("de", "Ausschluss", ["Ausschlüsse", "Ausschlusses"]),
        ("pl", "oprocentowanie", ["oprocentowania", "oprocentowaniem"]),
        ("pl", "roszczenie", ["roszczeń", "roszczenia"]),
        ("pl", "Roszczenie", ["Roszczeń"]),
        ("ru", "пролонгировать", ["пролонгируем", "пролонгирован"]),
        ("it", "polizza", ["polizze"]),
    ],
)
def test_inflected_forms_are_made(locale: str, term: str, forms: list[str]) -> None:
    made = forms_of(row(term, locale))
    assert made[0] == term
    assert set(forms) <= set(made)


@pytest.mark.parametrize(
    ("locale", "term", "never"),
    [
        ("pl", "okres karencji", {"okres karencja", "okresy karencje"}),
        ("pl", "ubezpieczający", {"ubezpieczam", "ubezpieczać"}),
        ("pl", "dobrowolny udział własny", {"dobrowolnego udziału własny"}),
        ("fr", "encours", {"encourir", "encouru"}),
        ("fr", "ayant droit", {"avoir droit", "a droit"}),
        ("ru", "задолженность", {"дебиторская"}),
        ("es", "amortizar", {"amortización"}),
        ("de", "Regress", {"regressiv"}),
    ],
)
def test_other_words_are_not(locale: str, term: str, never: set[str]) -> None:
    assert never.isdisjoint(forms_of(row(term, locale)))


def test_german_compounds_are_words_of_their_own() -> None:
    made = forms_of(row("Beitrag", "de"))
    assert {"Beiträge", "Beitrags"} <= set(made)
    assert all(form.startswith(("Beitrag", "Beiträg")) for form in made)
    assert not any("-" in form or " " in form for form in made)


def test_a_language_without_a_dictionary_has_the_term_alone() -> None:
    assert forms_of(row("foo", "xx")) == ("foo",)


@pytest.mark.parametrize("term", ["x", "-", "‑", "1", "\ud800", "a\x00", "ß" * 100, "ё", "la la la la la la la la"])
@pytest.mark.parametrize("locale", ["fr", "de", "ru", "pl"])
def test_odd_terms_have_themselves_as_a_form(locale: str, term: str) -> None:
    assert forms_of(row(term, locale))[0] == term


def test_long_phrases_do_not_explode() -> None:
    assert len(forms_of(row("umowa rata składka franszyza polisa szkoda", "pl"))) < 700


def test_the_dictionary_reads_the_same_stretch_at_any_place() -> None:
    whole = Dictionary("fr")
    words = ["franchise", "zygote", "abaissement", "avenant", "échéance", "œuvre"]
    one_by_one = {word: dictionary_of("fr").forms(word) for word in words}
    whole.prepare(words)
    assert {word: whole.forms(word) for word in words} == one_by_one
    assert one_by_one["échéance"] == ("échéance", ["échéance", "échéances"])
