# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A pure function as a filter.

This plugin utility is private to latchkey.cognito.
"""

from __future__ import annotations

from functools import wraps
from typing import Any
from typing import Callable

from ansible.errors import AnsibleFilterError
from ansible.utils.unsafe_proxy import wrap_var
from ansible_collections.latchkey.cognito.plugins.module_utils._convert.common import Untranslatable
from ansible_collections.latchkey.cognito.plugins.module_utils._mfa.refusal import Refusal


def as_filter(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
    """The filter: what the function refuses is the filter's error, and no text that it returns is ever a template.

    :arg name: the filter's name, for its errors.
    """

    @wraps(function)
    def run(*arguments: Any, **options: Any) -> Any:
        try:
            return wrap_var(function(*arguments, **options))
        except (Refusal, Untranslatable) as error:
            raise AnsibleFilterError(f"latchkey.cognito.{name}: {error}") from None  # core 2.21 prints the cause, too

    return run
