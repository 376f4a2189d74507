"""Terms as rows: loaded for the engine, and a warning for those whose rule type is gone."""

from __future__ import annotations

import pytest
from django.core import checks

from commhub.contracts import Readable
from commhub.lint.engine import LintUnavailable, check
from commhub.lint.models import Term
from commhub.lint.rules.base import TermSpec
from commhub.lint.terms import load_terms

pytestmark = pytest.mark.django_db


def warnings() -> list[str]:
    found = checks.run_checks(tags=[checks.Tags.database], databases=["default"])
    return [one.msg for one in found if one.id == "commhub.W002"]


def test_active_rows_are_loaded_with_all_that_the_engine_reads() -> None:
    Term.objects.create(text="rider", locale="en", suggestion="extra cover", why="Horses.", allowed_in=["bus rider"])
    Term.objects.create(text="核保", locale="zh", severity="warning", kind="sensitive")
    Term.objects.create(text="off", locale="en", active=False)
    assert load_terms() == (
        TermSpec("rider", "en", "term", "jargon", "error", "extra cover", "Horses.", ("bus rider",)),
        TermSpec("核保", "zh", "term", "sensitive", "warning"),
    )


def test_an_active_row_of_an_unknown_rule_type_is_named_by_the_system_check_and_keeps_messages_back() -> None:
    Term.objects.create(text="rider", locale="en")
    off = Term.objects.create(text="virgo", locale="en", rule="astrology", active=False)
    assert warnings() == []
    check([Readable("body", "fine")], "en", load_terms())

    off.active = True
    off.save()
    assert warnings() == [
        (
            "The term 'virgo' (en) is of the rule type 'astrology', which is not installed: "
            "nothing is sent while it is active."
        )
    ]
    with pytest.raises(LintUnavailable):
        check([Readable("body", "fine")], "en", load_terms())
