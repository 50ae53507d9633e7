# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The checks and the controls that they map to."""

from __future__ import annotations

from ansible_collections.latchkey.cognito.plugins.module_utils._audit import checks as controls


def test_every_control_is_one_of_a_check_and_has_a_source() -> None:
    used = {name for check in controls.CHECKS.values() for name in check.controls}
    assert used == set(controls.CONTROLS)
    for control in controls.CONTROLS.values():
        assert control.source.startswith("https://")
        assert control.optional in (None, controls.PASSES, controls.FAILS, controls.NOT_STATED)
    assert {check.severity for check in controls.CHECKS.values()} <= set(controls.SEVERITIES)
