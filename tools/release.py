# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Make the release that galaxy.yml names, in the checkout that is the current folder: changelog, tarball, checksum.

release.py FOLDER: where the tarball goes.  Nothing is published, tagged or committed.
"""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
import sys
import tarfile
from pathlib import Path

import yaml

NEW_PLUGIN = re.compile(r"^version_added: (\S+)$", re.MULTILINE)


def problems(version: str, released: list[str], added: list[str], fragments: int) -> list[str]:
    """What speaks against a release.

    :arg version: the one to release.
    :arg released: those in the changelog.
    :arg added: the ``version_added`` of every plugin.
    :arg fragments: how many changelog fragments are there.
    """
    wanted = _numbers(version)
    last = max(released, key=_numbers, default="")
    found = {
        f"{version} is no later than {last}, the last release": last and wanted <= _numbers(last),
        f"a plugin says that it was added after {version}": any(_numbers(other) > wanted for other in added),
        "there is nothing to tell: no changelog fragment and no new plugin": not fragments and version not in added,
    }
    return [problem for problem, applies in found.items() if applies]


def _numbers(version: str) -> tuple[int, ...]:
    if not re.fullmatch(r"\d+\.\d+\.\d+", version):
        raise ValueError(f"{version} is no version: three numbers are needed, as in 1.2.3")
    return tuple(int(part) for part in version.split("."))


def checksum(path: Path) -> str:
    """The line of ``sha256sum`` for a file."""
    return f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n"


def version_in(tarball: Path) -> str:
    """The version that a built collection says it has."""
    with tarfile.open(tarball) as archive:
        manifest = archive.extractfile("MANIFEST.json")
        return str(json.load(manifest)["collection_info"]["version"]) if manifest else ""


def main() -> int:
    """Refuse, or release."""
    root, folder = Path.cwd(), Path(sys.argv[1])
    info = yaml.safe_load((root / "galaxy.yml").read_text(encoding="utf-8"))
    released = list(yaml.safe_load((root / "changelogs/changelog.yaml").read_text(encoding="utf-8"))["releases"])
    added = [version for path in root.glob("plugins/*/*.py") for version in NEW_PLUGIN.findall(path.read_text("utf-8"))]
    fragments = len(list(root.glob("changelogs/fragments/*.y*ml")))
    version = str(info["version"])
    wrong = problems(version, released, added, fragments)
    if wrong:
        print(f"{version} cannot be released: {'; '.join(wrong)}")
        return 1
    for command in (
        ["antsibull-changelog", "release"],
        ["antsibull-changelog", "lint"],
        ["ansible-galaxy", "collection", "build", "--force", "--output-path", str(folder)],
    ):
        subprocess.run(command, check=True)
    tarball = folder / f"{info['namespace']}-{info['name']}-{version}.tar.gz"
    if version_in(tarball) != version or f"\nv{version}\n" not in (root / "CHANGELOG.rst").read_text(encoding="utf-8"):
        print(f"The tarball or the changelog does not say {version}")
        return 1
    tarball.with_suffix(".gz.sha256").write_text(checksum(tarball), encoding="utf-8")
    print(f"{tarball.name} is ready, with its checksum beside it. Left to do: commit, tag {version}, publish.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
