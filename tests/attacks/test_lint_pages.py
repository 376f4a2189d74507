"""The pages of the linter by those who may not, with what no browser sends, and with words that are markup."""

from __future__ import annotations

import html
import json
from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from commhub.approval.drafts import new_draft
from commhub.lint.models import TermListVersion
from commhub.lint.rules.base import TermSpec
from commhub.lint.store.writing import write_term
from tests.factories import UserFactory, listed, marketer, reviewer

MARKUP = "<script>alert(1)</script>'\"<img src=x onerror=alert(2)>"
NEW = {
    "text": "ledger",
    "locale": "en",
    "kind": "jargon",
    "severity": "error",
    "rule": "term",
    "script_variants": "auto",
}
WRITING = ("save_term", "change_terms", "import_terms")
READING = ("terms", "export_terms")


@pytest.fixture
def draft(db: None) -> TermListVersion:
    return new_draft(listed("tranche", forms=["tranche", "tranches"]), marketer())


@pytest.fixture
def login() -> Callable[[User | None], Client]:
    def enter(person: User | None) -> Client:
        client = Client(raise_request_exception=True)
        if person is not None:
            client.force_login(person)
        return client

    return enter


Login = Callable[[User | None], Client]


def url(name: str, version: TermListVersion) -> str:
    return reverse(f"admin:desk_{name}", args=[version.pk])


@pytest.mark.parametrize("name", [*READING, *WRITING, "try_term", "ratchet", "edit_terms", "about_terms"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_nobody_who_is_not_logged_in_reads_or_writes(
    login: Login, draft: TermListVersion, name: str, method: str
) -> None:
    answer = getattr(login(None), method)(url(name, draft), NEW)
    assert (answer.status_code, answer.headers["Location"].partition("?")[0]) == (302, "/admin/login/")
    assert draft.terms.count() == 1


@pytest.mark.parametrize("name", [*READING, "try_term", "ratchet", "about_terms"])
def test_somebody_without_a_role_reads_nothing(login: Login, draft: TermListVersion, name: str) -> None:
    client = login(UserFactory(username="idle", is_staff=True))
    assert {client.get(url(name, draft)).status_code, client.post(url(name, draft), NEW).status_code} <= {403, 405}


@pytest.mark.parametrize("name", [*WRITING, "try_term"])
def test_asking_for_a_page_changes_nothing(login: Login, draft: TermListVersion, name: str) -> None:
    assert login(marketer()).get(url(name, draft), NEW).status_code == 405


@pytest.mark.parametrize("name", [*WRITING, "try_term"])
def test_another_site_cannot_write(draft: TermListVersion, name: str) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(marketer())
    assert client.post(url(name, draft), NEW).status_code == 403
    assert draft.terms.count() == 1


@pytest.mark.parametrize("name", WRITING)
def test_a_reviewer_writes_no_rows(login: Login, draft: TermListVersion, name: str) -> None:
    row = draft.terms.get()
    asked = {**NEW, "rows": [row.pk], "action": "remove", "pack": SimpleUploadedFile("p.json", b"{}")}
    assert login(reviewer()).post(url(name, draft), asked).status_code == 403
    assert draft.terms.get() == row


@pytest.mark.parametrize(
    "query", ["q=%00", "locale=%00", "kind=a%00b", "q=%ED%A0%80", "page=%00", "page=-1", "row=%00", "active=%00"]
)
def test_a_search_for_what_no_text_has_finds_nothing(login: Login, draft: TermListVersion, query: str) -> None:
    wanted = (400,) if "%00" in query else (200, 404)  # a NUL is refused at the door, on every page alike
    assert login(marketer()).get(f"{url('terms', draft)}?{query}").status_code in wanted


@pytest.mark.parametrize("field", ["text", "why", "forms", "allowed_in", "must_match", "settings", "suggestion", "key"])
@pytest.mark.parametrize("value", ["a\x00b", "\udcff", "[" * 50_000, "x" * 100_000])
def test_a_form_with_what_no_text_has_is_answered(login: Login, draft: TermListVersion, field: str, value: str) -> None:
    client = login(marketer())
    asked = {
        **NEW,
        field: value.encode("utf-8", "surrogatepass").decode("utf-8", "replace") if "\udcff" in value else value,
    }
    nul = "\0" in value
    tried = client.post(url("try_term", draft), {**asked, "sentence": value.replace("\udcff", "?")})
    assert tried.status_code == (400 if nul else 200)
    assert client.post(url("save_term", draft), asked).status_code in ((400,) if nul else (302, 422))
    assert not nul or draft.terms.count() == 1


def pack_of(**term: str) -> bytes:
    entry = {"id": "en.escrow", "kind": "jargon", "term": "escrow", "locale": "en", **term}
    return json.dumps({"format": "commhub-rulepack/1", "terms": [entry]}).encode()


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"\x00", id="nul"),
        pytest.param(b"\xff\xfe", id="marks"),
        pytest.param(b"[" * 200_000, id="deep"),
        pytest.param(b'{"format":"commhub-rulepack/1","terms":[1]}', id="number"),
        pytest.param(pack_of(id="a\0", term="a\0b"), id="nul in text"),
        pytest.param(pack_of(id="\ud800", why="\udfff"), id="half characters"),
        pytest.param(pack_of(id="i" * 700), id="long id"),
        pytest.param(pack_of(term="escrow " * 90), id="long words"),
        pytest.param(pack_of(locale="x" * 30, pos="y" * 40), id="long locale"),
    ],
)
def test_a_pack_that_cannot_be_kept_is_refused_and_changes_nothing(
    login: Login, draft: TermListVersion, content: bytes
) -> None:
    answer = login(marketer()).post(
        url("import_terms", draft), {"pack": SimpleUploadedFile("p.json", content)}, follow=True
    )
    assert answer.status_code == 200
    assert [str(message.level_tag) for message in answer.context["messages"]][:1] == ["error"]
    assert [row.text for row in draft.terms.all()] == ["tranche"]


