# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Run the demo as somebody does who has just cloned the repository, and see that nothing but the clone was written.

The clone begins without anything installed.  Its home folder is empty, and has to be empty afterwards.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
KEPT = ("LANG", "PYENV_ROOT", "PYTHON", "SSL_CERT_FILE", "http_proxy", "https_proxy", "no_proxy")


def main() -> int:
    """Clone, run, compare."""
    with tempfile.TemporaryDirectory(dir=ROOT / ".cache") as folder:
        clone, home = Path(folder) / "clone", Path(folder) / "home"
        home.mkdir()
        subprocess.run(["git", "clone", "--quiet", str(ROOT), str(clone)], check=True)
        path = os.environ["PATH"].removeprefix(f"{ROOT / '.cache' / 'venv' / 'bin'}{os.pathsep}")
        environment = {name: os.environ[name] for name in KEPT if name in os.environ}
        # Packages that this checkout has fetched already are not fetched again.
        environment |= {
            "HOME": str(home),
            "PATH": path,
            "UV_CACHE_DIR": str(ROOT / ".cache" / "home" / ".cache" / "uv"),
        }
        done = subprocess.run(["make", "--no-print-directory", "demo"], cwd=clone, env=environment, check=False)
        written = sorted(str(found.relative_to(home)) for found in home.rglob("*"))
    print(f"In the home folder: {', '.join(written) or 'nothing'}")
    return 1 if done.returncode or written else 0


if __name__ == "__main__":
    sys.exit(main())
