"""Announcements: drafted, sent to everybody below, seen, answered, followed, corrected, withdrawn."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO

import pytest
from docx import Document

from bot.channels import Undeliverable
from handlers.chat import Reply
from tests.conftest import NOON, Talk
from tests.letterbox import Letterbox, Post

MINUTE = timedelta(minutes=1)


class Office:
    """The whole bot, with a letterbox at the end."""

    def __init__(self, talk: Talk) -> None:
        self.talk = talk
        self.knowledge = talk("sam").knowledge
        self.box = Letterbox(revises_every=0.1)
        self.post = Post(self.knowledge, self.box, "en")

    async def rings(self, minutes: int = 0) -> dict[str, str]:
        """Send what is due, and return what each person was told."""
        await self.post.tick(NOON + minutes * MINUTE)
        return {address: reply.text for address, reply in self.box.sent}

    def reply_to(self, name: str) -> Reply:
        return next(reply for address, reply in self.box.sent if address == name)


def word(*lines: str) -> bytes:
    made, whole = Document(), BytesIO()
    for line in lines:
        made.add_paragraph(line)
    made.save(whole)
    return whole.getvalue()


@pytest.fixture
def office(talk: Talk) -> Office:
    return Office(talk)


async def test_a_secretary_tells_the_office_and_sees_who_has_read_it(office: Office) -> None:
    sam, ada = office.talk("sam"), office.talk("ada")
    draft = await sam.says("/thongbao Họp <chi bộ> 14h thứ sáu, phòng 2.")
    assert "<b>Draft</b>, to Office and all below:" in draft.text
    assert "Họp &lt;chi bộ&gt; 14h thứ sáu" in draft.text
    assert await office.rings() == {}
    counts = await sam.presses("Send to 2 people")
    assert "Still on the way: 2" in counts.text
    told = await office.rings()
    assert set(told) == {"sam", "ada"}
    assert "📢 <b>Office</b>" in told["ada"]
    # Ada presses "seen" by its number: the channel has no buttons.
    seen = await ada.says("1")
    assert "✓ Seen at 12:00" in seen.text
    assert seen.edit
    await sam.says("/thongbao")
    counts = await sam.presses("Họp")
    assert "Sent: 2 of 2" in counts.text
    assert "Seen: <b>1</b>" in counts.text
    assert counts.watches is not None
    assert "Seen: <b>1</b>" in await counts.watches()


async def test_it_goes_to_everybody_below_and_to_nobody_else(office: Office) -> None:
    lea = office.talk("lea")
    await lea.says("/thongbao Toàn thể")
    await lea.presses("Send to 5 people")
    assert set(await office.rings()) == {"ada", "sam", "lea", "grace", "adam"}


async def test_a_question_is_answered_and_counted_by_unit_and_only_the_silent_are_reminded(
    office: Office,
) -> None:
    lea, ada, grace = office.talk("lea"), office.talk("ada"), office.talk("grace")
    await lea.says("/thongbao Hội nghị sáng thứ bảy")
    await lea.presses("Question")
    preview = await lea.says("Đồng chí có dự không? Có / Không / Chưa rõ")
    assert "❓ Đồng chí có dự không? (Có / Không / Chưa rõ)" in preview.text
    await lea.presses("Send to 5")
    await office.rings()
    assert [b.label for row in office.reply_to("ada").buttons for b in row] == ["Có", "Không", "Chưa rõ"]
    assert "Your answer: <b>Có</b>" in (await ada.says("1")).text
    assert "Your answer: <b>Không</b>" in (await ada.says("2")).text
    await grace.says("3")
    await lea.says("/thongbao")
    counts = await lea.presses("Hội nghị")
    assert "Answered: <b>2</b> (Có: 0 · Không: 1 · Chưa rõ: 1)" in counts.text
    assert "• Office: 1 of 2 seen, 1 answered" in counts.text
    assert "3 people are reminded" in (await lea.presses("Remind the silent")).text
    assert "ten minutes" in (await lea.presses("Remind the silent")).text
    told = await office.rings()
    assert set(told) == {"sam", "lea", "adam"}
    assert "A reminder" in told["sam"]


async def test_one_who_answers_after_the_reminder_was_planned_does_not_get_it(office: Office) -> None:
    sam, ada = office.talk("sam"), office.talk("ada")
    await sam.says("/thongbao Họp")
    await sam.presses("Send to 2")
    await office.rings()
    await sam.says("/thongbao")
    await sam.presses("Họp")
    await sam.presses("Remind the silent")
    await ada.says("1")
    assert set(await office.rings()) == {"sam"}


async def test_a_correction_takes_the_place_of_what_was_sent(office: Office) -> None:
    sam, ada = office.talk("sam"), office.talk("ada")
    await sam.says("/thongbao Họp 14h")
    await sam.presses("Send to 2")
    await office.rings()
    await ada.says("1")
    await sam.says("/thongbao")
    await sam.presses("Họp 14h")
    asked = await sam.presses("Correct")
    assert "<code>Họp 14h</code>" in asked.text
    assert "Corrected" in (await sam.says("Họp 15h")).text
    assert await office.rings() == {}
    assert [text for _, text in office.box.revised] == [
        "📢 <b>Office</b> (corrected)\n\nHọp 15h",
        "📢 <b>Office</b> (corrected)\n\nHọp 15h",
    ]
    # What was seen was the old text.
    await sam.says("/thongbao")
    assert "Seen: <b>0</b>" in (await sam.presses("Họp 15h")).text


async def test_where_a_message_cannot_be_changed_the_correction_comes_as_a_new_one(office: Office) -> None:
    sam = office.talk("sam")
    office.box.revises_every = None
    await sam.says("/thongbao Họp 14h")
    await sam.presses("Send to 2")
    await office.rings()
    await sam.says("/thongbao")
    await sam.presses("Họp 14h")
    await sam.presses("Correct")
    await sam.says("Họp 15h")
    assert "(corrected)" in (await office.rings())["ada"]


async def test_those_who_still_wait_get_only_the_corrected_text(office: Office) -> None:
    sam = office.talk("sam")
    await sam.says("/thongbao Họp 14h")
    await sam.presses("Send to 2")
    await sam.presses("Correct")
    await sam.says("Họp 15h")
    told = await office.rings()
    assert "Họp 15h" in told["ada"]
    assert len(office.box.sent) == 2


async def test_a_withdrawal_stops_it_and_tells_those_who_have_it(office: Office) -> None:
    sam, ada = office.talk("sam"), office.talk("ada")
    await sam.says("/thongbao Nhầm")
    await sam.presses("Send to 2")
    office.box.trouble["sam"] = Undeliverable("away", permanent=False)
    assert set(await office.rings()) == {"ada"}
    await sam.says("/thongbao")
    await sam.presses("Nhầm")
    await sam.presses("Withdraw")
    assert "↩ <b>Withdrawn.</b>" in (await sam.presses("Yes, withdraw")).text
    office.box.trouble.clear()
    assert await office.rings(5) == {}
    assert office.box.revised == [("ada", "📢 <b>Office</b>: this announcement was withdrawn.")]
    assert "withdrawn" in (await ada.forges("bulletins.seen:1")).text


async def test_files_go_along_for_readers_alone(office: Office) -> None:
    sam, ada, grace = office.talk("sam"), office.talk("ada"), office.talk("grace")
    await sam.says("/thongbao Tài liệu họp")
    preview = await sam.sends("Tài liệu.docx", word("Chương trình họp"))
    assert "📎 Tài liệu.docx" in preview.text
    await sam.presses("Send to 2")
    await office.rings()
    sent = await ada.says("2")
    assert sent.file is not None
    assert sent.file.name == "Tài liệu.docx"
    number = sent.file.key.id  # type: ignore[union-attr]  # a made file
    assert await office.knowledge.made_files.get(number, 1) is not None
    assert await office.knowledge.made_files.get(number, 4) is None
    assert "not within your scope" in (await grace.forges(f"bulletins.file:1:{number}")).text


async def test_a_secret_paper_does_not_go_along(office: Office) -> None:
    sam = office.talk("sam")
    await sam.says("/thongbao Tài liệu")
    refused = await sam.sends("Tài liệu.docx", word("MẬT", "Chương trình"))
    assert "mark of state secrecy" in refused.text
    await sam.says("/thongbao")
    assert "📎" not in (await sam.presses("Tài liệu")).text


async def test_a_plain_line_begins_one_for_a_unit_by_name(office: Office) -> None:
    lea = office.talk("lea")
    draft = await lea.says("Thông báo cho Ward B: nộp báo cáo quý trước thứ sáu")
    assert "to Ward B and all below" in draft.text
    await lea.presses("Send to 1 person")
    assert set(await office.rings()) == {"grace"}


@pytest.mark.parametrize("name", ["ada", "eve", "grace"])
async def test_who_keeps_no_unit_writes_none_and_sees_no_numbers(office: Office, name: str) -> None:
    sam, other = office.talk("sam"), office.talk(name)
    await sam.says("/thongbao Của văn phòng")
    assert "secretaries and leads" in (await other.says("/thongbao Của tôi")).text
    for act in ("send", "numbers", "nudge", "show", "correct", "withdrawn", "drop"):
        assert "not within your scope" in (await other.forges(f"bulletins.{act}:1")).text
    await sam.presses("Send to 2")
    for act in ("numbers", "nudge", "withdrawn"):
        assert "not within your scope" in (await other.forges(f"bulletins.{act}:1")).text
    if name != "ada":
        for act in ("seen:1", "open:1", "answer:1:0"):
            assert "not within your scope" in (await other.forges(f"bulletins.{act}")).text


async def test_what_is_out_is_not_a_draft_any_more(office: Office) -> None:
    sam = office.talk("sam")
    await sam.says("/thongbao Một")
    await sam.presses("Send to 2")
    assert "out already" in (await sam.forges("bulletins.drop:1")).text
    await sam.forges("bulletins.reword:1")
    assert "out already" in (await sam.says("Hai")).text
    # A second press on "send" sends nothing twice.
    await sam.forges("bulletins.send:1")
    assert len(await office.rings()) == 2


@pytest.mark.parametrize(
    ("typed", "choices"),
    [
        ("Có dự không?", ["Yes", "No"]),
        ("Đăng ký ăn trưa? Có; Không", ["Có", "Không"]),
        ("Chọn ngày?\nThứ hai\nThứ ba", ["Thứ hai", "Thứ ba"]),
    ],
)
async def test_questions_are_read_as_people_write_them(
    office: Office, typed: str, choices: list[str]
) -> None:
    sam = office.talk("sam")
    await sam.says("/thongbao A")
    await sam.presses("Question")
    assert f"({' / '.join(choices)})" in (await sam.says(typed)).text


@pytest.mark.parametrize("typed", ["Gì? Một", "Gì? " + " / ".join("abcdefg"), f"Gì? {'x' * 41} / y"])
async def test_a_question_that_cannot_be_asked_says_why(office: Office, typed: str) -> None:
    sam = office.talk("sam")
    await sam.says("/thongbao A")
    await sam.presses("Question")
    assert "two to 6 answers" in (await sam.says(typed)).text


async def test_a_text_too_long_for_one_message_is_refused_with_a_way_out(office: Office) -> None:
    reply = await office.talk("sam").says("/thongbao " + "dài " * 900)
    assert "send it as a file" in reply.text
