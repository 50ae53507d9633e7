# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The tables of docs/migration.md from those that the filters use."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from ansible_collections.latchkey.cognito.plugins.module_utils._convert.aws_cli_command import ARGUMENTS
from ansible_collections.latchkey.cognito.plugins.module_utils._convert.aws_cli_command import CLI_OPTIONS
from ansible_collections.latchkey.cognito.plugins.module_utils._convert.aws_cli_command import Counterpart
from ansible_collections.latchkey.cognito.plugins.module_utils._convert.common import TASK_OPTIONS
from ansible_collections.latchkey.cognito.plugins.module_utils._mfa.config import api_name
from ansible_collections.latchkey.cognito.plugins.module_utils._mfa.options import walk

from . import insert

PAGE = Path(__file__).resolve().parents[2] / "docs" / "migration.md"


def arguments() -> Iterator[str]:
    """A row for each member of the request."""
    yield "| Argument, member | Option |"
    yield "|---|---|"
    flags = {name: flag for flag, name in ARGUMENTS.items()}
    for path, _option in walk(TASK_OPTIONS):
        member = ".".join(api_name(name) for name in path[1:])
        yield f"| `--{flags[path[0]]}`{f' `{member}`' if member else ''} | `{'.'.join(path)}` |"


def options() -> Iterator[str]:
    """A row for each other option."""
    yield "| AWS CLI | Version | Option | Remark |"
    yield "|---|---|---|---|"
    for name, row in sorted(CLI_OPTIONS.items()):
        remark = row.explanation.replace("|", "\\|")
        yield f"| `--{name}` | {row.version or 'both'} | {_option(name, row)} | {remark}. |"


def _option(name: str, row: Counterpart) -> str:
    if row.refused:
        return "refused"
    if row.option is None:
        return "all" if name == "cli-input-json" else "none"
    return f"`{row.option}{f': {str(row.value).lower()}' if row.switch else ''}`"


def page(text: str) -> str:
    """The page with its tables."""
    return insert(insert(text, "arguments", "\n".join(arguments())), "options", "\n".join(options()))
