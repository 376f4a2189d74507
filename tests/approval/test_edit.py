"""Saving a draft: who may, what is kept about it, and that nobody writes over what another person saved."""

from __future__ import annotations

import pytest

from commhub.approval.drafts import new_draft
from commhub.approval.edit import Stale, save_draft
from commhub.approval.errors import NotAllowed, Refused
from commhub.approval.submit import submit
from commhub.audit.models import AuditEntry
from commhub.publish.models import Reference
from commhub.publish.references import BadSource
from templates_store.editing import write_block
from tests.factories import block_draft, listed, marketer, publish, reviewer
from tests.store import NOW

pytestmark = pytest.mark.django_db


def test_a_save_is_counted_noted_and_told() -> None:
    draft = block_draft(en="Call us.")
    other = marketer("olga-other")

    saved = save_draft(draft, other, lambda: write_block(draft, {"en": "Ring us."}, "Warmer."), now=NOW, seen=0)

    assert (saved.revision, draft.revision, saved.note) == (1, 1, "Warmer.")
    assert set(saved.editors.all()) == {marketer(), other}
    entry = AuditEntry.objects.get(action="save-draft")
    assert (entry.actor, entry.at, entry.subject, entry.key) == ("olga-other", NOW, "content-block", "contact-us")
    assert entry.sentence == "olga-other saved the draft content-block contact-us v1 (save 1)."


def test_the_second_of_two_is_told_and_nothing_of_theirs_is_kept() -> None:
    draft = block_draft(en="Call us.")
    save_draft(draft, marketer(), lambda: write_block(draft, {"en": "First."}, ""), now=NOW, seen=0)
    called = []

    with pytest.raises(Stale, match=r"Meanwhile mara-marketer saved content-block contact-us v1\.") as stale:
        save_draft(draft, marketer("olga-other"), lambda: called.append(1), now=NOW, seen=0)

    assert (stale.value.revision, stale.value.seen, called) == (1, 0, [])
    draft.refresh_from_db()
    assert (draft.revision, draft.texts.get().source) == (1, "First.")
    assert set(draft.editors.all()) == {marketer()}
    save_draft(draft, marketer("olga-other"), lambda: write_block(draft, {"en": "Both."}, ""), now=NOW, seen=1)
    assert (draft.revision, draft.texts.get().source) == (2, "Both.")


def test_what_cannot_be_written_leaves_nothing_behind() -> None:
    draft = block_draft(en="Call us.")

    def write() -> None:
        write_block(draft, {"en": "Half"}, "")
        raise ValueError("no more")

    with pytest.raises(ValueError, match="no more"):
        save_draft(draft, marketer(), write, now=NOW, seen=None)

    draft.refresh_from_db()
    assert (draft.revision, draft.texts.get().source) == (0, "Call us.")
    assert not AuditEntry.objects.filter(action="save-draft").exists()


def test_only_who_may_edit_saves_and_only_a_draft() -> None:
    listed()
    draft = block_draft(en="Call us.")
    with pytest.raises(NotAllowed, match="do not have the permission to edit"):
        save_draft(draft, reviewer(), lambda: None, now=NOW, seen=0)
    submit(draft, marketer(), now=NOW)
    with pytest.raises(Refused, match="is in review; only a version that is draft can be edited"):
        save_draft(draft, marketer(), lambda: None, now=NOW, seen=0)


def test_what_no_draft_may_say_is_refused_with_its_place_and_nothing_is_kept() -> None:
    draft = block_draft(en="Call us.")
    wrong = "Call us\n\n{% include 'contact-you' %}."

    with pytest.raises(BadSource, match=r"In the text \(en\), line 3, column 12: ") as bad:
        save_draft(draft, marketer(), lambda: write_block(draft, {"en": wrong}, ""), now=NOW, seen=0)

    assert [problem.code for problem in bad.value.problems] == ["unknown-block"]
    draft.refresh_from_db()
    assert (draft.revision, draft.texts.get().source) == (0, "Call us.")


def test_a_save_and_a_copy_keep_what_the_source_names() -> None:
    publish(block_draft("hours", en="From 8 to 6."))
    draft = block_draft(en="Call us.")
    text = "Call us. {% include 'hours' %}"
    save_draft(draft, marketer(), lambda: write_block(draft, {"en": text}, ""), now=NOW, seen=0)
    copied = new_draft(publish(draft), marketer())
    kept = Reference.objects.values_list("version_id", "target", "key", "line", "column")
    assert sorted(kept) == [(draft.pk, "content-block", "hours", 1, 21), (copied.pk, "content-block", "hours", 1, 21)]
