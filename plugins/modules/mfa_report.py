#!/usr/bin/python
# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: mfa_report
version_added: 0.2.0
short_description: Audit the multi-factor authentication of Amazon Cognito user pools against a policy
description:
  - Evaluates user pools, as M(latchkey.cognito.user_pool_mfa_config_info) returns them, against a policy, and writes reports
    for people (HTML, CSV) and for programs (JSON, JUnit XML, SARIF 2.1.0).
  - Each finding passes, fails or is unknown. It comes with its severity, the evidence, a task that fixes it, and the controls
    of AWS Config, Security Hub, Prowler and others that it maps to.
  - A user pool that could not be read is reported as unknown, never as a pass or as a pool without MFA.
  - Without user pools the status is V(empty), not V(pass).
  - The module does not contact AWS. The play decides whether a finding fails it, after the reports are written.
attributes:
  check_mode:
    support: partial
    details:
      - Reports are written in check mode, too, because an audit changes nothing else.
  diff_mode:
    support: none
  idempotent:
    support: full
    details:
      - Reports contain the date, not the time, so a second run on the same day with the same user pools changes no file.
options:
  pools:
    description:
      - The user pools, each a dictionary as in RV(latchkey.cognito.user_pool_mfa_config_info#module:user_pools).
      - Each may also have C(region), C(account_id), C(user_pool_arn) and C(cognito_tags), a dictionary. By default, the
        region is taken from the user pool's ID, and the account from its ARN.
      - Each may have C(diff), the difference that M(latchkey.cognito.user_pool_mfa_config) returned in check mode, or
        C(desired), options of that module. Reports show them as drift; without them, reports show what the remediation would
        change.
      - Each may have C(mfa_prerequisites), its settings under the option names of
        M(latchkey.cognito.user_pool_mfa_prerequisites), as P(latchkey.cognito.user_pools#inventory) provides them. If the
        remediation depends on other settings, it then begins with a task that sets them.
      - The list may also be a JSON string, which takes less memory for thousands of user pools.
    type: raw
    required: true
  read_errors:
    description:
      - Error messages for regions or accounts whose user pools could not be listed, one message each.
        P(latchkey.cognito.user_pools#inventory) provides them as C(cognito_user_pools_read_errors).
      - Each becomes a finding of the check C(readable), so the audit does not pass.
    type: list
    elements: str
    default: []
  policy:
    description:
      - The policy. An empty dictionary requires the mode V(ON) and a factor other than SMS.
      - Its keys are C(title), C(mfa_configuration), C(allowed_factors), C(forbidden_factors), C(allow_sms_only),
        C(allow_sms_settings), C(web_authn_configuration), C(severities) and C(exceptions),
        which the collection's C(docs/audit.md) describes. Any other key is refused.
      - Exactly one of O(policy) and O(policy_file) is required.
    type: dict
  policy_file:
    description:
      - The path to a YAML file with the policy, on the machine where the module runs.
      - Duplicate keys, YAML tags and recursive aliases are errors.
    type: path
  reports:
    description:
      - The reports to write. Either all of them are written or none. If a file cannot be replaced, those already replaced are
        restored.
    type: list
    elements: dict
    default: []
    suboptions:
      format:
        description:
          - V(json) is the complete model; the other formats are views of it. Its JSON schema is the collection's
            C(docs/mfa-report.schema.json).
          - V(csv) has one row for each finding. Anything that a spreadsheet would take for a formula is prefixed with an
            apostrophe, even within a cell, for readers that split at semicolons, tabs or line ends.
          - V(junit) is JUnit XML. An unknown finding is an error, an excepted one is skipped, and an audit without user pools
            is an error.
          - V(sarif) is SARIF 2.1.0 without the passes.
          - V(html) is a self-contained page.
        type: str
        choices: [json, csv, junit, sarif, html]
        required: true
      path:
        description:
          - The path to write to, on the machine where the module runs. The folder must exist. A file that is itself a mount
            point cannot be replaced.
        type: path
        required: true
  formats:
    description:
      - The formats of reports to write to O(reports_folder), in addition to O(reports). Each file is named O(reports_name)
        with the format as its extension, or C(junit.xml) for V(junit).
    type: list
    elements: str
    choices: [json, csv, junit, sarif, html]
    default: []
  reports_folder:
    description:
      - The folder for O(formats). It must exist.
    type: path
    default: .
  reports_name:
    description:
      - The file name of the reports of O(formats), without the extension.
    type: str
    default: mfa-audit
  title:
    description:
      - The title of the reports.
    type: str
    default: MFA of Amazon Cognito user pools
  fail_severity:
    description:
      - The lowest severity at which a finding that fails or is unknown, and is not excepted, makes RV(failing) true. Any
        O(read_errors) also make it true, unless this option is V(never).
    type: str
    choices: [info, low, medium, high, critical, never]
    default: info
  return_findings:
    description:
      - Whether to return RV(findings) and RV(remediations), which can be large. The JSON report always contains them.
    type: bool
    default: true
requirements:
  - Jinja2, for reports in HTML
  - PyYAML, for O(policy_file)
seealso:
  - module: latchkey.cognito.user_pool_mfa_config_info
  - module: latchkey.cognito.user_pool_mfa_config
extends_documentation_fragment:
  - latchkey.cognito.attributes
author:
  - Latchkey contributors (@latchkey)
"""

EXAMPLES = r"""
- name: Read all user pools of the region, and continue if some cannot be read
  latchkey.cognito.user_pool_mfa_config_info:
    fail_on_unknown: false
  register: mfa

- name: Evaluate them against the policy
  latchkey.cognito.mfa_report:
    pools: "{{ mfa.user_pools }}"
    policy_file: policy.yml
    reports:
      - format: html
        path: reports/mfa.html
      - format: sarif
        path: reports/mfa.sarif
  register: audit

- name: Fail unless every user pool passes
  ansible.builtin.assert:
    that: audit.status == 'pass'
    fail_msg: "{{ audit.summary.pools.fail }} user pools fail, {{ audit.summary.pools.unknown }} are unknown"

- name: Evaluate them against a policy in the task, without a file
  latchkey.cognito.mfa_report:
    pools: "{{ mfa.user_pools }}"
    policy:
      mfa_configuration: OPTIONAL
      forbidden_factors:
        - SMS_MFA
      exceptions:
        - tags:
            stage: sandbox
          reason: Sandboxes contain no customer data
          expires: "2027-12-31"
"""

RETURN = r"""
status:
  description:
    - V(fail) if a user pool fails a check without an exception, or an exception has expired; otherwise V(unknown) if a user
      pool could not be read or Cognito does not tell whether SMS is a factor; otherwise V(empty) if there are no user pools,
      or V(pass).
  returned: success
  type: str
  sample: fail
summary:
  description:
    - Counts, each a dictionary with C(total), C(fail), C(unknown), C(excepted) and C(pass).
  returned: success
  type: dict
  contains:
    pools:
      description: User pools, each counted by the worst of its findings.
      returned: success
      type: dict
      sample: {total: 3, fail: 1, unknown: 1, excepted: 0, pass: 1}
    findings:
      description: Findings.
      returned: success
      type: dict
      sample: {total: 7, fail: 1, unknown: 1, excepted: 0, pass: 5}
    by_account:
      description: User pools of each C(account_id).
      returned: success
      type: list
      elements: dict
      sample: [{account_id: "123456789012", total: 3, fail: 1, unknown: 1, excepted: 0, pass: 1}]
    by_region:
      description: User pools of each C(region).
      returned: success
      type: list
      elements: dict
      sample: [{region: us-east-1, total: 3, fail: 1, unknown: 1, excepted: 0, pass: 1}]
    by_check:
      description: Findings of each C(check).
      returned: success
      type: list
      elements: dict
      sample: [{check: mode, total: 2, fail: 1, unknown: 0, excepted: 0, pass: 1}]
    by_severity:
      description: Findings of each C(severity).
      returned: success
      type: list
      elements: dict
      sample: [{severity: high, total: 3, fail: 1, unknown: 1, excepted: 0, pass: 1}]
figures:
  description:
    - Figures to publish, for example with C(ansible.builtin.set_stats). They are the RV(status), the number of C(pools) and
      of those that are C(pools_fail), C(pools_unknown), C(pools_excepted) and C(pools_pass), the number of findings of each
      severity that fail or are unknown, and the paths of the C(reports).
  returned: success
  type: dict
  sample:
    status: fail
    pools: 3
    pools_fail: 1
    pools_unknown: 1
    pools_excepted: 0
    pools_pass: 1
    critical: 0
    high: 2
    medium: 0
    low: 0
    info: 0
    reports: [/srv/mfa-audit.html]
failing:
  description:
    - Whether there are O(read_errors), or findings of the severity O(fail_severity) or higher.
  returned: success
  type: bool
  sample: true
outcome:
  description:
    - The result in a sentence or two.
  returned: success
  type: str
  sample: "The audit's status is fail. Findings of severity info or higher: 2. User pools: 3 (1 fail, 1 unknown, 0 excepted, 1 pass). Reports: none."
findings:
  description:
    - The findings that do not pass. The JSON report contains the others, too.
  returned: success and O(return_findings)
  type: list
  elements: dict
  contains:
    id:
      description: The check and the user pool.
      returned: success
      type: str
      sample: mode:us-east-1_EXAMPLE01
    check:
      description: The name of the check.
      returned: success
      type: str
      sample: mode
    status:
      description: V(fail) or V(unknown).
      returned: success
      type: str
      sample: fail
    severity:
      description: V(info), V(low), V(medium), V(high) or V(critical).
      returned: success
      type: str
      sample: high
    pool:
      description: The user pool's C(user_pool_id), C(user_pool_name), C(account_id) and C(region), all null for a finding of the policy itself.
      returned: success
      type: dict
      sample: {user_pool_id: us-east-1_EXAMPLE01, user_pool_name: customers, account_id: "123456789012", region: us-east-1}
    message:
      description: What was found.
      returned: success
      type: str
      sample: The mode is OPTIONAL
    evidence:
      description: What the policy accepts (C(expected)) and what was found (C(actual)).
      returned: success
      type: dict
      sample: {expected: ["ON"], actual: OPTIONAL}
    remediation:
      description: A YAML task that makes the user pool pass the check, or null.
      returned: success
      type: str
      sample: |
        - name: Bring the MFA of user pool us-east-1_EXAMPLE01 to the policy
          latchkey.cognito.user_pool_mfa_config:
            region: us-east-1
            user_pool_id: us-east-1_EXAMPLE01
            mfa_configuration: "ON"
    controls:
      description: The keys of the controls that the check maps to. The JSON report explains them.
      returned: success
      type: list
      elements: str
      sample: [security-hub, prowler]
    exception:
      description: The exception of the policy that excuses the finding (C(number), C(reason), C(expires)), or null.
      returned: success
      type: dict
      sample: null
remediations:
  description:
    - The changes that make user pools comply with the policy and their C(desired) settings, one entry for each user pool that
      needs changes and can comply.
    - Settings covered by an exception stay as they are, unless something else is C(desired).
  returned: success and O(return_findings)
  type: list
  elements: dict
  contains:
    user_pool_id:
      description: The ID of the user pool.
      returned: success
      type: str
      sample: us-east-1_EXAMPLE01
    account_id:
      description: The ID of its account, or null.
      returned: success
      type: str
      sample: "123456789012"
    region:
      description: Its region.
      returned: success
      type: str
      sample: us-east-1
    mfa_config:
      description: Its current MFA configuration.
      returned: success
      type: dict
      sample:
        mfa_configuration: OPTIONAL
        email_mfa_configuration: {}
    options:
      description: The options of M(latchkey.cognito.user_pool_mfa_config) that make it comply with the policy.
      returned: success
      type: dict
      sample:
        mfa_configuration: "ON"
reports:
  description: The reports. Each has its C(format), its C(path), and C(changed), whether the file's content changed.
  returned: success
  type: list
  elements: dict
  sample: [{format: html, path: reports/mfa.html, changed: true}]
"""

from ansible.module_utils.basic import AnsibleModule
from ansible_collections.latchkey.cognito.plugins.module_utils._report.module import REPORT_SPEC
from ansible_collections.latchkey.cognito.plugins.module_utils._report.module import run_report


def main() -> None:
    run_report(AnsibleModule(**REPORT_SPEC))


if __name__ == "__main__":
    main()
