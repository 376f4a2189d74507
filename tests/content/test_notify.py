"""Templates of GOV.UK Notify in our syntax: what they say there, they say here, and what cannot be is told by its line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from commhub.content.applying import apply, check
from commhub.content.notify.names import Variables
from commhub.content.notify.reading import Into, read_notify
from commhub.content.notify.syntax import Text
from commhub.content.plan import Asked, make_plan
from commhub.content.problems import BadTree
from commhub.publish.compile import compile_version
from templates_store.models import TemplateVersion
from tests import factories
from tests.store import NOW

INTO = Into("service", ("northlight",), "en")


def body(source: str, *, letter: bool = False) -> str:
    return Text("body", Variables(), letter).markdown(source)


@pytest.mark.parametrize(
    ("source", "written"),
    [
        ("Dear ((name))", "Dear {{ name }}"),
        ("((First Name)) ((first_name)) ((FIRST-NAME))", "{{ first_name }} {{ first_name }} {{ first_name }}"),
        ("(((name)))", "({{ name }})"),
        ("((under 18??Ask a parent))", "{% if show_under_18 %}Ask a parent{% endif %}"),
        ("((a??b??c))", "{% if show_a %}b??c{% endif %}"),
        ("((flag??\n* one\n* two))", "{% if show_flag %}\n- one\n- two\n{% endif %}"),
        ("((flag??# Hello))", "{% if show_flag %}\n## Hello\n{% endif %}"),
        ("((flag??see (page 2)))", "((flag??see (page 2)))"),
        ("((if)) ((recipient)) ((3rd)) ((Ŵy))", "{{ if_value }} {{ recipient_value }} {{ value_3rd }} {{ wy }}"),
        ("((!)) (( )) ((??a))", "{{ value }} (( )) ((??a))"),
        ("# Title\ntext", "## Title\n\ntext"),
        ("## Sub\n### Deep", "### Sub\n\nDeep"),
        ("#no", "\\#no"),
        ("one\ntwo\n\nthree", "one\\\ntwo\n\nthree"),
        ("lead:\n* a\n• b\n- c\nafter", "lead:\n\n- a\n- b\n- c\n\nafter"),
        ("1. a\n2. b", "1. a\n2. b"),
        ("^ inset ((x))\nnot", "> inset {{ x }}\n\nnot"),
        ("one\n---\ntwo", "one\n\n---\n\ntwo"),
        ("*open* _fine_ `x` <b>", "\\*open\\* \\_fine\\_ \\`x\\` \\<b\\>"),
        ("{{ x }} {% if %} {# c #}", "{{ '{{' }} x }} {{ '{%' }} if %} {{ '{#' }} c #}"),
        ("[the page](https://x.org/?d=((date)))", "[the page](https://x.org/?d={{ date }})"),
        ("See https://gov.uk/((id)).", "See [https://gov.uk/{{ id }}](https://gov.uk/{{ id }})."),
        ("&amp; & <", "\\&amp; & \\<"),
    ],
)  # fmt: skip
def test_a_text_of_notify_in_our_syntax(source: str, written: str) -> None:
    assert body(source) == written


def test_a_letters_address_is_left_out_and_said() -> None:
    text = Text("body", Variables(), letter=True)
    assert text.markdown("((address line 1))\n((Address_Line_2))\n((postcode))\n\nDear ((name))\n---") == (
        "Dear {{ name }}\n\n---"
    )
    assert text.markdown("((a??# T))\n### deep") == "{% if show_a %}\n## T\n{% endif %}\ndeep"
    assert (text.remarks[-1].line, text.remarks.pop().sentence[:3]) == (2, "###")
    assert [(one.line, one.sentence) for one in text.remarks] == [
        (1, "((address line 1)) was left out: our letters have the recipient's address."),
        (2, "((Address_Line_2)) was left out: our letters have the recipient's address."),
        (3, "((postcode)) was left out: our letters have the recipient's address."),
        (6, "--- begins a new page in Notify's letters; here it is a line."),
    ]


def test_a_placeholder_that_is_text_and_flag_is_two_variables() -> None:
    variables = Variables()
    text = Text("sms", variables)
    assert text.plain("((late??You are late by ))((late))") == (
        "{% if show_late %}You are late by {% endif %}{{ late }}"
    )
    assert [(one["name"], one["type"]) for one in variables.as_json()] == [("late", "string"), ("show_late", "boolean")]


def answer(*templates: dict[str, Any]) -> bytes:
    return json.dumps({"templates": templates}).encode()


EMAIL = {
    "id": "9d751e0e-f929-4891-82a1-a3e1c3c18ee3",
    "type": "email",
    "name": "Your application",
    "subject": "About ((ref no))",
    "body": "# Hello ((name))\n\n((late??This is *late*.))\n\n* {{ one }}\n* <b>two</b>\n\n^ Note https://gov.uk/((ref no))",
    "version": 3,
    "personalisation": {"name": {"required": True}, "gone": {"required": True}},
}


@pytest.mark.django_db
def test_what_notify_says_is_what_the_draft_says(tmp_path: Path) -> None:
    factories.listed("deductible")
    factories.live_template()
    file = tmp_path / "templates.json"
    file.write_bytes(answer(EMAIL, {**EMAIL, "type": "sms", "body": "Code ((code)) {{"}))
    imported = read_notify(file, INTO)
    assert [one.item.key for one in imported] == ["your-application", "your-application-2"]
    assert [str(one) for one in imported[0].remarks if one.part in ("variables", "personalisation")] == [
        "variables, line 1: ((ref no)) is called ref_no here.",
        "personalisation, line 1: Notify lists ((gone)), and no text has it.",
    ]
    plan = make_plan([one.item for one in imported], Asked(factories.marketer()))
    assert check(plan, factories.marketer(), now=NOW).problems == ()
    applied = apply(plan, factories.marketer(), now=NOW)
    assert applied.drafts == ["template your-application v1", "template your-application-2 v1"]

    version = TemplateVersion.objects.get(template__key="your-application")
    assert version.template.description == (
        "From GOV.UK Notify: template 9d751e0e-f929-4891-82a1-a3e1c3c18ee3, version 3."
    )
    compiled = compile_version(version, version.brands.get(), "en")
    html = str(compiled.edition.channels["email"])
    assert "&lt;b&gt;two&lt;/b&gt;" in html
    assert "This is *late*." in html
    assert "<blockquote" in html


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"{", "templates.json:1:2: This is not JSON"),
        (b"\xff", "templates.json: This is not UTF-8."),
        (answer({**EMAIL, "type": "fax"}), "Template 1 has the type 'fax'; it can be email, sms, letter."),
        (answer(EMAIL, {**EMAIL, "body": ""}), "Template 2 has no text as its body."),
        (answer({**EMAIL, "subject": None}), "Template 1 has no subject."),
        (b"[3]", "Template 1 is not an object."),
    ],
)
def test_an_answer_that_cannot_be_read_is_refused_with_its_place(content: bytes, said: str, tmp_path: Path) -> None:
    file = tmp_path / "templates.json"
    file.write_bytes(content)
    with pytest.raises(BadTree) as caught:
        read_notify(file, INTO)
    assert said in str(caught.value)
