"""The week's programme in the chat: pasted or sent, corrected, approved, published; nothing for outsiders."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import docx
import pytest
from sqlalchemy import func, select

from handlers.agenda.corrections import Correction, change_of, correction_in
from handlers.agenda.intake import is_programme
from knowledge.agenda.lines import ParsedMeeting
from knowledge.agenda.linking import rooms_instead
from knowledge.models import Facility, Meeting, ProgrammeLine
from knowledge.vietnamese.text import fold
from tests.conftest import NOON, OFFICE, Chat, Talk

WEEK = """LỊCH CÔNG TÁC TUẦN (từ ngày 2/3 đến ngày 8/3/2026)
Thứ Ba (3/3):
- 08h00: Giao ban tại phòng họp 2, đ/c Lea Example chủ trì; mời: Ada Example
- 2h chiều: Tiếp công dân định kỳ
Thứ Tư, ngày 5/3/2026
- 9h: Họp chuyên đề"""


async def count(chat: Chat, table: type[Meeting | ProgrammeLine]) -> int:
    async with chat.knowledge.database.view() as session:
        return await session.scalar(select(func.count()).select_from(table)) or 0


async def drafted(chat: Chat) -> None:
    await chat.says(WEEK)
    await chat.presses("Save as a draft")


async def test_from_a_paste_to_the_agenda(talk: Talk) -> None:
    sam, lea, ada = talk("sam"), talk("lea"), talk("ada")
    reply = await sam.says(WEEK)
    assert "I understood 3 meetings for Office" in reply.text
    assert "<b>3.</b> 09:00 ⚠ Họp chuyên đề" in reply.text
    assert "<b>1.</b> 08:00 Giao ban" in reply.text
    assert "Place: phòng họp 2" in reply.text
    assert "Chair: đ/c Lea Example" in reply.text
    assert "<b>2.</b> 14:00 Tiếp công dân định kỳ" in reply.text
    assert "⚠ Line 5: In “Thứ Tư, ngày 5/3/2026” the weekday is not that of the date." in reply.text
    assert await count(sam, ProgrammeLine) == 0
    assert "15:30 Tiếp công dân" in (await sam.says("2 lúc 15h30")).text
    assert "Place: Hội trường" in (await sam.says("2 địa điểm Hội trường")).text
    assert "(left out)" in (await sam.says("bỏ 1")).text
    assert "(left out)" not in (await sam.says("lấy lại 1")).text
    reply = await sam.presses("Save as a draft")
    assert "Saved as a draft." in reply.text
    assert await count(sam, ProgrammeLine) == 3
    assert "No meeting" in (await ada.says("/lich 3/3")).text
    assert "Sent for approval" in (await sam.presses("Send for approval")).text
    listed = await lea.says("/lichtuan")
    assert "waits for approval" in listed.buttons[0][0].label
    assert "Giao ban" in (await lea.presses("waits for approval")).text
    assert "Published: 3 new" in (await lea.presses("Approve and publish")).text
    agenda = (await ada.says("/lich 3/3")).text
    assert "Giao ban" in agenda
    assert "15:30" in agenda


async def test_the_same_paste_again_changes_nothing(talk: Talk) -> None:
    sam = talk("sam")
    await drafted(sam)
    await drafted(sam)
    assert await count(sam, ProgrammeLine) == 3


async def test_a_word_table_is_a_programme_by_its_name(talk: Talk, tmp_path: Path) -> None:
    sam, ada = talk("sam"), talk("ada")
    document = docx.Document()
    document.add_paragraph("LỊCH CÔNG TÁC TUẦN 10 (2/3 - 8/3/2026)")
    table = document.add_table(rows=0, cols=4)
    for row in (
        ("Thứ/Ngày", "Giờ", "Nội dung", "Chủ trì"),
        ("Thứ Ba 03/03", "8h", "Giao ban", "Đ/c A"),
        ("", "", "14h00: Họp tổ tại phòng họp 1, đ/c B chủ trì", ""),
    ):
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    path = tmp_path / "week.docx"
    document.save(str(path))
    reply = await sam.sends("lịch tuần 10.docx", path.read_bytes())
    assert "I understood 2 meetings" in reply.text
    assert "<b>2.</b> 14:00 Họp tổ" in reply.text
    assert "Chair: đ/c B" in reply.text
    assert "Only a secretary" in (await ada.sends("lịch tuần 10.docx", path.read_bytes())).text


async def test_a_draft_is_changed_line_by_line(talk: Talk) -> None:
    sam = talk("sam")
    await drafted(sam)
    reply = await sam.says("thêm 14h thứ sáu họp chi bộ tại phòng họp 2, đ/c Lea Example chủ trì")
    assert "<b>4.</b> 14:00 họp chi bộ" in reply.text
    assert "16:00 họp chi bộ" in (await sam.says("4 lúc 16h")).text
    assert "is no time of the day" in (await sam.says("4 lúc 25h")).text
    assert "did not understand" in (await sam.says("4 xyz")).text
    assert "outside this programme's week" in (await sam.says("4 ngày 20/3")).text
    assert "(left out)" in (await sam.says("bỏ 4")).text
    assert "name the day and the hour" in (await sam.says("thêm họp gì đó")).text


async def test_a_conflict_is_named_and_accepted_with_a_reason(talk: Talk) -> None:
    sam, lea = talk("sam"), talk("lea")
    async with sam.knowledge.database.edit() as session:
        session.add(Facility(unit_id=OFFICE, kind="room", name="Phòng họp 2", folded_name="phong hop 2"))
    await drafted(sam)
    reply = await sam.says("thêm 8h30 thứ ba họp tổ tại phòng họp 2")
    assert "⚠ Phòng họp 2: also at 08:00 “Giao ban”" in reply.text
    assert "⚠ 2 meetings have conflicts." in reply.text
    await sam.presses("Send for approval")
    await lea.says("/lichtuan")
    await lea.presses("waits for approval")
    assert "has a conflict" in (await lea.presses("Approve")).text
    await lea.says("/lichtuan")
    await lea.presses("waits for approval")
    await lea.says("1 chấp nhận: họp nhanh")
    reply = await lea.says("2 chấp nhận: họp nhanh")
    assert "✓ Conflict accepted: họp nhanh" in reply.text
    assert "Published: 4 new" in (await lea.presses("Approve")).text


async def test_a_programme_is_given_back_with_a_remark(talk: Talk) -> None:
    sam, lea = talk("sam"), talk("lea")
    await drafted(sam)
    await sam.presses("Send for approval")
    await lea.says("/lichtuan")
    await lea.presses("waits for approval")
    await lea.presses("Give back")
    assert "Given back" in (await lea.says("Ghi rõ phòng họp")).text
    await sam.says("/lichtuan")
    assert "Remark: Ghi rõ phòng họp" in (await sam.presses("given back")).text


@pytest.mark.parametrize("name", ["ada", "grace", "eve"])
async def test_outsiders_draft_nothing_and_see_no_draft(talk: Talk, name: str) -> None:
    sam, outsider = talk("sam"), talk(name)
    await drafted(sam)
    assert "Only a secretary" in (await outsider.says(WEEK)).text
    assert not (await outsider.says("/lichtuan")).buttons
    for data in ("agenda.programme:1", "agenda.programmepage:1:0"):
        assert "not within your scope" in (await outsider.forges(data)).text
    for data in (
        "agenda.submit:1:1",
        "agenda.approve:1:1",
        "agenda.copyweek:1",
        "agenda.draftweek:2:2026-03-02",
    ):
        assert "Giao ban" not in (await outsider.forges(data)).text
    for data in ("agenda.intake:1:0", "agenda.saveintake:1", "agenda.dropintake:1"):
        assert "saved or discarded already" in (await outsider.forges(data)).text


async def test_an_intake_is_discarded_after_a_second_press(talk: Talk) -> None:
    sam = talk("sam")
    await sam.says(WEEK)
    assert "Discard this programme with 3 meetings?" in (await sam.presses("Discard")).text
    assert "Giao ban" in (await sam.presses("Back")).text
    await sam.presses("Discard")
    assert "nothing was kept" in (await sam.presses("Discard")).text
    assert "saved or discarded" in (await sam.forges("agenda.saveintake:1")).text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2 lúc 14h", Correction(2, "lúc 14h")),
        ("2. phòng họp 1", Correction(2, "phòng họp 1")),
        ("sửa 3 nội dung Họp tổ", Correction(3, "nội dung Họp tổ")),
        ("bỏ 5", Correction(5, drops=True)),
        ("bo 5", Correction(5, drops=True)),
        ("lay lai 5", Correction(5, takes_back=True)),
        ("lịch tuần sau", None),
        ("14", None),
    ],
)
def test_what_a_correction_means(text: str, expected: Correction | None) -> None:
    assert correction_in(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("lúc 14h", "10/03 14:00"),
        ("ngày thứ năm", "12/03 08:00"),
        ("thứ sáu lúc 9h30", "13/03 09:30"),
        ("ngày mai", "03/03 08:00"),
        ("12/3", "12/03 08:00"),
        ("14h thứ hai", "09/03 14:00"),
        ("wednesday", "11/03 08:00"),
    ],
)
def test_another_day_or_hour_is_counted_in_the_meetings_own_week(text: str, expected: str) -> None:
    tuesday = ParsedMeeting("", "", "Giao ban", NOON.replace(day=10, hour=8), None)
    moved = change_of(tuesday, text, NOON).values["starts_at"]
    assert isinstance(moved, datetime)
    assert f"{moved:%d/%m %H:%M}" == expected


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        (WEEK, True),
        ("Thứ hai 8h họp giao ban, 14h họp tổ; thứ ba 9h tiếp dân", True),
        ("thứ hai tuần sau 8h họp gì?", False),
        ("nhắc tôi 16h chiều mai gọi phường", False),
        ("Theo Quy định 31, báo cáo gửi trước 10h ngày 20/3 và 16h ngày 25/3 đúng không?", False),
    ],
)
def test_which_text_is_a_programme(text: str, is_one: bool) -> None:
    assert is_programme(fold(text)) is is_one


LETTER = (
    "ỦY BAN NHÂN DÂN XÃ X",
    "Số: 45/GM-UBND",
    "GIẤY MỜI",
    "Họp triển khai nhiệm vụ tháng 3",
    "Chủ tịch UBND xã trân trọng kính mời: Các đồng chí trưởng ngành",
    "Thời gian: 14h00, thứ Năm, ngày 05/03/2026",
    "Địa điểm: Hội trường UBND xã",
    "Chủ trì: Đ/c Chủ tịch UBND xã",
)
DECISION = ("Số: 45/QĐ-UBND", "QUYẾT ĐỊNH", "Về việc ban hành quy chế", "Điều 1. Phạm vi", "Nội dung.")


def paper(folder: Path, paragraphs: tuple[str, ...]) -> bytes:
    document = docx.Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    document.save(str(folder / "paper.docx"))
    return (folder / "paper.docx").read_bytes()


@pytest.mark.parametrize(
    "name", ["Lịch sử Đảng bộ.docx", "Lý lịch đảng viên.docx", "Lịch tiếp dân.docx", "Giấy mời 45.docx"]
)
async def test_a_paper_is_no_programme_whatever_its_name(talk: Talk, name: str, tmp_path: Path) -> None:
    sam = talk("sam")
    reply = await sam.sends(name, paper(tmp_path, DECISION))
    assert "I understood" not in reply.text
    assert "45/QĐ-UBND" in reply.text


async def test_an_invitation_is_registered_and_put_on_the_agenda(talk: Talk, tmp_path: Path) -> None:
    sam = talk("sam")
    reply = await sam.sends("gm45.docx", paper(tmp_path, LETTER))
    assert "45/GM-UBND" in reply.text
    reply = await sam.presses("on the agenda")
    assert "14:00" in reply.text
    assert "Place: Hội trường UBND xã" in reply.text
    assert "Saved as a draft." in (await sam.presses("Save as a draft")).text


async def test_an_outsider_sends_an_invitation_and_is_offered_no_agenda(talk: Talk, tmp_path: Path) -> None:
    reply = await talk("ada").sends("gm45.docx", paper(tmp_path, LETTER))
    assert not any("on the agenda" in button.label for row in reply.buttons for button in row)


async def test_what_was_refused_stays_in_sight_while_one_corrects(talk: Talk) -> None:
    sam = talk("sam")
    reply = await sam.says(WEEK + "\n- 31/02 8h: Ngày không có\n- 25h00: Giờ không có")
    refused = [line for line in reply.text.splitlines() if line.startswith("⚠ Line")]
    assert len(refused) >= 2
    corrected = (await sam.says("2 lúc 15h")).text
    assert [line for line in corrected.splitlines() if line.startswith("⚠ Line")] == refused


async def test_a_meeting_that_is_over_is_marked(talk: Talk) -> None:
    reply = await talk("sam").says("Lịch công tác\nThứ Hai 5/1/2026\n8h: Họp A\n9h: Họp B")
    assert "⚠ Already over: 1, 2. Is the day right?" in reply.text


@pytest.mark.parametrize(
    ("place", "instead"),
    [
        ("Phòng họp số 9", ("Phòng họp 1", "Phòng họp số 2")),
        ("phòng họp 2 tầng 3", ("Phòng họp 1", "Phòng họp số 2")),
        ("Phòng họp 1", ()),
        ("Phòng họp số 2, tầng 3", ()),
        ("Trụ sở UBND phường", ()),
        ("Hội trường 5", ()),
        ("", ()),
    ],
)
def test_a_numbered_room_that_there_is_not_is_named_with_those_that_there_are(
    place: str, instead: tuple[str, ...]
) -> None:
    rooms = {"phong hop 1": "Phòng họp 1", "phong hop so 2": "Phòng họp số 2", "xe 4 cho": "Xe 4 chỗ"}
    assert rooms_instead(place, rooms) == instead


async def test_a_draft_says_which_rooms_there_are(talk: Talk) -> None:
    sam = talk("sam")
    async with sam.knowledge.database.edit() as session:
        session.add(Facility(unit_id=OFFICE, kind="room", name="Phòng họp 7", folded_name="phong hop 7"))
    await drafted(sam)
    assert sam.last is not None
    # One of the three meetings names a room.
    assert sam.last.text.count("⚠ This room is not among: Phòng họp 7") == 1
