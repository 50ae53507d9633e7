# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""``evidence.json`` for machines and ``evidence.md`` for people."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from .catalogue import Block
from .judge import DIFFERS
from .judge import NOT_TRIED
from .judge import SETTLED
from .judge import VERDICTS

SCHEMA_VERSION = 1
LOCAL = "This was not AWS: `settled` lists what this Cognito assumes where AWS is unknown, and settles nothing"


def document(target: Block, results: list[Block]) -> Block:
    """The content of ``evidence.json``."""
    counts = Counter(result["verdict"] for result in results)
    return {
        "schema_version": SCHEMA_VERSION,
        "target": target,
        "summary": {verdict: counts[verdict] for verdict in VERDICTS},
        "results": results,
    }


def markdown(evidence: Block) -> Iterator[str]:
    """The lines of ``evidence.md``."""
    target, summary, results = evidence["target"], evidence["summary"], evidence["results"]
    where = target["endpoint"] or f"AWS, {target['region']}"
    yield f"# Evidence: {where}, {target['date'][:10]}\n"
    yield f"botocore {target['botocore']}. {', '.join(f'{count} {verdict}' for verdict, count in summary.items())}.\n"
    if target["endpoint"]:
        yield f"{LOCAL}.\n"
    yield "## What differs\n"
    yield from _differences([result for result in results if result["verdict"] == DIFFERS])
    yield "## What was assumed\n" if target["endpoint"] else "## What was settled\n"
    yield from _settled([result for result in results if result["verdict"] == SETTLED])
    yield "## Counts\n"
    yield "| Verdict | Entries |"
    yield "|---|---|"
    yield from (f"| {verdict} | {count} |" for verdict, count in summary.items())
    yield "\n## What was not tried\n"
    reasons: dict[str, list[str]] = {}
    for result in results:
        if result["verdict"] == NOT_TRIED:
            reasons.setdefault(result["why"], []).append(result["id"])
    yield from (f"- {_cell(why)}: {', '.join(ids)}" for why, ids in reasons.items())
    if not reasons:
        yield "Nothing."


def _differences(results: list[Block]) -> Iterator[str]:
    for result in results:
        yield f"### {result['id']}: {result['title']}\n"
        yield f"Rules: {', '.join(result['rules'])}. {_cell(result['why'])}\n"
        yield f"Expected:\n\n```json\n{_json(result['expected'])}\n```\n"
        yield f"Observed:\n\n```json\n{_json(result['observed'])}\n```\n"
    if not results:
        yield "Nothing.\n"


def _settled(results: list[Block]) -> Iterator[str]:
    if not results:
        yield "Nothing.\n"
        return
    yield "| Entry | Question | Answer | Switch of the emulator |"
    yield "|---|---|---|---|"
    for result in results:
        switches = ", ".join(f"`{name}={value}`" for name, value in result["settles"].items())
        yield f"| {result['id']} | {_cell(result['title'])} | {_cell(result['why'])} | {switches or 'none'} |"
    yield ""


def _json(value: Any) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False).replace("```", "` ` `")


def _cell(text: str) -> str:
    """Text of a service as text of a table: nothing in it is markup."""
    escaped = "".join(f"\\{char}" if char in "\\|`*_<>[]#" else char for char in text)
    return " ".join(escaped.split())


def write(folder: Path, evidence: Block) -> None:
    """Both files; :raises OSError: if that is not possible."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "evidence.json").write_text(json.dumps(evidence, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    (folder / "evidence.md").write_text("\n".join(markdown(evidence)) + "\n", encoding="utf-8")
