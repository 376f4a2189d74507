"""Comments on lines: who may say what, what is kept of it, and where its line stands in the next draft."""

from __future__ import annotations

import pytest

from commhub.approval.comments import Anchor, add, line_of, open_count, placed, reopen, reply, resolve, threads_of
from commhub.approval.drafts import new_draft
from commhub.approval.errors import NotAllowed, Refused
from commhub.audit.models import AuditEntry
from tests.approval.reviewing import TEXT, block_in_review, reach
from tests.factories import UserFactory, marketer, reviewer
from tests.store import NOW

LINES = TEXT.splitlines()
SOURCES = {("", "en"): TEXT}


@pytest.mark.parametrize(
    ("line", "quoted", "lines", "expected"),
    [
        (3, "We answer from 8 to 6.", LINES, ("here", 3)),
        (1, "We answer from 8 to 6.", LINES, ("moved", 3)),
        (9, "We answer from 8 to 6.", LINES, ("moved", 3)),
        (3, "We answer from 9 to 5.", LINES, ("changed", 3)),
        (1, "On Sundays we always rest.", LINES, ("changed", 4)),
        (3, "Nothing like it stands here at all.", LINES, ("gone", None)),
        (1, "a", [], ("gone", None)),
        (None, "", LINES, ("", None)),
        (3, "same", ["same", "x", "y", "same"], ("moved", 4)),
        (2, "same", ["same", "x", "same"], ("moved", 1)),
    ],
)
def test_a_line_is_found_again_by_what_it_said(
    line: int | None, quoted: str, lines: list[str], expected: tuple[str, int | None]
) -> None:
    assert placed(line, quoted, lines) == expected


def test_a_line_that_is_not_there_has_no_anchor() -> None:
    assert line_of(SOURCES, "", "en", 4) == Anchor(locale="en", line=4, quoted="On Sundays we rest.")
    with pytest.raises(Refused, match=r"^“en” has no line 5: it has 4\.$"):
        line_of(SOURCES, "", "en", 5)
    with pytest.raises(Refused, match=r"^There is no “fr body” in this version\.$"):
        line_of(SOURCES, "body", "fr", 1)


@pytest.mark.django_db
def test_a_comment_is_said_answered_resolved_and_opened_again() -> None:
    version, _ = block_in_review()
    remy, mara = reach(reviewer(), "remy@example.com"), reach(marketer(), "mara@example.com")
    comment = add(version, remy, " On bank holidays too? ", line_of(SOURCES, "", "en", 4), now=NOW)
    reply(comment, version, mara, "Yes.", now=NOW)
    (thread,) = threads_of(version, SOURCES)
    assert (thread.comment.text, thread.verdict, thread.line, thread.former) == (
        "On bank holidays too?", "here", 4, None,
    )  # fmt: skip
    assert [answer.text for answer in thread.replies] == ["Yes."]
    assert open_count(version) == 1
    resolve(comment, version, mara, now=NOW)
    assert open_count(version) == 0
    with pytest.raises(Refused, match="resolved already"):
        resolve(comment, version, remy, now=NOW)
    reopen(comment, version, remy, now=NOW)
    with pytest.raises(Refused, match="is open"):
        reopen(comment, version, remy, now=NOW)
    assert open_count(version) == 1
    assert list(AuditEntry.objects.order_by("number").values_list("sentence", flat=True)) == [
        "Remy Reviewer commented on content-block contact-us v1, en, line 4.",
        "Mara Marketer replied to a comment on content-block contact-us v1.",
        "Mara Marketer resolved a comment on content-block contact-us v1.",
        "Remy Reviewer opened a comment on content-block contact-us v1 again.",
    ]


@pytest.mark.django_db
def test_what_is_open_goes_along_to_the_next_draft_and_what_is_resolved_stays() -> None:
    version, _ = block_in_review()
    stays = add(version, reviewer(), "Done with.", line_of(SOURCES, "", "en", 1), now=NOW)
    add(version, reviewer(), "Which hours?", line_of(SOURCES, "", "en", 3), now=NOW)
    add(version, reviewer(), "Must go.", line_of(SOURCES, "", "en", 4), now=NOW)
    add(version, reviewer(), "Well done.", Anchor(), now=NOW)
    resolve(stays, version, reviewer(), now=NOW)
    type(version).objects.filter(pk=version.pk).update(state="rejected")
    draft = new_draft(version, marketer())
    threads = threads_of(draft, {("", "en"): "New first line.\n\nAnother.\nWe answer from 8 to 6."})
    assert [(one.comment.text, one.verdict, one.line, one.former) for one in threads] == [
        ("Which hours?", "moved", 4, 1),
        ("Must go.", "gone", None, 1),
        ("Well done.", "", None, 1),
    ]
    assert [one.comment.text for one in threads_of(version, SOURCES)] == [
        "Done with.", "Which hours?", "Must go.", "Well done.",
    ]  # fmt: skip


@pytest.mark.django_db
def test_who_neither_writes_nor_reviews_cannot_comment_and_nothing_empty_is_kept() -> None:
    version, _ = block_in_review()
    with pytest.raises(NotAllowed):
        add(version, UserFactory(username="passer-by"), "Hello", Anchor(), now=NOW)
    with pytest.raises(Refused, match="Write what you want to say"):
        add(version, reviewer(), " \n ", Anchor(), now=NOW)
    with pytest.raises(Refused, match="at most 5,000"):
        add(version, reviewer(), "x" * 5_001, Anchor(), now=NOW)
    comment = add(version, reviewer(), "Hello", Anchor(channel="sms", brand="northlight", locale="en"), now=NOW)
    with pytest.raises(NotAllowed):
        resolve(comment, version, UserFactory(username="passer-by"), now=NOW)
    assert AuditEntry.objects.get().sentence.endswith("contact-us v1, the proof northlight, en, sms.")
