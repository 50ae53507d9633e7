# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the pages for developers name is there: links, tests, targets, files, versions."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml
from ansible_collections.latchkey.cognito.plugins.module_utils._mfa.options import MFA_OPTIONS
from ansible_collections.latchkey.cognito.plugins.module_utils._mfa.options import walk
from ansible_collections.latchkey.cognito.plugins.module_utils._sign_in.module import NEEDED_BOTOCORE

from tools import setup

ROOT = Path(__file__).parents[2]
HIDDEN = {".cache", ".git", ".hypothesis"}
PAGES = sorted(path for path in ROOT.rglob("*.md") if not HIDDEN & set(path.relative_to(ROOT).parts))
DECISIONS = sorted((ROOT / "docs" / "decisions").glob("0*.md"))
HEADINGS = ["Context", "Decision", "Consequences", "Proof"]


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def prose(path: Path) -> str:
    """A page without its code blocks."""
    return re.sub(r"^ *```.*?^ *```$", "", path.read_text(encoding="utf-8"), flags=re.DOTALL | re.MULTILINE)


def _here(path: Path) -> str:
    """The prose of a page without addresses of the web, which have paths of their own."""
    return re.sub(r"https?://\S+", "", prose(path))


def anchors(path: Path) -> set[str]:
    """The anchors that GitHub gives a page's headings."""
    headings = re.findall(r"^#+ (.*)$", prose(path), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_every_link_leads_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)\s]+)\)", prose(page)):
        if target.startswith("http"):
            continue
        file, _hash, anchor = target.partition("#")
        found = (page.parent / file).resolve() if file else page
        assert found.exists(), target
        if anchor and found.suffix == ".md":
            assert anchor in anchors(found), target


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_every_target_exists(page: Path) -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    text = page.read_text(encoding="utf-8")
    commands = "".join(re.findall(r"^ *```console\n(.*?)^ *```$", text, re.DOTALL | re.MULTILINE))
    named = re.findall(r"`make ([a-z-]+)", text) + re.findall(r"^(?:\$ )?make ([a-z-]+)", commands, re.MULTILINE)
    assert set(named) <= targets


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_every_file_and_test_that_is_named_exists(page: Path) -> None:
    named = re.findall(r"\b((?:plugins|tests|tools|changelogs|extensions)/[\w./*-]*\w)((?:::\w+)*)", _here(page))
    for file, inside in named:
        generic = file.startswith("changelogs/fragments") or "/".join(file.split("/")[:2]) == "tests/output"
        found = list(ROOT.glob(f"{file}*"))
        assert found or generic, file
        for part in inside.split("::")[1:]:
            assert re.search(rf"^ *(?:def|class) {part}\b", found[0].read_text(encoding="utf-8"), re.MULTILINE), part


def _without_links(text: str) -> str:
    return re.sub(r"\]\(https?:[^)]*\)", "]", text)


def test_the_decisions_have_one_form() -> None:
    index = (ROOT / "docs" / "decisions" / "README.md").read_text(encoding="utf-8")
    assert len(DECISIONS) >= 10
    for number, path in enumerate(DECISIONS, 1):
        text = path.read_text(encoding="utf-8")
        title = re.match(rf"# {number}\. (.*)\n", text)
        assert title, path.name
        assert f"| [{number:04}]({path.name}) | {title[1]} |\n" in index
        assert re.findall(r"^## (.*)$", text, re.MULTILINE) == HEADINGS
        assert re.search(r"^- `(tests/|make )", text.partition("## Proof")[2], re.MULTILINE), path.name


def test_the_supported_versions_are_those_of_the_set_up() -> None:
    page = (ROOT / "docs" / "support.md").read_text(encoding="utf-8")
    runtime = yaml.safe_load((ROOT / "meta" / "runtime.yml").read_text(encoding="utf-8"))
    galaxy = yaml.safe_load((ROOT / "galaxy.yml").read_text(encoding="utf-8"))
    assert runtime["requires_ansible"] == f">={setup.OLDEST.core}.0"
    lowest = galaxy["dependencies"]["amazon.aws"].removeprefix(">=")
    botocore = dict(pinned.split("==") for pinned in setup.OLDEST.sdk)["botocore"]
    versions = [option.botocore for _path, option in walk(MFA_OPTIONS) if option.botocore]
    highest = max([*versions, NEEDED_BOTOCORE], key=lambda version: [int(part) for part in version.split(".")])
    assert f"| ansible-core | {setup.OLDEST.core} or newer | the oldest, {setup.OLDEST.core}, and the newest" in page
    assert f"up to {setup.NEWEST.core} |" in page
    assert f"| amazon.aws | {lowest} or newer |" in page
    assert f"| botocore | {botocore} or newer; for every option, {highest} |" in page


@pytest.mark.parametrize("form", sorted((ROOT / ".github" / "ISSUE_TEMPLATE").glob("[!c]*.yml")), ids=name)
def test_an_issue_form_is_complete(form: Path) -> None:
    content = yaml.safe_load(form.read_text(encoding="utf-8"))
    assert {"name", "description", "body"} <= set(content)
    ids = [field["id"] for field in content["body"] if field["type"] != "markdown"]
    assert len(ids) == len(set(ids))
    assert all(field["attributes"].get("label") for field in content["body"] if field["type"] != "markdown")
