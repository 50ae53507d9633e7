# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A refusal: what is wrong with an option, and what to do about it.

Nothing here does I/O.

This module is private to latchkey.cognito.
"""

from __future__ import annotations

from typing import Any
from typing import Optional

SHOWN_LENGTH = 80


class Refusal(Exception):
    """A configuration that would be refused, or that the service refused.

    :ivar option: the dotted name of the option concerned.
    :ivar problem: what is wrong with its value.
    :ivar rule: the number in docs/service-behaviour.md, or None if it is not the service's rule.
    """

    def __init__(self, option: str, value: Any, problem: str, hint: str, rule: Optional[str] = None) -> None:
        subject = option if value is None else f"{option} is {shortened(value)}"
        super().__init__(f"{subject}: {problem}. {hint}{f' ({rule})' if rule else ''}.")
        self.option = option
        self.problem = problem
        self.rule = rule


def shortened(value: Any) -> str:
    """A value for a message, shortened."""
    try:
        text = repr(value)
    except (RecursionError, ValueError):  # of what is nested too deep, or a number of thousands of digits
        text = f"of the type {type(value).__name__}, and too long"
    return text if len(text) <= SHOWN_LENGTH else text[:SHOWN_LENGTH] + "..."
