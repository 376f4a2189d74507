"""The demo's folder is made anew at each start, and never one that somebody else uses or made."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from commhub.demo.errors import DemoError
from commhub.demo.folder import own_folder


def test_a_second_start_finds_an_empty_folder(tmp_path: Path) -> None:
    with own_folder(tmp_path / "var" / "demo") as places:
        (places.mail / "old.eml").write_text("old")
    assert (places.mail / "old.eml").exists()  # it stays after the end, to be looked at

    with own_folder(tmp_path / "var" / "demo") as places:
        assert [sorted(folder.iterdir()) for folder in (places.mail, places.sms, places.letters)] == [[], [], []]
        assert not places.database.exists()


def test_two_demos_do_not_share_a_folder(tmp_path: Path) -> None:
    with own_folder(tmp_path / "demo") as places:
        (places.mail / "mine.eml").write_text("mine")
        with pytest.raises(DemoError) as caught, own_folder(tmp_path / "demo"):
            pass
        assert (places.mail / "mine.eml").exists()

    assert str(caught.value).startswith(f"Another demo runs in {tmp_path / 'demo'} (process {os.getpid()}).")


def test_a_folder_with_something_that_no_demo_made_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.tex").write_text("years of work")
    with pytest.raises(DemoError, match="is left alone"), own_folder(tmp_path):
        pass

    assert (tmp_path / "thesis.tex").read_text() == "years of work"


def test_an_empty_folder_can_be_taken(tmp_path: Path) -> None:
    (tmp_path / "new").mkdir()
    with own_folder(tmp_path / "new") as places:
        assert places.logs.is_dir()


def test_a_lock_file_that_a_dead_demo_left_stops_nobody(tmp_path: Path) -> None:
    (tmp_path / "demo.lock").write_text("1\n")
    with own_folder(tmp_path / "demo") as places:
        assert places.root == tmp_path / "demo"
