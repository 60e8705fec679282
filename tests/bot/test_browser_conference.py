"""A conference on a phone in a real browser: its numbers move while people check in."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.bot.test_browser import PHONE, address, answers, page, pictures, pytestmark, types

__all__ = ["address", "page", "pictures", "pytestmark"]


def test_the_numbers_move_while_people_check_in(address: str, page: Page, pictures: Path) -> None:
    troubles: list[str] = []
    page.on("console", lambda said: troubles.append(said.text) if said.type == "error" else None)
    page.goto(address)
    page.locator("#people").select_option("secretary")
    expect(page.locator("#my-name")).to_contain_text("Trần Minh Quân")
    types(page, "/diemdanh")
    answers(page).last.get_by_role("button", name="Báo số liệu điểm cầu").click()
    expect(answers(page).last).to_contain_text("Mã điểm danh")
    code = answers(page).last.locator("code").inner_text()
    answers(page).last.get_by_role("button", name="Mã QR").click()
    expect(page.get_by_role("img", name=re.compile(code))).to_be_visible()
    page.screenshot(path=pictures / "sign.png")
    answers(page).filter(has_text="Mã điểm danh").last.get_by_role("button", name="Tất cả điểm cầu").click()
    numbers = answers(page).filter(has_text="Điểm cầu đã có số liệu").last
    expect(numbers).to_contain_text("Có mặt: 0/")

    other = page.context.browser
    assert other
    hall = other.new_context(viewport=PHONE, locale="vi-VN").new_page()
    # As from the camera: whoever opens the demo first is the member.
    hall.goto(f"{address}/here/{code}")
    expect(hall.locator("#my-name")).to_contain_text("Nguyễn Thị Thu Hà")
    hall.get_by_role("button", name="Tôi đã có mặt").click()
    expect(answers(hall).filter(has_text="Đã điểm danh lúc").last).to_be_visible()
    hall.screenshot(path=pictures / "checked-in.png")
    # Nobody touched the first phone.
    expect(numbers).to_contain_text("Có mặt: 1/")
    hall.locator("#people").select_option("branch")
    expect(hall.locator("#my-name")).to_contain_text("Phạm Ngọc Ánh")
    types(hall, "/diemdanh")
    answers(hall).last.get_by_role("button", name="Tôi có mặt").click()
    expect(numbers).to_contain_text("Có mặt: 2/")
    page.screenshot(path=pictures / "conference.png")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]

    numbers.get_by_role("button", name="Tệp Word").click()
    link = page.get_by_role("link", name="Tải xuống:").last
    with page.expect_download() as downloading:
        link.click()
    assert downloading.value.path().read_bytes().startswith(b"PK")
    assert troubles == []
