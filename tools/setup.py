# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Set up what the gates need below .cache/: virtual environments, each with its own ansible-core and amazon.aws.

One has the newest ansible-core that the best Python found can run, and all tools; one has the oldest supported
ansible-core, and one the oldest botocore as well.  Ansible Galaxy is not needed: amazon.aws is taken from the "ansible" package on PyPI.
A second run finds everything in place and does nothing.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
CACHE = ROOT / ".cache"
UV = CACHE / "uv" / "bin" / "uv"
STAMP = CACHE / "setup.stamp"
REQUIREMENTS = ROOT / "requirements-dev.txt"
SITE_REQUIREMENTS = ROOT / "tools" / "docsite" / "requirements.txt"
COLLECTION = ("latchkey", "cognito")
HOME = CACHE / "home"
# What of the user's home folder tells pip and uv where packages are.
CONFIGURATION = (".config/pip", ".config/uv", ".netrc", ".pip")
MINORS = range(15, 7, -1)


class Row(NamedTuple):
    """A release of the ansible package.

    :ivar core: its ansible-core.
    :ivar pythons: the Pythons that it runs on, the best one first.
    :ivar sdk: the oldest boto3 and botocore that its amazon.aws allows.
    """

    ansible: str
    core: str
    pythons: tuple[tuple[int, int], ...]
    sdk: tuple[str, str]


ROWS = (
    Row("10.7.0", "2.17", ((3, 12), (3, 11), (3, 10), (3, 13), (3, 14)), ("boto3==1.26.0", "botocore==1.29.0")),
    Row("11.13.0", "2.18", ((3, 13), (3, 12), (3, 11)), ("boto3==1.28.0", "botocore==1.31.0")),
    Row("12.3.0", "2.19", ((3, 13), (3, 12), (3, 11)), ("boto3==1.34.0", "botocore==1.34.0")),
    Row("13.8.0", "2.20", ((3, 14), (3, 13), (3, 12)), ("boto3==1.34.0", "botocore==1.34.0")),
    Row("14.5.0", "2.21", ((3, 14), (3, 13), (3, 12)), ("boto3==1.35.0", "botocore==1.35.0")),
)
OLDEST, NEWEST = ROWS[0], ROWS[-1]

# Where awx.awx is from, whose options ansible-lint checks; later ones do not have it.
AWX = OLDEST


def step(what: str, work: Callable[[], object]) -> None:
    """Do something and say how long it took."""
    print(f"  {what} ...", end=" ", flush=True)
    began = time.monotonic()
    work()
    print(f"{time.monotonic() - began:.1f} s", flush=True)


def attempt(command: tuple[str | Path, ...], **settings: str) -> str | None:
    """Run a command, silently; what it printed if it failed."""
    environment = {**os.environ, "UV_PYTHON_DOWNLOADS": "never", **settings}
    done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    return done.stdout.decode(errors="replace") if done.returncode else None


def run(*command: str | Path, **settings: str) -> None:
    """Run a command, silent unless it fails."""
    output = attempt(command, **settings)
    if output is not None:
        print(f"\n$ {' '.join(map(str, command))}\n{output}", flush=True)
        sys.exit(1)


def uv(*arguments: str | Path) -> None:
    """Run uv: with its own root certificates, or with the system's, which know a private authority."""
    if attempt((UV, *arguments)) is not None:
        run(UV, *arguments, UV_SYSTEM_CERTS="true")


def pythons() -> dict[tuple[int, int], str]:
    """The Pythons of this machine that start, by version.  Those of pyenv come first, since its shims may lead nowhere."""
    installed = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    names = [str(path) for path in sorted(installed.glob("3.*/bin/python"), reverse=True)]
    names += [f"python3.{minor}" for minor in MINORS] + [sys.executable]
    if os.environ.get("PYTHON"):
        names = [os.environ["PYTHON"]]
    found: dict[tuple[int, int], str] = {}
    for name in names:
        output = started(name)
        if output:
            found.setdefault((int(output[0]), int(output[1])), output[2].strip())
    return found


def started(python: str) -> list[str]:
    """Version and real path of a Python, or nothing if it does not start."""
    command = [python, "-c", "import os, sys; print(*sys.version_info[:2], os.path.realpath(sys.executable))"]
    try:
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.split(maxsplit=2)
    except (OSError, subprocess.CalledProcessError):
        return []


def search_path(found: dict[tuple[int, int], str]) -> str:
    """Where ansible-test finds the same Pythons, and none that does not start."""
    folders = [str(Path(python).parent) for python in found.values()]
    for folder in os.environ["PATH"].split(os.pathsep):
        here = [path for minor in MINORS if (path := Path(folder) / f"python3.{minor}").exists()]
        if all(started(str(path)) for path in here):
            folders.append(folder)
    return os.pathsep.join(dict.fromkeys(folders))


