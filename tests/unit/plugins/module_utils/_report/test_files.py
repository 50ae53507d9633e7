# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Files: all of them are written or none, and nothing else is touched."""

from __future__ import annotations

import errno
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from ansible_collections.latchkey.cognito.plugins.module_utils._report import files


def replace(*wanted: tuple[Path, str]) -> list[str]:
    return files.replace([(str(path), text) for path, text in wanted], os.replace)


@pytest.fixture
def no_root() -> Iterator[None]:
    """Root may write everywhere."""
    user = os.geteuid()
    os.seteuid(65534 if user == 0 else user)
    yield
    os.seteuid(user)


@pytest.fixture
def locked() -> Iterator[Path]:
    """A folder that everybody may read and nobody may write."""
    with tempfile.TemporaryDirectory() as name:
        (Path(name) / "old").write_text("old", encoding="utf-8")
        os.chmod(name, 0o555)
        yield Path(name)
        os.chmod(name, 0o755)


def test_new_and_changed_files_are_written_and_equal_ones_are_not(tmp_path: Path) -> None:
    new, changed, same = (tmp_path / name for name in ("new", "changed", "same"))
    changed.write_text("before", encoding="utf-8")
    same.write_text("as it is", encoding="utf-8")
    os.utime(same, (1, 1))
    assert replace((new, "漢\n"), (changed, "after"), (same, "as it is")) == [str(new), str(changed)]
    assert new.read_bytes() == "漢\n".encode()
    assert changed.read_text(encoding="utf-8") == "after"
    assert same.stat().st_mtime == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == ["changed", "new", "same"]
    assert replace((new, "漢\n"), (changed, "after"), (same, "as it is")) == []


def test_half_a_character_is_written_as_its_number(tmp_path: Path) -> None:
    replace((tmp_path / "a", "x\udc80y"))
    assert (tmp_path / "a").read_bytes() == rb"x\udc80y"


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        ("none/report", "none/report cannot be written: No such file or directory. Its folder has to exist"),
        ("folder", "folder cannot be written: it is not a regular file"),
        ("pipe", "pipe cannot be written: it is not a regular file"),
        ("file/report", "cannot be written: "),
    ],
)
def test_none_is_written_if_one_cannot_be(tmp_path: Path, name: str, problem: str) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").write_text("", encoding="utf-8")
    os.mkfifo(tmp_path / "pipe")
    before = {path.name: path.lstat().st_mtime_ns for path in tmp_path.iterdir()}
    with pytest.raises(files.FileError) as error:
        replace((tmp_path / "good", "text"), (tmp_path / "file", "text"), (tmp_path / name, "text"))
    assert problem in str(error.value)
    assert {path.name: path.lstat().st_mtime_ns for path in tmp_path.iterdir()} == before


def test_a_folder_that_cannot_be_written(locked: Path, no_root: None) -> None:
    with pytest.raises(files.FileError, match="old cannot be written: Permission denied"):
        replace((locked / "old", "new"))
    assert replace((locked / "old", "old")) == []


def test_no_drafts_are_left_behind_if_a_move_fails(tmp_path: Path) -> None:
    def move(_draft: str, _place: str) -> None:
        raise SystemExit(1)  # what AnsibleModule does

    with pytest.raises(SystemExit):
        files.replace([(str(tmp_path / "a"), "text"), (str(tmp_path / "b"), "text")], move)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("other", ["a", "./a", "link"])
def test_the_same_place_twice(tmp_path: Path, other: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("link").symlink_to("a")
    with pytest.raises(files.FileError) as error:
        files.replace([("a", "one"), (other, "two")], os.replace)
    assert str(error.value) == f"{other} is named twice, and can hold one report only"
    assert not Path("a").exists()


def test_what_a_link_leads_to_is_replaced_and_the_link_stays(tmp_path: Path) -> None:
    (tmp_path / "target").write_text("before", encoding="utf-8")
    (tmp_path / "link").symlink_to("target")
    (tmp_path / "dangling").symlink_to("later")
    replace((tmp_path / "link", "after"), (tmp_path / "dangling", "new"))
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "target").read_text(encoding="utf-8") == "after"
    assert (tmp_path / "later").read_text(encoding="utf-8") == "new"


def test_reading(tmp_path: Path) -> None:
    (tmp_path / "good").write_text("漢", encoding="utf-8")
    (tmp_path / "latin").write_bytes(b"\xe4")
    assert files.read_text(str(tmp_path / "good")) == "漢"
    for name, problem in (("latin", "codec can't decode"), ("none", "No such file or directory")):
        with pytest.raises(files.FileError, match=f"{name} cannot be read: .*{problem}"):
            files.read_text(str(tmp_path / name))


