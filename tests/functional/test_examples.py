# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every example of the README, of the pages in docs/ and of the plugins runs as it stands."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.examples import script
from tests.examples.blocks import Block
from tests.examples.blocks import blocks
from tests.pools import OPEN_POOL
from tools.examples import examples

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md")), ROOT / "tests" / "emulator" / "README.md"]
PLUGINS = [path for folder in ("modules", "inventory", "filter") for path in sorted((ROOT / "plugins" / folder).glob("[a-z]*.py"))]


# Tasks of EXAMPLES that fail by nature, since they come after others that make them fail, and what they say.
FAILING = {
    "Fail unless every user pool passes": "user pools fail",
    "Ask for a second factor, unless that takes away from what the pool asks for already": "allow_lowering is False",
}


def read(path: Path) -> tuple[str, str]:
    """Name and text of a page."""
    return path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8")


def examples_of(path: Path) -> list[Block]:
    """The EXAMPLES of a plugin, a block for each task or inventory."""
    page, source = read(path)
    parts = re.split(r"^(?=- )|^---$", examples(source), flags=re.MULTILINE)
    return [Block(page, 0, "yaml", part, _marks(part)) for part in parts if yaml.load(part, script.Loader)]


def _marks(task: str) -> dict[str, str]:
    says = next((says for name, says in FAILING.items() if f"- name: {name}\n" in task), None)
    return {"expect": f"fails {says}"} if says else {}


@pytest.fixture
def at_work(emulator: Any, tmp_path: Path) -> script.Script:
    """A project folder, and a Cognito with the pools that examples name."""
    for number, name in enumerate(("customers", "staff"), 1):
        emulator.pools(name=name, id=f"us-east-1_EXAMPLE0{number}", template=OPEN_POOL)
    script.lay_out(tmp_path)
    return script.Script(emulator, tmp_path)


@pytest.mark.parametrize("path", [pytest.param(path, id=read(path)[0]) for path in PAGES])
def test_every_example_of_a_page_runs(path: Path, at_work: script.Script) -> None:
    page, text = read(path)
    assert list(script.unused_files(page, text)) == []
    at_work.run(page, text)


def test_every_example_of_the_plugins_runs(at_work: script.Script) -> None:
    found = [block for path in PLUGINS for block in examples_of(path)]
    assert {block.page for block in found} == {read(path)[0] for path in PLUGINS}
    at_work.run_blocks(found)


def test_no_block_is_overlooked() -> None:
    for path in PAGES:
        page, text = read(path)
        fences = sum(line.lstrip().startswith("```") for line in text.splitlines())
        assert 2 * len(blocks(page, text)) == fences, page
