# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What speaks against a release."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools.release import checksum
from tools.release import problems


@pytest.mark.parametrize(
    ("version", "released", "added", "fragments", "found"),
    [
        ("0.2.0", ["0.1.0"], ["0.1.0", "0.2.0"], 3, []),
        ("0.2.0", ["0.1.0"], ["0.1.0"], 1, []),
        ("0.2.0", ["0.1.0"], ["0.2.0"], 0, []),
        ("0.1.0", [], ["0.1.0"], 1, []),
        ("0.10.0", ["0.9.0"], ["0.1.0"], 1, []),
        ("0.2.0", ["0.1.0", "0.2.0"], ["0.1.0"], 1, ["0.2.0 is no later than 0.2.0, the last release"]),
        ("0.2.0", ["0.1.0"], ["0.3.0"], 1, ["a plugin says that it was added after 0.2.0"]),
        ("0.2.0", ["0.1.0"], ["0.1.0"], 0, ["there is nothing to tell: no changelog fragment and no new plugin"]),
    ],
)
def test_what_speaks_against_it(
    version: str, released: list[str], added: list[str], fragments: int, found: list[str]
) -> None:
    assert problems(version, released, added, fragments) == found


def test_no_version() -> None:
    with pytest.raises(ValueError, match="next is no version"):
        problems("next", [], [], 1)


def test_the_checksum_is_what_sha256sum_reads(tmp_path: Path) -> None:
    file = tmp_path / "a.tar.gz"
    file.write_bytes(b"abc")
    assert checksum(file) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad  a.tar.gz\n"
