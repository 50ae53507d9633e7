# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Files: all of them are written, or none.

This module is private to latchkey.cognito.
"""

from __future__ import annotations

import errno
import os
import shutil
import stat
import tempfile
from contextlib import contextmanager
from contextlib import ExitStack
from contextlib import suppress
from typing import Callable
from typing import Iterable
from typing import Iterator
from typing import List
from typing import NamedTuple
from typing import Optional
from typing import Sequence
from typing import Tuple

from .._mfa.text import visible

_CHUNK = 1 << 20


class FileError(Exception):
    """A file that cannot be read or written."""


class _Draft(NamedTuple):
    """A file that is about to take the place of another one.

    :ivar path: the path that was asked for.
    :ivar place: that path without symbolic links.
    :ivar new: the path of what takes the place.
    :ivar old: the path of what the place holds now, to put it back; None if there is no file yet.
    """

    path: str
    place: str
    new: str
    old: Optional[str]


def read_text(path: str) -> str:
    """A text file.

    :raises FileError: if it cannot be read.
    """
    try:
        with open(path, encoding="utf-8") as file:
            return file.read()
    except (OSError, ValueError) as error:
        raise FileError(f"{visible(path) or repr(path)} cannot be read: {_reason(error)}") from error


def named_paths(folder: str, name: str, endings: Sequence[str]) -> List[str]:
    """The paths of files with one name.

    :arg folder: their folder; empty for the working folder.
    :arg endings: what distinguishes them; without any, nothing is asked of the folder.
    :raises FileError: if the folder does not exist, or the name is none of a file in it.
    """
    if os.path.basename(name) != name:
        raise FileError(f"reports_name is {name!r}, which names a folder, too. Name it in reports_folder")
    if name in ("", os.curdir, os.pardir) or not name.isprintable():
        hint = "Name the files without their endings, such as mfa-audit"
        raise FileError(f"reports_name is {name!r}, which cannot be the name of a file. {hint}")
    place = folder or os.curdir
    if endings and not os.path.isdir(place):  # nor is what cannot be a path
        raise FileError(f"reports_folder is {visible(place)}, which is not a folder. Create it first.")
    return [os.path.join(os.path.realpath(place), f"{name}.{ending}") for ending in endings]


def refuse_paths(paths: Iterable[str]) -> None:
    """Refuse paths that no report can have, whatever else there is.

    :raises FileError: if one is empty, names a folder, holds what no path can, or occurs twice.
    """
    places: List[str] = []
    for path in paths:
        problem = _problem(path)
        if problem:
            raise FileError(f"{path!r} cannot be the path of a report: {problem}")
        if os.path.realpath(path) in places:
            raise FileError(f"{visible(path)} is named twice, and can hold one report only")
        places.append(os.path.realpath(path))


def _problem(path: str) -> str:
    """What is wrong with a path, a sentence with its hint; empty if nothing is."""
    if not path:
        return "it is empty. Name a file"
    if path.endswith(os.sep) or os.path.basename(path) in (os.curdir, os.pardir):
        return "it names a folder. Name a file in it"
    try:
        encoded = os.fsencode(path)
    except UnicodeEncodeError:
        return "it contains half of a surrogate pair. Correct it"
    return "it contains the character NUL, which no path can contain. Leave it out" if b"\0" in encoded else ""


def replace(files: Iterable[Tuple[str, str]], move: Callable[[str, str], None] = os.replace) -> List[str]:
    """Write files that are not yet as they should be: first all of them in folders of their own, then each into its place.

    If one cannot be put into its place, those that have been are put back as they were.

    :arg files: paths and texts, taken one after another, so that no two texts have to be in memory.
    :arg move: puts a file into the place of another one on the same file system, at once.
    :returns: the paths that were written.
    :raises FileError: if one cannot be written; then none is.
    """
    drafts: List[_Draft] = []
    paths: List[str] = []
    with ExitStack() as folders:
        for path, text in files:
            refuse_paths([*paths, path])
            paths.append(path)
            with _explained(path):
                if not _holds(path, text):
                    drafts.append(_draft(path, text, folders))
            del text  # before the next one is made
        _move_all(drafts, move)
    return [draft.path for draft in drafts]


@contextmanager
def _explained(path: str) -> Iterator[None]:
    """What goes wrong with a path, as an error that names it."""
    try:
        yield
    except OSError as error:
        hint = "Its folder has to exist and be writable"
        if error.errno == errno.EBUSY:
            hint = "The file is itself a mount point and cannot be replaced; mount its folder instead"
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            hint = "Make room, or choose another folder"
        raise FileError(f"{visible(path)} cannot be written: {_reason(error)}. {hint}") from error


def _encoded(text: str) -> Iterator[bytes]:
    """A text as a file holds it, piece by piece: a report may be too long to be in memory twice."""
    return (text[at : at + _CHUNK].encode("utf-8", "backslashreplace") for at in range(0, len(text), _CHUNK))


def _holds(path: str, text: str) -> bool:
    """Whether a file holds exactly this.

    :raises OSError: if it is something else: a folder, or a device, which must not be replaced.
    """
    if not os.path.exists(path):
        return False
    if not os.path.isfile(path):
        raise OSError("it is not a regular file")
    with suppress(PermissionError), open(path, "rb") as file:
        return all(file.read(len(piece)) == piece for piece in _encoded(text)) and not file.read(1)
    return False  # as far as anybody knows who may not read it


def _draft(path: str, text: str, folders: ExitStack) -> _Draft:
    """A file that holds the text, and a second name for the one that it is to replace, in a folder beside it.

    :arg folders: removes the folder in the end.
    """
    place = os.path.realpath(path)
    folder = folders.enter_context(tempfile.TemporaryDirectory(prefix=".mfa-report-", dir=os.path.dirname(place)))
    new, old = os.path.join(folder, "new"), os.path.join(folder, "old")
    with open(new, "xb") as file:
        file.writelines(_encoded(text))
        file.flush()
        os.fsync(file.fileno())  # some file systems say only now that there is no room
    if not os.path.exists(place):
        return _Draft(path, place, new, None)
    _take_over_permissions(place, new)
    _keep(place, old)
    return _Draft(path, place, new, old)


def _take_over_permissions(place: str, new: str) -> None:
    status = os.stat(place)
    with suppress(PermissionError):  # only root may give files away
        os.chown(new, status.st_uid, status.st_gid)
    os.chmod(new, stat.S_IMODE(status.st_mode))


def _keep(place: str, old: str) -> None:
    """Keep what a file holds, by a second name where the file system has such, or else by a copy."""
    try:
        os.link(place, old)
    except OSError:
        shutil.copy2(place, old)


def _move_all(drafts: List[_Draft], move: Callable[[str, str], None]) -> None:
    moved: List[_Draft] = []
    try:
        for draft in drafts:
            with _explained(draft.path):
                moved.append(draft)
                move(draft.new, draft.place)
    except BaseException:  # whatever it is, an interruption too, nothing half done stays
        for draft in moved:
            _put_back(draft)
        raise


def _put_back(draft: _Draft) -> None:
    """Put back what a place held, if something else is there now."""
    if not os.path.exists(draft.new):
        with suppress(OSError):
            if draft.old:
                os.replace(draft.old, draft.place)
            else:
                os.unlink(draft.place)


def _reason(error: Exception) -> str:
    return getattr(error, "strerror", None) or str(error)