def test_words_that_are_markup_are_words_on_every_page(login: Login, draft: TermListVersion) -> None:
    row = write_term(
        draft,
        TermSpec(
            MARKUP, "en", "term", "jargon", "error", MARKUP, MARKUP, (MARKUP,), inflect=False, domain="d", source=MARKUP,
            must_match=(MARKUP,), expansion=MARKUP,
        ),
    )  # fmt: skip
    client = login(marketer())
    said = [
        client.get(url("terms", draft), {"row": row.pk, "q": MARKUP[:20]}),
        client.post(
            url("try_term", draft), {**NEW, "text": MARKUP, "why": MARKUP, "suggestion": MARKUP, "sentence": MARKUP}
        ),
        client.post(
            url("save_term", draft), {**NEW, "text": MARKUP, "locale": MARKUP, "kind": MARKUP, "settings": MARKUP}
        ),
        client.post(
            url("import_terms", draft),
            {"pack": SimpleUploadedFile(MARKUP, b'{"<script>alert(1)</script>":1}')},
            follow=True,
        ),
        client.get(reverse("admin:desk_version", args=["term-list", draft.pk])),
    ]
    for answer in said:
        text = answer.content.decode()
        assert "<script>alert" not in text
        assert "<img src=x" not in text
    assert MARKUP in html.unescape(said[0].content.decode())


def test_a_version_that_no_number_names_is_not_there(login: Login, draft: TermListVersion) -> None:
    client = login(marketer())
    for path in ("terms/", "terms/export/", "trial/"):
        assert client.get(f"/admin/desk/term-list/{10**30}/{path}").status_code in (404, 405)


@pytest.mark.parametrize(
    "settings", ['{"prefer": "a\\u0000b"}', '{"prefer": "\\ud800"}', '{"prefer": NaN}', '{"a":' * 3_000]
)
def test_settings_that_no_database_keeps_are_told_at_the_field(
    login: Login, draft: TermListVersion, settings: str
) -> None:
    answer = login(marketer()).post(url("save_term", draft), {**NEW, "settings": settings})
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["settings"]
