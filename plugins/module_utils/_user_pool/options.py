# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The options whose texts have limits: the sender of email, as the service model has it.

This module is private to latchkey.cognito.  Nothing here does I/O.
"""

from __future__ import annotations

from typing import Dict

from .._mfa.options import Option

SENDER_OPTIONS: Dict[str, Option] = {
    "email_sending_account": Option("which account sends email", choices=("COGNITO_DEFAULT", "DEVELOPER")),
    "source_arn": Option(
        "the ARN of the Amazon SES identity", length=(20, 2048), pattern=r"arn:[\w-]+:[\w-]+:[\w-]*:[0-9]+:[\w+=/,.@-]+"
    ),
    "reply_to_email_address": Option("the address for answers", pattern=r"[^\s@]+@[^\s@]+"),
    "from": Option("the sender", length=(0, 131072)),
    "configuration_set": Option("the configuration set of Amazon SES", length=(1, 64), pattern=r"[a-zA-Z0-9_-]+"),
}
LIMITED = {"email_configuration": Option("the sender of email", type="dict", suboptions=SENDER_OPTIONS)}
