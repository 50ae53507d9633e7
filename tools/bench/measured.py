# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Run a command and print what it took, as JSON: seconds, seconds of CPU, megabytes.

CPU and memory are the kernel's account of the command and of every process below it that was waited for: the sum of their
CPU, the peak of the largest one.  This is a small process of its own, since Linux counts the memory of a process that
starts a command as the command's.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time

began = time.monotonic()
command = subprocess.Popen(sys.argv[1:], stdin=subprocess.DEVNULL, stdout=sys.stderr)
_pid, status, used = os.wait4(command.pid, 0)
print(
    json.dumps(
        {
            "code": os.waitstatus_to_exitcode(status),
            "wall": round(time.monotonic() - began, 4),
            "cpu": round(used.ru_utime + used.ru_stime, 4),
            "memory": round(used.ru_maxrss / 1024, 1),
        }
    )
)
