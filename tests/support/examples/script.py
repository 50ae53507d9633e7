# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A page's blocks, run one after the other in a project folder, against the emulator.

Tasks that follow each other run in one play, so that a page takes few processes and later tasks see what earlier ones
registered.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Any
from typing import NamedTuple

import yaml

from tests.support.examples.blocks import Block
from tests.support.examples.blocks import blocks
from tests.support.examples.blocks import world
from tests.support.modules import ACCESS_KEY
from tests.support.modules import SECRET_KEY

ROOT = Path(__file__).parents[3]
BIN = Path(sys.executable).parent
CALLBACKS = Path(__file__).with_name("callback")
FILES = Path(__file__).with_name("files")
REGION = "us-east-1"
PROFILES = ("default", "audit", "legacy-readonly")

HEAD = "- name: {place}\n  hosts: localhost\n  gather_facts: false\n  tasks:\n"
SHOWN_ONLY = ("", "text", "diff", "mermaid", "hcl", "ini", "jinja")
"""Languages of blocks that show something and are not run."""


class Outcome(NamedTuple):
    """What came of a task."""

    line: int
    task: str
    outcome: str
    changed: bool
    msg: str
    warnings: list[str]


class Loader(yaml.SafeLoader):
    """Takes Ansible's tags for texts."""


for tag in ("!unsafe", "!vault"):
    Loader.add_constructor(tag, lambda loader, node: loader.construct_scalar(node))


def kind(block: Block) -> str:
    """How a block is run; tasks, playbook, inventory, console, json, python, or nothing.

    :raises AssertionError: for one that cannot be run and does not say why.
    """
    if "not run" in block.marks:
        assert block.marks["not run"], f"{block.place}: say why it is not run"
        return ""
    if "file" in block.marks or block.language in SHOWN_ONLY:
        return ""
    if block.language == "yaml":
        return _kind_of_yaml(block)
    assert block.language in ("console", "json", "python"), f"{block.place}: nothing runs {block.language}"
    return block.language


def _kind_of_yaml(block: Block) -> str:
    content = yaml.load(block.text, Loader)
    if isinstance(content, list):
        plays = any({"hosts", "ansible.builtin.import_playbook"} & set(entry) for entry in content)
        return "playbook" if plays else "tasks"
    assert "plugin" in content, f"{block.place} is neither tasks, a playbook nor an inventory: mark it"
    return "inventory"


