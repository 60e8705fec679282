"""The week on a phone in a real browser: a picture in the bubble, in full size on its own, and as files."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page, expect

from tests.bot.test_browser import PHONE, address, answers, page, pictures, pytestmark, types

__all__ = ["address", "page", "pictures", "pytestmark"]


def test_the_week_is_a_picture_that_a_phone_shows(address: str, page: Page, pictures: Path) -> None:
    troubles: list[str] = []
    page.on("console", lambda said: troubles.append(said.text) if said.type == "error" else None)
    page.goto(address)
    expect(answers(page).first).to_be_visible()
    types(page, "/lich tuan nay")
    answers(page).last.get_by_role("button", name="Ảnh, Word, Excel").click()
    page.get_by_role("button", name="🖼 Ảnh").click()
    shown = page.get_by_role("img", name="Xem cỡ lớn: lich-cong-tac-")
    expect(shown).to_be_visible()
    expect(shown).to_have_js_property("naturalWidth", 1170)
    box = shown.bounding_box()
    assert box
    assert 320 <= box["width"] <= PHONE["width"]
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    page.screenshot(path=pictures / "week.png")
    with page.context.expect_page() as opening:
        shown.click()
    opening.value.wait_for_load_state()
    expect(opening.value.locator("img")).to_have_js_property("naturalWidth", 1170)
    opening.value.close()

    page.get_by_role("button", name="Tệp Word").last.click()
    link = page.get_by_role("link", name="Tải xuống: lich-cong-tac-")
    expect(link).to_be_visible()
    with page.expect_download() as downloading:
        link.click()
    assert downloading.value.path().read_bytes().startswith(b"PK")
    assert troubles == []

    place = shown.get_attribute("src")
    page.locator("#people").select_option("guest")
    expect(page.locator("#my-name")).to_have_text("Chưa đăng nhập")
    assert page.evaluate("async (place) => (await fetch(place)).status", place) == 404
    unknown = page.evaluate("async () => (await fetch('/lich/x.ics')).text()")
    assert "Địa chỉ lịch này không còn dùng" in unknown


def test_a_phone_reads_the_calendar_at_the_address_that_it_was_given(address: str, page: Page) -> None:
    page.goto(address)
    expect(answers(page).first).to_be_visible()
    types(page, "/lichdienthoai")
    answers(page).last.get_by_role("button", name="➕").first.click()
    given = answers(page).last.locator("code")
    expect(given).to_contain_text(f"{address}/lich/")
    calendar = page.request.get(given.inner_text())
    assert calendar.status == 200
    assert calendar.text().startswith("BEGIN:VCALENDAR")
