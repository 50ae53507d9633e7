# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Where user_pool_mfa_prerequisites runs: in process if that is equivalent, otherwise as an ordinary module."""

from __future__ import annotations

from ansible_collections.latchkey.cognito.plugins.module_utils._user_pool.module import ensure_prerequisites
from ansible_collections.latchkey.cognito.plugins.module_utils._user_pool.module import PREREQUISITES_SPEC
from ansible_collections.latchkey.cognito.plugins.plugin_utils._in_process import InProcessAction


class ActionModule(InProcessAction):
    """The action of user_pool_mfa_prerequisites."""

    spec = PREREQUISITES_SPEC
    work = staticmethod(ensure_prerequisites)
