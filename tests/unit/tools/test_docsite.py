# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The documentation site's own code: which pages there are, what their links become, and which links are broken."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools.docsite import links
from tools.docsite import pages

ROOT = Path(__file__).parents[3]
NAMES = {
    "README.md": "readme",
    "docs/README.md": "index",
    "docs/a.md": "a",
    "docs/b/README.md": "b/index",
    "docs/b/c.md": "b/c",
}
FILES = {*NAMES, "docs", "docs/b", "docs/policy.yml", "docs/images/x.svg", "tests", "COPYING"}


def prepared(text: str, source: str) -> str:
    return pages.prepared(text, source, NAMES, FILES.__contains__, "https://forge.example/blob")


@pytest.mark.parametrize(
    ("source", "target", "expected"),
    [
        ("README.md", "docs/a.md", "a.md"),
        ("README.md", "docs/a.md#head", "a.md#head"),
        ("README.md", "docs", "index.md"),
        ("docs/a.md", "../README.md#head", "readme.md#head"),
        ("docs/a.md", "b", "b/index.md"),
        ("docs/a.md", "policy.yml", "policy.yml"),
        ("docs/a.md", "../COPYING", "https://forge.example/blob/COPYING"),
        ("docs/a.md", "../tests#x", "https://forge.example/blob/tests#x"),
        ("docs/a.md", "#head", "#head"),
        ("docs/a.md", "https://example.com/a.md", "https://example.com/a.md"),
        ("docs/b/c.md", "../a.md", "../a.md"),
        ("docs/b/c.md", "README.md", "index.md"),
        ("docs/b/c.md", "../images/x.svg", "../images/x.svg"),
    ],
)
def test_links_lead_to_the_same_place(source: str, target: str, expected: str) -> None:
    assert (
        prepared(f"See [it]({target}), and ![it]({target}).", source) == f"See [it]({expected}), and ![it]({expected})."
    )


def test_code_stays_as_it_is() -> None:
    text = "```yaml\nnot: '[a](nowhere.md)'\n```\n"
    assert prepared(text, "docs/a.md") == text


def test_a_link_to_nowhere() -> None:
    with pytest.raises(pages.BrokenLink, match=r"docs/a.md leads to c.md, which does not exist"):
        prepared("[c](c.md)", "docs/a.md")


def test_every_page_has_its_place_in_the_navigation() -> None:
    listed = {page for entries in pages.NAVIGATION.values() for page in entries}
    names = set(pages.sources(ROOT).values())
    in_folders = {name for name in names if "/" in name and not name.endswith("/index")}
    assert listed == names - in_folders - {pages.INDEX} | {pages.REFERENCE}


def test_the_navigation_of_a_folder() -> None:
    assert pages.contents(pages.below("b/index", NAMES.values())) == "\n```{toctree}\n:hidden:\n\n/b/c\n```\n"
    assert ":caption: Start\n\nOverview </readme>\n" in pages.contents({"readme": "Overview"}, "Start")


def test_broken_links_of_a_site(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    (tmp_path / "x.svg").write_text("", encoding="utf-8")
    (tmp_path / "b" / "c.html").write_text('<a href="../a.html#here">a</a> <h1 id="top">c</h1>', encoding="utf-8")
    (tmp_path / "a.html").write_text(
        '<p id="here"></p> <a href="b/c.html#top"></a> <a href="#here"></a> <a href="https://example.com/x"></a>'
        '<img src="x.svg"><img src="y.svg"> <a href="b/c.html#none"></a> <a href="http://nowhere"></a>'
        '<a href="javascript:alert(1)"></a> <script src="https://example.com/x.js"></script>',
        encoding="utf-8",
    )
    assert list(links.broken(tmp_path)) == [
        "a.html loads https://example.com/x.js from elsewhere",
        "a.html leads to b/c.html#none: no such anchor",
        "a.html leads to http://nowhere: no address of the web",
        "a.html leads to javascript:alert(1): no address that a reader can follow",
        "a.html leads to y.svg: no such file",
    ]
