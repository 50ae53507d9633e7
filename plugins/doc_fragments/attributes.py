# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What every module says of its attributes; how far each supports them, and what is special, is its own to say."""

from __future__ import annotations


class ModuleDocFragment:
    """``latchkey.cognito.attributes``, and ``.action_group`` for modules that call AWS."""

    DOCUMENTATION = r"""
options: {}
attributes:
  check_mode:
    description: Can run in check mode and predict changes without making them.
  diff_mode:
    description: Returns details of changes in diff mode.
  idempotent:
    description: A second run with the same options changes nothing.
"""

    ACTION_GROUP = r"""
options: {}
attributes:
  action_group:
    description: Use C(group/latchkey.cognito.aws) in C(module_defaults) to set defaults for this module.
    support: full
    membership:
      - latchkey.cognito.aws
    details:
      - The group includes C(amazon.aws.aws), so that its defaults reach both collections.
"""
