"""Reports on a real store: what is in which group, that nothing is done twice, and that work goes on where it was."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from brand_assets.models import Brand
from commhub.approval.drafts import new_draft
from commhub.approval.releases import add, begin
from commhub.blast import report as reporting
from commhub.blast.change import change_of, change_of_release
from commhub.blast.models import BlastEdition, BlastLook, BlastReport
from commhub.blast.report import go_on, report_of
from commhub.blast.samples import Reader
from commhub.codes.models import CodeEntry
from commhub.lint.models import LintWaiver
from commhub.versions import State, Version
from templates_store.models import ContentBlockVersion, LayoutVersion, Part, Template, TestSet
from tests.blast.conftest import LAYOUT, NOW, PARTS, NoRuler
from tests.factories import TOKENS, block_draft, layout_draft, live_template, marketer, publish, reviewer

Report = Callable[..., BlastReport]


def groups(report: BlastReport) -> dict[tuple[str, str, str], str]:
    """The group of each entry by template, language and channel."""
    rows = report.entries.values_list("edition__template", "edition__locale", "channel", "group")
    return {(template, locale, channel): group for template, locale, channel, group in rows}


def sentences(report: BlastReport, channel: str) -> list[str]:
    facts = report.entries.get(channel=channel).pair.facts
    return list(facts["sentences"])


def draft_of(version: Version) -> Any:
    return new_draft(version, marketer())


def with_text(block: Version, text: str) -> ContentBlockVersion:
    """A draft of the block that says this."""
    draft = draft_of(block)
    draft.texts.update(source=text)
    assert isinstance(draft, ContentBlockVersion)
    return draft


def test_another_colour_changes_only_the_box(with_block: Template, brand: Brand, report: Report) -> None:
    draft = draft_of(brand.versions.get(state=State.LIVE))
    draft.tokens = {**TOKENS, "colour": {"primary": "#7a1f5c"}}
    draft.save()

    found = report(draft)

    assert groups(found) == {("renewal-notice", "en", "email"): "box", ("renewal-notice", "en", "sms"): "same"}
    assert sentences(found, "email") == ["The colour #0a6b5e is now #7a1f5c."]


def test_other_words_in_a_block_change_the_text_of_those_that_use_it(
    with_block: Template, block: Version, report: Report
) -> None:
    live_template("payment-reminder")  # which does not use the block

    found = report(with_text(block, "Call us on 0808 157 0999."))

    assert groups(found) == {("renewal-notice", "en", "email"): "words", ("renewal-notice", "en", "sms"): "same"}
    words = found.entries.get(channel="email").pair.facts["words"]
    assert [bit for bit in words[0]["after"] if bit[1]] == [["0999", True]]


def test_a_draft_that_says_the_same_changes_nothing(with_block: Template, block: Version, report: Report) -> None:
    found = report(draft_of(block))

    assert set(groups(found).values()) == {"same"}
    assert found.entries.count() == 2


def test_a_block_that_breaks_is_told_with_its_place(with_block: Template, block: Version, report: Report) -> None:
    found = report(with_text(block, "Call {{ nobody }}."))

    assert groups(found) == {("renewal-notice", "en", ""): "broken"}
    (said,) = sentences(found, "")
    assert said.startswith("It no longer compiles, for any channel: ")
    assert "nobody" in said


def test_more_parts_of_a_text_message_are_counted_and_paid_for(
    with_block: Template, brand: Brand, report: Report
) -> None:
    draft = draft_of(LayoutVersion.objects.get(layout__brand=brand, layout__channel="sms", state=State.LIVE))
    draft.source = "{{ brand.sms_sender }}: {{ content }} " + "Please keep this message. " * 6
    draft.save()

    found = report(draft)

    assert groups(found) == {("renewal-notice", "en", "email"): "same", ("renewal-notice", "en", "sms"): "count"}
    assert sentences(found, "sms") == ["The text message has 2 parts, and had 1.", "It costs 0.08 GBP, and cost 0.04."]


def test_more_pages_of_a_letter_are_counted(with_block: Template, brand: Brand, block: Version, report: Report) -> None:
    publish(layout_draft(brand, "print"))

    found = report(with_text(block, "Call us on 0808 157 0142. " * 260))

    assert groups(found)["renewal-notice", "en", "print"] == "count"
    assert sentences(found, "print")[0] == "The letter has 3 pages, and had 1."


def test_a_language_that_comes_is_new_and_one_that_goes_is_gone(brand: Brand, report: Report) -> None:
    template = live_template("greeting", parts={"en": {"sms": "Hello."}, "de": {"sms": "Hallo."}}, variables=())
    draft = draft_of(template.versions.get(state=State.LIVE))
    draft.parts.filter(locale="de").delete()
    Part.objects.create(version=draft, name="sms", locale="fr", source="Bonjour.")

    found = report(draft)

    assert groups(found) == {
        ("greeting", "de", "sms"): "gone",
        ("greeting", "en", "sms"): "same",
        ("greeting", "fr", "sms"): "new",
    }


def test_a_test_set_that_changes_most_decides(brand: Brand, report: Report) -> None:
    variables = [{"name": "name", "type": "string", "sample": "Ann"}]
    template = live_template("greeting", parts={"en": {"sms": "Hello {{ name }}."}}, variables=variables)
    draft = draft_of(template.versions.get(state=State.LIVE))
    draft.parts.update(source="Hello {% if name == 'Bo' %}" + "dear " * 40 + "{% endif %}{{ name }}.")
    TestSet.objects.create(version=draft, name="Bo comes", data={"name": "Bo"})

    found = report(draft)

    assert groups(found) == {("greeting", "en", "sms"): "count"}
    assert sentences(found, "sms")[0] == "With “Bo comes”: the text message has 2 parts, and had 1."


class Counted:
    """How often something was compiled and rendered."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.compiled = self.rendered = 0
        compile_version, rendered = reporting.compile_version, Reader.rendered

        def compiling(*given: Any, **named: Any) -> Any:
            self.compiled += 1
            return compile_version(*given, **named)

        def rendering(*given: Any) -> Any:
            self.rendered += 1
            return rendered(*given)

        monkeypatch.setattr(reporting, "compile_version", compiling)
        monkeypatch.setattr(Reader, "rendered", rendering)


