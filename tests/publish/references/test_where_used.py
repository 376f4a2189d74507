"""Where something is used: itself, through blocks and through layouts, live and open, each with its way and place."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from brand_assets.models import Asset
from commhub.publish.golive import still_used_by
from commhub.publish.models import Reference
from commhub.publish.references import rebuild
from commhub.publish.where_used import Use, binding_uses, where_used
from commhub.versions import State
from templates_store.models import ContentBlockVersion
from tests.publish.references import rows

pytestmark = pytest.mark.django_db


def told(uses: list[Use]) -> list[tuple[str, str, list[str]]]:
    """Label, state, and each way in words: the place, then the keys on the way."""
    return [
        (use.label, use.state, [" > ".join([way[0].place, *(step.key for step in way[1:])]) for way in use.ways])
        for use in uses
    ]


def test_a_block_is_found_itself_and_through_blocks() -> None:
    northlight = rows.brand()
    contact = rows.block("contact-us").block
    rows.block("help", en='x {% include "contact-us" %}', zh='{% include "contact-us" %}')
    rows.block("more-help", en='{% include "help" %}')
    rows.template("a", {"body": 'Hi\n{% include "contact-us" %}', "sms": "x"}, [northlight], State.LIVE)
    rows.template("a", {"body": '{% include "more-help" %}{% include "contact-us" %}'}, [northlight])
    rows.template("b", {"body": '{% include "more-help" %}'}, [northlight], State.IN_REVIEW)
    rows.template("c", {"body": '{% include "more-help" %}'}, [northlight], State.RETIRED)
    rows.template("d", {"body": "contact-us"}, [northlight], State.LIVE)

    with CaptureQueriesContext(
        connection,
    ) as queries:
        uses = where_used("content-block", contact)

    assert len(queries) == 1
    assert told(uses) == [
        ("template a v1", "live", ["the body (en), line 2"]),
        ("template a v2", "draft", ["the body (en), line 1 > more-help > help", "the body (en), line 1"]),
        ("template b v1", "in-review", ["the body (en), line 1 > more-help > help"]),
        ("content block help v1", "live", ["the text (en), line 1", "the text (zh), line 1"]),
        ("content block more-help v1", "live", ["the text (en), line 1 > help"]),
    ]
    assert uses[2].told == "template b v1 (the body (en), line 1; b > more-help > help > contact-us)"
    assert [use.label for use in binding_uses(uses)] == [
        "template a v1", "content block help v1", "content block more-help v1",
    ]  # fmt: skip


def test_an_asset_is_found_where_its_brand_is_sent_and_nowhere_else() -> None:
    northlight, harbour = rows.brand(), rows.brand("harbour")
    rows.layout(northlight, "email", "<img src=\"{{ asset('logo').src }}\">{{ content }}")
    rows.layout(harbour, "email", "{{ content }}")
    rows.layout(northlight, "sms", "{{ asset('logo').src }}", State.DRAFT)
    rows.block("seal", en="{{ asset('logo').src }}")
    rows.template("both", {"subject": "s", "body": "b"}, [northlight, harbour], State.LIVE)
    rows.template("other", {"subject": "s", "body": '{% include "seal" %}'}, [harbour], State.LIVE)
    rows.template("text", {"sms": "{{ asset('logo').src }}"}, [northlight], State.LIVE)
    rows.template("letter", {"print-html": "b"}, [northlight], State.LIVE)

    assert told(where_used("asset", Asset.objects.get(brand=northlight))) == [
        ("template both v1", "live", [" > northlight-email"]),
        ("template text v1", "live", [" > northlight-sms", "the text message (en), line 1"]),
        ("layout northlight-email v1", "live", ["the layout, line 1"]),
        ("layout northlight-sms v1", "draft", ["the layout, line 1"]),
        ("content block seal v1", "live", ["the text (en), line 1"]),
    ]
    assert told(where_used("asset", Asset.objects.get(brand=harbour))) == [
        ("template other v1", "live", ["the body (en), line 1 > seal"]),
        ("content block seal v1", "live", ["the text (en), line 1"]),
    ]


def test_a_layout_is_used_by_the_templates_of_its_brand_that_go_out_on_its_channel() -> None:
    northlight, harbour = rows.brand(), rows.brand("harbour")
    letter = rows.layout(northlight, "print", "{{ content }}").layout
    rows.template("mail", {"subject": "s", "body": "b"}, [northlight], State.LIVE)
    rows.template("text", {"sms": "b"}, [northlight], State.LIVE)
    rows.template("theirs", {"subject": "s", "body": "b"}, [harbour], State.LIVE)
    assert told(where_used("layout", letter)) == [("template mail v1", "live", [""])]


def test_a_brand_is_used_by_its_templates_and_layouts() -> None:
    northlight, harbour = rows.brand(), rows.brand("harbour")
    rows.layout(northlight, "email", "{{ content }}")
    rows.template("ours", {"body": "b"}, [northlight, harbour])
    rows.template("theirs", {"body": "b"}, [harbour])
    assert told(where_used("brand", northlight)) == [
        ("template ours v1", "draft", [""]),
        ("layout northlight-email v1", "live", [""]),
    ]


def test_a_token_is_found_by_its_path_its_group_and_what_is_in_it() -> None:
    northlight, harbour = rows.brand(), rows.brand("harbour")
    parts = {"exact": "{{ brand.links.pay }}", "group": "{% for l in brand.links.values() %}{{ l }}{% endfor %}"}
    parts |= {"deeper": "{{ brand.links.pay.now }}", "all": "{{ brand|length }}", "near": "{{ brand.links.payment }}"}
    for key, body in parts.items():
        rows.template(key, {"body": body}, [northlight], State.LIVE)
    rows.template("theirs", {"body": "{{ brand.links.pay }}"}, [harbour], State.LIVE)

    assert [use.key for use in where_used("token", northlight, path="links.pay")] == ["all", "deeper", "exact", "group"]
    assert [use.key for use in where_used("token", harbour, path="links.pay")] == ["theirs"]
    assert len(where_used("token", path="links.pay")) == 5
    assert [use.key for use in where_used("token", northlight, path="links")] == [
        "all",
        "deeper",
        "exact",
        "group",
        "near",
    ]


def test_an_underscore_in_a_token_stands_for_itself() -> None:
    northlight = rows.brand()
    rows.template("sender", {"body": "{{ brand.sms_sender.name }}"}, [northlight], State.LIVE)
    assert where_used("token", path="sms-sender") == []
    assert [use.key for use in where_used("token", path="sms_sender")] == ["sender"]


def test_nothing_is_used_by_nothing() -> None:
    northlight = rows.brand()
    assert where_used("content-block", rows.block("alone").block) == []
    assert where_used("template", rows.template("a", {"body": "b"}, [northlight]).template) == []
    with pytest.raises(ValueError, match="nothing is known of where a term-list is used"):
        where_used("term-list", northlight)


def test_the_way_goes_on_through_the_version_that_fits_the_state() -> None:
    """What is live goes through what is live, and a draft through the draft, where there are both."""
    northlight = rows.brand()
    contact = rows.block("contact-us").block
    rows.block("help", en='{% include "contact-us" %}')
    rows.block("help", State.DRAFT, en='\n\n{% include "contact-us" %}')
    rows.template("a", {"body": '{% include "help" %}'}, [northlight], State.LIVE)
    rows.template("a", {"body": '{% include "help" %}'}, [northlight], State.DRAFT)
    ways = [(use.number, [step.place for step in use.ways[0]]) for use in where_used("content-block", contact)[:2]]
    assert ways == [
        (1, ["the body (en), line 1", "the text (en), line 1"]),
        (2, ["the body (en), line 1", "the text (en), line 3"]),
    ]


def test_a_cycle_that_got_into_the_store_ends_the_search_all_the_same() -> None:
    a = rows.block("a", en='{% include "b" %}').block
    rows.block("b", en='{% include "a" %}')
    assert [use.label for use in where_used("content-block", a)] == ["content block a v1", "content block b v1"]


def test_what_stands_in_the_way_of_retiring_is_told_with_its_place() -> None:
    northlight = rows.brand()
    contact = rows.block("contact-us")
    rows.template("a", {"body": 'x\n{% include "contact-us" %}'}, [northlight], State.SCHEDULED)
    rows.template("b", {"body": '{% include "contact-us" %}'}, [northlight], State.DRAFT)
    assert still_used_by(contact) == ["template a v1 (the body (en), line 2)"]


def test_of_many_uses_the_first_are_told_and_how_many_more() -> None:
    northlight = rows.brand()
    contact = rows.block("contact-us")
    for number in range(12):
        rows.template(f"t{number:02}", {"body": '{% include "contact-us" %}'}, [northlight], State.LIVE)
    said = still_used_by(contact)
    assert (len(said), said[0], said[-1]) == (11, "template t00 v1 (the body (en), line 1)", "and 2 more")


def test_the_command_reads_all_sources_anew_and_lists_what_is_wrong(capsys: pytest.CaptureFixture[str]) -> None:
    northlight = rows.brand()
    rows.template("a", {"body": '{% include "nobody" %}{{ brand.name }}'}, [northlight], State.LIVE)
    before = list(Reference.objects.values_list("subject", "version_id", "target", "key", "line", "column"))
    Reference.objects.all().delete()
    call_command("references", "rebuild")
    assert list(Reference.objects.values_list("subject", "version_id", "target", "key", "line", "column")) == before
    with pytest.raises(CommandError, match="One found"):
        call_command("references", "check")
    assert (
        "template a v1: In the body (en), line 1, column 12: there is no content block “nobody”."
        in capsys.readouterr().out
    )
    assert rebuild() == 2
    assert ContentBlockVersion.objects.count() == 0
