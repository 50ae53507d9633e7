# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reports in a browser, as their readers open them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler
from http.server import ThreadingHTTPServer
from importlib.resources import files
from pathlib import Path
from threading import Thread
from typing import Any
from typing import ClassVar

import pytest
from ansible_collections.latchkey.cognito.plugins.module_utils._report.html import to_html
from selenium import webdriver

from tools.browser import launched
from tools.browser import look

AXE = (files("axe_core_python") / "axe.min.js").read_text(encoding="utf-8")


class Server(SimpleHTTPRequestHandler):
    """A server of files that remembers what it was asked for."""

    asked: ClassVar[list[str]] = []

    def log_message(self, *_arguments: Any) -> None:
        self.asked.append(self.path)


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("reports")


@pytest.fixture(scope="session")
def address(folder: Path) -> Iterator[str]:
    """A server for reports."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Server, directory=folder)) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture(scope="session")
def chromium() -> Iterator[webdriver.Chrome]:
    with launched() as driver:
        yield driver


class Reader:
    """Somebody who opens a report."""

    def __init__(self, driver: webdriver.Chrome, folder: Path, address: str) -> None:
        self.driver = driver
        self._folder = folder
        self._address = address
        self.page = ""

    def open(self, model: Any, width: int = 1280, height: int = 900, **how: Any) -> None:
        """Open the report of an audit; what the browser logged before is forgotten."""
        self.open_page(to_html(model), width, height, **how)

    def open_page(self, page: str, width: int = 1280, height: int = 900, **how: Any) -> None:
        """Open a page; what the browser logged before is forgotten."""
        name = f"{len(list(self._folder.iterdir()))}.html"
        (self._folder / name).write_text(page, encoding="utf-8", errors="backslashreplace")
        self.driver.get("about:blank")
        look(self.driver, (width, height), **how)
        for log in ("browser", "performance"):
            self.driver.get_log(log)
        self.page = f"{self._address}/{name}"
        self.driver.get(self.page)

    def violations(self) -> list[tuple[str, list[str]]]:
        """What axe-core can find against the accessibility of the page: rules, each with the elements."""
        self.driver.execute_script(AXE)
        result = self.driver.execute_async_script(
            "axe.run(document, {resultTypes: ['violations', 'incomplete']}).then(arguments[0])"
        )
        assert len(result["passes"]) > 15
        return [(entry["id"], [node["html"] for node in entry["nodes"]]) for entry in result["violations"]]

    def js(self, script: str, *arguments: Any) -> Any:
        """The value of an expression in the page."""
        return self.driver.execute_script(f"return {script}", *arguments)

    def rows(self) -> list[str]:
        """The names of the user pools that are shown, in their order."""
        names: list[str] = self.js(
            "Array.from(document.querySelectorAll('#pool-table > tbody:not([hidden]) bdi:first-child'))"
            ".filter((name) => name.closest('th')).map((name) => name.textContent)"
        )
        return names

    def requests(self) -> list[str]:
        """Every address that the page asked for."""
        events = [json.loads(entry["message"])["message"] for entry in self.driver.get_log("performance")]
        return [event["params"]["request"]["url"] for event in events if event["method"] == "Network.requestWillBeSent"]


@pytest.fixture
def reader(chromium: webdriver.Chrome, folder: Path, address: str) -> Reader:
    return Reader(chromium, folder, address)
