# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The benchmark runs, on few pools."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from tools.bench import cases

ROOT = Path(__file__).parents[2]


def test_the_quick_benchmark(tmp_path: Path) -> None:
    """It fails by itself where somebody does not make the calls that the job needs."""
    done = subprocess.run(
        [sys.executable, "-m", "tools.bench", "--quick", "--into", tmp_path],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    results = json.loads((tmp_path / "benchmark.json").read_text(encoding="utf-8"))
    assert len(results["runs"]) == len(list(cases.quick()))
    assert results["runs"][-2]["throttled"] > 0
    assert all(run["wall"] > 0.1 and run["cpu"] > 0.1 and run["memory"] > 10 for run in results["runs"])
    assert "### Targets" in (tmp_path / "performance.md").read_text(encoding="utf-8")
    assert (tmp_path / "images" / "benchmark.svg").exists()
