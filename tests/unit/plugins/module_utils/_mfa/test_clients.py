# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Sessions share botocore's data, unless the user has data of their own."""

from __future__ import annotations

from pathlib import Path

import pytest
from ansible_collections.latchkey.cognito.plugins.module_utils._mfa import clients


@pytest.fixture(autouse=True)
def no_configuration(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Nothing of the caller's AWS settings reaches a test."""
    monkeypatch.delenv("AWS_DATA_PATH", raising=False)
    monkeypatch.delenv("AWS_PROFILE", raising=False)
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "no-config"))


def test_they_share_one_loader() -> None:
    assert clients.make_session(None).get_component("data_loader") is clients.LOADER


def test_data_of_the_users_own(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("AWS_DATA_PATH", str(tmp_path))
    assert clients.make_session(None).get_component("data_loader") is not clients.LOADER
