# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Mutation testing of the pure modules: do the unit tests notice when the code is wrong?

In each module at least nine mutants of ten have to die, and every survivor has to be excused below.  mutmut changes what
stands in functions; tables are compared by tests with the documentation.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

from tools.pages import architecture

ROOT = Path(__file__).resolve().parent.parent
TREE = ROOT / ".cache" / "mutation"
COLLECTION = TREE / "ansible_collections" / "latchkey" / "cognito"
MODULES = tuple(
    module.removeprefix("module_utils/")
    for module in architecture.modules()
    if architecture.is_pure(module) and "def " in (architecture.PLUGINS / f"{module}.py").read_text(encoding="utf-8")
)  # tables have no functions
TESTS = sorted((ROOT / "tests/unit/plugins/module_utils").glob("*/test_*.py"))
GOAL = 90  # per cent
KILLED = ("killed", "timeout")
MUTMUT = str(Path(sys.executable).with_name("mutmut"))

# How many mutants of a function may live, and why.
SURVIVORS = {
    "_audit/evaluate._finding": (1, "equivalent: the place is not used where there is a pool"),
    "_convert/aws_cli._refuse_merging": (1, "equivalent: no option has the name that stands for none"),
    "_convert/aws_cli_command._split": (2, "equivalent: what stands for no quotes has nothing that a shell acts on"),
    "_convert/aws_cli_command._value_of": (1, "equivalent: the value of a switch is not used"),
    "_audit/policy._worded": (1, "equivalent: no key that is known ends with an X"),
    "_report/formats.to_json": (1, "equivalent: ensure_ascii=None is false as well"),
    "_report/formats.to_sarif": (1, "equivalent: the same as in to_json"),
    "_mfa/rules._is_printable": (2, "equivalent: no category begins with X, and X is a letter"),
    "_audit/task_yaml._scalar": (1, "equivalent: ensure_ascii=None is false as well"),
}

SETTINGS = f"""\
[tool.mutmut]
source_paths = {[f"ansible_collections/latchkey/cognito/plugins/module_utils/{module}.py" for module in MODULES]}
pytest_add_cli_args_test_selection = {[f"ansible_collections/latchkey/cognito/{path.relative_to(ROOT)}" for path in TESTS]}
also_copy = ["ansible_collections"]

[tool.pytest.ini_options]
addopts = "--import-mode=importlib"
pythonpath = ["ansible_collections/latchkey/cognito"]
"""

# In place of the tests' own: nothing here may find the collection that has no mutants.
CONFTEST = """\
from hypothesis import HealthCheck, settings

# mutmut runs the tests of a process more than once.
unworried = [HealthCheck.too_slow, HealthCheck.differing_executors]
settings.register_profile("few", max_examples=10, deadline=None, derandomize=True, suppress_health_check=unworried)
settings.load_profile("few")
"""


def prepare() -> None:
    """A tree of its own, since mutants replace the code."""
    shutil.rmtree(TREE, ignore_errors=True)
    for name in ("plugins", "docs", "tests"):
        shutil.copytree(ROOT / name, COLLECTION / name, ignore=shutil.ignore_patterns("__pycache__"))
    (COLLECTION / "tests" / "conftest.py").write_text(CONFTEST, encoding="utf-8")
    (TREE / "pyproject.toml").write_text(SETTINGS, encoding="utf-8")


def verdicts() -> list[tuple[str, str]]:
    """Function and fate of every mutant."""
    done = subprocess.run([MUTMUT, "run"], cwd=TREE, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(done.stdout[-3000:] + done.stderr)
    listed = subprocess.run([MUTMUT, "results", "--all", "true"], cwd=TREE, capture_output=True, text=True, check=True)
    pattern = r"module_utils\.(\w+)\.(\w+)\.x\w*?[_ǁ](?:(\w+)ǁ)?(\w+?)__mutmut_\d+: ([\w ]+)"
    found = re.findall(pattern, listed.stdout)
    return [
        (f"{package}/{'.'.join(part for part in (module, owner, name) if part)}", fate.strip())
        for package, module, owner, name, fate in found
    ]


def main() -> int:
    """Count."""
    prepare()
    fates = verdicts()
    alive = Counter(name for name, fate in fates if fate not in KILLED)
    unexcused = 0
    for name, number in sorted(alive.items()):
        most, reason = SURVIVORS.get(name, (0, "NOT EXCUSED"))
        unexcused += number > most
        print(f"  {number} survived in {name}, {most} may: {reason}")
    scores = [score(module, [fate for name, fate in fates if name.split(".")[0] == module]) for module in MODULES]
    return 1 if unexcused or min(scores) < GOAL else 0


def score(module: str, fates: list[str]) -> float:
    """How many mutants of a module died, in per cent, said aloud."""
    killed = sum(fate in KILLED for fate in fates)
    percent = 100 * killed / len(fates) if fates else 0.0
    print(f"{module}: {killed} of {len(fates)} mutants killed, {percent:.1f} %")
    return percent


if __name__ == "__main__":
    sys.exit(main())
