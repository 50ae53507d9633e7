# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Between Ansible and the audit: the parameters of mfa_report in, its result out, and its files written.

This module is private to latchkey.cognito.
"""

from __future__ import annotations

import json
import os
from datetime import date
from typing import Any
from typing import Callable
from typing import Dict
from typing import List

from ansible.module_utils.basic import AnsibleModule
from ansible.module_utils.basic import missing_required_lib
from ansible.module_utils.common.yaml import HAS_YAML

from .._audit.entries import AuditError
from .._audit.evaluate import evaluate
from .._audit.model import Model
from .._audit.model import Pool
from .._audit.outcome import FAIL_SEVERITIES
from .._audit.outcome import failing
from .._audit.outcome import figures
from .._audit.outcome import sentence
from .._audit.policy import parse
from .._audit.policy_shapes import PolicyError
from .._audit.policy_yaml import load
from .._mfa.text import portable
from .._mfa.text import visible
from .files import FileError
from .files import named_paths
from .files import read_text
from .files import refuse_paths
from .files import replace
from .formats import ENDINGS
from .formats import RENDERERS
from .html import JINJA2_ERROR

REPORT_SPEC: Dict[str, Any] = dict(
    argument_spec=dict(
        pools=dict(type="raw", required=True),
        read_errors=dict(type="list", elements="str", default=[]),
        policy=dict(type="dict"),
        policy_file=dict(type="path"),
        reports=dict(
            type="list",
            elements="dict",
            default=[],
            options=dict(
                format=dict(type="str", choices=list(RENDERERS), required=True),
                path=dict(type="path", required=True),
            ),
        ),
        formats=dict(type="list", elements="str", choices=list(RENDERERS), default=[]),
        reports_folder=dict(type="path", default="."),
        reports_name=dict(type="str", default="mfa-audit"),
        title=dict(type="str", default="MFA of Amazon Cognito user pools"),
        fail_severity=dict(type="str", choices=list(FAIL_SEVERITIES), default=FAIL_SEVERITIES[0]),
        return_findings=dict(type="bool", default=True),
    ),
    mutually_exclusive=[("policy", "policy_file")],
    required_one_of=[("policy", "policy_file")],
    supports_check_mode=True,
    no_log=True,  # keeps a thousand user pools out of the machine's log, and hides nothing of the result
)


def run_report(module: AnsibleModule) -> None:
    """Do the work of mfa_report and leave with its result, or with one clear error."""
    params = module.params
    if params["policy_file"] is not None and not HAS_YAML:
        module.fail_json(msg=missing_required_lib("PyYAML"))
    if JINJA2_ERROR and "html" in [*params["formats"], *(report["format"] for report in params["reports"])]:
        module.fail_json(msg=missing_required_lib("Jinja2"), exception=JINJA2_ERROR)
    try:
        module.exit_json(**_result(module))
    except (AuditError, FileError, PolicyError) as error:
        module.fail_json(msg=str(error))


def today() -> date:
    """The day of the machine that the module runs on."""
    return date.today()


def _result(module: AnsibleModule) -> Dict[str, Any]:
    params = module.params
    reports = [*params["reports"], *_named_reports(params)]
    refuse_paths(report["path"] for report in reports)
    policy = parse(read_policy(params))
    model = evaluate(iter(_pools(params.pop("pools"))), policy, today(), params["title"], params["read_errors"])
    files = ((report["path"], RENDERERS[report["format"]](model)) for report in reports)
    # An audit is a run in check mode, so files are written in check mode, too.
    written = replace(files, mover(module))
    found = figures(model, [report["path"] for report in reports])
    judged = (found, params["fail_severity"], params["read_errors"])
    return {
        "changed": bool(written),
        "status": model["status"],
        "summary": model["summary"],
        "figures": found,
        "failing": failing(*judged),
        "outcome": sentence(*judged),
        **(_findings(model) if params["return_findings"] else {}),
        "reports": [{**report, "changed": report["path"] in written} for report in reports],
    }


def _pools(given: Any) -> Any:
    """The user pools: a list, or its JSON, which costs less memory on its way.

    :raises AuditError: if it is something else.
    """
    try:
        pools = json.loads(given) if isinstance(given, str) else given
    except (ValueError, RecursionError) as error:
        raise AuditError(f"pools is text, and not the JSON of a list: {error}") from error
    if not isinstance(pools, list):
        raise AuditError(f"pools has to be a list of dictionaries, and is {type(pools).__name__}")
    return pools


def _named_reports(params: Dict[str, Any]) -> List[Dict[str, str]]:
    """The reports of ``formats``."""
    formats = params["formats"]
    paths = named_paths(params["reports_folder"], params["reports_name"], [ENDINGS[each] for each in formats])
    return [{"format": each, "path": path} for each, path in zip(formats, paths)]


def _findings(model: Model) -> Dict[str, Any]:
    """What may be much: the findings but the passes, and what brings each user pool to the policy."""
    return {
        "findings": [finding for finding in model["findings"] if finding["status"] != "pass"],
        "remediations": [_remediation(pool) for pool in model["pools"] if pool["remediation_options"]],
    }


def mover(module: AnsibleModule) -> Callable[[str, str], None]:
    """Puts a file into its place with the SELinux context that belongs there.

    ``AnsibleModule.atomic_move`` does that, too, but copies where it cannot rename, and fails by itself, so that reports that
    are in their places already would stay there.
    """

    def move(new: str, place: str) -> None:
        if module.selinux_enabled():
            known = module.selinux_context if os.path.exists(place) else module.selinux_default_context
            module.set_context_if_different(new, known(place), False)
        os.replace(new, place)

    return move


def _remediation(pool: Pool) -> Dict[str, Any]:
    """What a user pool needs, and from which configuration on."""
    return {
        "user_pool_id": pool["user_pool_id"],
        "account_id": pool["account_id"],
        "region": pool["region"],
        "mfa_config": pool["mfa_config"],
        "options": pool["remediation_options"],
    }


def read_policy(params: Dict[str, Any]) -> Any:
    """What the task or the file says, not yet checked."""
    path = params["policy_file"]
    if path is None:
        return params["policy"]
    try:
        return portable(load(read_text(path)))
    except PolicyError as error:
        raise PolicyError(f"The policy {visible(path)} {error}") from error
