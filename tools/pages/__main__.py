# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Write everything in docs/ that is made from the code."""

from __future__ import annotations

from . import architecture
from . import audit
from . import evidence
from . import fleet
from . import migration
from . import refusals

for made in (architecture, audit, evidence, fleet, migration, refusals):
    made.PAGE.write_text(made.page(made.PAGE.read_text(encoding="utf-8")), encoding="utf-8")
architecture.PICTURE.write_text(architecture.svg(), encoding="utf-8")
evidence.write_ledgers()
