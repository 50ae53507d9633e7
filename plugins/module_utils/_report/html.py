# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The HTML report: the canonical model of an audit in, one page out that loads nothing.

What the page looks like and does is in _report_page, _report_style and _report_script; here is what it shows.

This module is private to latchkey.cognito.  Nothing here does I/O.
"""

from __future__ import annotations

import base64
import hashlib
import traceback
from datetime import date
from typing import Any
from typing import Dict
from typing import List
from typing import Mapping
from typing import NamedTuple
from typing import Optional
from typing import Sequence
from typing import Tuple

from .._audit.checks import SEVERITIES
from .._audit.model import Drift
from .._audit.model import Finding
from .._audit.model import Model
from .._audit.model import NamedControl
from .._audit.model import Pool
from .._audit.summary import outcome
from .._audit.summary import OUTCOMES
from .._mfa.config import leaves
from .._mfa.text import visible
from .html_base import TEMPLATES
from .html_page import PAGE
from .html_script import SCRIPT
from .html_style import STYLE

JINJA2_ERROR: Optional[str] = None
try:
    import jinja2
    import markupsafe
except ImportError:
    JINJA2_ERROR = traceback.format_exc()

MAX_LENGTH = 500
"""How many characters of a text are shown.  Only remediations are shown whole, since they are there to be pasted."""

FACTOR_NAMES = {"SOFTWARE_TOKEN_MFA": "Authenticator app", "SMS_MFA": "SMS", "EMAIL_OTP": "Email"}

_SEVERITY_ORDER = (*reversed(SEVERITIES), None)

MIN_WIDTH = 1.5
"""The least width of a bar's segment, in per cent: one pool of ten thousand is to be seen, too."""


class PoolRow(NamedTuple):
    """A pool with its findings but the passes."""

    pool: Pool
    findings: List[Finding]


def to_html(model: Model) -> str:
    """The page."""
    environment = page_environment()
    environment.filters.update(outcome=outcome, changes=changes, evidence=evidence, whole=_whole)
    page: str = environment.from_string(PAGE).render(
        model=model,
        pool_rows=pool_rows(model),
        verdict=verdict(model),
        outcomes=OUTCOMES,
        severities=list(reversed(SEVERITIES)),
        named_controls=_named_controls(model),
        days=_days_left(model),
        read_errors=_read_errors(model),
        style=markupsafe.Markup(STYLE),
        script=markupsafe.Markup(SCRIPT),
        csp=content_security_policy(STYLE, SCRIPT),
    )
    return page


def page_environment() -> Any:
    """Where the template of a page is rendered: every expression is made visible, cut to length and escaped."""
    environment = jinja2.Environment(
        loader=jinja2.DictLoader(TEMPLATES),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        finalize=_printed,
    )
    environment.filters.update(segments=segments, factor=_factor)
    return environment


def markup(text: str) -> Any:
    """A text of our own that is HTML, or style, already."""
    return markupsafe.Markup(text)


def pool_rows(model: Model) -> List[PoolRow]:
    """The pools, the worst first."""
    findings: Dict[Tuple[Optional[str], Optional[str]], List[Finding]] = {}
    for finding in model["findings"]:
        if outcome(finding) != "pass":
            place = (finding["pool"]["account_id"], finding["pool"]["user_pool_id"])
            findings.setdefault(place, []).append(finding)
    rows = [PoolRow(pool, findings.get((pool["account_id"], pool["user_pool_id"]), [])) for pool in model["pools"]]
    return sorted(
        rows, key=lambda row: (OUTCOMES.index(row.pool["status"]), _SEVERITY_ORDER.index(row.pool["severity"]))
    )


def _read_errors(model: Model) -> List[str]:
    """What could not be read and is not a user pool."""
    unknown = (finding for finding in model["findings"] if finding["status"] == "unknown")
    return [finding["message"] for finding in unknown if not finding["pool"]["user_pool_id"]]


