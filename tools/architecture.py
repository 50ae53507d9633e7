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
PICTURE = ROOT / "docs" / "images" / "architecture.svg"

# Measures of the picture.
MARGIN, GAP, WIDTH, HEAD, LINE = 20, 46, 190, 32, 15
STYLE = """<style>
.paper { fill: #fff } .room { fill: #eef1f6; stroke: #44546a } .pure { fill: #e8f4ea; stroke: #3c763d }
line { stroke: #555 } path { fill: #555 } text { fill: #1f2328 }
@media (prefers-color-scheme: dark) {
  .paper { fill: #15181d } .room { fill: #1f242b; stroke: #9198a1 } .pure { fill: #10301b; stroke: #3fb950 }
  line { stroke: #9198a1 } path { fill: #9198a1 } text { fill: #f0f3f6 }
}
</style>"""
COLLECTION = "ansible_collections.latchkey.cognito.plugins."


class Room(NamedTuple):
    """Modules that do one step.

    :ivar name: its name in the picture.
    :ivar modules: patterns of their paths below plugins/, without suffix.
    :ivar column: where it stands in the picture, from the left.
    :ivar pure: no I/O, no clock, no boto3, no AnsibleModule.
    """

    name: str
    modules: tuple[str, ...]
    column: int
    pure: bool = False


# A module is in the first room that one of its patterns matches.
ROOMS: dict[str, Room] = {
    "inventory": Room("inventory", ("inventory/*", "plugin_utils/_hosts", "plugin_utils/_survey"), 0),
    "filters": Room("filters", ("filter/*", "plugin_utils/_filters"), 4),
    "action": Room("action plugins", ("action/*",), 1),
    "modules": Room("modules", ("modules/*",), 1),
    "express": Room("express door", ("plugin_utils/_in_process", "plugin_utils/_clients"), 2),
    "door": Room("door", ("module_utils/_door", "module_utils/_report_door"), 1),
    "core": Room("core", ("module_utils/_core", "module_utils/_fleet"), 1),
    "io": Room("I/O", ("module_utils/_api", "module_utils/_files"), 0),
    "translations": Room(
        "translations",
        (
            "module_utils/_aws_cli",
            "module_utils/_cloudformation",
            "module_utils/_command_line",
            "module_utils/_foreign",
            "module_utils/_shorthand",
            "module_utils/_terraform",
        ),
        3,
        pure=True,
    ),
    "reports": Room("reports", ("module_utils/_report*",), 5, pure=True),
    "audit": Room(
        "audit",
        (
            "module_utils/_audit",
            "module_utils/_controls",
            "module_utils/_policy",
            "module_utils/_tasks",
            "module_utils/_texts",
        ),
        4,
        pure=True,
    ),
    "plan": Room("plan and rules", ("module_utils/_plan", "module_utils/_rules"), 2, pure=True),
    "vocabulary": Room("vocabulary", ("module_utils/_config", "module_utils/_options"), 2, pure=True),
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


def layer(room: str, pairs: list[tuple[str, str]], above: tuple[str, ...] = ()) -> int:
    """How many rooms stand below one, along the longest way of arrows; :raises LookupError: if they lead back to it."""
    way = (*above, room)
    if room in above:
        raise LookupError(f"{', '.join(way)} import from each other")
    return max((1 + layer(head, pairs, way) for tail, head in pairs if tail == room), default=0)


def essential(pairs: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """The arrows without those that follow from others, which would only hide them."""

    def leads(start: str, end: str) -> bool:
        return start == end or any(leads(head, end) for tail, head in pairs if tail == start)

    return [
        (tail, head)
        for tail, head in pairs
        if not any(leads(other, head) for start, other in pairs if start == tail and other != head)
    ]


def table() -> Iterator[str]:
    """Rows of the rooms, with all their modules and arrows."""
    yield "| Room | Modules | Imports from |"
    yield "|---|---|---|"
    pairs = arrows()
    for key, names in contents().items():
        heads = ", ".join(ROOMS[head].name for tail, head in pairs if tail == key)
        yield f"| {ROOMS[key].name} | {', '.join(f'`{name}`' for name in names)} | {heads or 'none'} |"


def contents() -> dict[str, list[str]]:
    """The names of the modules in each room that has some."""
    inside: dict[str, set[str]] = {key: set() for key in ROOMS}
    for module in modules():
        inside[room_of(module)].add(module.partition("/")[2])
    return {key: sorted(names) for key, names in inside.items() if names}


def svg() -> str:
    """The picture: higher rooms import from lower ones."""
    inside, pairs = contents(), arrows()
    levels = {key: layer(key, pairs) for key in inside}
    tops, bottom = {}, MARGIN
    for level in sorted(set(levels.values()), reverse=True):
        tops[level] = bottom
        bottom += max(_height(inside[key]) for key in inside if levels[key] == level) + GAP
    corner = {key: (MARGIN + ROOMS[key].column * (WIDTH + GAP // 2), tops[levels[key]]) for key in inside}
    width, height = max(left for left, _top in corner.values()) + WIDTH + MARGIN, bottom - GAP + MARGIN
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" font-family="sans-serif">',
        "<title>The rooms of latchkey.cognito; arrows are imports</title>",
        STYLE,
        '<defs><marker id="head" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="8" markerHeight="8" orient="auto">'
        '<path d="M0 0 8 4 0 8z"/></marker></defs>',
        f'<rect class="paper" width="{width}" height="{height}" rx="10"/>',
    ]
    for tail, head in essential(pairs):
        (left, top), (to_left, to_top) = corner[tail], corner[head]
        start = f'x1="{left + WIDTH // 2}" y1="{top + _height(inside[tail])}"'
        end = f'x2="{to_left + WIDTH // 2}" y2="{to_top}"'
        lines.append(f'<line {start} {end} stroke-width="1.5" marker-end="url(#head)"/>')
    for key, names in inside.items():
        lines += _box(ROOMS[key], names, *corner[key])
    return "\n".join((*lines, "</svg>\n"))


def _height(names: list[str]) -> int:
    return HEAD + LINE * len(names)


def _box(room: Room, names: list[str], left: int, top: int) -> Iterator[str]:
    kind = "pure" if room.pure else "room"
    yield f'<rect class="{kind}" x="{left}" y="{top}" width="{WIDTH}" height="{_height(names)}" rx="6"/>'
    middle = left + WIDTH // 2
    yield f'<text x="{middle}" y="{top + 20}" text-anchor="middle" font-size="14" font-weight="bold">{room.name}</text>'
    for number, name in enumerate(names, 1):
        y = top + 20 + LINE * number
        yield f'<text x="{middle}" y="{y}" text-anchor="middle" font-size="11" font-family="monospace">{name}</text>'


def page(text: str) -> str:
    """The page with its table."""
    before, begin, rest = text.partition("<!-- rooms: begin -->\n")
    _old, end, after = rest.partition("<!-- rooms: end -->")
    return "".join((before, begin, *(f"{line}\n" for line in table()), end, after))


if __name__ == "__main__":
    PAGE.write_text(page(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
    PICTURE.write_text(svg(), encoding="utf-8")
