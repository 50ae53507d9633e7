# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Run gates, which are make targets, one after the other or two at a time; show each one's output, then the verdict.

A gate that fails does not stop the others.  The last line counts them.
"""

from __future__ import annotations

import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor


def gate(name: str) -> tuple[str, bool]:
    """Run one and print what it printed."""
    began = time.monotonic()
    done = subprocess.run(
        ["make", "--no-print-directory", name],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    verdict = "passed" if done.returncode == 0 else "FAILED"
    text = done.stdout.decode(errors="replace")
    print(f"===== {name}\n{text}===== {name}: {verdict} in {time.monotonic() - began:.0f} s\n", flush=True)
    return name, done.returncode == 0


def main() -> int:
    """Run the named gates."""
    with ThreadPoolExecutor(2) as workers:
        results = dict(workers.map(gate, sys.argv[1:]))
    failed = [name for name, passed in results.items() if not passed]
    if failed:
        print(f"Failed: {' '.join(failed)}")
    print(f"{len(results) - len(failed)} passed, {len(failed)} failed", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
