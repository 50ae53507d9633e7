# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The picture and the table of docs/architecture.md: the packages, and the arrows that the code has: which package imports from which.

A package is a folder below plugins/; what is in it is read from there.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable
from collections.abc import Iterator
from pathlib import Path

from . import insert

ROOT = Path(__file__).resolve().parents[2]
PLUGINS = ROOT / "plugins"
PAGE = ROOT / "docs" / "architecture.md"
PICTURE = ROOT / "docs" / "images" / "architecture.svg"
COLLECTION = "ansible_collections.latchkey.cognito.plugins."

# The modules that may do I/O, read a clock or know how a module runs.  Every other one of module_utils is pure.
IMPURE = (
    "module_utils/_enforce/connections",
    "module_utils/_enforce/enforce",
    "module_utils/_enforce/module",
    "module_utils/_mfa/client",
    "module_utils/_mfa/clients",
    "module_utils/_mfa/concurrency",
    "module_utils/_mfa/ensure",
    "module_utils/_mfa/gather",
    "module_utils/_mfa/module",
    "module_utils/_mfa/retries",
    "module_utils/_mfa/transport",
    "module_utils/_report/files",
    "module_utils/_report/module",
    "module_utils/_report/readiness_module",
    "module_utils/_sign_in/module",
    "module_utils/_mfa/progress",
    "module_utils/_sign_in/survey",
    "module_utils/_sign_in/users",
    "module_utils/_sign_in/workers",
    "module_utils/_user_pool/client",
    "module_utils/_user_pool/ensure",
    "module_utils/_user_pool/module",
)

# Measures of the picture.
MARGIN, GAP, WIDTH, HEAD, LINE, CHARACTER = 20, 46, 220, 32, 16, 6.6
STYLE = """<style>
.paper { fill: #fff } .package { fill: #eef1f6; stroke: #44546a } .pure { fill: #1f6f2f }
line { stroke: #555 } path { fill: #555 } text { fill: #1f2328 }
@media (prefers-color-scheme: dark) {
  .paper { fill: #15181d } .package { fill: #1f242b; stroke: #9198a1 } .pure { fill: #57d364 }
  line { stroke: #9198a1 } path { fill: #9198a1 } text { fill: #f0f3f6 }
}
</style>"""


def modules() -> list[str]:
    """Every Python module of the collection that holds code: its path below plugins/, without suffix."""
    paths = (path for path in PLUGINS.rglob("*.py") if path.name != "__init__.py")
    return sorted(str(path.relative_to(PLUGINS).with_suffix("")) for path in paths)


def package_of(module: str) -> str:
    """The folder of a module below plugins/."""
    return module.rpartition("/")[0]


def is_pure(module: str) -> bool:
    """Whether a module decides over plain data: no I/O, no clock, no boto3, no AnsibleModule."""
    return module.startswith("module_utils/") and module not in IMPURE


