# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The HTML report in headless Chromium: what its readers do with it, and what hostile names cannot do."""

from __future__ import annotations

from typing import Any

import pytest
from selenium.common.exceptions import NoAlertPresentException
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.ui import Select
from selenium.webdriver.support.ui import WebDriverWait

from tests.browser.conftest import Reader
from tests.browser.conftest import Server
from tests.support.audits import HOSTILE
from tests.support.audits import hostile
from tests.support.audits import pool
from tests.support.audits import run
from tests.support.audits import unreadable

RULES: dict[str, Any] = {
    "severities": {"mode": "critical"},
    "exceptions": [
        {"user_pool_id": "us-east-1_kiosk", "reason": "Release 5", "expires": "2027-03-31"},
        {"user_pool_id": "us-east-1_gone", "reason": "Once", "expires": "2026-01-01"},
    ],
}
SMALL = run(
    [
        pool("OFF", pool_id="us-east-1_b", user_pool_name="beta", account_id="222222222222"),
        pool("ON", "SMS_MFA", pool_id="us-east-1_a", user_pool_name="alpha", account_id="111111111111"),
        unreadable("us-east-1_c", user_pool_name="gamma"),
        pool("OFF", pool_id="us-east-1_kiosk", user_pool_name="kiosk"),
        pool("ON", "EMAIL_OTP", pool_id="eu-west-1_p10", user_pool_name="pass 10"),
        pool("ON", "EMAIL_OTP", pool_id="eu-west-1_p9", user_pool_name="pass 9"),
    ],
    **RULES,
)
BY_STATUS = ["beta", "alpha", "gamma", "kiosk", "pass 10", "pass 9"]
LONG = "a-name-without-any-white-space-" * 8


def many(number: int) -> Any:
    """An audit of many user pools, some with long names, of every status."""
    kinds = [
        pool("OPTIONAL", "SMS_MFA", user_pool_name=LONG[:128]),
        pool("OFF", user_pool_name="customers"),
        unreadable(error=f"AccessDeniedException: {LONG}"),
        pool("ON", "EMAIL_OTP", "SOFTWARE_TOKEN_MFA", "SMS_MFA", user_pool_name="staff"),
    ]
    places = ("us-east-1", "ap-southeast-2", "eu-central-1")
    pools = [
        {
            **kinds[index % 4],
            "user_pool_id": f"{places[index % 3]}_{index:06}",
            "account_id": f"{index % 7:012}",
        }
        for index in range(number)
    ]
    return run(pools, **RULES)


THOUSAND = many(1000)


def tab_to(reader: Reader, label: str) -> WebElement:
    """Reach something with the tab key alone, as a reader without a mouse does."""
    for _press in range(80):
        reader.driver.switch_to.active_element.send_keys(Keys.TAB)
        focused = reader.driver.switch_to.active_element
        if label in (focused.text, focused.get_attribute("id")):
            return focused
    raise AssertionError(f"{label} cannot be reached")


def shown(reader: Reader) -> str:
    return str(reader.driver.find_element(By.ID, "shown").text)


def wait_until_shown(reader: Reader, text: str) -> None:
    WebDriverWait(reader.driver, 10).until(lambda _driver: shown(reader) == text)


def sorted_by(reader: Reader) -> list[list[str]]:
    found: list[list[str]] = reader.js(
        "Array.from(document.querySelectorAll('#pool-table [aria-sort]'), (th) => [th.textContent, th.ariaSort])"
    )
    return found


class TestSorting:
    def test_the_worst_first(self, reader: Reader) -> None:
        reader.open(SMALL)
        assert reader.rows() == BY_STATUS
        assert sorted_by(reader) == [["Status", "ascending"]]

    @pytest.mark.parametrize(
        ("column", "ascending"),
        [
            ("Status", BY_STATUS),
            ("Severity", ["beta", "gamma", "alpha", "kiosk", "pass 10", "pass 9"]),
            ("User pool", ["alpha", "beta", "gamma", "kiosk", "pass 9", "pass 10"]),
            ("Account", ["alpha", "beta", "gamma", "kiosk", "pass 10", "pass 9"]),
            ("Region", ["pass 10", "pass 9", "beta", "alpha", "gamma", "kiosk"]),
            ("Mode", ["gamma", "beta", "kiosk", "alpha", "pass 10", "pass 9"]),
            ("Factors", ["pass 10", "pass 9", "beta", "kiosk", "gamma", "alpha"]),
        ],
    )
    def test_by_mouse(self, reader: Reader, column: str, ascending: list[str]) -> None:
        reader.open(SMALL)
        button = reader.driver.find_element(By.XPATH, f"//table[@id='pool-table']//button[.='{column}']")
        button.click()
        if column == "Status":  # it was sorted so
            button.click()
        assert reader.rows() == ascending
        assert sorted_by(reader) == [[column, "ascending"]]
        button.click()
        assert reader.rows() != ascending
        assert sorted_by(reader) == [[column, "descending"]]

    def test_by_keyboard(self, reader: Reader) -> None:
        reader.open(SMALL)
        tab_to(reader, "User pool").send_keys(Keys.ENTER)
        assert reader.rows()[:2] == ["alpha", "beta"]
        focused = reader.driver.switch_to.active_element
        assert focused.text == "User pool"
        assert reader.js("getComputedStyle(document.activeElement).outlineStyle") == "solid"
        focused.send_keys(Keys.SPACE)
        assert reader.rows()[:2] == ["pass 10", "pass 9"]
        assert sorted_by(reader) == [["User pool", "descending"]]


