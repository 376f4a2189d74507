"""Assets on the two roads: chosen by rule and day, dark ones offered to mail programs, and stopped when they have ended."""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from django.utils import timezone
from PIL import ExifTags, Image

from brand_assets.editing import put_file, write_asset_about
from brand_assets.files import UnsuitableFile
from brand_assets.models import Asset, AssetVersion, Brand
from brand_assets.rules import DARK, Rule
from commhub.approval.drafts import new_draft, start_draft
from commhub.audit.models import AuditEntry
from commhub.contracts import CompileError
from commhub.intake import Caller, IntakeError, SendRequest, accept
from commhub.pipeline import carry
from commhub.publish.assets_due import endings, recompile_due
from commhub.publish.compile import compile_version
from commhub.publish.editions import asset_bytes, load
from commhub.publish.masters import move_file, put_master, remove_variant, write_widths
from commhub.publish.models import LiveEdition
from commhub.replay import make_again
from templates_store.models import TemplateVersion
from tests.factories import LAYOUTS, api_key, layout_draft, live_brand, marketer, publish, template_draft

pytestmark = pytest.mark.django_db
LOGO = "<img src=\"{{ asset('logo').src }}\" width=\"{{ asset('logo').shown_width }}\" alt=\"{{ asset('logo').alt }}\">"
TODAY = timezone.localdate()
DRAWING = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 90 30"><rect width="90" height="30" fill="%s"/></svg>'


def picture(colour: str, size: tuple[int, int] = (40, 20)) -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", size, colour).save(stream, format="PNG")
    return stream.getvalue()


def logo_draft(brand: Brand) -> AssetVersion:
    asset, _ = Asset.objects.get_or_create(brand=brand, slot="logo")
    live = asset.versions.filter(state="live").first()
    draft = new_draft(live, marketer()) if live else start_draft(asset, marketer())
    assert isinstance(draft, AssetVersion)
    write_asset_about(draft, "Northlight", "")
    return draft


def live_logo(brand: Brand, *files: tuple[bytes, Rule]) -> AssetVersion:
    draft = logo_draft(brand)
    for content, rule in files:
        put_file(draft, rule.channel, content, rule)
    return publish(draft)


def made_brand() -> Brand:
    """A live brand without layouts."""
    return live_brand(channels=())


def with_layouts(brand: Brand, image: str = LOGO) -> None:
    for channel in ("email", "print"):
        publish(layout_draft(brand, channel, LAYOUTS[channel][0].replace("{{ content }}", image + "{{ content }}")))


def live_greeting(brand: Brand, *locales: str) -> TemplateVersion:
    parts: Mapping[str, str] = {"subject": "Hello", "body": "Dear {{ recipient.name }},"}
    return publish(template_draft("greeting", dict.fromkeys(locales or ("en-GB",), parts), [], brands=[brand]))


def colour_in(locale: str, channel: str = "email", at: int = 0) -> tuple[int, ...]:
    """The colour of the picture that the live edition shows."""
    edition = load(LiveEdition.objects.get(locale=locale).edition.hash).edition
    content = asset_bytes(edition.channels[channel]["assets"][at])
    return tuple(Image.open(io.BytesIO(content)).convert("RGB").getpixel((1, 1)))


def at(day: date) -> datetime:
    return datetime.combine(day, time(9), UTC)


def ask(now: datetime) -> Any:
    key, _ = api_key()
    caller = Caller(key.pk, key.name, test=True)
    recipient = {"name": "Maria Jones", "email": "maria@example.com"}
    return accept(SendRequest("greeting", recipient=recipient), caller, idempotency_key=None, now=now).send


