# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every example of the README, of the pages in docs/ and of the plugins runs as it stands."""

from __future__ import annotations

import re
import textwrap
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.support.examples import script
from tests.support.examples.blocks import Block
from tests.support.examples.blocks import blocks
from tests.support.pools import OPEN_POOL
from tools.examples import examples

ROOT = Path(__file__).parents[2]
# Pages whose examples other tests run, since they compare the outcomes.
ELSEWHERE = {"docs/migration.md": "tests/functional/test_migration_page.py"}
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md")), ROOT / "tests" / "emulator" / "README.md"]
PLUGINS = [
    path
    for folder in ("modules", "inventory", "filter")
    for path in sorted((ROOT / "plugins" / folder).glob("[a-z]*.py"))
]


# Tasks of EXAMPLES that fail by nature, since they come after others that make them fail, and what they say.
FAILING = {
    "Fail unless every user pool passes": "user pools fail",
    "Offer a second factor, unless that would lower security": "allow_downgrade is False",
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
    problem = next((problem for name, problem in FAILING.items() if f"- name: {name}\n" in task), None)
    return {"expect": f"fails {problem}"} if problem else {}


@pytest.fixture
def at_work(emulator: Any, tmp_path: Path) -> script.Script:
    """A project folder, and a Cognito with the pools that examples name."""
    for number, name in enumerate(("customers", "staff"), 1):
        emulator.pools(name=name, id=f"us-east-1_EXAMPLE0{number}", template=OPEN_POOL)
    script.lay_out(tmp_path)
    return script.Script(emulator, tmp_path)


@pytest.mark.parametrize(
    "path", [pytest.param(path, id=read(path)[0]) for path in PAGES if read(path)[0] not in ELSEWHERE]
)
def test_every_example_of_a_page_runs(path: Path, at_work: script.Script) -> None:
    page, text = read(path)
    assert list(script.unused_files(page, text)) == []
    at_work.run(page, text)


def test_every_example_of_the_plugins_runs(at_work: script.Script) -> None:
    found = [block for path in PLUGINS for block in examples_of(path)]
    assert {block.page for block in found} == {read(path)[0] for path in PLUGINS}
    at_work.environment["ANSIBLE_INVENTORY"] = "user_pools.yml"
    at_work.run_blocks(found)


def test_the_tests_of_other_pages_are_there() -> None:
    assert [test for test in ELSEWHERE.values() if not (ROOT / test).exists()] == []


def test_no_block_is_overlooked() -> None:
    for path in PAGES:
        page, text = read(path)
        fences = sum(line.lstrip().startswith("```") for line in text.splitlines())
        assert 2 * len(blocks(page, text)) == fences, page


def test_the_pages_name_the_moto_that_is_tested() -> None:
    tested = re.search(r"^moto\[.*$", (ROOT / "requirements-dev.txt").read_text(encoding="utf-8"), re.MULTILINE)
    assert tested
    named = [found for path in PAGES for found in re.findall(r'pip install "(moto.*?)"', read(path)[1])]
    assert set(named) == {tested[0]}


FAILS = """\
- name: Name nothing
  ansible.builtin.fail:
    msg: The reason
"""
PLAY = "- name: Play\n  hosts: localhost\n  gather_facts: false\n  tasks:\n"
WORKS = """\
- name: Read
  latchkey.cognito.user_pool_mfa_config_info:
    user_pool_ids: us-east-1_EXAMPLE01
"""


@pytest.mark.parametrize(
    ("marks", "language", "text", "why"),
    [
        ("", "yaml", FAILS, "expected: no failure"),
        ("expect: fails The reason", "yaml", PLAY + textwrap.indent(WORKS, "    "), "expected: fails The reason"),
        ("not run:", "yaml", WORKS, "say why it is not run"),
        ("", "yaml", "a: 1\n", "neither tasks, a playbook nor an inventory"),
        ("", "ruby", "puts 1\n", "nothing runs ruby"),
        ("", "console", "$ false\n", "page.md:3"),
        ("expect: fails", "console", "$ true\n", "page.md:3"),
        ("", "console", "$ echo one ... two\none ... three\n", "shows what is not printed: three"),
        ("", "console", "make nothing\n", "no target nothing"),
        ("", "python", "raise ValueError\n", "ValueError"),
        ("", "yaml", "plugin: latchkey.cognito.user_pools\nregion: [1]\n", "page.md:3"),
    ],
    ids=repr,
)
def test_an_example_that_does_not_hold_is_noticed(
    at_work: script.Script, marks: str, language: str, text: str, why: str
) -> None:
    mark = f"<!-- {marks} -->\n" if marks else "\n"
    with pytest.raises(AssertionError, match=re.escape(why)):
        at_work.run("page.md", f"{mark}```{language}\n{text}```\n")


GOOD = script.Outcome(1, "Good", "ok", False, "", [])
CHANGED, WARNED = GOOD._replace(changed=True), GOOD._replace(warnings=["Mind R45"])
BAD = GOOD._replace(outcome="failed", msg="The reason")


@pytest.mark.parametrize(
    ("expected", "outcomes", "holds"),
    [
        ("", [GOOD, CHANGED], True),
        ("", [GOOD, BAD], False),
        ("", [], False),
        ("changed", [CHANGED, CHANGED], True),
        ("changed", [CHANGED, GOOD], False),
        ("unchanged", [GOOD, GOOD], True),
        ("unchanged", [CHANGED, GOOD], False),
        ("unchanged", [], False),
        ("warns R45", [GOOD, WARNED], True),
        ("warns R46", [GOOD, WARNED], False),
        ("warns R45", [WARNED, BAD], False),
        ("fails The reason", [GOOD, BAD], True),
        ("fails Another reason", [BAD], False),
        ("fails The reason", [GOOD], False),
    ],
    ids=repr,
)
def test_what_is_expected_of_a_block(expected: str, outcomes: list[script.Outcome], holds: bool) -> None:
    block = Block("page.md", 1, "yaml", "", {"expect": expected} if expected else {})
    with nullcontext() if holds else pytest.raises(AssertionError, match=r"page\.md:1, expected"):
        script.judge(block, outcomes, "")


def test_examples_that_hold(at_work: script.Script) -> None:
    page = f"""\
<!-- expect: fails The reason -->
```yaml
{FAILS}```

<!-- expect: fails The reason -->
```yaml
{PLAY}{textwrap.indent(FAILS, "    ")}```

1. In a list:

   <!-- expect: unchanged -->
   ```yaml
{textwrap.indent(WORKS, "   ")}   ```

```console
$ echo 'one
two' \\
  three
one two ...
```

<!-- expect: fails gone -->
```console
$ echo gone
$ exit 1
```
"""
    at_work.run("page.md", page)


def test_a_file_that_nothing_uses() -> None:
    page = "<!-- file: a.yml -->\n```yaml\na: 1\n```\n"
    assert list(script.unused_files("page.md", page)) == ["page.md:3: nothing uses a.yml"]
    assert list(script.unused_files("page.md", f"{page}\n```console\n$ cat a.yml\n```\n")) == []
