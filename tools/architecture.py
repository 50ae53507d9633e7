# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Draw the rooms of docs/architecture.md, with the arrows that the code has: who imports whom."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
PLUGINS = ROOT / "plugins"
PAGE = ROOT / "docs" / "architecture.md"
COLLECTION = "ansible_collections.latchkey.cognito.plugins."


class Room(NamedTuple):
    """Modules that do one step.

    :ivar name: its name in the picture.
    :ivar modules: patterns of their paths below plugins/, without suffix.
    :ivar pure: no I/O, no clock, no boto3, no AnsibleModule.
    """

    name: str
    modules: tuple[str, ...]
    pure: bool = False


# A module is in the first room that one of its patterns matches.
ROOMS: dict[str, Room] = {
    "inventory": Room("inventory", ("inventory/*", "plugin_utils/_survey")),
    "filters": Room("filters", ("filter/*", "plugin_utils/_filters")),
    "action": Room("action plugins", ("action/*",)),
    "modules": Room("modules", ("modules/*",)),
    "express": Room("express door", ("plugin_utils/_in_process", "plugin_utils/_clients")),
    "door": Room("door", ("module_utils/_door", "module_utils/_report_door")),
    "core": Room("core", ("module_utils/_core", "module_utils/_fleet")),
    "io": Room("I/O", ("module_utils/_api", "module_utils/_files")),
    "translations": Room(
        "translations",
        tuple(
            f"module_utils/_{name}"
            for name in ("aws_cli", "cloudformation", "command_line", "foreign", "shorthand", "terraform")
        ),
        pure=True,
    ),
    "reports": Room("reports", ("module_utils/_report*", "module_utils/_texts"), pure=True),
    "audit": Room(
        "audit", tuple(f"module_utils/_{name}" for name in ("audit", "controls", "policy", "tasks")), pure=True
    ),
    "plan": Room("plan and rules", ("module_utils/_plan", "module_utils/_rules"), pure=True),
    "vocabulary": Room("vocabulary", ("module_utils/_config", "module_utils/_options"), pure=True),
}


def modules() -> list[str]:
    """Every Python module of the collection: its path below plugins/, without suffix."""
    return sorted(str(path.relative_to(PLUGINS).with_suffix("")) for path in PLUGINS.rglob("*.py"))


def room_of(module: str) -> str:
    """The key of a module's room; :raises LookupError: if it has none."""
    for key, room in ROOMS.items():
        if any(fnmatch(module, pattern) for pattern in room.modules):
            return key
    raise LookupError(f"plugins/{module}.py is in no room: add it to ROOMS in tools/architecture.py")


def imports(module: str) -> Iterator[str]:
    """What a module imports: dotted names, those of the collection as paths below plugins/."""
    folder = module.partition("/")[0]
    for node in ast.walk(ast.parse((PLUGINS / f"{module}.py").read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level:
            yield f"{folder}/{node.module}"
        elif isinstance(node, ast.ImportFrom):
            name = str(node.module)
            yield name.removeprefix(COLLECTION).replace(".", "/") if name.startswith(COLLECTION) else name


def arrows() -> list[tuple[str, str]]:
    """Which room imports from which."""
    known = set(modules())
    found = {(room_of(module), room_of(other)) for module in known for other in imports(module) if other in known}
    order = list(ROOMS)
    return sorted((pair for pair in found if pair[0] != pair[1]), key=lambda pair: tuple(map(order.index, pair)))


def picture() -> Iterator[str]:
    """The lines of a Mermaid flowchart."""
    inside: dict[str, list[str]] = {}
    for module in modules():
        inside.setdefault(room_of(module), []).append(module.partition("/")[2])
    yield "```mermaid"
    yield "flowchart TD"
    for key, room in ROOMS.items():
        if key in inside:
            yield f'  {key}["<b>{room.name}</b><br>{"<br>".join(sorted(set(inside[key])))}"]{":::pure" if room.pure else ""}'
    for tail, head in arrows():
        yield f"  {tail} --> {head}"
    yield "  classDef pure fill:#e8f4ea,stroke:#3c763d,color:#222"
    yield "```"


def page(text: str) -> str:
    """The page with its picture."""
    before, begin, rest = text.partition("<!-- rooms: begin -->\n")
    _old, end, after = rest.partition("<!-- rooms: end -->")
    return "".join((before, begin, *(f"{line}\n" for line in picture()), end, after))


if __name__ == "__main__":
    PAGE.write_text(page(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
