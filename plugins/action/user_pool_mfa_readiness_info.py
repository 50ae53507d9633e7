# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Where user_pool_mfa_readiness_info runs: in process if that is equivalent, otherwise as an ordinary module."""

from __future__ import annotations

from functools import partial

from ansible.utils.display import Display
from ansible_collections.latchkey.cognito.plugins.module_utils._sign_in.module import read_readiness
from ansible_collections.latchkey.cognito.plugins.module_utils._sign_in.module import READINESS_SPEC
from ansible_collections.latchkey.cognito.plugins.plugin_utils._in_process import InProcessAction

display = Display()


class ActionModule(InProcessAction):
    """The action of user_pool_mfa_readiness_info, which tells how far a long reading is."""

    spec = READINESS_SPEC
    work = staticmethod(partial(read_readiness, show=display.display))
