# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Between Ansible and the readiness of several pools: results in, figures out, and files written.

This module is private to latchkey.cognito.
"""

from __future__ import annotations

from typing import Any
from typing import Dict

from ansible.module_utils.basic import AnsibleModule
from ansible.module_utils.basic import missing_required_lib

from .files import FileError
from .files import named_paths
from .files import refuse_paths
from .files import replace
from .html import JINJA2_ERROR
from .module import mover
from .module import today
from .readiness import FAIL_ON
from .readiness import figures
from .readiness import is_failing
from .readiness import outcome
from .readiness import ReadinessError
from .readiness import RENDERERS
from .readiness import summarise

READINESS_REPORT_SPEC: Dict[str, Any] = dict(
    argument_spec=dict(
        pools=dict(type="list", elements="dict", required=True),
        read_errors=dict(type="list", elements="str", default=[]),
        title=dict(type="str", default="Readiness for MFA of Amazon Cognito user pools"),
        formats=dict(type="list", elements="str", default=[], choices=list(RENDERERS)),
        reports_folder=dict(type="path", default="."),
        reports_name=dict(type="str", default="mfa-readiness"),
        fail_on=dict(type="str", default="unknown", choices=list(FAIL_ON)),
    ),
    supports_check_mode=True,
    no_log=True,  # keeps the results of many user pools out of the machine's log, and hides nothing of this one
)


def run_readiness_report(module: AnsibleModule) -> None:
    """Do the work of mfa_readiness_report and leave with its result, or with one clear error."""
    params = module.params
    if JINJA2_ERROR and "html" in params["formats"]:
        module.fail_json(msg=missing_required_lib("Jinja2"), exception=JINJA2_ERROR)
    formats = list(dict.fromkeys(params["formats"]))
    try:
        paths = named_paths(params["reports_folder"], params["reports_name"], formats)
        refuse_paths(paths)
        model = summarise(params["pools"], params["read_errors"], params["title"], today())
        written = replace(((path, RENDERERS[name](model)) for name, path in zip(formats, paths)), mover(module))
    except (FileError, ReadinessError) as error:
        module.fail_json(msg=str(error))
    module.exit_json(
        changed=bool(written),  # in check mode, too: asking changes nothing else
        status=model["status"],
        summary=model["summary"],
        figures={**figures(model), "reports": paths},
        failing=is_failing(model, params["fail_on"]),
        outcome=outcome(model, paths),
        reports=[{"format": name, "path": path, "changed": path in written} for name, path in zip(formats, paths)],
    )
