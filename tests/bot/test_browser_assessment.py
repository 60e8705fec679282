"""A trial of an assessment on a phone in a real browser, with the page loaded anew in the middle."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.bot.test_browser import address, answers, page, pictures, pytestmark, types
from tests.bot.test_browser_tasks import fits, phones

__all__ = ["address", "page", "phones", "pictures", "pytestmark"]

LETTER = re.compile("^[✔ ]*A$")


def test_a_trial_is_sat_with_the_page_loaded_anew_in_the_middle(
    phones: tuple[Page, Page], pictures: Path
) -> None:
    page, other = phones
    types(page, "/kiemtra Ôn tập quý một")
    expect(answers(page).last).to_contain_text("mọi chủ đề")
    answers(page).last.get_by_role("button", name="Câu hỏi").click()
    expect(answers(page).last).to_contain_text("Ngân hàng câu hỏi hiện có")
    types(page, "4 câu")
    answers(page).last.get_by_role("button", name="Công bố").click()
    expect(answers(page).last).to_contain_text("Đã công bố")
    fits(page)
    told = answers(other).filter(has_text="Kỳ kiểm tra mới").last
    expect(told).to_be_visible(timeout=15_000)
    told.get_by_role("button", name="Thi thử").click()
    screen = answers(other).filter(has_text=re.compile(r"Câu \d/4")).last
    expect(screen).to_contain_text("Câu 1/4 · đã làm 0")
    screen.get_by_role("button", name=LETTER).click()
    expect(screen).to_contain_text("Câu 2/4 · đã làm 1")
    screen.get_by_role("button", name="🚩").click()
    screen.get_by_role("button", name=LETTER).click()
    expect(screen).to_contain_text("Câu 3/4 · đã làm 2")
    other.screenshot(path=pictures / "exam.png")
    fits(other)
    other.reload()
    types(other, "/kiemtra")
    expect(answers(other).last).to_contain_text("Đồng chí đang làm dở")
    answers(other).last.get_by_role("button", name="Làm tiếp").click()
    screen = answers(other).filter(has_text=re.compile(r"Câu \d/4")).last
    expect(screen).to_contain_text("Câu 3/4 · đã làm 2")
    screen.get_by_role("button", name="Tất cả câu").click()
    overview = answers(other).filter(has_text="Đã trả lời 2/4 câu").last
    expect(overview.get_by_role("button", name="2✓🚩")).to_be_visible()
    overview.get_by_role("button", name="3", exact=True).click()
    screen = answers(other).filter(has_text=re.compile(r"Câu \d/4")).last
    for done in (3, 4):
        screen.get_by_role("button", name=LETTER).click()
        expect(screen).to_contain_text(f"đã làm {done}")
    screen.get_by_role("button", name="Nộp bài").click()
    answers(other).filter(has_text="Nộp rồi không sửa được").last.get_by_role(
        "button", name="Nộp bài"
    ).click()
    result = answers(other).filter(has_text="Thi thử: Ôn tập quý một").last
    expect(result).to_contain_text(re.compile(r"Đúng \d/4 câu"))
    fits(other)
