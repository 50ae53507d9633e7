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
from typing import Optional
from typing import Sequence
from typing import Tuple


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


def replace(files: Sequence[Tuple[str, str]], move: Callable[[str, str], None]) -> List[str]:
    """Write files that are not yet as they should be: first all of them under other names, then each into its place.

    :arg files: paths and texts.
    :arg move: puts a file, beside the place where it belongs, into that place at once.
    :returns: the paths that were written.
    :raises FileError: if one cannot be written; then none is.
    """
    places = [os.path.realpath(path) for path, _text in files]
    for number, (path, _text) in enumerate(files):
        if places[number] in places[:number]:
            raise FileError(f"{path} is named twice, and can hold one report only")
    drafts: Dict[str, str] = {}
    try:
        for path, text in files:
            content = text.encode("utf-8", "backslashreplace")
            try:
                if _content(path) != content:
                    drafts[path] = _draft(path)
                    with open(drafts[path], "wb") as file:
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
    """What a file holds, or None if there is none.

    :raises OSError: if it cannot be read, or is something else: a folder, or a device, which must not be replaced.
    """
    if not os.path.exists(path):
        return None
    if not os.path.isfile(path):
        raise OSError("it is no file")
    with open(path, "rb") as file:
        return file.read()


def _draft(path: str) -> str:
    """An empty file beside the one that it is to replace."""
    handle, name = tempfile.mkstemp(prefix=".mfa-report-", dir=os.path.dirname(os.path.realpath(path)))
    os.close(handle)
    return name


def _reason(error: Exception) -> str:
    return getattr(error, "strerror", None) or str(error)
