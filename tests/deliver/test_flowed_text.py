"""The plain text of a mail on the wire: format=flowed, and what a reader's program makes of it again."""

from __future__ import annotations

import email
import email.policy

from commhub.deliver.mail import make_mail, stuffed
from commhub.render.text.alternative import to_text
from tests.deliver.parcels import parcel

LONG = "We looked at what you sent us, and can tell you now what happens next and when you hear from us again."
CHINESE = "我们已经收到您的材料，会尽快处理。如果还缺什么，我们会一次告诉您，不让您来回跑，也不会让您等太久。"


def reflowed(text: str) -> list[str]:
    """The paragraphs that RFC 3676 makes of flowed text with DelSp=yes, each with its depth of quotation."""
    lines: list[str] = []
    joined = None
    for line in text.split("\n"):
        depth = len(line) - len(line.lstrip(">"))
        content = line[depth:].removeprefix(" ")
        if joined == depth:
            lines[-1] += content
        else:
            lines.append(">" * depth + content)
        joined = None
        if content.endswith(" "):
            lines[-1] = lines[-1][:-1]
            joined = depth
    return lines


def test_a_mail_says_that_its_text_is_flowed_and_keeps_its_spaces() -> None:
    text = to_text(f"<p>{LONG}</p><p>{CHINESE}</p><blockquote><p>{LONG}</p></blockquote><ul><li>From here</li></ul>")
    content = {"subject": "S", "html": "<p>x</p>", "text": text}
    sent = make_mail(parcel("email", render={"content": content})).message().as_bytes()
    mail = email.message_from_bytes(sent, policy=email.policy.default)
    part = next(part for part in mail.walk() if part.get_content_type() == "text/plain")
    assert (part.get_param("format"), part.get_param("delsp"), part.get_content_charset()) == ("flowed", "yes", "utf-8")
    assert part.get_content() == text
    assert reflowed(part.get_content()) == [LONG, "", CHINESE, "", ">" + LONG, "", "- From here", ""]


def test_what_might_be_misread_at_the_beginning_of_a_line_is_stuffed() -> None:
    assert stuffed("- a\n  b\nFrom London\n> quoted\nFromage\n") == "- a\n   b\n From London\n> quoted\nFromage\n"
    assert reflowed(stuffed("- a\n  b\nFrom London")) == ["- a", "  b", "From London"]