def test_language_market_and_channel_choose_the_file() -> None:
    brand = made_brand()
    live_logo(
        brand,
        (picture("red"), Rule()),
        (picture("green"), Rule("print")),
        (picture("blue"), Rule(locale="zh-Hans")),
        (picture("white"), Rule(market="US")),
    )
    with_layouts(brand)
    live_greeting(brand, "en-GB", "en-US", "zh-Hans")
    assert colour_in("en-GB") == (255, 0, 0)
    assert colour_in("en-GB", "print") == (0, 128, 0)
    assert colour_in("en-US") == (255, 255, 255)
    assert colour_in("en-US", "print") == (255, 255, 255)
    assert colour_in("zh-Hans", "print") == (0, 0, 255)


def test_two_rules_between_which_no_choice_is_possible_are_refused_with_both_named() -> None:
    draft = logo_draft(made_brand())
    put_file(draft, "any", picture("red"), Rule(valid_from=date(2026, 12, 1)))
    with pytest.raises(UnsuitableFile) as caught:
        put_file(draft, "any", picture("blue"), Rule(valid_until=date(2026, 12, 24)))
    assert str(caught.value) == (
        "No choice is possible between the file for any channel, from 1 December 2026 and the one for any channel, until "
        "24 December 2026: both would be used at once. Let the days of one end before the other's begin, or give one a "
        "language or a market."
    )
    with pytest.raises(UnsuitableFile, match="its last day comes before its first"):
        put_file(draft, "any", picture("blue"), Rule(valid_from=date(2026, 2, 2), valid_until=date(2026, 2, 1)))
    assert draft.variants.count() == 1


def test_the_hash_of_an_asset_without_new_facts_is_what_it_was() -> None:
    draft = logo_draft(made_brand())
    put_file(draft, "print", picture("red"))
    first = put_file(draft, "any", picture("blue"))
    assert draft.content() == {
        "alt": "Northlight",
        "variants": {"any": first.sha256, "print": draft.variants.get(channel="print").sha256},
    }
    before = draft.hash_content()
    put_file(draft, "any", picture("green"), Rule(scheme=DARK))
    assert draft.hash_content() != before


def test_an_edition_without_dates_says_nothing_of_them() -> None:
    brand = made_brand()
    live_logo(brand, (picture("red"), Rule()))
    with_layouts(brand)
    live_greeting(brand)
    content = LiveEdition.objects.get().edition.content
    assert "valid_until" not in content
    assert "changes_on" not in content
    assert "shown" not in content


def test_a_master_makes_the_files_and_a_designer_s_own_stays() -> None:
    brand = made_brand()
    draft = logo_draft(brand)
    write_widths(draft, 45, 30)
    put_master(draft, DRAWING % b"red")
    files = {(one.channel, one.scale, one.master): one for one in draft.variants.all()}
    assert set(files) == {
        ("any", 0, True),
        ("any", 0, False),
        ("email", 2, False),
        ("email", 1, False),
        ("print", 0, False),
    }
    assert (files["email", 2, False].width, files["email", 1, False].width) == (90, 45)
    master = files["any", 0, True]
    assert {one.made_from for one in draft.variants.filter(master=False)} == {master.sha256}
    assert files["email", 2, False].made_how == "drawn 90 x 30 pixels from the SVG"

    own = put_file(draft, "email", picture("blue", (90, 30)), Rule("email", scale=2))
    put_master(draft, DRAWING % b"green")
    assert draft.variants.get(channel="email", scale=2).sha256 == own.sha256
    assert draft.variants.count() == 5
    write_widths(draft, 60, 30)
    assert draft.variants.get(channel="email", scale=1).width == 60

    remove_variant(draft.variants.get(channel="email", scale=2))
    again = draft.variants.get(channel="email", scale=2)
    assert (again.width, again.made_from) == (120, draft.variants.get(master=True).sha256)
    move_file(draft.variants.get(master=True), Rule(market="GB"))
    assert set(draft.variants.values_list("market", flat=True)) == {"GB"}
    assert draft.variants.count() == 5
    remove_variant(draft.variants.get(master=True))
    assert draft.variants.count() == 0


