# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether every link of the built site leads somewhere, and whether the site loads nothing from elsewhere."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote
from urllib.parse import urlsplit


class Page(HTMLParser):
    """What a page links to, what it loads, and which anchors it has."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.loads: list[str] = []
        self.anchors: set[str] = {""}
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note links and anchors."""
        values = {name: value or "" for name, value in attrs}
        self.anchors.update(values[name] for name in ("id", "name") if name in values)
        if tag == "a" and "href" in values:
            self.links.append(values["href"])
        if tag in ("link", "img", "script", "iframe", "source"):
            self.loads += [values[name] for name in ("href", "src", "srcset") if name in values]


def broken(site: Path) -> Iterator[str]:
    """What is wrong with the links of a site, a sentence each."""
    pages = {path.relative_to(site).as_posix(): Page(path.read_text(encoding="utf-8")) for path in site.rglob("*.html")}
    for name, page in pages.items():
        for target in dict.fromkeys(page.loads):
            if urlsplit(target).netloc:
                yield f"{name} loads {target} from elsewhere"
        for target in dict.fromkeys(page.links + page.loads):
            yield from (f"{name} leads to {target}: {why}" for why in _wrong(target, name, pages, site))


def _wrong(target: str, name: str, pages: dict[str, Page], site: Path) -> Iterator[str]:
    parts = urlsplit(target)
    if parts.scheme in ("http", "https"):
        if "." not in parts.netloc or any(char.isspace() for char in target):
            yield "no address of the web"
    elif parts.scheme not in ("", "data", "mailto"):
        yield "no address that a reader can follow"
    elif not parts.scheme:
        file = posixpath.normpath(posixpath.join(posixpath.dirname(name), unquote(parts.path))) if parts.path else name
        if not (site / file).is_file():
            yield "no such file"
        elif file in pages and unquote(parts.fragment) not in pages[file].anchors:
            yield "no such anchor"
