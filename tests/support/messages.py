# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The sentences of plugins and playbooks, read from their source: what can be printed, whether or not a test has seen it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
PLUGINS, PLAYBOOKS = ROOT / "plugins", ROOT / "playbooks"
DOCUMENTATION = ("DOCUMENTATION", "EXAMPLES", "RETURN", "ACTION_GROUP")
_CHANGING = re.compile(r"%s|{{.*?}}|{%.*?%}", re.DOTALL)
_FAILS = re.compile(r"^ *(?:fail_msg|msg): (?:>-\n)?\"?(.*?)\"?\n *(?:\w+:|\n)", re.DOTALL | re.MULTILINE)
WORDS = 3
"""A text of fewer words is a part of some other one, or no message."""

# Files whose sentences are not messages.
OTHERS = {
    "_audit/checks.py": "the texts of reports",
    "_mfa/options.py": "what values are, to be put into messages",
    "_user_pool/options.py": "what values are, to be put into messages",
    "_report/html.py": "the texts of reports",
    "_report/html_base.py": "the texts of reports",
    "_report/html_page.py": "the texts of reports",
    "_report/html_script.py": "the texts of reports",
    "_report/html_style.py": "the texts of reports",
    "_report/formats.py": "the texts of reports",
    "_report/readiness.py": "the texts of reports",
    "_report/readiness_page.py": "the texts of reports",
    "_sign_in/counting.py": "what users meet at sign-in, as docs/readiness.md has it",
    "_sign_in/decision.py": "what users meet at sign-in, as docs/readiness.md has it",
}
# Other sentences that are not messages.
OTHER_SENTENCES = {
    " to the policy": "the name of a task",
    " user pools read": "progress",
    "sampled users read": "progress",
    "user pools written": "progress",
    "Bring the MFA of user pool ": "the name of a task",
    " for the MFA that the policy asks for": "the name of a task",
    "Prepare user pool ": "the name of a task",
    "MFA of Amazon Cognito user pools": "the default of an option",
    "Readiness for MFA of Amazon Cognito user pools": "the default of an option",
    "MFA prerequisites of user pool ": "the header of a difference",
    "Set the MFA configuration": "the name of a task",
    "(not shown: it may hold an address or a number)": "in place of a user's name",
}


def sentences() -> Iterator[tuple[str, str]]:
    """File and text of everything that reads like a message, or like a part of one that is always the same."""
    for path, text in (*_of_plugins(), *_of_playbooks()):
        yield from ((path.relative_to(ROOT).as_posix(), part) for part in _CHANGING.split(text) if _is_sentence(part))


def _of_playbooks() -> Iterator[tuple[Path, str]]:
    """What tasks fail with."""
    for path in sorted(PLAYBOOKS.rglob("*.yml")):
        for found in _FAILS.finditer(path.read_text(encoding="utf-8")):
            yield path, " ".join(found[1].split())


def _of_plugins() -> Iterator[tuple[Path, str]]:
    """Every text that is not documentation."""
    for path in sorted(path for path in PLUGINS.rglob("*.py") if "/".join(path.parts[-2:]) not in OTHERS):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        documented = {id(part) for node in ast.walk(tree) for part in _documentation(node)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in documented:
                yield path, node.value


def _is_sentence(text: str) -> bool:
    words = re.findall(r"[A-Za-z]{2,}", text)
    return len(words) >= WORDS and " " in text.strip() and text not in OTHER_SENTENCES


def _documentation(node: ast.AST) -> Iterator[ast.AST]:
    """The docstrings of a node, and what Ansible reads as documentation."""
    if isinstance(node, ast.Module | ast.FunctionDef | ast.ClassDef):
        yield from (part.value for part in node.body if isinstance(part, ast.Expr))
    if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") in DOCUMENTATION:
        yield from ast.walk(node.value)
