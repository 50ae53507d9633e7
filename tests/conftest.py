# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""For whichever tests run: collections as ansible-core imports them, and how many examples a property test tries."""

from __future__ import annotations

import os
from contextlib import suppress
from functools import lru_cache

from botocore.loaders import JSONFileLoader
from hypothesis import HealthCheck
from hypothesis import settings

with suppress(ImportError):  # ansible-test runs the tests of modules without the controller's part of ansible-core
    from ansible.plugins.loader import init_plugin_loader

    init_plugin_loader()  # before anything of a collection is imported, so that plugins are found by their full names

# Every boto3 session reads the same models of AWS, which takes longer than most tests that make one.
JSONFileLoader.load_file = staticmethod(lru_cache(maxsize=None)(JSONFileLoader().load_file))

settings.register_profile(
    "ci", max_examples=150, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("deep", max_examples=3000, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))
