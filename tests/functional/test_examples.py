# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every example of the README, of the pages in docs/ and of the plugins runs as it stands."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.examples import script
from tests.examples.blocks import blocks
from tests.pools import OPEN_POOL
from tools.examples import examples

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md")), ROOT / "tests" / "emulator" / "README.md"]
PLUGINS = [path for folder in ("modules", "inventory", "filter") for path in sorted((ROOT / "plugins" / folder).glob("[a-z]*.py"))]


def content(path: Path) -> tuple[str, str]:
    """Name and text of a page, or of a plugin's EXAMPLES as if they were one."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".py":
        text = f"```yaml\n{examples(text).strip()}\n```\n"
    return path.relative_to(ROOT).as_posix(), text


@pytest.fixture
def at_work(emulator: Any, tmp_path: Path) -> script.Script:
    """A project folder, and a Cognito with the pools that examples name."""
    for number, name in enumerate(("customers", "staff"), 1):
        emulator.pools(name=name, id=f"us-east-1_EXAMPLE0{number}", template=OPEN_POOL)
    script.lay_out(tmp_path)
    return script.Script(emulator, tmp_path)


@pytest.mark.parametrize("path", [pytest.param(path, id=content(path)[0]) for path in PAGES + PLUGINS])
def test_every_example_runs(path: Path, at_work: script.Script) -> None:
    page, text = content(path)
    assert list(script.unused_files(page, text)) == []
    at_work.run(page, text)


def test_no_block_is_overlooked() -> None:
    for path in PAGES:
        page, text = content(path)
        fences = sum(line.lstrip().startswith("```") for line in text.splitlines())
        assert 2 * len(blocks(page, text)) == fences, page
