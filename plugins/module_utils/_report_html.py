# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The HTML report.

This module is private to latchkey.cognito.  Nothing here does I/O.
"""

from __future__ import annotations

import traceback
from typing import Any
from typing import Mapping
from typing import Optional

JINJA2_ERROR: Optional[str] = None
try:
    import jinja2
except ImportError:
    JINJA2_ERROR = traceback.format_exc()


def to_html(model: Mapping[str, Any]) -> str:
    return jinja2.Template("{{ a }}").render(a=str(model))