def test_a_cleaned_master_says_what_was_taken_out() -> None:
    draft = logo_draft(made_brand())
    write_widths(draft, 45, 30)
    put_master(draft, (DRAWING % b"red").replace(b"</svg>", b"<script/><script/><use href='x.svg'/></svg>"))
    master = draft.variants.get(master=True)
    assert master.remarks[0] == "2 scripts and 1 link to elsewhere were taken out."
    with master.file.open("rb") as file:
        assert b"script" not in file.read()
    write_widths(draft, 50, 30)
    master.refresh_from_db()
    assert master.remarks[0] == "2 scripts and 1 link to elsewhere were taken out."


def test_a_photograph_that_says_where_it_was_taken_is_a_master_only() -> None:
    exif = Image.Exif()
    exif.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitudeRef] = "N"
    stream = io.BytesIO()
    Image.new("RGB", (300, 100), "navy").save(stream, "JPEG", exif=exif)
    draft = logo_draft(made_brand())
    with pytest.raises(UnsuitableFile, match="The photograph says where it was taken"):
        put_file(draft, "any", stream.getvalue())
    put_master(draft, stream.getvalue())
    [made] = draft.variants.filter(master=False)
    with made.file.open("rb") as file:
        assert b"Exif" not in file.read()


def test_nothing_of_a_refused_master_is_kept() -> None:
    draft = logo_draft(made_brand())
    write_widths(draft, 300, 30)
    with pytest.raises(UnsuitableFile, match="The picture is 240 pixels wide"):
        put_master(draft, picture("red", (240, 80)))
    assert draft.variants.count() == 0


def live_mail(locale: str = "en-GB") -> str:
    return str(load(LiveEdition.objects.get(locale=locale).edition.hash).edition.channels["email"]["html"])


def dark_brand(image: str = LOGO) -> Brand:
    brand = made_brand()
    draft = logo_draft(brand)
    write_widths(draft, 45, 30)
    put_master(draft, DRAWING % b"black")
    put_master(draft, DRAWING % b"white", Rule(scheme=DARK))
    publish(draft)
    with_layouts(brand, image)
    live_greeting(brand)
    return brand


def test_a_mail_offers_the_dark_file_to_programs_that_ask_for_it() -> None:
    dark_brand()
    edition = load(LiveEdition.objects.get().edition.hash).edition
    share = edition.channels["email"]
    assert share["inlined"] == "once"
    html = share["html"]
    light, dark = (
        next(one for one in edition.assets.values() if one.file_name == name) for name in ("logo.png", "logo-dark.png")
    )
    assert sorted(share["assets"]) == sorted([light.sha256, dark.sha256])
    assert (
        f'<picture><source media="(prefers-color-scheme: dark)" srcset="cid:{dark.sha256[:32]}@commhub">'
        f'<img src="cid:{light.sha256[:32]}@commhub" width="45" alt="Northlight"></picture>'
    ) in html
    assert share["text"].count("[Northlight]") == 1
    assert "<picture>" not in edition.channels["print"]["html"]
    assert dark.sha256 not in edition.channels["print"]["assets"]


def test_the_small_file_goes_along_only_where_it_is_asked_for() -> None:
    small = '<img src="{{ asset(\'logo\').small.src }}" alt="Northlight">'
    dark_brand(small)
    edition = load(LiveEdition.objects.get().edition.hash).edition
    [used] = [one for one in edition.channels["email"]["assets"] if edition.assets[one].file_name == "logo.png"]
    assert edition.assets[used].width == 45


def test_a_send_is_refused_from_the_day_after_the_last_one_on() -> None:
    brand = made_brand()
    live_logo(brand, (picture("red"), Rule(valid_until=TODAY + timedelta(days=2))))
    with_layouts(brand)
    live_greeting(brand)
    send = ask(at(TODAY + timedelta(days=2)))
    with pytest.raises(IntakeError) as caught:
        ask(at(TODAY + timedelta(days=3)))
    last = TODAY + timedelta(days=2)
    sentence = (
        f"The file of northlight-logo that template greeting shows was valid until {last.day} {last:%B %Y}. "
        "It can be sent again when a new version of the asset is live."
    )
    assert (caught.value.status, caught.value.code) == (422, "asset-ended")
    assert [(one.pointer, one.detail) for one in caught.value.problems] == [("/template", sentence)]

    message = send.messages.get()
    late = at(TODAY + timedelta(days=3))
    carry([str(message.pk)], lambda: late)
    message.refresh_from_db()
    assert (message.state, message.problem) == ("failed", sentence)


