# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Record every result of the collection's own tasks, as a callback sees it."""

from __future__ import annotations

import json
import os
from typing import Any

from ansible.plugins.callback import CallbackBase

DOCUMENTATION = """
name: record
type: notification
short_description: Record results
description: Writes each result of a task of latchkey.cognito as a line of JSON into the file that RECORD_FILE names.
"""


class CallbackModule(CallbackBase):
    """One line for each result: task, host, outcome, result."""

    CALLBACK_VERSION = 2.0
    CALLBACK_TYPE = "notification"
    CALLBACK_NAME = "record"
    CALLBACK_NEEDS_ENABLED = True

    def v2_runner_on_ok(self, result: Any) -> None:
        self._record("ok", result)

    def v2_runner_on_failed(self, result: Any, ignore_errors: bool = False) -> None:
        self._record("failed", result)

    def v2_runner_on_skipped(self, result: Any) -> None:
        self._record("skipped", result)

    def v2_runner_on_unreachable(self, result: Any) -> None:
        self._record("unreachable", result)

    def v2_runner_retry(self, result: Any) -> None:
        self._record("retry", result)

    def _record(self, outcome: str, result: Any) -> None:
        task = result._task
        if task.action.startswith("latchkey.cognito."):
            shown = {name: value for name, value in result._result.items() if not name.startswith("_ansible")}
            entry = {"task": task.get_name(), "host": result._host.get_name(), "outcome": outcome, "result": shown}
            with open(os.environ["RECORD_FILE"], "a", encoding="utf-8") as file:
                file.write(json.dumps(entry, sort_keys=True, default=str) + "\n")
