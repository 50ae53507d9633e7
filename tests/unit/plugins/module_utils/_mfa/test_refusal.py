# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a refusal says."""

from __future__ import annotations

from ansible_collections.latchkey.cognito.plugins.module_utils._mfa import refusal


def test_a_refusal_that_is_not_the_services_has_no_number() -> None:
    assert str(refusal.Refusal("a", None, "is wrong", "Fix it")) == "a: is wrong. Fix it."
    assert str(refusal.Refusal("a", 1, "is wrong", "Fix it", "R1")) == "a is 1: is wrong. Fix it (R1)."


def test_long_values_are_shortened_in_messages() -> None:
    assert refusal.shortened("x" * 200) == "'" + "x" * 79 + "..."
    assert refusal.shortened("x") == "'x'"
    assert refusal.shortened("x" * 78) == "'" + "x" * 78 + "'"
