"""Papers in a real browser: asked about, opened, downloaded; files sent; nothing for the outsider."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import FilePayload, Page, expect

from tests.bot.test_browser import PHONE, address, answers, page, pictures, pytestmark, types
from tests.knowledge.documents_files import p, word
from tests.messages import ROOT

__all__ = ["address", "page", "pictures", "pytestmark"]

PAPER = ROOT / "bot" / "demo" / "documents" / "quy-dinh-31.md"


RULES = """THÀNH ỦY BÌNH GIANG
Số 152-QĐ/TU
Bình Giang, ngày 20 tháng 10 năm 2026
QUYẾT ĐỊNH
ban hành Quy định về sử dụng nhà để xe của cơ quan
Điều 1. Đối tượng
1. Quy định này áp dụng với cán bộ, công chức, người lao động và khách đến làm việc.
Điều 2. Thời gian mở cửa
1. Nhà để xe mở cửa từ 06 giờ 15 đến 18 giờ 45 các ngày làm việc.
2. Ngoài thời gian này, người gửi xe đăng ký với tổ bảo vệ trước 01 ngày.
Điều 3. Hiệu lực
Quyết định này có hiệu lực kể từ ngày ký."""
ASKED = "nha de xe mo cua tu may gio"


def becomes(page: Page, key: str, name: str) -> None:
    """Be somebody else in the demo."""
    page.locator("#people").select_option(key)
    expect(page.locator("#my-name")).to_have_text(name)
    expect(answers(page).first).to_be_visible()


def test_a_paper_is_asked_about_opened_and_downloaded(address: str, page: Page, pictures: Path) -> None:
    page.goto(address)
    expect(answers(page).first).to_be_visible()
    types(page, "Báo cáo tuần gửi trước mấy giờ?")
    expect(answers(page).last).to_contain_text("16 giờ 00 thứ Năm")
    answers(page).last.get_by_role("button", name="Đọc").first.click()
    expect(answers(page).last).to_contain_text("Điều 2. Các loại báo cáo")
    types(page, "/vb 31-QĐ/TU")
    expect(answers(page).last).to_contain_text("31-QĐ/TU")
    answers(page).last.get_by_role("button", name="tệp").click()
    link = page.get_by_role("link", name=f"Tải xuống: {PAPER.name}")
    expect(link).to_be_visible()
    page.screenshot(path=pictures / "file.png")
    with page.expect_download() as downloading:
        link.click()
    assert downloading.value.suggested_filename == PAPER.name
    assert downloading.value.path().read_bytes() == PAPER.read_bytes()
    place = link.get_attribute("href")

    becomes(page, "guest", "Chưa đăng nhập")
    expect(page.get_by_role("button", name="Gửi tệp")).to_be_hidden()
    types(page, "Báo cáo tuần gửi trước mấy giờ?")
    types(page, "/vb 31-QĐ/TU")
    expect(answers(page)).to_have_count(3)
    expect(page.locator("#bubbles")).not_to_contain_text("16 giờ 00 thứ Năm")
    expect(page.locator("#bubbles")).not_to_contain_text(PAPER.name)
    answer = page.request.get(f"{address}{place}")
    assert answer.status == 404
    assert PAPER.read_bytes() not in answer.body()


def presses(page: Page, label: str) -> None:
    """Press a button of the last answer."""
    answers(page).last.get_by_role("button", name=label, exact=True).click()


def test_a_paper_is_filed_asked_about_opened_and_downloaded(
    address: str, page: Page, pictures: Path, tmp_path: Path
) -> None:
    paper = tmp_path / "nhà để xe.docx"
    word(paper, "".join(p(line) for line in RULES.split("\n")))
    page.goto(address)
    becomes(page, "secretary", "Trần Minh Quân")
    page.get_by_role("textbox").fill("Kính gửi văn thư")
    with page.expect_file_chooser() as choosing:
        page.get_by_role("button", name="Gửi tệp").click()
    choosing.value.set_files(paper)
    expect(page.locator("#bubbles")).to_contain_text("Kính gửi văn thư")
    expect(answers(page).last).to_contain_text("152-QĐ/TU")
    types(page, "địa danh TP. Bình Giang")
    expect(answers(page).last).to_contain_text("TP. Bình Giang")
    presses(page, "Phạm vi")
    answers(page).last.get_by_role("button", name="mọi đơn vị").first.click()
    expect(answers(page).last).to_contain_text("152-QĐ/TU")
    page.screenshot(path=pictures / "filing.png")
    presses(page, "Lưu")
    expect(answers(page).last).to_contain_text("Đã lưu")

    member = page.context.browser.new_context(viewport=PHONE, locale="vi-VN").new_page()  # type: ignore[union-attr]  # launched by us
    member.goto(address)
    expect(answers(member).first).to_be_visible()
    types(member, ASKED)
    expect(answers(member).last).to_contain_text("06 giờ 15 đến 18 giờ 45")
    expect(answers(member).last).to_contain_text("Điều 2")
    answers(member).last.get_by_role("button", name="Đọc").first.click()
    expect(answers(member).last).to_contain_text("đăng ký với tổ bảo vệ")
    presses(member, "Sau ▶")
    expect(answers(member).last).to_contain_text("Điều 3. Hiệu lực")
    types(member, "/vb 152")
    expect(answers(member).last).to_contain_text("Hiệu lực")
    answers(member).last.get_by_role("button", name="tệp").click()
    link = member.get_by_role("link", name=f"Tải xuống: {paper.name}")
    with member.expect_download() as downloading:
        link.click()
    assert downloading.value.path().read_bytes() == paper.read_bytes()
    place = link.get_attribute("href")

    for key, name in (("branch", "Phạm Ngọc Ánh"), ("guest", "Chưa đăng nhập")):
        becomes(member, key, name)
        before = answers(member).count()
        types(member, ASKED)
        expect(answers(member)).to_have_count(before + 1)
        expect(member.locator("#bubbles")).not_to_contain_text("06 giờ 15")
        expect(member.locator("#bubbles")).not_to_contain_text("152-QĐ/TU")
        assert member.request.get(f"{address}{place}").status == 404


def test_a_file_is_sent_by_the_button_and_by_dropping_even_offline(address: str, page: Page) -> None:
    page.goto(address)
    becomes(page, "secretary", "Trần Minh Quân")
    name = "Tờ trình về việc sửa đổi Quy chế làm việc.txt"
    file: FilePayload = {"name": name, "mimeType": "text/plain", "buffer": "Kính gửi: Thường trực".encode()}
    page.context.set_offline(True)
    with page.expect_file_chooser() as choosing:
        page.get_by_role("button", name="Gửi tệp").click()
    choosing.value.set_files([file])
    expect(page.locator("li.mine.waiting .file")).to_contain_text(name)
    before = answers(page).count()
    page.context.set_offline(False)
    expect(page.locator("li.mine .file")).to_have_count(1)
    expect(page.locator("li.mine.waiting")).to_have_count(0)
    expect(answers(page)).to_have_count(before + 1)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]

    page.evaluate(
        """() => {
            const files = new DataTransfer();
            files.items.add(new File(["x"], "thả vào.txt"));
            const event = { dataTransfer: files, bubbles: true, cancelable: true };
            dispatchEvent(new DragEvent("dragover", event));
            dispatchEvent(new DragEvent("drop", event));
        }"""
    )
    expect(page.locator("li.mine .file").last).to_contain_text("thả vào.txt")
    expect(answers(page)).to_have_count(before + 2)

    large: FilePayload = {"name": "to.pdf", "mimeType": "application/pdf", "buffer": bytes(20 * 2**20 + 1)}
    page.locator("#files").set_input_files([large])
    expect(page.get_by_role("alert")).to_contain_text("20 MB")
    expect(page.locator("li.mine .file")).to_have_count(2)
