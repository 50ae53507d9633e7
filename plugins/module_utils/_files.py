# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Files: all of them are written, or none.

This module is private to latchkey.cognito.
"""

from __future__ import annotations

import os
import tempfile
from typing import Callable
from typing import Dict
from typing import List
from typing import Mapping
from typing import Optional


class FileError(Exception):
    """A file that cannot be read or written."""


def read(path: str) -> str:
    """A text file.

    :raises FileError: if it cannot be read.
    """
    try:
        with open(path, encoding="utf-8") as file:
            return file.read()
    except (OSError, ValueError) as error:
        raise FileError(f"{path} cannot be read: {_reason(error)}") from error


def replace(contents: Mapping[str, str], move: Callable[[str, str], None]) -> List[str]:
    """Write files that are not yet as they should be; each one at once, and none unless all can be written.

    :arg contents: text by path.
    :arg move: puts a file, beside the place where it belongs, into that place.
    :returns: the paths that were written.
    :raises FileError: if one cannot be written; then none is.
    """
    wanted = {path: text.encode("utf-8", "backslashreplace") for path, text in contents.items()}
    drafts: Dict[str, str] = {}
    try:
        for path, content in wanted.items():
            try:
                if _content(path) != content:
                    handle, drafts[path] = tempfile.mkstemp(
                        prefix=".mfa-report-", dir=os.path.dirname(os.path.realpath(path))
                    )
                    with os.fdopen(handle, "wb") as file:
                        file.write(content)
            except OSError as error:
                raise FileError(
                    f"{path} cannot be written: {_reason(error)}. Its folder has to exist and be writable"
                ) from error
        for path, draft in drafts.items():
            move(draft, os.path.realpath(path))
        return list(drafts)
    finally:
        for draft in drafts.values():
            if os.path.exists(draft):
                os.unlink(draft)


def _content(path: str) -> Optional[bytes]:
    """What a file holds, or None if there is none."""
    try:
        with open(path, "rb") as file:
            return file.read()
    except FileNotFoundError:
        return None


def _reason(error: Exception) -> str:
    return getattr(error, "strerror", None) or str(error)
