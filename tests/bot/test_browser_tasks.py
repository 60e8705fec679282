"""Announcements and tasks on phones in a real browser: one writes, the other sees, the numbers move."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.bot.test_browser import PHONE, address, answers, page, pictures, pytestmark, types

__all__ = ["address", "page", "pictures", "pytestmark"]


def fits(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


@pytest.fixture
def phones(address: str, page: Page) -> Iterator[tuple[Page, Page]]:
    """The secretary's phone, and that of a member of the same office; neither may complain."""
    troubles: list[str] = []
    page.on("console", lambda said: troubles.append(said.text) if said.type == "error" else None)
    page.goto(address)
    page.locator("#people").select_option("secretary")
    expect(page.locator("#my-name")).to_contain_text("Trần Minh Quân")
    browser = page.context.browser
    assert browser
    other = browser.new_context(viewport=PHONE, locale="vi-VN").new_page()
    other.goto(address)
    expect(other.locator("#my-name")).to_contain_text("Nguyễn Thị Thu Hà")
    yield page, other
    # One who types as fast as a test is asked to wait, and the page repeats it by itself.
    assert [each for each in troubles if "429" not in each] == []


def test_an_announcement_is_answered_counted_and_corrected(
    address: str, phones: tuple[Page, Page], pictures: Path
) -> None:
    page, other = phones
    types(page, "/thongbao Họp chi bộ 14h thứ sáu tại phòng họp số 2, đề nghị các đồng chí dự đủ.")
    answers(page).last.get_by_role("button", name="Câu hỏi").click()
    expect(answers(page).last).to_contain_text("Mời đồng chí gõ câu hỏi")
    types(page, "Đồng chí có dự không? Có / Không")
    expect(answers(page).last).to_contain_text("Đồng chí có dự không? (Có / Không)")
    answers(page).last.get_by_role("button", name=re.compile("Gửi .* người")).click()
    numbers = answers(page).filter(has_text="Thông báo của").last
    expect(numbers).to_contain_text("Đã xem: 0")
    told = answers(other).filter(has_text="tại phòng họp số 2").last
    expect(told).to_be_visible(timeout=15_000)
    other.screenshot(path=pictures / "announcement.png")
    told.get_by_role("button", name="Có", exact=True).click()
    expect(told).to_contain_text("Đồng chí đã trả lời: Có")
    # Nobody touched the first phone.
    expect(numbers).to_contain_text("Đã xem: 1", timeout=15_000)
    expect(numbers).to_contain_text("Có: 1 · Không: 0")
    fits(page)
    numbers.get_by_role("button", name="Sửa nội dung").click()
    types(page, "Họp chi bộ 15h thứ sáu tại phòng họp số 2.")
    # In the place of the old text.
    expect(told).to_contain_text("Họp chi bộ 15h", timeout=15_000)
    expect(told).to_contain_text("(đã sửa)")
    types(page, "/gui")
    expect(answers(page).last).to_contain_text("Tin gửi trong bảy ngày qua")
    page.goto(f"{address}/sending")
    expect(page.locator("h1")).to_have_text("Tình hình gửi tin")
    expect(page.locator("main")).to_contain_text("Thông báo: Họp chi bộ 15h")
    fits(page)
    other.goto(f"{address}/sending")
    expect(other.locator("main")).to_contain_text("dành cho văn thư và lãnh đạo")


def test_a_task_goes_from_one_phone_to_the_other_and_back(phones: tuple[Page, Page], pictures: Path) -> None:
    page, other = phones
    types(page, "/giao Nguyễn Thị Thu Hà: tổng hợp số liệu chuyển đổi số quý trước thứ sáu 17h")
    expect(answers(page).last).to_contain_text("Sẽ nhắc:")
    task = answers(other).filter(has_text="đã giao việc").last
    expect(task).to_be_visible(timeout=15_000)
    task.get_by_role("button", name="Nộp kết quả").click()
    expect(answers(other).last).to_contain_text("mời đồng chí gửi tệp")
    types(other, "Đã gửi qua trục liên thông")
    expect(answers(other).last).to_contain_text("đã nộp, chờ Trần Minh Quân duyệt")
    other.screenshot(path=pictures / "task.png")
    fits(other)
    handed = answers(page).filter(has_text="đã nộp: Đã gửi").last
    expect(handed).to_be_visible(timeout=15_000)
    handed.get_by_role("button", name="Duyệt").click()
    expect(answers(page).last).to_contain_text("Trạng thái: đã duyệt")
