# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Write the EXAMPLES of each module and filter as a playbook, for ansible-lint to check their options: examples.py FOLDER."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

HEAD = """\
---
- name: Examples of {name}
  hosts: localhost
  gather_facts: false
  tasks:
"""


def examples(source: str) -> str:
    """The EXAMPLES of a plugin."""
    for node in ast.parse(source).body:
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "EXAMPLES":
            return str(ast.literal_eval(node.value))
    raise ValueError("a plugin without EXAMPLES")


def main() -> None:
    """Write the playbooks."""
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for path in sorted([*Path("plugins/filter").glob("*.py"), *Path("plugins/modules").glob("*.py")]):
        tasks = examples(path.read_text(encoding="utf-8")).strip().removeprefix("---").strip("\n")
        body = "".join(f"    {line}\n" if line else "\n" for line in tasks.splitlines())
        (folder / f"{path.stem}.yml").write_text(HEAD.format(name=path.stem) + body, encoding="utf-8")


if __name__ == "__main__":
    main()
