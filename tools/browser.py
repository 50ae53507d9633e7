# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Chromium without a screen, for tests and pictures of the report; run as a program, see that there is one."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

from selenium import webdriver
from selenium.webdriver.chrome.service import Service

PACKAGES = ("chromium", "chromium-driver", "fonts-inter")
PROGRAMS = ("chromium", "chromedriver")
ELSEWHERE = "If they are on the PATH, or CHROMIUM and CHROMEDRIVER name them, nothing is installed."
ARGUMENTS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
)


def programs() -> tuple[str, str] | None:
    """The browser and its driver, or None if either is missing."""
    named = (os.environ.get("CHROMIUM", ""), "chromium", "chromium-browser", "google-chrome")
    browser = next(filter(None, map(shutil.which, named)), None)
    driver = shutil.which(os.environ.get("CHROMEDRIVER", "chromedriver"))
    return (browser, driver) if browser and driver else None


def install() -> None:
    """Install them where that takes no more than Debian's packages and root, after saying so."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return
    print(
        f"The browser tests need {' and '.join(PROGRAMS)}: installing {', '.join(PACKAGES)} with apt-get. {ELSEWHERE}",
        flush=True,
    )
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", *PACKAGES]):
        subprocess.run(["apt-get", *command], env=environment, stdout=subprocess.DEVNULL, check=False)


@contextmanager
def launched() -> Iterator[webdriver.Chrome]:
    """A browser with a profile of its own, which logs what its console says and what it asks of the network."""
    found = programs()
    if not found:
        raise RuntimeError("no browser")
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        options = webdriver.ChromeOptions()
        options.binary_location = found[0]
        options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
        for argument in (*ARGUMENTS, f"--user-data-dir={profile}"):
            options.add_argument(argument)
        driver = webdriver.Chrome(options, Service(found[1]))
        try:
            yield driver
        finally:
            driver.quit()


def look(
    driver: webdriver.Chrome,
    size: tuple[int, int],
    *,
    scheme: str = "light",
    media: str = "screen",
    scale: float = 1,
) -> None:
    """How the pages that follow are looked at."""
    metrics = {"width": size[0], "height": size[1], "deviceScaleFactor": scale, "mobile": False}
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
    features = [
        {"name": "prefers-color-scheme", "value": scheme},
        {"name": "prefers-reduced-motion", "value": "reduce"},  # else a click waits for the page to stop
    ]
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": media, "features": features})


def main() -> int:
    """Say what is missing, after an attempt to install it."""
    if not programs():
        install()
    if not programs():
        print(f"No browser was found. As root: apt-get install {' '.join(PACKAGES)}. {ELSEWHERE}")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