class TestFiltering:
    def test_by_text(self, reader: Reader) -> None:
        reader.open(SMALL)
        find = tab_to(reader, "find")
        find.send_keys("PASS eu-west")
        wait_until_shown(reader, "Showing 2 of 6 user pools")
        assert reader.rows() == ["pass 10", "pass 9"]
        find.send_keys(" nothing")
        wait_until_shown(reader, "Showing 0 of 6 user pools")

    @pytest.mark.parametrize(
        ("text", "names"), [("us-east-1_a", ["alpha"]), ("22222", ["beta"]), ("only factor", ["alpha"])]
    )
    def test_by_anything_that_a_row_says(self, reader: Reader, text: str, names: list[str]) -> None:
        reader.open(SMALL)
        reader.driver.find_element(By.ID, "find").send_keys(text)
        wait_until_shown(reader, "Showing 1 of 6 user pools")
        assert reader.rows() == names

    def test_by_status_and_severity_and_back(self, reader: Reader) -> None:
        reader.open(SMALL)
        tab_to(reader, "by-status").send_keys("Fail")
        assert shown(reader) == "Showing 2 of 6 user pools"
        tab_to(reader, "by-severity").send_keys("Critical")
        assert reader.rows() == ["beta"]
        tab_to(reader, "clear").send_keys(Keys.ENTER)
        assert shown(reader) == "Showing 6 of 6 user pools"
        assert reader.driver.switch_to.active_element.get_attribute("id") == "find"

    def test_sorting_keeps_the_filter(self, reader: Reader) -> None:
        reader.open(SMALL)
        Select(reader.driver.find_element(By.ID, "by-status")).select_by_visible_text("Pass")
        reader.driver.find_element(By.XPATH, "//button[.='User pool']").click()
        assert reader.rows() == ["pass 9", "pass 10"]

    def test_a_figure_leads_to_its_pools(self, reader: Reader) -> None:
        reader.open(SMALL)
        reader.driver.find_element(By.CSS_SELECTOR, ".figures a[data-status=unknown]").click()
        assert reader.rows() == ["gamma"]
        assert Select(reader.driver.find_element(By.ID, "by-status")).first_selected_option.text == "Unknown"
        assert reader.driver.current_url == f"{reader.page}#pools"


def test_details_are_opened_and_a_task_is_copied_by_keyboard(reader: Reader) -> None:
    reader.open(SMALL)
    reader.driver.execute_cdp_cmd(
        "Browser.grantPermissions", {"permissions": ["clipboardReadWrite", "clipboardSanitizedWrite"]}
    )
    tab_to(reader, "The mode is OFF").send_keys(Keys.ENTER)
    tab_to(reader, "Copy").send_keys(Keys.ENTER)
    WebDriverWait(reader.driver, 10).until(lambda _driver: reader.driver.switch_to.active_element.text == "Copied")
    copied = reader.driver.execute_async_script("navigator.clipboard.readText().then(arguments[0])")
    assert copied == next(entry for entry in SMALL["pools"] if entry["user_pool_name"] == "beta")["remediation"]
    summary = reader.driver.find_element(By.CSS_SELECTOR, "details[open] summary")
    for _time in range(2):
        summary.click()
    assert len(reader.driver.find_elements(By.CSS_SELECTOR, "details[open] .copy")) == 1


def test_without_a_script_everything_is_there(reader: Reader) -> None:
    reader.driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    try:
        reader.open(SMALL)
    finally:
        reader.driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})
    assert reader.rows() == BY_STATUS
    assert not reader.driver.find_element(By.ID, "tools").is_displayed()
    buttons = reader.driver.find_elements(By.CSS_SELECTOR, "button")
    assert not [button for button in buttons if button.is_enabled() and button.is_displayed()]
    summary = reader.driver.find_element(By.CSS_SELECTOR, "summary")
    summary.click()
    assert "Task that fixes it" in reader.driver.find_element(By.CSS_SELECTOR, "details[open]").text


