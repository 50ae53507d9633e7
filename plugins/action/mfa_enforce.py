# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Where mfa_enforce runs: in process if that is equivalent, otherwise as an ordinary module."""

from __future__ import annotations

from functools import partial

from ansible.utils.display import Display
from ansible_collections.latchkey.cognito.plugins.module_utils._enforce.module import enforce_policy
from ansible_collections.latchkey.cognito.plugins.module_utils._enforce.module import ENFORCE_SPEC
from ansible_collections.latchkey.cognito.plugins.plugin_utils._in_process import InProcessAction


class ActionModule(InProcessAction):
    """The action of mfa_enforce."""

    spec = ENFORCE_SPEC
    work = staticmethod(partial(enforce_policy, say=Display().display))
