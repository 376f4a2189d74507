"""The same bytes for ever: whatever the data, the process, the hash seed, the zone of the machine, and what changes since."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from commhub import intake
from commhub.briefs import load_briefs
from commhub.channels import channels
from commhub.codes.dictionary import Scope
from commhub.codes.models import CodeEntry
from commhub.contracts import Brief, Contact
from commhub.customers.models import ContactPoint, Customer
from commhub.pipeline import carry
from commhub.record.models import Message
from commhub.render import versions
from commhub.replay import make_again, replay
from templates_store.models import Category
from tests.codes.entries import put_words
from tests.factories import PRINT_LAYOUT, brand_draft, layout_draft, publish, template_draft
from tests.store import ADDRESS, NOW, make_customer

pytestmark = pytest.mark.django_db
CALLER = intake.Caller(1, "Claims desk", test=True)
BODY = """Dear {{ recipient.name }},

{% if urgent %}**Please read this today.**{% endif %} Your policy {{ policy }} began on {{ began }}, and we wrote at
{{ written }}. It is now {{ message.date }}.

| Item | Price |
|---|---|
{% for item in items %}
| {{ item.name }} | {{ item.price }} |
{% endfor %}

You have {{ points }} points ({{ share }}), and are {{ kind }}. Ask for {{ message.id }}.
"""
PARTS = {
    "subject": "{{ policy }} and {{ items | length }} more",
    "preheader": "{{ kind }}",
    "body": BODY,
    "sms": "{{ recipient.name }}: {{ policy }}, {{ points }}, {{ written }}",
}
VARIABLES: list[dict[str, Any]] = [
    {"name": "policy", "type": "string", "sample": "HM-1"},
    {"name": "urgent", "type": "boolean", "sample": True},
    {"name": "began", "type": "date", "sample": "2026-01-31"},
    {"name": "written", "type": "datetime", "sample": "2026-01-31T23:30:00Z"},
    {"name": "points", "type": "integer", "sample": 5},
    {"name": "share", "type": "decimal", "sample": "0.25"},
    {"name": "kind", "type": "enum", "choices": ["new", "old"], "sample": "new"},
    {
        "name": "items",
        "type": "list",
        "sample": [{"name": "Bicycle", "price": {"amount": "120.50", "currency": "GBP"}}],
        "fields": [{"name": "name", "type": "string"}, {"name": "price", "type": "money"}],
    },
]
# Letters that our fonts have, and what hurts: markup, Jinja, line breaks, right-to-left, combining, wide.
TEXT = st.text("aé ßЖΩ李שم0<&>\"'{}%#\\\n\u0301\u200d|*_[]()", max_size=30)
AMOUNTS = st.decimals(-99999, 99999, places=2).map(str)
OFFSETS = st.integers(-12 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
MOMENTS = st.datetimes(datetime(1000, 1, 2), datetime(9000, 1, 1), timezones=OFFSETS).map(datetime.isoformat)
DATA = st.fixed_dictionaries(
    {
        "policy": TEXT,
        "urgent": st.booleans(),
        "began": st.dates(date(1000, 1, 1)).map(str),
        "written": MOMENTS,
        "points": st.integers(-(2**53), 2**53),
        "share": AMOUNTS,
        "kind": st.sampled_from(["new", "old"]),
        "items": st.lists(
            st.fixed_dictionaries(
                {
                    "name": TEXT,
                    "price": st.fixed_dictionaries({"amount": AMOUNTS, "currency": st.sampled_from(["GBP", "JPY"])}),
                }
            ),
            max_size=4,
        ),
    }
)
SAMPLE = {variable["name"]: variable["sample"] for variable in VARIABLES}
quietly = {"deadline": None, "derandomize": True, "suppress_health_check": list(HealthCheck)}


@pytest.fixture(scope="module", autouse=True)
def content(module_db: None) -> None:
    """A live template with a variable of each type, on all three channels, whose letters come in large print if asked."""
    brand = publish(brand_draft()).brand
    for channel in ("email", "sms"):
        publish(layout_draft(brand, channel))
    big = "{% if large_print %}<style>p { font-size: 18pt }</style>{% endif %}</head>"
    publish(layout_draft(brand, "print", PRINT_LAYOUT.replace("</head>", big), {"window": "uk-c5"}))
    put_words({"new": "a new customer", "old": "with us for a while"}, scope=Scope("everything", "kind"))
    publish(template_draft("everything", {"en": PARTS}, VARIABLES, brands=[brand]))
    make_customer("C-9", time_zone="Pacific/Auckland", attributes={"large_print": True, "tier": "gold"})


@pytest.fixture(autouse=True)
def quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(intake, "ring", lambda message: None)


def sent(channel: str, data: Any, customer: str = "C-9") -> Message:
    request = intake.SendRequest("everything", data, customer, channel=channel)
    message = intake.accept(request, CALLER, idempotency_key=None, now=NOW).send.messages.get()
    carry([str(message.pk)], lambda: NOW + timedelta(minutes=3))
    return Message.objects.select_related("send").get(pk=message.pk)


@given(DATA, st.sampled_from(["email", "sms"]))
@hypothesis_settings(max_examples=50, **quietly)
def test_any_message_comes_again_byte_for_byte(data: Any, channel: str) -> None:
    message = sent(channel, data)
    assert message.output_hash, message.problem
    assert make_again(message).same


@given(DATA)
@hypothesis_settings(max_examples=5, **quietly)
def test_any_letter_comes_again_byte_for_byte(data: Any) -> None:
    message = sent("print", data)
    assert message.output_hash, message.problem
    assert make_again(message).same


@pytest.mark.parametrize("channel", ["email", "sms", "print"])
def test_what_changes_about_the_customer_changes_no_past_message(channel: str) -> None:
    message = sent(channel, SAMPLE)
    expected = {"name": "Maria Jones", "time_zone": "Pacific/Auckland", "attributes": {}}
    if channel == "print":
        expected["attributes"] = {"large_print": True}
    assert message.reader == expected

    Customer.objects.update(name="Maria Smith", time_zone="America/Lima", attributes={}, locale="zh-Hans")
    ContactPoint.objects.all().delete()
    Category.objects.update(label="Another", consent_required=True)
    again = Message.objects.select_related("send").get(pk=message.pk)
    assert make_again(again).same
    Customer.objects.all().delete()
    CodeEntry.objects.update(words="somebody else")
    assert make_again(Message.objects.select_related("send").get(pk=message.pk)).same


def test_the_name_the_zone_and_the_wish_for_large_print_matter() -> None:
    """So the test above would notice if today's customer were asked."""
    hashes = {channel: sent(channel, SAMPLE).output_hash for channel in ("email", "sms", "print")}
    message = sent("print", SAMPLE)
    assert message.codes == {"kind": {"new": "a new customer"}}
    message.codes = {"kind": {"new": "somebody else"}}
    assert replay(message).sha256 != message.output_hash
    for reader in ({"name": "Maria Smith"}, {"time_zone": "America/Lima"}, {"attributes": {}}):
        changed = replace_reader(message, reader)
        assert replay(changed).sha256 != message.output_hash, reader
    assert len(set(hashes.values())) == 3


