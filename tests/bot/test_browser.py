"""A real browser on a phone-sized page talks to the real `canbo run --demo`."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, ViewportSize, expect, sync_playwright

from tests.messages import ROOT

CHROMIUM = shutil.which("chromium")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PHONE: ViewportSize = {"width": 390, "height": 844}
PATIENCE = 20_000
REMINDER_PATIENCE = 150_000
"""Milliseconds: a deadline in two minutes is reminded of halfway."""

pytestmark = pytest.mark.skipif(
    CHROMIUM is None and not os.environ.get("CI"),
    reason="chromium is not installed (apt-get install it)",
)


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    """Start the real process; it prints its address when it serves."""
    environment = {**os.environ, "CANBO_PORT": "0", "CANBO_DATA_DIR": str(tmp_path), "CANBO_LANGUAGE": "vi"}
    command = [sys.executable, "-m", "bot", "run", "--demo"]
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        found = None
        for line in process.stdout:
            if found := re.search(r"http://[\w.]+:\d+", line):
                break
        assert found, "it did not start"
        yield found[0]
        process.terminate()
        process.stdout.read()
        assert process.wait(timeout=20) == 0


@pytest.fixture
def page() -> Iterator[Page]:
    """A page of a phone's size, at no other site."""
    assert CHROMIUM, "CI needs chromium: apt-get install chromium"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        context = browser.new_context(viewport=PHONE, locale="vi-VN")
        opened = context.new_page()
        opened.set_default_timeout(PATIENCE)
        expect.set_options(timeout=PATIENCE)
        yield opened
        browser.close()


@pytest.fixture
def pictures(tmp_path: Path) -> Path:
    """Where screenshots go: beside the README's when asked for."""
    folder = ROOT / "docs" / "screenshots" if os.environ.get("CANBO_SCREENSHOTS") else tmp_path
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def answers(page: Page) -> Locator:
    return page.locator("li.theirs:not(.typing)")


def types(page: Page, text: str) -> None:
    page.get_by_role("textbox").fill(text)
    page.keyboard.press("Enter")
    expect(page.locator("li.mine").last).to_contain_text(text)


def test_a_morning_with_the_demo(address: str, page: Page, pictures: Path) -> None:
    troubles: list[str] = []
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.on("console", lambda said: troubles.append(said.text) if said.type == "error" else None)
    page.goto(address)
    expect(page.get_by_text("Bản thử", exact=True)).to_be_visible()
    expect(page.locator("#my-name")).to_have_text("Nguyễn Thị Thu Hà")
    expect(answers(page).first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    for button in page.locator("button:visible, select:visible").all():
        box = button.bounding_box()
        assert box
        assert box["height"] >= 44, button

    page.get_by_role("button", name="Lịch").first.click()
    expect(answers(page).last).to_contain_text("Họp Văn phòng: phân công trực và báo cáo tuần")
    page.screenshot(path=pictures / "agenda.png")

    page.get_by_role("button", name="Luyện").first.click()
    expect(answers(page).last).to_contain_text("Câu 1/10")
    answers(page).last.get_by_role("button", name="A", exact=True).click()
    expect(page.get_by_text("Câu 2/10")).to_be_visible()
    page.screenshot(path=pictures / "quiz.png")

    types(page, "Báo cáo tuần gửi trước mấy giờ?")
    expect(answers(page).last).to_contain_text("16 giờ 00 thứ Năm")
    expect(answers(page).last).to_contain_text("31-QĐ/TU")
    page.screenshot(path=pictures / "question.png")

    types(page, "/han gửi giấy mời sau 2 phút")
    expect(answers(page).last).to_contain_text("gửi giấy mời")
    before = answers(page).filter(has_text="gửi giấy mời").count()
    expect(answers(page).filter(has_text="gửi giấy mời")).to_have_count(before + 1, timeout=REMINDER_PATIENCE)
    expect(answers(page).filter(has_text="số liệu tổng hợp")).not_to_have_count(0)
    page.screenshot(path=pictures / "reminder.png")

    page.locator("#people").select_option("branch")
    expect(page.locator("#my-name")).to_have_text("Phạm Ngọc Ánh")
    expect(answers(page).first).to_be_visible()
    page.get_by_role("button", name="Lịch").first.click()
    expect(answers(page).last).to_contain_text("Giao ban Thường trực Thành ủy")
    expect(page.locator("#bubbles")).not_to_contain_text("phân công trực")
    page.emulate_media(color_scheme="dark")
    page.screenshot(path=pictures / "dark.png")
    page.emulate_media(color_scheme="light")
    page.set_viewport_size({"width": 1280, "height": 800})
    page.screenshot(path=pictures / "desktop.png")
    assert not troubles


def test_a_message_written_offline_is_sent_when_the_network_is_back(address: str, page: Page) -> None:
    page.goto(address)
    expect(answers(page).first).to_be_visible()
    page.context.set_offline(True)
    types(page, "/toi")
    expect(page.locator("li.mine.waiting")).to_contain_text("đang gửi")
    expect(page.locator("#offline")).to_be_visible()
    page.context.set_offline(False)
    expect(answers(page).last).to_contain_text("Nguyễn Thị Thu Hà")
    expect(page.locator("li.mine")).to_have_count(1)
    expect(page.locator("li.mine.waiting")).to_have_count(0)
    expect(page.locator("#offline")).to_be_hidden()


def test_an_invitation_link_waits_for_a_press(address: str, page: Page) -> None:
    page.goto(f"{address}/?code=ABCD2345")
    expect(answers(page).last).to_contain_text("mã mời")
    expect(page.locator("li.mine")).to_have_count(0)
    assert page.url.rstrip("/") == address
    page.get_by_role("button", name="Dùng mã mời").click()
    expect(page.locator("li.mine").last).to_contain_text("/start ABCD2345")