def imports(module: str) -> Iterator[str]:
    """What a module imports: dotted names, those of the collection as paths below plugins/."""
    for node in ast.walk(ast.parse((PLUGINS / f"{module}.py").read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level:
            folder = module.split("/")[: -node.level]
            yield "/".join((*folder, *str(node.module).split(".")))
        elif isinstance(node, ast.ImportFrom) and str(node.module).startswith(COLLECTION):
            path = str(node.module).removeprefix(COLLECTION).replace(".", "/")
            submodules = [f"{path}/{name.name}" for name in node.names if (PLUGINS / path / f"{name.name}.py").exists()]
            yield from submodules or [path]
        elif isinstance(node, ast.ImportFrom):
            yield str(node.module)


def arrows() -> list[tuple[str, str]]:
    """Which module imports which."""
    known = modules()
    return sorted({(module, other) for module in known for other in imports(module) if other in known})


def between_packages(pairs: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Which package imports from which other one."""
    found = {(package_of(tail), package_of(head)) for tail, head in pairs}
    return sorted(pair for pair in found if pair[0] != pair[1])


def layer(name: str, pairs: list[tuple[str, str]], above: tuple[str, ...] = ()) -> int:
    """How many stand below one, along the longest way of arrows; :raises LookupError: if they lead back to it."""
    way = (*above, name)
    if name in above:
        raise LookupError(f"{', '.join(way)} import from each other")
    return max((1 + layer(head, pairs, way) for tail, head in pairs if tail == name), default=0)


def essential(pairs: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """The arrows without those that follow from others, which would only hide them."""

    def leads(start: str, end: str) -> bool:
        return start == end or any(leads(head, end) for tail, head in pairs if tail == start)

    return [
        (tail, head)
        for tail, head in pairs
        if not any(leads(other, head) for start, other in pairs if start == tail and other != head)
    ]


def contents() -> dict[str, list[str]]:
    """The modules of each package."""
    inside: dict[str, list[str]] = {}
    for module in modules():
        inside.setdefault(package_of(module), []).append(module)
    return inside


def table() -> Iterator[str]:
    """Rows of the packages, with all their modules and arrows, from the highest layer to the lowest."""
    yield "| Package | Modules | Imports from |"
    yield "|---|---|---|"
    pairs = between_packages(arrows())
    for package, inside in sorted(contents().items(), key=lambda row: (-layer(row[0], pairs), row[0])):
        names = ", ".join(f"`{module.rpartition('/')[2]}`" for module in inside)
        heads = ", ".join(f"`{head}`" for tail, head in pairs if tail == package)
        yield f"| `{package}` | {names} | {heads or 'none'} |"


def svg() -> str:
    """The picture: higher packages import from lower ones."""
    inside, pairs = contents(), between_packages(arrows())
    levels = {package: layer(package, pairs) for package in inside}
    corners: dict[str, tuple[int, int]] = {}
    bottom, widest = MARGIN, max(list(levels.values()).count(level) for level in levels.values())
    width = 2 * MARGIN + widest * (WIDTH + GAP) - GAP
    for level in sorted(set(levels.values()), reverse=True):
        row = [package for package in inside if levels[package] == level]
        left = (width - len(row) * (WIDTH + GAP) + GAP) // 2
        corners.update({package: (left + place * (WIDTH + GAP), bottom) for place, package in enumerate(row)})
        bottom += max(_height(inside[package]) for package in row) + GAP
    height = bottom - GAP + MARGIN
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" font-family="sans-serif">',
        "<title>The packages of latchkey.cognito; arrows are imports</title>",
        STYLE,
        '<defs><marker id="head" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="8" markerHeight="8" orient="auto">'
        '<path d="M0 0 8 4 0 8z"/></marker></defs>',
        f'<rect class="paper" width="{width}" height="{height}" rx="10"/>',
    ]
    for tail, head in essential(pairs):
        (left, top), (to_left, to_top) = corners[tail], corners[head]
        start = f'x1="{left + WIDTH // 2}" y1="{top + _height(inside[tail])}"'
        lines.append(
            f'<line {start} x2="{to_left + WIDTH // 2}" y2="{to_top}" stroke-width="1.5" marker-end="url(#head)"/>'
        )
    for package, corner in corners.items():
        lines += _box(package, inside[package], *corner)
    return "\n".join((*lines, "</svg>\n"))


def _rows(inside: list[str]) -> list[list[str]]:
    """The modules of a package, as many in a row as its box has room for."""
    rows: list[list[str]] = []
    for module in inside:
        name = module.rpartition("/")[2]
        if rows and CHARACTER * len("  ".join([*(other.rpartition("/")[2] for other in rows[-1]), name])) < WIDTH - 10:
            rows[-1].append(module)
        else:
            rows.append([module])
    return rows


def _height(inside: list[str]) -> int:
    return HEAD + LINE * len(_rows(inside))


def _box(package: str, inside: list[str], left: int, top: int) -> Iterator[str]:
    middle = left + WIDTH // 2
    yield f'<rect class="package" x="{left}" y="{top}" width="{WIDTH}" height="{_height(inside)}" rx="6"/>'
    title = package.removeprefix("module_utils/")
    yield f'<text x="{middle}" y="{top + 20}" text-anchor="middle" font-size="14" font-weight="bold">{title}</text>'
    for number, row in enumerate(_rows(inside), 1):
        names = "  ".join(
            f'<tspan class="pure">{name}</tspan>' if is_pure(module) else name
            for module, name in ((module, module.rpartition("/")[2]) for module in row)
        )
        y = top + 20 + LINE * number
        yield (
            f'<text x="{middle}" y="{y}" text-anchor="middle" font-size="11" font-family="monospace" '
            f'xml:space="preserve">{names}</text>'
        )


def page(text: str) -> str:
    """The page with its table."""
    return insert(text, "packages", "\n".join(table()))