class Script:
    """A page's blocks at work."""

    def __init__(self, emulator: Any, folder: Path) -> None:
        self.emulator = emulator
        self.folder = folder
        self.environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith(("AWS_", "ANSIBLE_"))},
            "HOME": str(folder),
            "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}",
            "AWS_REGION": REGION,
            "AWS_DEFAULT_REGION": REGION,
            "AWS_URL": emulator.endpoint,
            "AWS_ENDPOINT_URL": emulator.endpoint,
            "AWS_EC2_METADATA_DISABLED": "true",
            "AWS_CONFIG_FILE": os.devnull,
            "AWS_SHARED_CREDENTIALS_FILE": str(folder / "credentials"),
            "AWS_PAGER": "",
            "ANSIBLE_CALLBACK_PLUGINS": str(CALLBACKS),
            "ANSIBLE_CALLBACKS_ENABLED": "outcomes",
            "ANSIBLE_LOCALHOST_WARNING": "false",
            "ANSIBLE_INVENTORY_UNPARSED_WARNING": "false",
            "OUTCOMES_FILE": str(folder / "outcomes"),
        }

    def run(self, page: str, text: str) -> None:
        """Everything on a page."""
        for verb, problem in world(text):
            {"pool": self.emulator.pools, "switch": self.emulator.switch, "call": self._call}[verb](**problem)
        script = blocks(page, text)
        for block in script:
            if "file" in block.marks:
                self._write(block.marks["file"], block.text)
        self.run_blocks(script)

    def run_blocks(self, script: list[Block]) -> None:
        """Blocks, one after the other."""
        for number, (how, together) in enumerate(groupby(script, _together)):
            if how:
                getattr(self, f"_run_{how.partition(' ')[0]}")(list(together), f"example-{number}")

    def _call(self, **calls: dict[str, Any]) -> None:
        for operation, arguments in calls.items():
            getattr(self.emulator.client(), operation)(**arguments)

    def _run_json(self, documents: list[Block], _name: str) -> None:
        for block in documents:
            json.loads(block.text)

    def _run_python(self, programs: list[Block], name: str) -> None:
        for block in programs:
            self._write(f"{name}.py", block.text)
            code, output = self._command([sys.executable, f"{name}.py"], PYTHONPATH=str(ROOT))
            assert code == 0, f"{block.place}\n{output}"

    def _run_inventory(self, sources: list[Block], name: str) -> None:
        for block in sources:
            plugin = yaml.safe_load(block.text)["plugin"].rpartition(".")[2]
            self._write(f"{name}.{plugin}.yml", block.text)
            code, output = self._command(["ansible-inventory", "-i", f"{name}.{plugin}.yml", "--list"])
            assert code == 0, f"{block.place}\n{output}"
            assert "[WARNING]" not in output, f"{block.place}\n{output}"

    def _run_plays(self, plays: list[Block], name: str) -> None:
        """Tasks and playbooks, in one process."""
        text, ends = "", []
        for how, together in groupby(plays, kind):
            run = list(together)
            text += HEAD.format(place=run[0].place) if how == "tasks" else ""
            for block in run:
                text += _as_part(block) if how == "tasks" else block.text.removeprefix("---\n")
                ends.append((block, text.count("\n")))
        self._write(f"{name}.yml", text)
        outcomes, code, output = self._playbook(f"{name}.yml")
        begin = 0
        for block, end in ends:
            judge(block, [outcome for outcome in outcomes if begin < outcome.line <= end], output)
            begin = end
        assert code == 0 or "fails" in plays[-1].marks.get("expect", ""), output

    def _playbook(self, name: str) -> tuple[list[Outcome], int, str]:
        record = self.folder / "outcomes"
        record.unlink(missing_ok=True)
        code, output = self._command(["ansible-playbook", name])
        lines = record.read_text(encoding="utf-8").splitlines() if record.exists() else []
        outcomes = []
        for entry in map(json.loads, lines):
            path, _colon, line = entry.pop("path").rpartition(":")
            if path == str(self.folder / name):
                outcomes.append(Outcome(int(line), **entry))
        return outcomes, code, output

    def _run_console(self, consoles: list[Block], _name: str) -> None:
        for block in consoles:
            commands, shown = _session(block.text)
            script = "\n".join(command for command in commands if not _is_only_named(command, block))
            code, output = self._command(["bash", "-euo", "pipefail", "-c", script])
            expected, _space, problem = block.marks.get("expect", "").partition(" ")
            assert (code != 0) == (expected == "fails"), f"{block.place}\n{output}"
            assert problem in output, f"{block.place}\n{output}"
            rest = " ".join(output.split())
            for part in shown:
                _before, found, rest = rest.partition(part)
                assert found, f"{block.place} shows what is not printed: {part}\n{output}"

    def _command(self, command: list[str], **more: str) -> tuple[int, str]:
        done = subprocess.run(
            command, cwd=self.folder, env={**self.environment, **more}, text=True, check=False,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip
        return done.returncode, done.stdout

    def _write(self, name: str, text: str) -> None:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def _together(block: Block) -> str:
    """What runs it, and with which neighbours.  A playbook that is to fail ends its process, and so runs alone."""
    how = kind(block)
    if how == "playbook" and "fails" in block.marks.get("expect", ""):
        return f"plays {block.line}"
    return "plays" if how in ("tasks", "playbook") else how


def _as_part(block: Block) -> str:
    """A block's tasks as part of a play."""
    tasks = block.text.removeprefix("---\n")
    if "fails" not in block.marks.get("expect", ""):
        return textwrap.indent(tasks, "    ")
    return f"    - name: {block.place}\n      ignore_errors: true\n      block:\n{textwrap.indent(tasks, ' ' * 8)}"


def judge(block: Block, outcomes: list[Outcome], output: str) -> None:
    """Whether a block did what is expected of it."""
    expected, _space, problem = block.marks.get("expect", "").partition(" ")
    failures = [outcome.msg for outcome in outcomes if outcome.outcome == "failed"]
    warnings = [warning for outcome in outcomes for warning in outcome.warnings]
    changed = [outcome.changed for outcome in outcomes if outcome.outcome == "ok"]
    right = {
        "": bool(outcomes) and not failures,
        "changed": bool(changed) and all(changed) and not failures,
        "unchanged": bool(changed) and not any(changed) and not failures,
        "warns": any(problem in warning for warning in warnings) and not failures,
        "fails": any(problem in failure for failure in failures),
    }
    assert right[expected], f"{block.place}, expected: {expected or 'no failure'} {problem}\n{outcomes}\n{output}"


def _session(text: str) -> tuple[list[str], list[str]]:
    """The commands of a console block, and the parts of what it shows that they print.

    With prompts, what has none is printed; ``...`` and a line break stand for anything.  Without prompts, everything is a command.
    """
    lines = list(_whole_lines(text))
    prompts = any(line.startswith("$ ") for line in lines)
    commands = [line.removeprefix("$ ") for line in lines if line.startswith("$ ") or not prompts]
    printed = [line for line in lines if prompts and not line.startswith("$ ")]
    parts = [" ".join(part.split()) for line in printed for part in line.split("...")]
    return commands, [part for part in parts if part]


def _whole_lines(text: str) -> Iterator[str]:
    """Lines, a command that goes on in further lines as one."""
    line = ""
    for part in text.splitlines():
        line = f"{line}\n{part}" if line else part
        if not (line.startswith("$ ") and (line.endswith("\\") or line.count("'") % 2)):
            yield line
            line = ""


def _is_only_named(command: str, block: Block) -> bool:
    """Whether a command is a make target, which has to exist, and is too much to run here."""
    if not command.startswith("make "):
        return False
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    target = command.split()[1]
    assert re.search(rf"^{re.escape(target)}:", makefile, re.MULTILINE), f"{block.place}: no target {target}"
    return True


def unused_files(page: str, text: str) -> Iterator[str]:
    """The files of a page that no other block names, and that so are not run."""
    found = blocks(page, text)
    for block in found:
        name = block.marks.get("file")
        if name and not any(name in other.text for other in found if other is not block):
            yield f"{block.place}: nothing uses {name}"


def lay_out(folder: Path) -> None:
    """What examples expect in a project folder, and credentials for the profiles that they name."""
    shutil.copytree(FILES, folder, dirs_exist_ok=True)
    shutil.copyfile(ROOT / "docs" / "policy.example.yml", folder / "policy.yml")
    (folder / "reports").mkdir()
    keys = f"aws_access_key_id = {ACCESS_KEY}\naws_secret_access_key = {SECRET_KEY}\n"
    (folder / "credentials").write_text("".join(f"[{name}]\n{keys}" for name in PROFILES), encoding="utf-8")
