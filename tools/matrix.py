# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Run the integration targets on every supported ansible-core and every Python found, with the newest botocore and the oldest.

CI runs the corners, which tools/setup.py has made; this runs all cells, each in an environment of its own.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from typing import NamedTuple

from tests.emulator.server import Emulator
from tests.support.environments import inherited
from tools.setup import CACHE
from tools.setup import install
from tools.setup import pythons
from tools.setup import ROOT
from tools.setup import Row
from tools.setup import ROWS

TARGETS, MINIMUM = "tests/integration/targets.yml", "tests/integration/minimum.yml"


class Cell(NamedTuple):
    """One combination.

    :ivar sdk: what to install of boto3 and botocore.
    :ivar playbook: what runs there.
    """

    row: Row
    python: tuple[int, int]
    sdk: tuple[str, ...]
    playbook: str

    @property
    def name(self) -> str:
        """For the table."""
        python = ".".join(map(str, self.python))
        botocore = self.sdk[-1].replace("==", " ") if self.sdk == self.row.sdk else "the newest botocore"
        return f"ansible-core {self.row.core}, Python {python}, {botocore}"


def cells(found: set[tuple[int, int]]) -> Iterator[Cell]:
    """Every Python of every row with the newest botocore; one Python of every row with the oldest."""
    for row in ROWS:
        usable = [python for python in row.pythons if python in found]
        yield from (Cell(row, python, ("boto3",), TARGETS) for python in usable)
        yield from (Cell(row, python, row.sdk, MINIMUM) for python in usable[:1])


def passes(cell: Cell, python: str, endpoint: str) -> bool:
    """Make the environment, run the playbook there, and show what it printed if it fails."""
    install("matrix", cell.row, python, *cell.sdk)
    binaries = CACHE / "matrix" / "bin"
    variables = {
        "cognito_endpoint": endpoint,
        "ansible_python_interpreter": str(binaries / "python"),
        "oldest_botocore": cell.row.sdk[1].partition("==")[2],
    }
    done = subprocess.run(
        [binaries / "ansible-playbook", ROOT / cell.playbook, "-e", json.dumps(variables)],
        env={
            **inherited(),
            "PATH": f"{binaries}{os.pathsep}{os.environ['PATH']}",
            "ANSIBLE_COLLECTIONS_PATH": str(CACHE / "matrix-collections"),
            "ANSIBLE_ROLES_PATH": str(ROOT / "tests/integration/targets"),
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode:
        print(done.stdout)
    return done.returncode == 0 and "PLAY RECAP" in done.stdout


def main() -> int:
    """Run every cell and print a line for each."""
    found = pythons()
    failed = []
    for cell in cells(set(found)):
        began = time.monotonic()
        with Emulator() as emulator:
            emulator.reset()
            passed = passes(cell, found[cell.python], emulator.endpoint)
        print(f"{'passed' if passed else 'FAILED'}  {cell.name} ({time.monotonic() - began:.0f} s)", flush=True)
        failed += [] if passed else [cell.name]
    shutil.rmtree(CACHE / "matrix", ignore_errors=True)
    absent = sorted({python for row in ROWS for python in row.pythons} - set(found))
    print(f"Not found here: Python {', '.join('.'.join(map(str, python)) for python in absent) or '-'}")
    print(f"Failed: {'; '.join(failed)}" if failed else "Every cell passed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
