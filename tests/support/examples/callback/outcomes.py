# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What came of each task, for the tests of examples."""

from __future__ import annotations

import json
import os
from typing import Any

from ansible.plugins.callback import CallbackBase

DOCUMENTATION = """
name: outcomes
type: notification
short_description: Record outcomes
description: Writes what came of each task as a line of JSON into the file that OUTCOMES_FILE names.
"""


class CallbackModule(CallbackBase):
    """One line for each result: the task's line in its file, and its outcome."""

    CALLBACK_VERSION = 2.0
    CALLBACK_TYPE = "notification"
    CALLBACK_NAME = "outcomes"
    CALLBACK_NEEDS_ENABLED = True

    def v2_runner_on_ok(self, result: Any) -> None:
        self._record("ok", result)

    def v2_runner_on_failed(self, result: Any, ignore_errors: bool = False) -> None:
        self._record("failed", result)

    def v2_runner_on_skipped(self, result: Any) -> None:
        self._record("skipped", result)

    def _record(self, outcome: str, result: Any) -> None:
        found = result._result
        entry = {
            "path": result._task.get_path(),
            "task": result._task.get_name(),
            "outcome": outcome,
            "changed": found.get("changed", False),
            "msg": found.get("msg", ""),
            "warnings": found.get("warnings", []),
        }
        with open(os.environ["OUTCOMES_FILE"], "a", encoding="utf-8") as file:
            file.write(json.dumps(entry, default=str) + "\n")
