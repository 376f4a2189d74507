"""In which group a change is, and what is said of it: exact groups and sentences for crafted changes."""

from __future__ import annotations

from dataclasses import replace

import pytest

from commhub.blast.compare import Compared, Sides, compare, compiles_no_more, needs_measuring
from commhub.blast.groups import Group
from commhub.blast.look import Look, Place, pack, unpack
from tests.blast.looks import LOGO, OTHER_LOGO, edition, email, error, text_message

PARAGRAPH = '<p style="color: #0a6b5e; margin: 8px">Call us on 0808 157 0142.</p>'


def compared(before: Look | None, after: Look | None, channel: str = "email") -> Compared:
    return compare(channel, [Sides("", before, after)])


def test_the_same_message_is_identical() -> None:
    found = compared(email(PARAGRAPH), email(PARAGRAPH))
    assert (found.group, list(found.sentences)) == (Group.SAME, [])


def test_white_space_that_nobody_sees_changes_nothing() -> None:
    assert compared(email("<p>Call us.</p>"), email("<p>Call\n us.</p>  ")).group == Group.SAME


@pytest.mark.parametrize(
    "after",
    [
        '<p style="color: #123456; margin: 8px">Call us on 0808 157 0142.</p>',
        '<p style="color: rgb(18, 52, 86); margin: 8px">Call us on 0808 157 0142.</p>',
        '<p style="color: teal; margin: 8px">Call us on 0808 157 0142.</p>',
    ],
)
def test_another_colour_changes_only_the_box(after: str) -> None:
    found = compared(email(PARAGRAPH), email(after))
    colour = after.partition("color: ")[2].partition("; margin")[0]
    assert found.group == Group.BOX
    assert list(found.sentences) == [f"The colour #0a6b5e is now {colour}."]
    assert list(found.colours) == [("#0a6b5e", colour, 1)]


def test_another_picture_of_the_same_size_changes_only_the_box() -> None:
    shown = '<img src="cid:{}@commhub" width="180" height="40" alt="Northlight"><p>Hello.</p>'
    found = compared(email(shown.format(LOGO[:32])), email(shown.format(OTHER_LOGO[:32]), of=edition((360, 80))))
    assert found.group == Group.BOX
    assert list(found.sentences) == ["The picture “logo” is another file, 360 × 80 instead of 180 × 40."]


def test_a_picture_that_takes_more_room_must_be_measured() -> None:
    shown = '<img src="cid:{}@commhub" width="180" alt="Northlight"><p>Hello.</p>'
    sides = Sides("", email(shown.format(LOGO[:32])), email(shown.format(OTHER_LOGO[:32]), of=edition((180, 90))))
    assert needs_measuring(sides)
    unmeasured = compare("email", [sides])
    assert unmeasured.group == Group.MOVED
    assert unmeasured.sentences[-1] == (
        "The e-mail is built otherwise, and no browser was there to measure whether its words moved."
    )
    assert sides.before is not None
    assert sides.after is not None
    places = [Place(0, 8, 60, 50, 80, "Hello.")]
    still = Sides("", replace(sides.before, places=places), replace(sides.after, places=places))
    assert compare("email", [still]).group == Group.BOX
    lower = replace(sides.after, places=[Place(0, 8, 110, 50, 130, "Hello.")])
    moved = compare("email", [Sides("", still.before, lower)])
    assert moved.group == Group.MOVED
    assert moved.sentences[-1] == "1 of 1 lines of the e-mail stand elsewhere, by up to 50 pixels."


def test_other_words_are_told_word_by_word() -> None:
    found = compared(email(PARAGRAPH), email(PARAGRAPH.replace("0142", "0999")))
    assert found.group == Group.WORDS
    (change,) = found.words
    assert change.part == "body"
    assert list(change.before) == [("Call us on 0808 157 ", False), ("0142", True), (".", False)]
    assert list(change.after) == [("Call us on 0808 157 ", False), ("0999", True), (".", False)]


def test_chinese_is_compared_character_by_character() -> None:
    found = compared(email("<p>请致电客服。</p>"), email("<p>请联系客服。</p>"))
    (change,) = found.words
    assert [bit for bit in change.after if bit[1]] == [("联系", True)]


def test_a_link_that_leads_elsewhere_counts_like_other_words() -> None:
    before, after = (f'<p><a href="https://example.com/{page}">Renew now</a></p>' for page in ("old", "new"))
    found = compared(email(before), email(after))
    assert found.group == Group.WORDS
    assert list(found.sentences) == [
        "The link “Renew now” leads to https://example.com/new, and led to https://example.com/old."
    ]


def test_words_that_only_a_screen_reader_says_count_too() -> None:
    before, after = (f'<img src="https://example.com/a.png" alt="{alt}">' for alt in ("Northlight", "Westward"))
    assert compared(email(before), email(after)).group == Group.WORDS


