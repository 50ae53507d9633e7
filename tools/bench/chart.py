# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The chart of docs/performance.md, as SVG that is legible on light and on dark pages.  Pure."""

from __future__ import annotations

from tools.bench import cases
from tools.bench.cases import BOTO3
from tools.bench.cases import CLI
from tools.bench.cases import DEBUG
from tools.bench.cases import IN_PROCESS
from tools.bench.cases import LOOP
from tools.bench.cases import ORDINARY
from tools.bench.cases import REGION
from tools.bench.cases import UNCHANGED
from tools.bench.figures import middle
from tools.bench.figures import quota_allows
from tools.bench.figures import Runs
from tools.bench.report import number

Bars = list[tuple[str, float, bool]]
"""Label, milliseconds, and whether it is ours."""

WIDTH, MARGIN, LABEL, BAR, STEP = 760, 24, 250, 18, 28
MAX_LENGTH = WIDTH - 2 * MARGIN - LABEL - 110  # room for the number behind the longest bar

STYLE = """\
  <style>
    .page { fill: #ffffff; stroke: #d0d7de; }
    .title { fill: #1f2328; font-weight: 600; font-size: 15px; }
    .note { fill: #59636e; font-size: 12px; }
    .label { fill: #1f2328; font-size: 13px; }
    .bar { fill: #afb8c1; }
    .ours { fill: #0969da; }
    text { font-family: -apple-system, "Segoe UI", "Noto Sans", Helvetica, Arial, sans-serif; }
    @media (prefers-color-scheme: dark) {
      .page { fill: #0d1117; stroke: #3d444d; }
      .title, .label { fill: #f0f6fc; }
      .note { fill: #9198a1; }
      .bar { fill: #656c76; }
      .ours { fill: #4493f8; }
    }
  </style>
"""


def chart(runs: Runs) -> str:
    """One more pool in a loop, and a pool of a whole region."""
    names = {
        CLI: "aws in a command task",
        ORDINARY: "ordinary module",
        IN_PROCESS: "latchkey.cognito, in process",
        DEBUG: "debug: Ansible alone",
        BOTO3: "boto3: the call alone",
    }
    loop = {who: middle(runs.one_more(who, LOOP, UNCHANGED, "wall")) for who in names}
    bars = [(names[who], cost * 1000, who == IN_PROCESS) for who, cost in loop.items() if cost is not None]
    network = f"milliseconds a pool, with {cases.LATENCY} ms of network and the service's quotas"
    panels, height = [], MARGIN
    for title, note, shown in (
        ("One more pool in a loop", "milliseconds, nothing to change; shorter is better", bars),
        ("Reading a whole region", network, _region(runs)),
    ):
        if shown:
            panels.append(_panel(height, title, note, shown))
            height += 68 + len(shown) * STEP
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" role="img">\n'
        f"  <title>What one user pool costs</title>\n{STYLE}"
        f'  <rect class="page" x="0.5" y="0.5" width="{WIDTH - 1}" height="{height - 1}" rx="6"/>\n'
        f"{''.join(panels)}</svg>\n"
    )


def _region(runs: Runs) -> Bars:
    bars = []
    for who, name in ((CLI, "aws in a shell loop"), (IN_PROCESS, "user_pool_mfa_config_info")):
        for pools in runs.sizes(who, REGION, UNCHANGED):
            wall = middle(runs.whole(who, REGION, UNCHANGED, pools, "wall")) or 0
            bars.append((f"{name}, {pools:,} pools", wall / pools * 1000, who == IN_PROCESS))
    if bars:
        pools = runs.sizes(IN_PROCESS, REGION, UNCHANGED)[-1]
        bars.append(("the quota allows", quota_allows(pools) / pools * 1000, False))
    return bars


def _panel(top: int, title: str, note: str, bars: Bars) -> str:
    longest = max(cost for _label, cost, _ours in bars)
    lines = [
        f'  <text class="title" x="{MARGIN}" y="{top + 14}">{title}</text>\n',
        f'  <text class="note" x="{MARGIN}" y="{top + 34}">{note}</text>\n',
    ]
    for row, (label, cost, ours) in enumerate(bars):
        y, width = top + 52 + row * STEP, max(1.5, cost / longest * MAX_LENGTH)
        end = MARGIN + LABEL
        lines += [
            f'  <text class="label" x="{end - 10}" y="{y + 13}" text-anchor="end">{label}</text>\n',
            f'  <rect class="{"ours" if ours else "bar"}" x="{end}" y="{y}" width="{width:.1f}" height="{BAR}" rx="2"/>\n',
            f'  <text class="label" x="{end + width + 8:.1f}" y="{y + 13}">{number(cost)} ms</text>\n',
        ]
    return "".join(lines)
