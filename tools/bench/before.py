# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The collection as it was before mfa_enforce, from git, to be measured beside that of today."""

from __future__ import annotations

import os
import subprocess
from functools import lru_cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
COMMIT = "cbfa92812dacd4060bc0cec7bd8d34d366e7687b"  # the last one whose enforce has several tasks for each user pool


@lru_cache(maxsize=1)
def collections_before() -> Path:
    """A collections folder with it, and with what else is installed.

    :raises subprocess.CalledProcessError: if the checkout's history does not reach that far.
    """
    folder = ROOT / ".cache" / "bench" / COMMIT
    collection = folder / "ansible_collections" / "latchkey" / "cognito"
    collection.mkdir(parents=True, exist_ok=True)
    archive = subprocess.run(["git", "archive", COMMIT], cwd=ROOT, check=True, stdout=subprocess.PIPE).stdout
    subprocess.run(["tar", "-x", "-C", collection], input=archive, check=True)
    amazon = folder / "ansible_collections" / "amazon"
    if not amazon.exists():
        amazon.symlink_to(Path(os.environ["ANSIBLE_COLLECTIONS_PATH"]) / "ansible_collections" / "amazon")
    return folder
