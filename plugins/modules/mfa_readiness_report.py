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
short_description: Report which users of Amazon Cognito user pools would be stopped by a change of MFA
description:
  - Sums up what M(latchkey.cognito.user_pool_mfa_readiness_info) returned for several user pools, and writes it as a page for
    people and as JSON for programs.
  - It makes no request to AWS. The reports hold no addresses and no telephone numbers.
attributes:
  check_mode:
    support: partial
    details:
      - Reports are written in check mode as well, since asking who is ready changes nothing else.
  diff_mode:
    support: none
  idempotent:
    support: full
    details:
      - On another day the reports have another date.
options:
  pools:
    description:
      - The results of M(latchkey.cognito.user_pool_mfa_readiness_info) in a loop over user pools, as C(register) keeps them under
        C(results).
      - Of C(item), the members C(user_pool_id), C(user_pool_name), C(account_id) and C(region) are shown, as far as they are there. A
        result that failed is a user pool of which nothing is known.
    type: list
    elements: dict
    required: true
  read_errors:
    description:
      - What could not be read and is not a user pool, such as an account. It makes the status unknown.
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
      - The reports to write, all of them or none.
      - V(html) is a page that loads nothing.
      - V(json) is the model itself, whose JSON schema is C(docs/mfa-readiness.schema.json).
    type: list
    elements: str
    choices: [html, json]
    default: []
  reports_folder:
    description:
      - The folder for the reports, which has to exist.
    type: path
    default: .
  reports_name:
    description:
      - The name of the reports, to which their format is added as an ending.
    type: str
    default: mfa-readiness
  fail_on:
    description:
      - From which status on RV(failing) is true.
      - V(locked_out) if somebody would be; V(unknown) also if not everybody was judged; V(set_up) also if somebody has to set a factor
        up; V(never).
      - Without user pools, it is true unless this is V(never).
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
- name: Ask about two user pools
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
    - V(locked_out) if somebody would be, otherwise V(unknown) if not everybody was judged, otherwise V(set_up) if somebody has to set a
      factor up, otherwise V(ready).
    - V(empty) if there are no user pools.
  returned: success
  type: str
  sample: locked_out
summary:
  description: Figures over all user pools.
  returned: success
  type: dict
  contains:
    pools:
      description: The number of user pools, in all and by status.
      returned: always
      type: dict
      sample: {"total": 3, "locked_out": 1, "unknown": 0, "set_up": 1, "ready": 1}
    users:
      description: The number of users, as estimated, as read, and as judged with factors.
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
  description: The summary in one level, with the paths of the reports.
  returned: success
  type: dict
  sample: {"status": "locked_out", "pools": 3, "users": 1203, "users_locked_out": 3}
failing:
  description: Whether the status is one that O(fail_on) names.
  returned: success
  type: bool
  sample: true
outcome:
  description: What was found, in sentences.
  returned: success
  type: str
  sample: "The status is locked_out: 3 of 1,203 users would be locked out."
reports:
  description: The reports, each with whether it was written.
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