class TestHostileNames:
    @pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
    def test_they_do_nothing(self, reader: Reader, text: str) -> None:
        reader.open(hostile("harmless"))
        elements = reader.js("Array.from(document.querySelectorAll('*'), (element) => element.tagName)")
        title = reader.driver.title
        reader.open(hostile(text))
        assert reader.js("Array.from(document.querySelectorAll('*'), (element) => element.tagName)") == elements
        for summary in reader.driver.find_elements(By.CSS_SELECTOR, "summary"):
            summary.send_keys(Keys.ENTER)
        reader.driver.find_element(By.XPATH, "//button[.='User pool']").click()
        reader.driver.find_element(By.ID, "find").send_keys(text.translate(dict.fromkeys(range(0xD800, 0xE000)))[:99])
        Select(reader.driver.find_element(By.ID, "by-status")).select_by_visible_text("Fail")
        with pytest.raises(NoAlertPresentException):
            reader.driver.switch_to.alert.dismiss()
        assert title.split(":")[1] == reader.driver.title.rpartition(":")[2]
        assert reader.driver.title != "evil"
        assert reader.driver.get_log("browser") == []
        assert reader.requests() == [reader.page]
        assert reader.js("document.documentElement.scrollWidth <= innerWidth")

    def test_even_a_hole_in_the_escaping_would_run_and_load_nothing(self, reader: Reader) -> None:
        """The page's own policy stops what gets in."""
        reader.open(SMALL)
        reader.js(
            'document.body.insertAdjacentHTML(\'beforeend\', \'<img src="/evil.png" onerror="window.evil = 1">'
            '<style>body { display: none }</style><iframe src="/evil.html"></iframe>\')'
        )
        reader.js("document.head.append(Object.assign(document.createElement('script'), {text: 'window.evil = 1'}))")
        assert reader.js("window.evil") is None
        assert reader.js("getComputedStyle(document.body).display") == "block"
        refused = [entry["message"] for entry in reader.driver.get_log("browser")]
        assert len(refused) >= 4
        assert all("Content Security Policy" in message for message in refused)
        assert not [path for path in Server.asked if "evil" in path]


@pytest.mark.parametrize("width", [1280, 390, 320])
@pytest.mark.parametrize("name", ["small", "thousand"])
def test_nothing_is_wider_than_the_window(reader: Reader, name: str, width: int) -> None:
    reader.open({"small": SMALL, "thousand": THOUSAND}[name], width)
    assert len(reader.rows()) == (6 if name == "small" else 1000)
    reader.driver.execute_script(
        "Array.from(document.querySelectorAll('details')).slice(0, 30).forEach((details) => (details.open = true))"
    )
    for place in ("0", "document.documentElement.scrollHeight / 2", "document.documentElement.scrollHeight"):
        reader.driver.execute_script(f"scrollTo({{top: {place}, behavior: 'instant'}})")
        assert reader.js("document.documentElement.scrollWidth") == width


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("name", ["small", "empty"])
def test_accessibility(reader: Reader, name: str, width: int, scheme: str) -> None:
    """What axe-core can find, in every state of the page at once."""
    reader.open(SMALL if name == "small" else run([]), width, scheme=scheme)
    reader.driver.execute_script(
        "document.querySelectorAll('details').forEach((details) => (details.open = true));"
        "document.querySelectorAll('#pool-table > tbody').forEach((body) => (body.style.contentVisibility = 'visible'))"
    )
    background = "rgb(21, 23, 26)" if scheme == "dark" else "rgb(247, 246, 243)"
    assert reader.js("getComputedStyle(document.body).backgroundColor") == background
    assert reader.violations() == []


def test_tables_are_tables_to_assistive_technology(reader: Reader) -> None:
    """Although their rows are laid out as grids."""
    for width in (1280, 390):
        reader.open(SMALL, width)
        nodes = reader.driver.execute_cdp_cmd("Accessibility.getFullAXTree", {})["nodes"]
        roles = [node["role"]["value"] for node in nodes if not node["ignored"]]
        names = [node["name"]["value"] for node in nodes if node.get("role", {}).get("value") == "columnheader"]
        assert "User pool" in names
        assert roles.count("table") >= 5
        assert roles.count("rowheader") >= len(SMALL["pools"])
        assert "cell" in roles


def test_on_paper_everything_is_open_and_nothing_is_to_be_pressed(reader: Reader) -> None:
    reader.open(SMALL, 794, media="print", scheme="dark")
    assert reader.js("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    visible = "Array.from(document.querySelectorAll(arguments[0])).filter((found) => found.checkVisibility()).length"
    assert reader.js(visible, "pre") == reader.js("document.querySelectorAll('pre').length") > 1
    assert reader.js(visible, "nav, #tools, .skip") == 0


def test_ten_thousand_pools_can_be_used(reader: Reader) -> None:
    reader.open(many(10_000))
    assert shown(reader) == "Showing 10,000 of 10,000 user pools"
    reader.driver.find_element(By.XPATH, "//button[.='User pool']").click()
    assert sorted_by(reader) == [["User pool", "ascending"]]
    reader.driver.find_element(By.ID, "find").send_keys("us-east-1_000003")
    wait_until_shown(reader, "Showing 1 of 10,000 user pools")
