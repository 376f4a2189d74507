"""Templates: what can be sent now, and what it takes."""

from __future__ import annotations

from typing import Any

import pytest
from jsonschema import Draft202012Validator

from tests import factories
from tests.api.app import App, problem_of

TEMPLATES = "/api/v1/templates"


@pytest.fixture
def draft(template: str) -> str:
    return factories.template_draft("only-a-draft", brands=[factories.live_brand()]).template.key


def test_the_list_has_live_templates_only(app: App, template: str, draft: str) -> None:
    page = app.get(TEMPLATES).json()
    assert (page["next"], page["previous"]) == (None, None)
    assert page["results"] == [
        {
            "key": "renewal-notice",
            "url": "http://127.0.0.1:8000/api/v1/templates/renewal-notice",
            "name": "Renewal notice",
            "description": "",
            "category": "service",
            "brands": ["northlight"],
            "locales": ["en"],
            "channels": ["email", "sms"],
        }
    ]


def test_the_list_goes_page_by_page(app: App, template: str) -> None:
    for key in ("claim-update", "welcome"):
        factories.live_template(key, brands=[factories.live_brand()])
    first = app.get(TEMPLATES, {"limit": "2"}).json()
    second = app.get(first["next"].removeprefix("http://127.0.0.1:8000")).json()
    keys = [template["key"] for page in (first, second) for template in page["results"]]
    assert (keys, second["next"]) == (["claim-update", "renewal-notice", "welcome"], None)


def test_the_list_costs_the_same_however_long_it_is(
    app: App, template: str, django_assert_max_num_queries: Any
) -> None:
    for key in ("claim-update", "welcome"):
        factories.live_template(key, brands=[factories.live_brand()])
    app.get(TEMPLATES)  # editions are read once in a process
    with django_assert_max_num_queries(3):  # the key, the templates, the pointers to their editions
        assert len(app.get(TEMPLATES).json()["results"]) == 3


def test_a_template_tells_all_that_it_takes(app: App, template: str) -> None:
    parts = {"en": factories.PARTS, "zh-Hans": factories.PARTS}
    factories.live_template("letter-only", parts=parts, brands=[factories.live_brand()])
    found = app.get(f"{TEMPLATES}/letter-only").json()
    assert found["editions"] == [
        {"brand": "northlight", "locale": "en", "channels": ["email", "sms"]},
        {"brand": "northlight", "locale": "zh-Hans", "channels": ["email", "sms"]},
    ]
    schema = found["schema"]
    Draft202012Validator.check_schema(schema)
    assert schema["required"] == ["policy_number", "premium"]
    assert schema["properties"]["policy_number"]["description"] == "As on the certificate."
    assert found["sample_request"]["data"] == {**factories.DATA, "note": "Thank you."}


def test_the_sample_request_works_as_it_stands(app: App, template: str) -> None:
    sample = app.get(f"{TEMPLATES}/{template}").json()["sample_request"]
    assert app.post("/api/v1/sends", sample).status_code == 202


def test_a_template_that_cannot_be_sent_says_why(app: App, draft: str) -> None:
    assert problem_of(app.get(f"{TEMPLATES}/no-such")) == (404, "unknown-template", [])
    assert problem_of(app.get(f"{TEMPLATES}/{draft}")) == (409, "template-not-live", [])