def _days_left(model: Model) -> Dict[int, int]:
    """How many days each exception lasts yet, by its number; less than none if it has expired."""
    today = date.fromisoformat(model["generated"])
    return {entry["number"]: (date.fromisoformat(entry["expires"]) - today).days for entry in model["exceptions"]}


def _named_controls(model: Model) -> Dict[str, List[NamedControl]]:
    """The controls of each check of which there are findings, if it has any."""
    return {
        finding["check"]: [model["controls"][name] for name in finding["controls"]]
        for finding in model["findings"]
        if finding["controls"]
    }


def verdict(model: Model) -> str:
    """The whole audit in a sentence."""
    counts = model["summary"]["pools"]
    total = counts["total"]
    if model["status"] == "empty":
        return "No user pools were audited, and nothing passed"
    if counts["fail"]:
        return f"{counts['fail']:,} of {_pools(total)} {'fails' if counts['fail'] == 1 else 'fail'}"
    if model["status"] == "fail":
        return "An exception of the policy has expired"
    if model["status"] == "unknown":
        return _unknown(model)
    return _passed(total, counts["excepted"])


def _unknown(model: Model) -> str:
    """What is not known: what could not be read comes first."""
    not_read = sum(pool["mfa_config"] is None for pool in model["pools"])
    total, unknown = (model["summary"]["pools"][name] for name in ("total", "unknown"))
    if not_read:
        return f"{not_read:,} of {_pools(total)} could not be read"
    if _read_errors(model):
        return "Not everything could be read"
    return f"{unknown:,} of {_pools(total)} can send SMS, which may be a factor"


def _passed(total: int, excepted: int) -> str:
    if total == 1:
        return f"The only user pool passes{', by exception' if excepted else ''}"
    return f"All of {_pools(total)} pass{f', {excepted:,} of them by exception' if excepted else ''}"


def _pools(number: int) -> str:
    return f"{number:,} user pool{'' if number == 1 else 's'}"


def segments(counts: Mapping[str, Any], outcomes: Sequence[str]) -> List[Dict[str, Any]]:
    """The segments of a bar whose length is 100: each outcome that occurs, where it begins, and its width."""
    whole = sum(counts[name] for name in outcomes)
    widths = {name: max(100 * counts[name] / whole, MIN_WIDTH) for name in outcomes if counts[name]}
    total, begin, found = sum(widths.values()), 0.0, []
    for name, width in widths.items():
        share = 100 * width / total
        found.append({"outcome": name, "x": round(begin, 2), "width": round(share, 2)})
        begin += share
    return found


def changes(drift: Drift) -> List[Tuple[str, Any, Any]]:
    """What differs: dotted option, value before and after; what is not there is None."""
    before, after = dict(leaves(drift["before"])), dict(leaves(drift["after"]))
    paths = [*before, *(path for path in after if path not in before)]
    return [
        (".".join(map(str, path)), before.get(path), after.get(path))
        for path in paths
        if before.get(path) != after.get(path)
    ]


def evidence(value: Any) -> str:
    """A value in words."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, (list, tuple)):
        return ", ".join(map(str, value)) or "none"
    return "not set" if value is None or value == {} else str(value)


def _factor(name: str) -> str:
    return FACTOR_NAMES.get(name, name)


def _printed(value: Any) -> Any:
    """What every expression of the page goes through before it is escaped."""
    if value is None:
        return ""
    if not isinstance(value, str) or isinstance(value, markupsafe.Markup):
        return value
    text = visible(value)
    return text if len(text) <= MAX_LENGTH else f"{text[:MAX_LENGTH]}… ({len(text) - MAX_LENGTH:,} more characters)"


def _whole(text: str) -> Any:
    return markupsafe.escape(visible(text))


def content_security_policy(style: str, script: Optional[str] = None) -> str:
    """Allows a page's own style and script, and nothing else."""
    scripts = _sha256(script) if script else "'none'"
    return f"default-src 'none'; style-src {_sha256(style)}; script-src {scripts}; base-uri 'none'; form-action 'none'"


def _sha256(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