def test_on_its_day_the_next_file_is_put_live_without_another_approval() -> None:
    brand = made_brand()
    turn = TODAY + timedelta(days=5)
    live_logo(
        brand,
        (picture("red"), Rule(valid_until=turn - timedelta(days=1))),
        (picture("blue"), Rule(valid_from=turn)),
    )
    with_layouts(brand)
    live_greeting(brand, "en-GB", "zh-Hans")
    old = ask(at(TODAY)).messages.get()
    carry([str(old.pk)], lambda: at(TODAY))
    assert load(LiveEdition.objects.first().edition.hash).edition.changes_on == turn

    assert recompile_due(at(turn - timedelta(days=1))).switched == ()
    assert colour_in("en-GB") == (255, 0, 0)
    done = recompile_due(at(turn))
    assert (len(done.switched), done.broken) == (2, ())
    assert (colour_in("en-GB"), colour_in("zh-Hans", "print")) == ((0, 0, 255), (0, 0, 255))
    assert recompile_due(at(turn)).switched == ()
    entry = AuditEntry.objects.get(action="assets-due")
    assert entry.actor == "commhub"
    assert entry.sentence == (
        "The day came for other files of assets: 2 editions of greeting now show what was approved for it."
    )
    ask(at(turn))
    old.refresh_from_db()
    assert make_again(old).same


def test_what_nothing_comes_after_stays_and_is_named() -> None:
    brand = made_brand()
    last = TODAY + timedelta(days=5)
    live_logo(brand, (picture("red"), Rule(valid_until=last)))
    with_layouts(brand)
    live_greeting(brand)
    before = LiveEdition.objects.get().edition_id
    done = recompile_due(at(last + timedelta(days=1)))
    assert done.switched == ()
    after = last + timedelta(days=1)
    [said] = done.broken
    assert said == (
        f"greeting (northlight, en-GB): asset: asset northlight-logo has no file for email on {after.day} {after:%B %Y}: "
        f"it was valid until {last.day} {last:%B %Y}."
    )
    assert LiveEdition.objects.get().edition_id == before
    assert not AuditEntry.objects.filter(action="assets-due").exists()


def test_the_desk_is_told_a_month_ahead_with_the_templates() -> None:
    brand = made_brand()
    last = TODAY + timedelta(days=40)
    live_logo(brand, (picture("red"), Rule(valid_until=last)))
    with_layouts(brand)
    live_greeting(brand)
    assert endings(at(last - timedelta(days=31))) == []
    [one] = endings(at(last - timedelta(days=30)))
    assert (one.templates, one.gone) == (("greeting",), False)
    assert one.sentence == (
        f"The file of northlight-logo for any channel ends on {last.day} {last:%B %Y}; after that day nothing that shows "
        "it is sent. Template greeting shows it."
    )
    [one] = endings(at(last + timedelta(days=1)))
    assert one.gone
    assert one.sentence.startswith("The file of northlight-logo for any channel ended on ")
    live_logo(brand, (picture("green"), Rule(valid_from=last + timedelta(days=1))))
    assert endings(at(last)) == []


def test_without_a_day_a_file_with_dates_is_not_chosen_in_silence() -> None:
    brand = made_brand()
    live_logo(brand, (picture("red"), Rule(valid_from=TODAY)))
    with_layouts(brand)
    version = live_greeting(brand)
    assert compile_version(version, brand, "en-GB", on=TODAY).edition.assets
    with pytest.raises(CompileError, match="no file for email without dates, and it is not known for which day"):
        compile_version(version, brand, "en-GB")
