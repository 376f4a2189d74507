"""Every message of the library is as it was when somebody last looked at its picture."""

from __future__ import annotations

import pytest

from tests.golden.cases import Case, cases, made, texts_of
from tests.golden.refresh import fingerprint, read_index

CASES = list(cases())


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.channel}-{case.name}")
def test_a_message_is_as_it_was_last_looked_at(case: Case) -> None:
    texts = texts_of(case, made(case))
    for path, text in texts.items():
        assert text == path.read_text(encoding="utf-8"), "run `make golden` and look at what changed"
    assert read_index()[f"{case.channel}/{case.name}"] == fingerprint(texts)
    assert case.picture.exists()
