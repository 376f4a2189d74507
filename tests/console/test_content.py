"""`manage.py content`: exit statuses, what is said, and that only what was agreed to is brought."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from commhub.console.content_telling import Progress
from templates_store.models import ContentBlockVersion, Template
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    factories.listed("deductible")
    factories.publish(factories.block_draft("sign-off", en="Kind regards"))
    factories.marketer()
    call_command("content", "export", str(tmp_path / "tree"), stdout=StringIO())
    return tmp_path / "tree"


def run(*words: str, **options: Any) -> tuple[int, str, str]:
    """Exit status, standard output and standard error."""
    out, err = StringIO(), StringIO()
    try:
        call_command("content", *words, stdout=out, stderr=err, **options)
    except SystemExit as end:
        return int(str(end.code)), out.getvalue(), err.getvalue()
    except CommandError as error:
        return error.returncode, out.getvalue(), f"{err.getvalue()}{error}"
    return 0, out.getvalue(), err.getvalue()


def test_export_says_what_it_did_and_a_second_one_touches_nothing(folder: Path) -> None:
    code, out, _ = run("export", str(folder))
    assert (code, out) == (0, "3 things in 5 files: 0 added, 0 changed, 0 removed, 5 as they were.\n")


def test_diff_ends_with_1_when_the_folder_would_change_something(folder: Path) -> None:
    assert run("diff", str(folder))[:2] == (0, "3 unchanged\n")
    (folder / "blocks/sign-off/en.md").write_text("Warm regards\n")
    code, out, _ = run("diff", str(folder))
    assert code == 1
    assert out == (
        "~ change     content block sign-off\n    changed  blocks/sign-off/en.md\n        @@ -1 +1 @@\n"
        "        -Kind regards\n        +Warm regards\n        words: [-Kind-]{+Warm+} regards\n1 change, 2 unchanged\n"
    )
    code, out, _ = run("diff", str(folder), "--json")
    assert (code, json.loads(out)["writes"]) == (1, 1)


def test_apply_brings_drafts_after_yes_and_nothing_with_plan(folder: Path) -> None:
    (folder / "blocks/sign-off/en.md").write_text("Warm regards\n")
    assert run("apply", str(folder), "--as", "mara-marketer", "--plan")[0] == 0
    assert ContentBlockVersion.objects.count() == 1
    code, _, err = run("apply", str(folder), "--as", "mara-marketer", "--yes", "--submit", "--message", "Warmer")
    assert (code, ContentBlockVersion.objects.get(number=2).state) == (0, "in-review")
    assert err.endswith("Submitted for review in the release “Warmer”: content-block sign-off v2.\n")


def test_a_finding_ends_with_1_and_a_problem_with_2_each_at_its_place(folder: Path) -> None:
    (folder / "blocks/sign-off/en.md").write_text("Mind\nyour deductible\n")
    code, out, err = run("apply", str(folder), "--as", "mara-marketer", "--yes", "--format", "github")
    assert code == 1
    assert f"::error file={folder.as_posix()}/blocks/sign-off/en.md,line=2,endLine=2,col=6," in out
    assert "Nothing was brought" in err
    (folder / "blocks/sign-off/en.md").write_text("A\n {% include 'nobody' %}\n")
    code, out, _ = run("apply", str(folder), "--as", "mara-marketer", "--yes")
    assert code == 2
    assert f"{folder.as_posix()}/blocks/sign-off/en.md:2:" in out
    assert ContentBlockVersion.objects.count() == 1
    code, out, _ = run("apply", str(folder), "--as", "mara-marketer", "--yes", "--format", "json")
    assert json.loads(out)
    (folder / "blocks/sign-off/block.yaml").write_text("name: [\n")
    assert run("diff", str(folder))[0] == 2


def test_whoever_is_named_has_to_be_there(folder: Path) -> None:
    code, _, err = run("apply", str(folder), "--as", "nobody", "--yes")
    assert (code, err) == (2, "There is no active user 'nobody'.")


def test_notify_is_imported_as_drafts_and_a_dry_run_makes_nothing(folder: Path, tmp_path: Path) -> None:
    factories.live_brand()
    factories.template_draft("other")
    file = tmp_path / "notify.json"
    text = {"id": "1", "type": "sms", "name": "Code", "body": "Your code is ((code))", "version": 1}
    file.write_text(json.dumps({"templates": [text]}))
    words = ("import-notify", str(file), "--as", "mara-marketer", "--category", "service", "--brands", "northlight")
    code, out, err = run(*words, "--dry-run")
    assert (code, err) == (0, "")
    assert "Your code is {{ code }}" in out
    assert not Template.objects.filter(key="code").exists()
    assert run(*words)[0] == 0
    assert Template.objects.get(key="code").versions.get().state == "draft"
    code, _, err = run(*words[:-3], "servcie", "--brands", "northlight")
    assert code == 2


class Terminal(StringIO):
    """A stream that says that it is a terminal."""

    def isatty(self) -> bool:
        return True


def test_progress_is_shown_after_two_seconds_and_not_before(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = [100.0]
    monkeypatch.setattr("commhub.console.content_telling.time.monotonic", lambda: clock[0])
    stream = Terminal()
    progress = Progress(stream)
    progress("compiled", 1, 4)
    assert stream.getvalue() == ""
    clock[0] += 2.5
    progress("compiled", 2, 4)
    progress.end()
    assert stream.getvalue() == "\rcompiled  [████████████            ] 2 of 4 \n"