def replace_reader(message: Message, changes: Any) -> Message:
    other = Message.objects.select_related("send").get(pk=message.pk)
    other.reader = {**other.reader, **changes}
    return other


def brief_of(channel: str) -> tuple[Message, Brief]:
    message = sent(channel, SAMPLE)
    brief = load_briefs([message])[message.pk]
    assert isinstance(brief, Brief)
    kind = channels.get(channel).contact_kind
    reader = replace(
        brief.recipient, contacts={kind: Contact(kind, message.to)}, attributes=message.reader["attributes"]
    )
    return message, replace(brief, recipient=reader, category=replace(brief.category))


OTHER_PROCESS = """
import pickle, sys, time
from commhub.channels import channels
for channel, brief in pickle.load(open(sys.argv[1], "rb")):
    print(channels.get(channel).render(brief.edition, brief).sha256)
"""


def test_another_process_with_another_seed_zone_and_language_makes_the_same(tmp_path: Path, root: Path) -> None:
    pairs = [(channel, *brief_of(channel)) for channel in ("email", "sms", "print")]
    file = tmp_path / "briefs"
    file.write_bytes(pickle.dumps([(channel, brief) for channel, _, brief in pairs]))
    answer = subprocess.run(
        [sys.executable, "-c", OTHER_PROCESS, str(file)],
        env={
            **os.environ,
            "PYTHONHASHSEED": "4711",
            "PYTHONPATH": str(root),
            "TZ": "Asia/Tokyo",
            "LANG": "de_DE.UTF-8",
            "LC_ALL": "C",
        },
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    assert answer.stdout.split() == [message.output_hash for _, message, _ in pairs]


def test_every_change_of_what_renders_gives_another_set_of_versions(monkeypatch: pytest.MonkeyPatch) -> None:
    letters = versions.for_letters()
    assert set(letters) > set(versions.for_email()) > set(versions.shared())
    assert {"commhub-render", "commhub-code", "python", "unicode", "time-zones", "jinja2", "babel"} <= set(
        versions.shared()
    )
    assert {"weasyprint", "pango", "harfbuzz", "fonts", "tinyhtml5"} <= set(letters)
    assert [name for name, version in letters.items() if version in {"", "unknown"}] == []
    known = versions.shared()
    monkeypatch.setattr(versions, "CODE", [Path(__file__)])
    versions.shared.cache_clear()
    try:
        assert versions.shared()["commhub-code"] != known["commhub-code"]
    finally:
        monkeypatch.undo()
        versions.shared.cache_clear()
    assert versions.shared() == known


def test_an_address_stays_the_one_it_went_to() -> None:
    message = sent("print", SAMPLE)
    assert message.to == {**ADDRESS}
    message.to = {**ADDRESS, "lines": ["2 Low Road", "Ambleton"]}
    assert replay(message).sha256 != message.output_hash
