# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Collections as ansible-core imports them, so that plugins are found by their full names, as users' are."""

from __future__ import annotations

from ansible.plugins.loader import init_plugin_loader

init_plugin_loader()  # before anything of a collection is imported
