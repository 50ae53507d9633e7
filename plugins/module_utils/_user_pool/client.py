# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The calls of UpdateUserPool, and what the installed botocore knows of it.

This module is private to latchkey.cognito.
"""

from __future__ import annotations

from typing import Any
from typing import Tuple

from .._mfa.client import SERVICE
from .._mfa.client import translate_errors
from .._mfa.client import UserPools
from .._mfa.config import Config
from .plan import Seen


class UpdatableUserPools(UserPools):
    """Cognito's user pools with UpdateUserPool, which is never repeated without reading again (S6)."""

    def look(self, user_pool_id: str) -> Seen:
        """A user pool as it is now."""
        return Seen(self.describe(user_pool_id), self.read(user_pool_id))

    def update(self, user_pool_id: str, request: Config) -> None:
        """Write once; the answer is empty (P8)."""
        with translate_errors(f"update user pool {user_pool_id}", f"{SERVICE}:UpdateUserPool"):
            self.writer.update_user_pool(UserPoolId=user_pool_id, **request)

    @property
    def models(self) -> Tuple[Config, Config]:
        """The trees of what the installed botocore knows: UpdateUserPool's request, and the user pool of Describe."""
        model = self._reader.meta.service_model
        answer = model.operation_model("DescribeUserPool").output_shape.members["UserPool"]
        return _tree(model.operation_model("UpdateUserPool").input_shape), _tree(answer)


def _tree(shape: Any) -> Any:
    """A shape as plain data: a dict of members, a list or (for a map) a tuple of one element, or None for a value."""
    if shape.type_name == "structure":
        return {name: _tree(member) for name, member in shape.members.items()}
    if shape.type_name == "map":
        return (_tree(shape.value),)
    return [_tree(shape.member)] if shape.type_name == "list" else None