def test_a_second_look_compiles_and_renders_nothing(
    with_block: Template, block: Version, report: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = with_text(block, "Call us on 0808 157 0999.")
    first, counted = report(draft), Counted(monkeypatch)

    second = report(draft)

    assert (second.pk, counted.compiled, counted.rendered) == (first.pk, 0, 0)


def test_another_draft_renders_only_what_it_changes(
    with_block: Template, block: Version, report: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = with_text(block, "Call us on 0808 157 0999.")
    report(draft)
    counted = Counted(monkeypatch)
    draft.texts.update(source="Call us on 0808 157 0777.")

    found = report(draft)

    assert groups(found)["renewal-notice", "en", "email"] == "words"
    assert (counted.compiled, counted.rendered) == (1, 1)  # the e-mail after; what is live and the SMS are known


def test_what_goes_live_meanwhile_makes_another_report(with_block: Template, block: Version, report: Report) -> None:
    draft = with_text(block, "Call us on 0808 157 0999.")
    first = report(draft)
    publish(layout_draft(with_block.versions.get(state=State.LIVE).brands.get(), "email", LAYOUT + "<!-- new -->"))

    assert report(draft).pk != first.pk


def test_another_day_other_waivers_and_other_words_for_codes_make_another_report(
    with_block: Template, block: Version
) -> None:
    change = change_of(with_text(block, "Call us on 0808 157 0999."))
    touched = change.touched()
    keys = [change.key(touched, NOW), change.key(touched, NOW + timedelta(days=1))]
    entry = CodeEntry.objects.create(code="P1", locale="en", words="paid", added_at=NOW)
    keys.append(change.key(touched, NOW))
    LintWaiver.objects.create(
        rule="term", scope="template", scope_key="renewal-notice", fingerprint="f" * 64, requester=marketer(),
        requested_at=NOW, approver=reviewer(), approved_at=NOW, expires_at=NOW + timedelta(hours=1),
    )  # fmt: skip
    keys.append(change.key(touched, NOW))
    assert len(set(keys)) == 4
    assert change.key(touched, NOW + timedelta(minutes=59)) == keys[3]
    CodeEntry.objects.filter(pk=entry.pk).update(ended_at=NOW)
    LintWaiver.objects.update(revoked_at=NOW)
    assert change.key(touched, NOW) == keys[0]


def test_work_goes_on_where_it_was_interrupted(brand: Brand, block: Version) -> None:
    for letter in "ab":  # beside the one of the store
        live_template(f"notice-{letter}", parts={"en": PARTS})
    change = change_of(with_text(block, "Call us on 0808 157 0999."))
    found = report_of(change, NOW)

    found = go_on(found, change, NOW, ruler=NoRuler(), may_go_on=lambda: False)
    assert (found.editions.exclude(done_at=None).count(), found.finished_at) == (1, None)
    died = found.editions.filter(done_at=None).first()
    assert died is not None
    BlastEdition.objects.filter(pk=died.pk).update(taken_at=NOW)  # by somebody who is gone

    found = go_on(found, change, NOW, ruler=NoRuler())
    assert (found.editions.exclude(done_at=None).count(), found.finished_at) == (2, None)
    later = NOW + timedelta(minutes=10)
    found = go_on(found, change, later, ruler=NoRuler())
    assert (found.editions.exclude(done_at=None).count(), found.finished_at) == (3, later)
    assert found.entries.count() == 6


def test_nothing_that_is_live_uses_it(brand: Brand, report: Report) -> None:
    found = report(block_draft("nowhere"))

    assert (found.entries.count(), found.finished_at) == (0, NOW)


def test_old_reports_of_a_draft_make_room(with_block: Template, block: Version, report: Report) -> None:
    draft = with_text(block, "Call us on 1.")
    for number in range(4):
        draft.texts.update(source=f"Call us on {number}.")
        report(draft)

    assert BlastReport.objects.filter(about=f"content-block:{draft.pk}").count() == 2
    report(draft, NOW + timedelta(days=90))
    assert BlastLook.objects.count() > 0


def test_members_of_a_release_are_compiled_together(with_block: Template, block: Version) -> None:
    text = with_text(block, "Call {{ brand.hotline }}.")
    tokens = draft_of(with_block.versions.get(state=State.LIVE).brands.get().versions.get(state=State.LIVE))
    tokens.tokens = {**TOKENS, "hotline": "0808 157 0999"}
    tokens.save()
    release = begin("Hotline", "", marketer(), now=NOW)
    for version in (text, tokens):
        add(release, version, marketer(), now=NOW)
    change = change_of_release(release)

    found = go_on(report_of(change, NOW), change, NOW, ruler=NoRuler())

    assert change.about == f"release:{release.pk}"
    assert groups(found) == {("renewal-notice", "en", "email"): "words", ("renewal-notice", "en", "sms"): "same"}
