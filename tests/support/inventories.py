# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Inventories of user pools, parsed in this process by the plugin that ansible-core finds."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import Any

import yaml
from ansible.inventory.data import InventoryData
from ansible.parsing.dataloader import DataLoader
from ansible.plugins.loader import inventory_loader

from tests.support.modules import ACCESS_KEY
from tests.support.modules import SECRET_KEY

PLUGIN = "latchkey.cognito.user_pools"
REGIONS = ["us-east-1", "eu-central-1"]
MAIN, OTHER = "123456789012", "111122223333"


def role(account: str) -> str:
    """A role of an account; the emulator lets anybody assume it."""
    return f"arn:aws:iam::{account}:role/cognito-audit"


def environment(endpoint: str) -> dict[str, str]:
    """The variables that lead to the emulator."""
    return {"AWS_ACCESS_KEY_ID": ACCESS_KEY, "AWS_SECRET_ACCESS_KEY": SECRET_KEY, "AWS_URL": endpoint}


def write(folder: Path, name: str = "test.user_pools.yml", **options: Any) -> Path:
    """An inventory file, of two regions unless it says otherwise."""
    path = folder / name
    settings = {"plugin": PLUGIN, "regions": REGIONS, **options}
    path.write_text(yaml.safe_dump(settings, sort_keys=False), encoding="utf-8")
    return path


def parse(path: Path, cache: bool = True, inventory: InventoryData | None = None) -> InventoryData:
    """The inventory of a file, added to what other files made; an error is raised as it is."""
    plugin, inventory = inventory_loader.get(PLUGIN), inventory or InventoryData()
    assert plugin.verify_file(str(path))
    plugin.parse(inventory, DataLoader(), str(path), cache=cache)
    with suppress(AttributeError):  # as ansible-core does, for plugins without a cache
        plugin.update_cache_if_changed()
    return inventory


def members(inventory: InventoryData) -> dict[str, list[str]]:
    """The hosts of every group that has some."""
    return {name: [host.name for host in group.hosts] for name, group in inventory.groups.items() if group.hosts}


def variables(inventory: InventoryData, host: str) -> dict[str, Any]:
    """A host's variables, without those that ansible-core adds."""
    found = inventory.hosts[host].get_vars()
    added = ("inventory_file", "inventory_dir", "inventory_hostname", "inventory_hostname_short", "group_names")
    return {name: value for name, value in found.items() if name not in added}
