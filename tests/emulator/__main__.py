# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Start the emulator: ``python tests/emulator`` or ``python -m tests.emulator``."""

from __future__ import annotations

import argparse
import os
import signal
import sys
import threading
from pathlib import Path
from types import FrameType

if not __package__:  # started as a folder: make the package importable by its name
    sys.path[0] = str(Path(__file__).resolve().parents[2])

from tests.emulator.behaviour import SWITCHES
from tests.emulator.behaviour import Switches
from tests.emulator.server import Emulator


def arguments() -> tuple[argparse.Namespace, dict[str, str]]:
    """The command line, and the switches that it sets."""
    parser = argparse.ArgumentParser(prog="emulator", description="A local Amazon Cognito.")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=0, help="0, the default, takes a free one")
    parser.add_argument("--port-file", type=Path, help="write the endpoint into this file, too")
    parser.add_argument("--pid-file", type=Path, help="write the process ID into this file")
    parser.add_argument("--lifetime", type=float, help="seconds after which it ends by itself")
    parser.add_argument("--latency-ms", type=float, default=0, help="how much longer every answer takes")
    parser.add_argument("--pool", action="append", default=[], metavar="NAME[=ID]", help="start with this user pool")
    parser.add_argument("--switch", action="append", default=[], metavar="NAME=VALUE", help=f"of {', '.join(SWITCHES)}")
    options = parser.parse_args()
    switches = {name: value for name, _equals, value in (switch.partition("=") for switch in options.switch)}
    try:
        Switches().with_(**switches)
    except ValueError as error:
        parser.error(str(error))
    return options, switches


def main() -> int:
    """Serve until a signal, or the end of the lifetime."""
    options, switches = arguments()
    ended = threading.Event()

    def end(_signal: int, _frame: FrameType | None) -> None:
        ended.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, end)
    with Emulator(options.host, options.port, options.latency_ms / 1000) as emulator:
        emulator.switch(**switches)
        for name, _equals, user_pool_id in (pool.partition("=") for pool in options.pool):
            emulator.pools(name=name, id=user_pool_id)
        if options.pid_file:
            options.pid_file.write_text(str(os.getpid()), encoding="utf-8")
        if options.port_file:
            options.port_file.write_text(emulator.endpoint, encoding="utf-8")
        print(emulator.endpoint, flush=True)
        ended.wait(options.lifetime)
    return 0


if __name__ == "__main__":
    sys.exit(main())
