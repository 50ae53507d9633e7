#!/usr/bin/python
# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: mfa_readiness_report
version_added: 0.1.0
short_description: Report how an MFA change would affect the users of Amazon Cognito user pools
description:
  - Summarizes the results of M(latchkey.cognito.user_pool_mfa_readiness_info) for several user pools, and writes them as an
    HTML page for people and as JSON for programs.
  - The module makes no requests to AWS. The reports contain no addresses or telephone numbers.
attributes:
  check_mode:
    support: partial
    details:
      - Reports are written in check mode, too. Nothing else is ever changed.
  diff_mode:
    support: none
  idempotent:
    support: full
    details:
      - The reports contain the date, so they change from one day to the next.
options:
  pools:
    description:
      - The results of M(latchkey.cognito.user_pool_mfa_readiness_info) in a loop over user pools, as C(register) stores them
        under C(results).
      - The reports show C(user_pool_id), C(user_pool_name), C(account_id) and C(region) of each C(item), where present. If a
        result failed, its user pool is reported as unknown.
    type: list
    elements: dict
    required: true
  read_errors:
    description:
      - Error messages for what could not be read apart from user pools, such as an account. The status
        is then at least V(unknown).
    type: list
    elements: str
    default: []
  title:
    description:
      - The title of the reports.
    type: str
    default: Readiness for MFA of Amazon Cognito user pools
  formats:
    description:
      - The reports to write. Either all of them are written or none.
      - V(html) is a self-contained page.
      - V(json) is the complete model. Its JSON schema is C(docs/mfa-readiness.schema.json).
    type: list
    elements: str
    choices: [html, json]
    default: []
  reports_folder:
    description:
      - The folder for the reports. It must exist.
    type: path
    default: .
  reports_name:
    description:
      - The file name of the reports, without the extension.
    type: str
    default: mfa-readiness
  fail_on:
    description:
      - The least severe status that makes RV(failing) true.
      - V(locked_out) means that a user would be locked out; V(unknown) includes users who could not be judged; V(set_up)
        includes users who must set up a factor. With V(never), RV(failing) is always false.
      - Without user pools, RV(failing) is true unless this option is V(never).
    type: str
    choices: [locked_out, unknown, set_up, never]
    default: unknown
seealso:
  - module: latchkey.cognito.user_pool_mfa_readiness_info
requirements:
  - Jinja2, for the format V(html)
extends_documentation_fragment:
  - latchkey.cognito.attributes
author:
  - Latchkey contributors (@latchkey)
"""

EXAMPLES = r"""
- name: Evaluate two user pools
  latchkey.cognito.user_pool_mfa_readiness_info:
    user_pool_id: "{{ item.user_pool_id }}"
    proposed:
      mfa_configuration: "ON"
      factors: [SOFTWARE_TOKEN_MFA]
  loop:
    - user_pool_id: us-east-1_EXAMPLE01
    - user_pool_id: us-east-1_EXAMPLE02
  ignore_errors: true
  register: asked

- name: Write a page for those who decide
  latchkey.cognito.mfa_readiness_report:
    pools: "{{ asked.results }}"
    formats: [html]
"""

RETURN = r"""
status:
  description:
    - V(locked_out) if any user would be locked out; otherwise V(unknown) if any user could not be judged; otherwise V(set_up)
      if any user must set up a factor; otherwise V(ready).
    - V(empty) if there are no user pools.
  returned: success
  type: str
  sample: locked_out
summary:
  description: Totals over all user pools.
  returned: success
  type: dict
  contains:
    pools:
      description: The number of user pools, in total and by status.
      returned: always
      type: dict
      sample: {"total": 3, "locked_out": 1, "unknown": 0, "set_up": 1, "ready": 1}
    users:
      description: The number of users estimated, read, and judged with their factors.
      returned: always
      type: dict
      sample: {"estimated": 1200, "read": 1203, "sampled": 0}
    outcomes:
      description: The number of users by outcome.
      returned: always
      type: dict
      sample:
        {"locked_out": 3, "unknown": 0, "set_up": 1000, "selects": 0, "challenged": 200, "signed_in": 0, "not_asked": 0,
         "cannot_sign_in_anyway": 0}
figures:
  description: The summary as a flat dictionary, with the paths of the reports.
  returned: success
  type: dict
  sample: {"status": "locked_out", "pools": 3, "users": 1203, "users_locked_out": 3}
failing:
  description: Whether the status is at least as severe as O(fail_on).
  returned: success
  type: bool
  sample: true
outcome:
  description: The result in plain sentences.
  returned: success
  type: str
  sample: "The status is locked_out: 3 of 1,203 users would be locked out."
reports:
  description: The reports, and whether each was written.
  returned: success
  type: list
  elements: dict
  contains:
    format:
      description: The format.
      returned: always
      type: str
      sample: html
    path:
      description: The file.
      returned: always
      type: str
      sample: mfa-readiness.html
    changed:
      description: Whether it was written.
      returned: always
      type: bool
      sample: true
"""

from ansible.module_utils.basic import AnsibleModule
from ansible_collections.latchkey.cognito.plugins.module_utils._report.readiness_module import READINESS_REPORT_SPEC
from ansible_collections.latchkey.cognito.plugins.module_utils._report.readiness_module import run_readiness_report


def main() -> None:
    run_readiness_report(AnsibleModule(**READINESS_REPORT_SPEC))


if __name__ == "__main__":
    main()
