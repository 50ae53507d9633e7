# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The environment of the commands that tests start."""

from __future__ import annotations

import os

FOLDERS = ("ANSIBLE_ASYNC_DIR", "ANSIBLE_REMOTE_TEMP")
"""Where ansible-core keeps files of its own: below ``.cache``, by the Makefile."""


def inherited() -> dict[str, str]:
    """The caller's variables, without what they set of AWS and of Ansible."""
    return {
        name: value
        for name, value in os.environ.items()
        if name in FOLDERS or not name.startswith(("AWS_", "ANSIBLE_"))
    }