def test_another_sender_counts_like_other_words() -> None:
    before, after = (email("<p>Hello.</p>", of=edition(name=name)) for name in ("Northlight", "Westward"))
    found = compared(before, replace(after, sha256="another"))
    assert found.group == Group.WORDS
    assert found.words[0].part == "sender"


def test_more_parts_of_a_text_message_cost_more() -> None:
    found = compared(text_message("short", 1, "0.0400"), text_message("long", 2, "0.0850"), "sms")
    assert found.group == Group.COUNT
    assert list(found.sentences) == ["The text message has 2 parts, and had 1.", "It costs 0.085 GBP, and cost 0.04."]


def test_more_pages_are_told_before_other_words() -> None:
    one = Look(sha256="1", words={"body": ["a"]}, figures={"pages": 2}, places=[Place(0, 0, 0, 9, 9, "a")])
    other = Look(sha256="2", words={"body": ["b"]}, figures={"pages": 3}, places=[Place(0, 0, 0, 9, 9, "b")])
    found = compared(one, other, "print")
    assert (found.group, list(found.sentences)) == (Group.COUNT, ["The letter has 3 pages, and had 2."])


def test_lines_of_a_letter_that_moved_are_measured_in_millimetres() -> None:
    one = Look(
        sha256="1", words={"body": ["a b"]}, form="1", figures={"pages": 1}, places=[Place(0, 0, 0, 9, 9, "a b")]
    )
    lower = replace(one, sha256="2", form="2", places=[Place(0, 0, 28.4, 9, 37.4, "a b")])
    found = compared(one, lower, "print")
    assert found.group == Group.MOVED
    assert list(found.sentences) == ["1 of 1 lines of the letter stand elsewhere, by up to 10 mm."]
    broken = replace(one, sha256="3", places=[Place(0, 0, 0, 9, 9, "a"), Place(0, 0, 9, 9, 18, "b")])
    assert list(compared(one, broken, "print").sentences) == [
        "Lines of the letter break elsewhere: 1 line of words is not as before."
    ]


def test_a_new_error_is_the_worst_and_an_old_one_is_not() -> None:
    bad = error("Customers do not know “word”.")
    fresh = compared(email(PARAGRAPH), email(PARAGRAPH.replace("0142", "0999"), bad))
    assert fresh.group == Group.BROKEN
    assert list(fresh.sentences) == ["It would be stopped: Customers do not know “word”."]
    assert list(fresh.findings) == [("error", "Customers do not know “word”.")]
    known = compared(email(PARAGRAPH, bad), email(PARAGRAPH.replace("0142", "0999"), bad))
    assert (known.group, list(known.findings)) == (Group.WORDS, [])
    advice = compared(email(PARAGRAPH), email(PARAGRAPH, error("Say less.", "advice"), subject="Renewal!"))
    assert (advice.group, list(advice.findings)) == (Group.WORDS, [("advice", "Say less.")])


def test_what_cannot_be_made_any_more_says_why() -> None:
    found = compared(email(PARAGRAPH), Look(error="the address does not fit the window"))
    assert (found.group, list(found.sentences)) == (
        Group.BROKEN,
        ["The e-mail can no longer be made. the address does not fit the window."],
    )
    broken = compiles_no_more("body (en), line 3: there is no content block 'x'")
    assert list(broken.sentences) == [
        "It no longer compiles, for any channel: body (en), line 3: there is no content block 'x'."
    ]


def test_what_begins_and_what_ends_to_go_out() -> None:
    assert compared(None, email(PARAGRAPH)).group == Group.NEW
    assert list(compared(email(PARAGRAPH), None, "print").sentences) == ["The letter no longer goes out."]


def test_the_worst_sample_decides_and_is_named() -> None:
    same = Sides("", email(PARAGRAPH), email(PARAGRAPH))
    long = Sides("Long name", text_message("a", 1, "0.04"), text_message("b", 2, "0.08"))
    found = compare("sms", [same, long])
    assert (found.group, found.shown) == (Group.COUNT, 1)
    assert found.sentences[0] == "With “Long name”: the text message has 2 parts, and had 1."


def test_the_worst_come_first() -> None:
    ranks = [
        compared(email(PARAGRAPH), other).rank
        for other in (
            Look(error="no"),
            email(PARAGRAPH.replace("Call us", "Please write to us")),
            email(PARAGRAPH.replace("0142", "0999")),
            email(PARAGRAPH.replace("#0a6b5e", "#123456")),
            email(PARAGRAPH),
        )
    ]
    assert ranks == sorted(ranks)
    assert len(set(ranks)) == 5


def test_a_look_comes_back_from_storage_as_it_was() -> None:
    look = replace(
        email(f'{PARAGRAPH}<a href="https://example.com">Go</a>', error("Bad.")), places=[Place(0, 1, 2, 3, 4, "a")]
    )
    assert compare("email", [Sides("", look, unpack(pack(look)))]).group == Group.SAME
    again = unpack(pack(look))
    assert (again.words, again.links, again.places, again.findings) == (
        look.words,
        look.links,
        look.places,
        look.findings,
    )