def test_a_file_that_cannot_be_read_is_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def deny(path: str, mode: str = "r") -> Any:
        if mode == "rb":
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        return open(path, mode)

    (tmp_path / "report").write_text("secret", encoding="utf-8")
    monkeypatch.setattr(files, "open", deny, raising=False)
    for text in ("secret", "another"):
        assert files.replace([(str(tmp_path / "report"), text)]) == [str(tmp_path / "report")]
        assert (tmp_path / "report").read_text(encoding="utf-8") == text


def test_what_was_written_is_put_back_if_a_later_one_cannot_be(tmp_path: Path) -> None:
    """A file that is mounted by itself is found out only when another one is to take its place."""
    old, new, mounted = (tmp_path / name for name in ("old", "new", "mounted"))
    old.write_text("as it was", encoding="utf-8")
    old.chmod(0o640)
    mounted.write_text("as it was", encoding="utf-8")
    before = {path.name: path.stat() for path in tmp_path.iterdir()}

    def move(draft: str, place: str) -> None:
        if place == str(mounted):
            raise OSError(errno.EBUSY, os.strerror(errno.EBUSY))
        os.replace(draft, place)

    with pytest.raises(files.FileError) as error:
        files.replace([(str(path), "text") for path in (old, new, mounted)], move)
    assert str(error.value) == (
        f"{mounted} cannot be written: Device or resource busy. The file is itself a mount point and "
        "cannot be replaced; mount its folder instead"
    )
    assert {path.name: path.stat()[:-1] for path in tmp_path.iterdir()} == {
        name: status[:-1] for name, status in before.items()
    }
    assert {path.read_text(encoding="utf-8") for path in tmp_path.iterdir()} == {"as it was"}


@pytest.mark.parametrize("kept", ["by a second name", "by a copy"])
def test_an_interruption_leaves_nothing_half_done(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kept: str) -> None:
    if kept == "by a copy":

        def refuse(*_paths: str) -> None:
            raise OSError(errno.EPERM, "no links here")

        monkeypatch.setattr(os, "link", refuse)
    (tmp_path / "a").write_text("as it was", encoding="utf-8")

    def move(draft: str, place: str) -> None:
        os.replace(draft, place)
        if place.endswith("b"):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        files.replace([(str(tmp_path / name), "text") for name in ("a", "b", "c")], move)
    assert [(path.name, path.read_text(encoding="utf-8")) for path in tmp_path.iterdir()] == [("a", "as it was")]


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO], ids=os.strerror)
def test_a_disk_that_takes_no_more(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    synced: list[int] = []

    def fsync(file: int) -> None:
        synced.append(file)
        if len(synced) == 2:
            raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "fsync", fsync)
    with pytest.raises(files.FileError, match=f"b cannot be written: {os.strerror(number)}. ") as error:
        replace((tmp_path / "a", "text"), (tmp_path / "b", "text"))
    assert ("Make room" in str(error.value)) is (number in (errno.ENOSPC, errno.EDQUOT))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("path", "problem"),
    [
        ("", "'' cannot be the path of a report: it is empty. Name a file"),
        ("new/", "'new/' cannot be the path of a report: it names a folder. Name a file in it"),
        ("new//", "it names a folder"),
        (".", "it names a folder"),
        ("a/..", "it names a folder"),
        (
            "a\0b",
            "'a\\x00b' cannot be the path of a report: it contains the character NUL, which no path can contain. Leave it out",
        ),
        ("a\ud800", "it contains half of a surrogate pair. Correct it"),
        ("n" * 300, "cannot be written: File name too long."),
    ],
)
def test_a_path_that_no_report_can_have(
    path: str, problem: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(files.FileError) as error:
        files.replace([("good", "text"), (path, "text")])
    assert problem in str(error.value)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("path", "problem"),
    [("", "'' cannot be read: No such file"), ("a\0b", "a\\u0000b cannot be read: "), (".", ". cannot")],
)
def test_a_path_that_cannot_be_read(path: str, problem: str) -> None:
    with pytest.raises(files.FileError) as error:
        files.read_text(path)
    assert str(error.value).startswith(problem)


def test_a_file_of_the_same_size_is_compared(tmp_path: Path) -> None:
    text = "x" * (files._CHUNK + 1)
    replace((tmp_path / "a", text))
    assert replace((tmp_path / "a", text)) == []
    assert replace((tmp_path / "a", text[:-1] + "y")) == [str(tmp_path / "a")]
