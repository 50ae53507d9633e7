# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The page of readiness in headless Chromium: read on wide and narrow screens, in both schemes, with hostile texts."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from ansible_collections.latchkey.cognito.plugins.module_utils._report.readiness import summarise
from ansible_collections.latchkey.cognito.plugins.module_utils._report.readiness import to_html
from ansible_collections.latchkey.cognito.plugins.module_utils._sign_in.decision import OUTCOMES

from tests.browser.conftest import Reader
from tests.support.audits import HOSTILE
from tests.support.readiness import failed
from tests.support.readiness import result

TEXTS = list(HOSTILE.values())
LONG = "a-name-without-any-white-space-" * 8


def page(name: str, *texts: str) -> str:
    """A page of user pools of every status, and one for each text."""
    every = dict.fromkeys(OUTCOMES, 1)
    results: list[Any] = [result(name, **every), failed(name), result("b", set_up=2), result("c", signed_in=1_000_000)]
    more = [result(text, text, locked_out=1) for text in texts]
    return to_html(summarise([*results, *more], [name, *texts], name, date(2026, 11, 28)))


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390, 320])
def test_it_can_be_read(reader: Reader, width: int, scheme: str) -> None:
    reader.open_page(page(LONG), width, scheme=scheme)
    background = "rgb(21, 23, 26)" if scheme == "dark" else "rgb(247, 246, 243)"
    assert reader.js("getComputedStyle(document.body).backgroundColor") == background
    assert reader.js("document.documentElement.scrollWidth") == width
    assert reader.violations() == []


def test_hostile_texts_run_and_load_nothing(reader: Reader) -> None:
    reader.open_page(page("customers", *TEXTS))
    assert reader.js("window.evil") is None
    assert reader.driver.get_log("browser") == []
    assert reader.requests() == [reader.page]
