# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which files of the repository are pages of the site, where they stand in it, and what their links become.

The pages are Markdown that reads well on a forge, so their links lead to files.  Here they lead to pages of the site, or,
where a file is no page, to the file on the forge.  Nothing here does I/O, apart from asking whether a file exists.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable
from collections.abc import Iterable
from pathlib import Path

INDEX = "index"
REFERENCE = "reference/index"
"""What antsibull-docs writes."""

# The navigation: captions, and pages with the titles that they have there; without one, their own.  Sphinx complains of a
# page that stands nowhere, and of one that does not exist.
NAVIGATION: dict[str, dict[str, str]] = {
    "Start": {"readme": "Overview", "getting-started": "", "concepts": ""},
    "Set up MFA": {
        "rollout": "Roll MFA out",
        "readiness": "",
        "passkeys": "",
        "email": "Email",
        "removing-sms": "",
        "migration": "",
    },
    "Many user pools": {"fleet": "Inventory and playbooks", "audit": "", "awx": "", "performance": ""},
    "Look up": {
        REFERENCE: "Modules and plugins",
        "troubleshooting": "Error messages",
        "refusals": "Every refusal",
        "service-behaviour": "What Cognito does",
        "sign-in-behaviour": "What users meet at sign-in",
        "update-user-pool": "What UpdateUserPool does",
        "support": "What is supported",
        "changelog": "Release notes",
    },
    "Test and contribute": {
        "emulator": "Test your playbooks",
        "emulator-reference": "The local Cognito",
        "evidence": "",
        "evidence/index": "",
        "contributing": "",
        "testing": "",
        "architecture": "",
        "decisions/index": "",
        "security": "",
        "code-of-conduct": "",
    },
}

# The pages of recorded behaviour, each with the letters that its entries' numbers begin with.
LEDGERS = {"service-behaviour": "REVU", "sign-in-behaviour": "DLX", "update-user-pool": "PFS"}

# Pages that do not stand in docs/.
ELSEWHERE = {
    "README.md": "readme",
    "CHANGELOG.rst": "changelog",
    "CODE_OF_CONDUCT.md": "code-of-conduct",
    "CONTRIBUTING.md": "contributing",
    "SECURITY.md": "security",
    "tests/emulator/README.md": "emulator-reference",
}

_FENCE = re.compile(r"^ *(`{3,}|~{3,}).*?^ *\1 *$", re.DOTALL | re.MULTILINE)
_LINK = re.compile(r"(?<=\]\()(?P<target>[^()\s]+)(?=\))")


class BrokenLink(ValueError):
    """A link to a file that does not exist."""


def sources(root: Path) -> dict[str, str]:
    """The files that are pages, relative to the repository, each with its name in the site."""
    pages = {
        str(path.relative_to(root)): _name(path.relative_to(root / "docs")) for path in (root / "docs").rglob("*.md")
    }
    return {**pages, **ELSEWHERE}


def _name(path: Path) -> str:
    """The name of a page of docs/; a folder's README is its index."""
    return str(path.with_name(INDEX) if path.name == "README.md" else path.with_suffix(""))


def assets(root: Path) -> list[Path]:
    """The other files of docs/, which pages show or offer."""
    return [path for path in (root / "docs").rglob("*") if path.is_file() and path.suffix != ".md"]


def prepared(text: str, source: str, pages: dict[str, str], exists: Callable[[str], bool], forge: str) -> str:
    """A page as Sphinx gets it.

    :arg source: the page's file, relative to the repository.
    :arg pages: the result of :func:`sources`.
    :arg exists: whether the repository has a file or folder.
    :arg forge: where the repository's files are to be seen.
    :raises BrokenLink: for a link to a file that does not exist.
    """

    def link(found: re.Match[str]) -> str:
        return _target(found["target"], source, pages, exists, forge)

    parts, end = [], 0
    for fence in _FENCE.finditer(text):
        parts += [_LINK.sub(link, text[end : fence.start()]), fence[0]]
        end = fence.end()
    return "".join((*parts, _LINK.sub(link, text[end:])))


def _target(target: str, source: str, pages: dict[str, str], exists: Callable[[str], bool], forge: str) -> str:
    path, hash_, anchor = target.partition("#")
    if not path or ":" in path:
        return target
    file = posixpath.normpath(posixpath.join(posixpath.dirname(source), path))
    if not exists(file):
        raise BrokenLink(f"{source} leads to {target}, which does not exist")
    page = next((name for name in (file, f"{file}/README.md") if name in pages), None)
    if page:
        file = f"{pages[page]}{posixpath.splitext(page)[1]}"
    elif file.startswith("docs/"):
        file = file.removeprefix("docs/")
    else:
        return f"{forge}/{file}{hash_}{anchor}"
    return posixpath.relpath(file, posixpath.dirname(pages[source]) or ".") + hash_ + anchor


def contents(pages: dict[str, str], caption: str = "") -> str:
    """A part of the navigation, to stand at the end of a page."""
    options = f":hidden:\n:caption: {caption}\n" if caption else ":hidden:\n"
    entries = (f"{title} </{page}>" if title else f"/{page}" for page, title in pages.items())
    return "\n".join(("\n```{toctree}", options, *entries, "```\n"))


def below(index: str, pages: Iterable[str]) -> dict[str, str]:
    """The pages of a folder, without its index, for :func:`contents`."""
    folder = posixpath.dirname(index)
    return {page: "" for page in sorted(pages) if page != index and posixpath.dirname(page) == folder}
