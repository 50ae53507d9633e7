# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What an audit comes to, for a playbook: figures to publish, whether it fails, and the sentence that says why.

This module is private to latchkey.cognito.  Nothing here does I/O.
"""

from __future__ import annotations

from typing import Any
from typing import Dict
from typing import Sequence

from .checks import SEVERITIES
from .model import Model

NEVER = "never"
FAIL_SEVERITIES = (*SEVERITIES, NEVER)
"""From which severity on findings fail an audit."""


def figures(model: Model, paths: Sequence[str]) -> Dict[str, Any]:
    """The status, how many user pools and findings there are, and where the reports are.

    Findings are those that fail or are unknown, by severity.

    :arg paths: of the reports.
    """
    pools = model["summary"]["pools"]
    by_severity = {counts["severity"]: counts["fail"] + counts["unknown"] for counts in model["summary"]["by_severity"]}
    return {
        "status": model["status"],
        "pools": pools["total"],
        "pools_fail": pools["fail"],
        "pools_unknown": pools["unknown"],
        "pools_excepted": pools["excepted"],
        "pools_pass": pools["pass"],
        **by_severity,
        "reports": list(paths),
    }


def failing(found: Dict[str, Any], fail_severity: str, read_errors: Sequence[str]) -> bool:
    """Whether there are findings of a severity or a higher one, or anything that could not be listed.

    :arg found: the figures.
    :arg fail_severity: one of :data:`FAIL_SEVERITIES`.
    """
    return fail_severity != NEVER and (bool(read_errors) or _counted(found, fail_severity) > 0)


def sentence(found: Dict[str, Any], fail_severity: str, read_errors: Sequence[str]) -> str:
    """The outcome for people; arguments as for :func:`failing`."""
    parts = [f"The audit's status is {found['status']}."]
    if failing(found, fail_severity, read_errors):
        parts.append(f"Findings of severity {fail_severity} or higher: {_counted(found, fail_severity)}.")
    counts = ", ".join(f"{found[f'pools_{name}']} {name}" for name in ("fail", "unknown", "excepted", "pass"))
    parts += [f"User pools: {found['pools']} ({counts}).", f"Reports: {', '.join(found['reports']) or 'none'}."]
    parts += [f"Left out by the inventory: {message}." for message in read_errors]
    return " ".join(parts)


def _counted(found: Dict[str, Any], fail_severity: str) -> int:
    return sum(found[severity] for severity in FAIL_SEVERITIES[FAIL_SEVERITIES.index(fail_severity) :][:-1])
