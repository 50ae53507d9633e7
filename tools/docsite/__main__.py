# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Build the documentation site in .cache/site/html, or say what is wrong with it: python -m tools.docsite.

Sphinx and antsibull-docs run from an environment of their own, which tools/setup.py makes.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from tools.docsite.links import broken
from tools.docsite.pages import assets
from tools.docsite.pages import below
from tools.docsite.pages import BrokenLink
from tools.docsite.pages import contents
from tools.docsite.pages import INDEX
from tools.docsite.pages import NAVIGATION
from tools.docsite.pages import prepared
from tools.docsite.pages import REFERENCE
from tools.docsite.pages import sources

ROOT = Path(__file__).resolve().parents[2]
SITE = ROOT / ".cache" / "site"
BIN = ROOT / ".cache" / "site-venv" / "bin"
FORGE = "https://github.com/latchkey/latchkey.cognito/blob/main"
COLLECTION = "latchkey.cognito"


def assemble(target: Path) -> list[str]:
    """Lay out the pages as Sphinx gets them; what is wrong with their links."""
    pages, wrong = sources(ROOT), []
    for source, name in pages.items():
        text = (ROOT / source).read_text(encoding="utf-8")
        try:
            text = prepared(text, source, pages, lambda file: (ROOT / file).exists(), FORGE)
        except BrokenLink as error:
            wrong.append(str(error))
        if name == INDEX:
            text += "".join(contents(entries, caption) for caption, entries in NAVIGATION.items())
        elif name.endswith(f"/{INDEX}"):
            text += contents(below(name, pages.values()))
        _write(target / f"{name}{Path(source).suffix}", text.encode())
    for asset in assets(ROOT):
        _write(target / asset.relative_to(ROOT / "docs"), asset.read_bytes())
    return wrong


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def write_reference(target: Path) -> None:
    """Let antsibull-docs document the plugins."""
    target.mkdir(mode=0o755)
    subprocess.run(
        [BIN / "antsibull-docs", "collection", "--use-current", "--squash-hierarchy", "--fail-on-error",
         "--dest-dir", target, COLLECTION],
        check=True,
    )  # fmt: skip


def main() -> int:
    """Build."""
    shutil.rmtree(SITE, ignore_errors=True)
    source, html = SITE / "source", SITE / "html"
    source.mkdir(mode=0o755, parents=True)
    wrong = assemble(source)
    write_reference((source / REFERENCE).parent)
    options: list[str | Path] = ["--quiet", "--fail-on-warning", "--nitpicky", "--builder", "html"]
    command = [BIN / "sphinx-build", *options, "--conf-dir", Path(__file__).parent, source, html]
    if subprocess.run(command, check=False).returncode:
        wrong.append("Sphinx complains.")
    shutil.copytree(ROOT / "docs" / "images", html / "images", dirs_exist_ok=True)  # for a page's own HTML
    wrong += broken(html)
    print("\n".join(wrong) or f"The site is in {html.relative_to(ROOT)}.")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
