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
from tools.docsite.pages import contents
from tools.docsite.pages import NAVIGATION
from tools.docsite.pages import prepared
from tools.docsite.pages import REFERENCE
from tools.docsite.pages import sources

ROOT = Path(__file__).resolve().parents[2]
SITE = ROOT / ".cache" / "site"
BIN = ROOT / ".cache" / "site-venv" / "bin"
FORGE = "https://github.com/latchkey/latchkey.cognito/blob/main"
COLLECTION = "latchkey.cognito"


def assemble(target: Path) -> None:
    """Lay out the pages as Sphinx gets them."""
    pages = sources(ROOT)
    for source, name in pages.items():
        path = target / f"{name}{Path(source).suffix}"
        path.parent.mkdir(parents=True, exist_ok=True)
        text = (ROOT / source).read_text(encoding="utf-8")
        path.write_text(prepared(text, source, pages, lambda file: (ROOT / file).exists(), FORGE), encoding="utf-8")
    for asset in assets(ROOT):
        path = target / asset.relative_to(ROOT / "docs")
        path.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(asset, path)
    with (target / "index.md").open("a", encoding="utf-8") as index:
        index.write(contents(NAVIGATION))


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
    assemble(source)
    write_reference((source / REFERENCE).parent)
    options = ["--quiet", "--fail-on-warning", "--nitpicky", "--builder", "html"]
    subprocess.run([BIN / "sphinx-build", *options, "--conf-dir", Path(__file__).parent, source, html], check=True)
    wrong = list(broken(html))
    print("\n".join(wrong) or f"The site is in {html.relative_to(ROOT)}.")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
