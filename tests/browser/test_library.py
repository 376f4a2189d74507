"""The library's e-mails look the same in a browser with their style sheet and after inlining."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from brand_assets.models import Brand
from commhub.approval.drafts import start_draft
from commhub.channels import channels
from commhub.channels.email import Email
from commhub.publish.compile import compile_version
from commhub.publish.proofs import sample_brief
from commhub.render.html.document import Document
from commhub.starter.library import read_library
from commhub.starter.load import load_library
from commhub.starter.pieces import pieces
from templates_store.models import TemplateVersion
from tests.browser.looking import Setting, browser_page, differences, look

pytestmark = pytest.mark.django_db
LOCALES = ("en-GB", "zh-Hans")
LOOKS = (Setting(360), Setting(1200, dark=True))


@pytest.fixture(scope="module")
def pairs(django_db_setup: None, django_db_blocker: Any) -> Mapping[str, tuple[str, str]]:
    """Each template's e-mail with its samples as it is written and as it is sent; brands and languages take turns."""
    library = read_library()
    found = {}
    with django_db_blocker.unblock(), transaction.atomic():
        load_library(now=timezone.now(), library=replace(library, templates=()))
        author = User.objects.create_superuser("author")
        brands = list(Brand.objects.order_by("key"))
        drafts = []
        for piece in pieces(library):
            if piece.model is TemplateVersion:
                draft = start_draft(piece.parent, author)
                piece.write(draft)
                drafts.append(draft)
        for index, draft in enumerate(drafts):
            brand, locale = brands[index % 2], LOCALES[index // 2 % 2]
            with pytest.MonkeyPatch.context() as patch:
                # its own comparison takes time, and would find below that nothing was inlined
                patch.setattr(Email, "verify", lambda *arguments: None)
                sent = html_of(draft, brand, locale)
                patch.setattr(Document, "inline", lambda self, place: None)
                written = html_of(draft, brand, locale)
            found[f"{draft.parent.key}, {brand.key}, {locale}"] = (written, sent)
        transaction.set_rollback(True)
    return found


def html_of(draft: TemplateVersion, brand: Brand, locale: str) -> str:
    compiled = compile_version(draft, brand, locale)
    brief = sample_brief(compiled.edition, compiled.asset_bytes)
    return str(channels.get("email").render(compiled.edition, brief).content["html"])


def test_every_element_looks_the_same(pairs: Mapping[str, tuple[str, str]]) -> None:
    assert len(pairs) >= 6
    with browser_page() as page:
        for name, (written, sent) in pairs.items():
            assert written != sent, name
            assert differences(look(page, written, LOOKS), look(page, sent, LOOKS), LOOKS) == [], name
