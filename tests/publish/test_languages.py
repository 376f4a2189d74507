"""Editions in which a text falls back to another language, and translations that are behind their source."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils import timezone

from commhub.approval.drafts import new_draft
from commhub.approval.errors import Refused
from commhub.approval.history import reviews_of
from commhub.approval.submit import submit
from commhub.codes.models import CodeEntry
from commhub.contracts import CompileError, Finding
from commhub.intake import Caller, IntakeError, SendRequest, accept
from commhub.publish.compile import Compiled, compile_version
from commhub.publish.languages import languages_of, refusals, source_when_made, told_of_language, with_late_texts
from commhub.publish.proofs import make_proofs
from commhub.record.models import Message
from commhub.replay import replay
from templates_store.editing import Languages, write_block, write_template
from templates_store.models import Template, TemplateVersion
from templates_store.translations import hash_of_text
from tests.codes.entries import put_words
from tests.factories import (
    api_key,
    block_draft,
    listed,
    live_brand,
    live_template,
    marketer,
    publish,
    template_draft,
    work_off,
)

pytestmark = pytest.mark.django_db

VARIABLES = (
    {"name": "due", "type": "date", "sample": "2026-03-04"},
    {"name": "premium", "type": "money", "sample": {"amount": "1234.50", "currency": "GBP"}},
)
ENGLISH = {
    "subject": "Due on {{ due }}",
    "body": "Please pay {{ premium }} by {{ due }}.",
    "sms": "Please pay {{ premium }} by {{ due }}.",
}
GERMAN = {"subject": "Fällig am {{ due }}", "body": "Bitte zahlen Sie {{ premium }} bis {{ due }}."}


def draft(**parts: dict[str, str]) -> TemplateVersion:
    live_brand(default_locale="en-GB")
    listed()
    return template_draft(parts={locale.replace("_", "-"): told for locale, told in parts.items()}, variables=VARIABLES)


def compiled(version: TemplateVersion, locale: str) -> Compiled:
    return compile_version(version, version.brands.get(), locale, on=date(2026, 1, 15))


def send(template: Template, locale: str, **recipient: str) -> Message:
    key, _ = api_key(mode="test")
    is_note = template.key == "status-note"
    data = {"status": "OPEN"} if is_note else {"due": "2026-03-04", "premium": {"amount": "1234.50", "currency": "GBP"}}
    request = SendRequest(template.key, data, recipient={"name": "Lena", **recipient}, locale=locale)
    sent = accept(request, Caller(key.pk, key.name, test=True), idempotency_key=None, now=timezone.now()).send
    work_off()
    return Message.objects.get(send=sent)


# ---- what falls back -----------------------------------------------------------------------------------------------


def test_a_text_message_that_fell_back_is_english_in_all_of_it() -> None:
    version = draft(de=GERMAN, en=ENGLISH)
    edition = compiled(version, "de").edition
    assert {name: edition.locale_of(name) for name in edition.channels} == {
        "email": "de",
        "sms": "en-GB",
        "print": "de",
    }
    assert edition.channels["sms"]["locale"] == "en-GB"
    proofs = {proof.channel: proof for proof in make_proofs(version) if proof.locale == "de"}
    sms, email = proofs["sms"].rendered, proofs["email"].rendered
    assert sms
    assert sms.content["text"] == "Northlight: Please pay £1,234.50 by 4 March 2026."
    assert email
    assert '<html lang="de">' in email.content["html"]
    assert "1.234,50\xa0£" in email.content["html"]
    assert "4. März 2026" in email.content["html"]
    told = [one.message for one in proofs["sms"].findings if one.kind == "language"]
    assert told == ["The text message is not written in de: customers get the English one."]
    assert [one for one in proofs["email"].findings if one.kind == "language"] == []


def test_an_email_that_fell_back_says_its_language() -> None:
    version = draft(de={"sms": "Bitte zahlen Sie {{ premium }}."}, en=ENGLISH)
    proofs = {proof.channel: proof for proof in make_proofs(version) if proof.locale == "de"}
    email, letter = proofs["email"].rendered, proofs["print"].rendered
    assert email
    assert '<html lang="en-GB">' in email.content["html"]
    assert "£1,234.50" in email.content["html"]
    assert letter
    assert '<html lang="en-GB">' in letter.content["html"]
    assert email.content["subject"] == "Due on 4 March 2026"


def test_an_edition_in_which_nothing_falls_back_is_what_it_was() -> None:
    version = draft(de={**GERMAN, "sms": "Bitte zahlen."}, en=ENGLISH)
    alone = compiled(version, "de").edition
    assert all({"locale", "also"}.isdisjoint(share) for share in alone.channels.values())
    version.parts.filter(locale="en").delete()
    assert compiled(version, "de").edition.channels == alone.channels


def test_a_parent_of_the_language_lends_without_a_word() -> None:
    version = draft(en=ENGLISH, en_GB={"subject": "Due, old chap, on {{ due }}"})
    edition = compiled(version, "en-GB").edition
    assert edition.channels["email"]["subject"].startswith("Due, old chap")
    assert all("locale" not in share and not share.get("findings") for share in edition.channels.values())


def test_a_subject_in_another_language_is_told_and_read_in_it() -> None:
    version = draft(de={"subject": "Fällig: Sachbearbeitung"}, en=ENGLISH)
    edition = compiled(version, "de").edition
    assert (edition.locale_of("email"), edition.also_in("email")) == ("en-GB", ("de",))
    listed("Sachbearbeitung", locale="de")
    proof = next(one for one in make_proofs(version) if (one.locale, one.channel) == ("de", "email"))
    assert ("Sachbearbeitung", "error") in {(one.surface, one.severity) for one in proof.findings}
    assert "The subject of the e-mail is in German, and its text in English." in {one.message for one in proof.findings}


def test_coded_language_in_a_text_that_fell_back_is_found_at_send() -> None:
    template = publish(draft(de=GERMAN, en={**ENGLISH, "sms": "Your mandate lapsed."})).template
    listed("mandate")
    message = send(template, "de", phone="+447700900123")
    assert (message.channel, message.state) == ("sms", "blocked")
    assert [one["surface"] for one in message.findings] == ["mandate"]
    message = send(template, "de", email="lena@example.com")
    assert (message.channel, message.state) == ("email", "sent")


def test_what_is_required_has_an_edition_even_if_all_of_it_falls_back() -> None:
    version = draft(en_GB=ENGLISH)
    version.required_locales = ["cy"]
    version.save()
    assert {proof.locale for proof in make_proofs(version)} == {"cy", "en-GB"}


# ---- content blocks ------------------------------------------------------------------------------------------------


def test_a_block_is_taken_by_the_chain_and_then_from_the_brand() -> None:
    publish(block_draft("help", **{"en": "Our claims desk helps.", "zh-Hans": "我们可以帮助您。"}))
    including = {"subject": "{{ due }}", "body": '{{ premium }}\n\n{% include "help" %}'}
    version = draft(de=including, en=including, zh_Hans=including)
    edition = compiled(version, "zh-Hans").edition
    assert "我们可以帮助您" in edition.channels["email"]["html"]
    assert "also" not in edition.channels["email"]
    edition = compiled(version, "de").edition
    assert "Our claims desk helps." in edition.channels["email"]["html"]
    assert (edition.locale_of("email"), edition.also_in("email")) == ("de", ("en-GB",))
    assert [Finding(**one).message for one in edition.channels["email"]["findings"]] == [
        "The content block help is not written in de: its English text stands in the e-mail."
    ]
    listed("claims desk")
    proof = next(one for one in make_proofs(version) if (one.locale, one.channel) == ("de", "email"))
    assert "claims desk" in {one.surface for one in proof.findings}


def test_a_block_that_neither_the_reader_nor_the_brand_can_read_does_not_compile() -> None:
    publish(block_draft("help", fr="Nous vous aidons."))
    version = draft(de={"subject": "x", "body": '{% include "help" %}'})
    with pytest.raises(CompileError, match="content block 'help' is not written in de"):
        compiled(version, "de")


# ---- out of date ---------------------------------------------------------------------------------------------------


def save(version: TemplateVersion, parts: dict[tuple[str, str], str], *still_right: str) -> dict[str, str]:
    languages = Languages("en", tuple(version.required_locales), frozenset(still_right))
    write_template(version, parts, list(version.variables), "", languages=languages)
    return {f"{part.locale}/{part.name}": part.made_from for part in version.parts.all()}


def test_marks_from_save_to_save() -> None:
    version = draft(en=ENGLISH, de=GERMAN)
    parts = {(part.locale, part.name): part.source for part in version.parts.all()}
    first = hash_of_text(ENGLISH["body"])
    marks = save(version, parts)
    assert (marks["de/body"], marks["en/body"]) == (first, "")
    changed = {**parts, ("en", "body"): "Please pay by {{ due }}."}
    assert save(version, changed)["de/body"] == first
    [late] = told_of_language(version, "de")
    assert (late.part, late.severity) == ("body", "warning")
    assert late.message == "The part body in de is out of date: the English one has changed since it was translated."
    assert with_late_texts(TemplateVersion) == [version.template.pk]
    assert save(version, changed, "de/body")["de/body"] == hash_of_text("Please pay by {{ due }}.")
    assert told_of_language(version, "de") == []
    again = {**changed, ("en", "body"): "Pay.", ("de", "body"): "Zahlen Sie."}
    assert save(version, again)["de/body"] == hash_of_text("Pay.")


def test_a_source_that_changes_marks_texts_of_which_nothing_is_known() -> None:
    version = draft(en=ENGLISH, de=GERMAN)
    parts = {(part.locale, part.name): part.source for part in version.parts.all()}
    marks = save(version, {**parts, ("en", "subject"): "Due"})
    assert marks["de/subject"] == hash_of_text(ENGLISH["subject"])
    assert [one.out_of_date for one in languages_of(version)] == [(), ("subject",)]


def test_marks_go_along_into_the_next_draft_with_the_text_that_was_translated() -> None:
    version = draft(en=ENGLISH, de=GERMAN)
    parts = {(part.locale, part.name): part.source for part in version.parts.all()}
    save(version, parts)
    following = new_draft(publish(version), marketer())
    save(following, {**parts, ("en", "body"): "Please pay by {{ due }}."})
    assert [one.badges for one in languages_of(following)] == [
        [("source", "source")],
        [("late", "out of date"), ("lacks", "missing 1 part")],
    ]
    assert source_when_made(following, "de/body") == ENGLISH["body"]
    submit(following, marketer(), now=timezone.now())
    told = [one for one in following_findings(following) if one["rule"] == "translation-out-of-date"]
    assert [one["part"] for one in told] == ["body"]


def following_findings(version: TemplateVersion) -> list[dict[str, str]]:
    return list(next(iter(reviews_of(version))).findings)


def test_another_source_language_forgets_the_marks_of_the_one_before() -> None:
    version = draft(en=ENGLISH, de=GERMAN)
    parts = {(part.locale, part.name): part.source for part in version.parts.all()}
    save(version, parts)
    write_template(version, parts, list(version.variables), "", languages=Languages("de"))
    marks = {f"{part.locale}/{part.name}": part.made_from for part in version.parts.all()}
    assert (marks["de/body"], marks["en/body"], marks["en/sms"]) == ("", hash_of_text(GERMAN["body"]), "")


def test_a_number_is_never_out_of_date() -> None:
    version = draft(en={**ENGLISH, "sms-budget": "1"}, de={**GERMAN, "sms": "Bitte zahlen.", "sms-budget": "2"})
    parts = {(part.locale, part.name): part.source for part in version.parts.all()}
    save(version, parts)
    assert save(version, {**parts, ("en", "sms-budget"): "3"})["de/sms-budget"] == ""


def test_a_block_keeps_marks_as_well() -> None:
    block = block_draft("help", en="Ring us.", de="Rufen Sie uns an.")
    write_block(block, {"en": "Ring us at any time.", "de": "Rufen Sie uns an."}, "", Languages("en"))
    assert block.texts.get(locale="de").made_from == hash_of_text("Ring us.")
    assert [one.badges for one in languages_of(block)] == [[("source", "source")], [("late", "out of date")]]
    assert source_when_made(block, "de") is None  # it stood in a save of this draft only


# ---- required ------------------------------------------------------------------------------------------------------


def test_a_required_language_must_be_whole_and_up_to_date() -> None:
    version = draft(en=ENGLISH, de=GERMAN)
    parts = {(part.locale, part.name): part.source for part in version.parts.all()}
    version.required_locales = ["de"]
    save(version, parts)
    assert list(refusals(version)) == ["de is required, and the part sms (Text message) is not written in it."]
    with pytest.raises(Refused, match=r"cannot go on: de is required, and the part sms \(Text message\)"):
        submit(version, marketer(), now=timezone.now())
    whole = {**parts, ("de", "sms"): "Bitte zahlen Sie {{ premium }}."}
    save(version, whole)
    assert list(refusals(version)) == []
    save(version, {**whole, ("en", "sms"): "Pay {{ premium }}."})
    with pytest.raises(Refused, match="its part sms is out of date: the English one has changed since"):
        submit(version, marketer(), now=timezone.now())


def test_a_wider_form_of_the_language_is_enough() -> None:
    version = draft(en=ENGLISH, de=GERMAN)
    version.source_locale, version.required_locales = "en", ["en-GB"]
    version.save()
    assert list(refusals(version)) == []


def test_a_required_language_without_a_word_is_refused() -> None:
    version = draft(en=ENGLISH)
    version.required_locales = ["cy"]
    version.save()
    assert [sentence.split(" ", 5)[5] for sentence in refusals(version)] == [
        "part body (E-mail) is not written in it.",
        "part subject (E-mail) is not written in it.",
        "part sms (Text message) is not written in it.",
    ]


def test_codes_are_printed_in_the_language_of_the_channel() -> None:
    said = {"subject": "x", "body": "{{ status }}"}
    template = status_note({"de": said, "en": {**said, "sms": "{{ status }}"}})
    message = send(template, "de", phone="+447700900123")
    assert (message.channel, message.state, message.problem) == ("sms", "sent", "")
    assert message.codes == {"status": {"OPEN": "still open"}}
    assert replay(message).content["text"] == "Northlight: still open"
    message = send(template, "de", email="lena@example.com")
    assert message.codes == {"status": {"OPEN": "noch offen"}}


def test_a_code_without_words_in_the_language_of_the_channel_is_refused() -> None:
    template = status_note({"de": {"subject": "x", "body": "y"}, "en": {"sms": "{{ status }}"}})
    CodeEntry.objects.filter(locale="en").delete()
    with pytest.raises(IntakeError) as refused:
        send(template, "de", phone="+447700900123")
    assert "has no words for customers in en-GB" in refused.value.problems[0].detail


def status_note(parts: dict[str, dict[str, str]]) -> Template:
    put_words({"OPEN": "still open"}, "en")
    put_words({"OPEN": "noch offen"}, "de")
    live_brand(default_locale="en-GB")
    variables = [{"name": "status", "type": "enum", "choices": ["OPEN"], "sample": "OPEN"}]
    return live_template("status-note", parts=parts, variables=variables)