def choose(row: Row, found: dict[tuple[int, int], str]) -> str | None:
    """The best Python for a row."""
    return next((found[version] for version in row.pythons if version in found), None)


def install_uv() -> None:
    """The installer that makes environments in seconds."""
    run(sys.executable, "-m", "venv", CACHE / "uv")
    run(CACHE / "uv" / "bin" / "pip", "install", "-q", "uv")


def install(name: str, row: Row, python: str, *requirements: str) -> None:
    """A virtual environment with ansible-core and amazon.aws of a row, and this collection."""
    environment, collections = CACHE / name, CACHE / f"{name}-collections" / "ansible_collections"
    uv("venv", "-q", "--clear", "-p", python, environment)
    uv("pip", "install", "-q", "-p", environment, f"ansible-core=={row.core}.*", *requirements)
    run(
        CACHE / "uv" / "bin" / "pip", "download", "-q", "--no-deps", "--only-binary=:all:", "--python-version", "3.13",
        "-d", CACHE / "download", f"ansible=={row.ansible}",
    )  # fmt: skip
    shutil.rmtree(collections, ignore_errors=True)
    unpack(row, "amazon.aws", collections.parent)
    (collections / COLLECTION[0]).mkdir()
    (collections / COLLECTION[0] / COLLECTION[1]).symlink_to(ROOT)
    # Every tool of the environment finds both collections here, imports included.
    site = next((environment / "lib").glob("python3*/site-packages"))
    (site / "ansible_collections").symlink_to(collections)


def install_site(python: str) -> None:
    """A virtual environment with what builds the documentation site."""
    environment = CACHE / "site-venv"
    uv("venv", "-q", "--clear", "-p", python, environment)
    uv("pip", "install", "-q", "-p", environment, "-r", SITE_REQUIREMENTS, "-c", REQUIREMENTS)


def unpack(row: Row, collection: str, target: Path) -> None:
    """Take one collection out of a release of the ansible package that was downloaded."""
    wheel = next((CACHE / "download").glob(f"ansible-{row.ansible}-*.whl"))
    prefix = f"ansible_collections/{collection.replace('.', '/')}/"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(target, [name for name in archive.namelist() if name.startswith(prefix)])


def stand_in_for_get_pip() -> None:
    """ansible-test fetches get-pip.py, in the pinned version, unless its cache has it."""
    site = next((CACHE / "venv" / "lib").glob("python3*/site-packages"))
    pinned = (site / "ansible_test/_internal/python_requirements.py").read_text(encoding="utf-8")
    cache = HOME / ".ansible" / "test" / "cache"
    cache.mkdir(parents=True, exist_ok=True)
    for version in re.findall(r"pip='([0-9.]+)'", pinned):
        target = cache / f"get_pip_{version.replace('.', '_')}.py"
        if not target.exists():
            shutil.copy(ROOT / "tools" / "get_pip.py", target)


def make_home() -> None:
    """A home folder for everything that runs here, with the user's configuration of pip and uv."""
    user = Path(os.environ.get("USER_HOME", Path.home()))
    for name in CONFIGURATION:
        link = HOME / name
        if (user / name).exists() and not link.exists():
            link.parent.mkdir(parents=True, exist_ok=True)
            link.symlink_to(user / name)
    HOME.mkdir(parents=True, exist_ok=True)


def main() -> int:
    """Set up, unless everything is in place."""
    make_home()
    os.environ["HOME"] = str(HOME)  # what runs from here keeps its caches there
    found = pythons()
    row = next((row for row in reversed(ROWS) if choose(row, found)), NEWEST)
    newest, oldest = choose(row, found), choose(OLDEST, found)
    if not newest or not oldest:
        print("Python 3.11 or newer is needed.")
        return 1
    files = (Path(__file__), REQUIREMENTS, SITE_REQUIREMENTS)
    inputs = b"".join(path.read_bytes() for path in files) + f"{ROOT}{newest}{oldest}".encode()
    stamp = hashlib.sha256(inputs).hexdigest()
    if STAMP.exists() and STAMP.read_text(encoding="utf-8") == stamp:
        return 0
    print(f"Setting up in {CACHE.relative_to(ROOT)}/ (some 100 MB, once):", flush=True)
    if not UV.exists():
        step("uv", install_uv)
    step(f"ansible-core {row.core} and the tools", lambda: install("venv", row, newest, "-r", str(REQUIREMENTS)))
    step(f"ansible-core {OLDEST.core}, the oldest supported", lambda: install("oldest", OLDEST, oldest, "boto3"))
    step("the same with the oldest botocore", lambda: install("minimum", OLDEST, oldest, *OLDEST.sdk))
    step("the documentation site", lambda: install_site(newest))
    step("awx.awx", lambda: unpack(AWX, "awx.awx", CACHE / "venv-collections"))
    step("ansible-test", stand_in_for_get_pip)
    (CACHE / "pythons").write_text(search_path(found), encoding="utf-8")
    STAMP.write_text(stamp, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
