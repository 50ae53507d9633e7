# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The checks of an audit, and the controls of others that they map to, each with its source.

Only what a source says stands here; a check without a control has none.  docs/audit.md is tested against this table.

This module is private to latchkey.cognito.  Nothing here does I/O.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Dict
from typing import Optional
from typing import Tuple

SEVERITIES: Tuple[str, ...] = ("info", "low", "medium", "high", "critical")

PASSES, FAILS, NOT_STATED = "passes", "fails", "not stated"


@dataclass(frozen=True)
class Control:
    """A check, control or requirement of somebody else.

    :ivar framework: who asks for it.
    :ivar id: its identifier there.
    :ivar requirement: what it asks for, in short.
    :ivar optional: what becomes of a pool in the mode OPTIONAL: passes, fails or not stated; None where the mode does not matter.
    :ivar source: where it is written.
    """

    framework: str
    id: str
    requirement: str
    optional: Optional[str]
    source: str


@dataclass(frozen=True)
class Check:
    """One check of an audit.

    :ivar title: what has to be true.
    :ivar severity: how bad it is if it is not, unless the policy says otherwise; one of :data:`SEVERITIES`.
    :ivar excusable: whether a policy can make exceptions from it.
    :ivar controls: keys of :data:`CONTROLS`.
    """

    title: str
    severity: str
    excusable: bool = True
    controls: Tuple[str, ...] = ()


CONTROLS: Dict[str, Control] = {
    "aws-config": Control(
        framework="AWS Config",
        id="cognito-user-pool-mfa-enabled",
        requirement="A user pool whose sign-in policy allows passwords only has MFA enabled.",
        optional=NOT_STATED,
        source="https://docs.aws.amazon.com/config/latest/developerguide/cognito-user-pool-mfa-enabled.html",
    ),
    "security-hub": Control(
        framework="AWS Security Hub CSPM",
        id="Cognito.5",
        requirement="A user pool whose sign-in policy allows passwords only has MFA enabled; federated users do not count. Medium severity.",
        optional=NOT_STATED,
        source="https://docs.aws.amazon.com/securityhub/latest/userguide/cognito-controls.html#cognito-5",
    ),
    "prowler": Control(
        framework="Prowler",
        id="cognito_user_pool_mfa_enabled",
        requirement="The mode is ON. Medium severity. A pool whose mode could not be read is reported as one without MFA.",
        optional=FAILS,
        source="https://github.com/prowler-cloud/prowler/blob/3e000faa3109230b748e4418a13c11c9e59f5cfb/prowler/providers/aws/services/cognito/"
        "cognito_user_pool_mfa_enabled/cognito_user_pool_mfa_enabled.py",
    ),
    "cloudsploit": Control(
        framework="CloudSploit",
        id="cognitoMFAEnabled",
        requirement="The mode is ON. A pool that could not be read is unknown.",
        optional=FAILS,
        source="https://github.com/aquasecurity/cloudsploit/blob/0520204e9d1022f7fe3479b05c1b21c1e3f423f1/plugins/aws/cognito/cognitoMFAEnabled.js",
    ),
    "cdk-nag": Control(
        framework="cdk-nag",
        id="CognitoUserPoolMFA",
        requirement="The mode of a user pool in a template requires MFA.",
        optional=FAILS,
        source="https://app.unpkg.com/cdk-nag@2.36.46/files/lib/rules/cognito/CognitoUserPoolMFA.js",
    ),
    "kics": Control(
        framework="KICS",
        id="74a18d1a-cf02-4a31-8791-ed0967ad7fdc",
        requirement="The mode of a user pool in a CloudFormation template is set, and not OFF. Low severity.",
        optional=PASSES,
        source="https://github.com/Checkmarx/kics/blob/98b4b81234a6d36724a25f1c6036e98c3fcf8f44/assets/queries/cloudFormation/aws/"
        "cognito_userpool_without_mfa/query.rego",
    ),
    "nist-csf": Control(
        framework="NIST CSF 2.0, as Prowler maps it",
        id="PR.AC-7",
        requirement="Users are authenticated commensurate with the risk of the transaction. The number is that of version 1.1, which Prowler's file keeps.",
        optional=FAILS,
        source="https://github.com/prowler-cloud/prowler/blob/3e000faa3109230b748e4418a13c11c9e59f5cfb/prowler/compliance/aws/nist_csf_2.0_aws.json",
    ),
    "cis-controls": Control(
        framework="CIS Controls 8.1, as Prowler maps them",
        id="6.3",
        requirement="Externally exposed applications enforce MFA where that is supported.",
        optional=FAILS,
        source="https://github.com/prowler-cloud/prowler/blob/3e000faa3109230b748e4418a13c11c9e59f5cfb/prowler/compliance/cis_controls_8.1.json",
    ),
    "pci-dss": Control(
        framework="PCI DSS 4.0",
        id="8.4.2",
        requirement="MFA for all non-console access into the cardholder data environment. Applies only to pools whose users reach one.",
        optional=FAILS,
        source="https://myctrl.tools/frameworks/pci-dss-v4/8-4-2",
    ),
    "nist-800-63b": Control(
        framework="NIST SP 800-63B-4",
        id="3.1.3.3",
        requirement="Codes over the telephone network, SMS among them, are a restricted authenticator.",
        optional=None,
        source="https://pages.nist.gov/800-63-4/sp800-63b.html",
    ),
}

CHECKS: Dict[str, Check] = {
    "readable": Check("The MFA configuration can be read", "high", excusable=False),
    "mode": Check(
        "MFA has the required mode",
        "high",
        controls=(
            "aws-config",
            "security-hub",
            "prowler",
            "cloudsploit",
            "cdk-nag",
            "kics",
            "nist-csf",
            "cis-controls",
            "pci-dss",
        ),
    ),
    "factors": Check("There is a factor, and every factor is allowed", "medium"),
    "sms_only": Check("SMS is not the only factor", "medium", controls=("nist-800-63b",)),
    "sms_settings": Check("No SMS settings are left where SMS is not allowed", "info"),
    "passkey_user_verification": Check("Passkeys verify their user as required", "medium"),
    "passkey_factor_configuration": Check("Passkeys count as the policy says", "medium"),
    "exception_expired": Check("No exception has expired", "low", excusable=False),
}
