"""Tasks: given, held, handed in, judged, handed down, put off, counted, proposed from papers."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from io import BytesIO

import pytest
from PIL import Image
from python_calamine import CalamineWorkbook
from sqlalchemy import select

from knowledge.models import Document, Notice, Person, Task, UnitAlias
from knowledge.tasks.proposals import day_of
from knowledge.vietnamese.text import fold
from tests.conftest import HANOI, NOON, OFFICE, Chat, Talk
from tests.handlers.test_documents import put
from tests.letterbox import Letterbox, Post

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


async def rings(chat: Chat) -> list[str]:
    """Send what is due now, and return it."""
    return await Post(chat.knowledge, Letterbox(), "en").tick(chat.clock.now)


async def reminders(chat: Chat) -> list[tuple[int, datetime]]:
    """Return whom a reminder waits for, and when."""
    query = (
        select(Notice.person_id, Notice.due_at)
        .where(Notice.kind == "task", Notice.state == "waiting")
        .order_by(Notice.due_at, Notice.person_id)
    )
    async with chat.knowledge.database.read() as connection:
        return [(row.person_id, row.due_at.astimezone(HANOI)) for row in await connection.execute(query)]


def at(day: int, hour: int, month: int = 3) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=HANOI)


async def test_a_task_goes_its_way_and_both_sides_hear_of_it(talk: Talk) -> None:
    sam, ada = talk("sam"), talk("ada")
    given = await sam.says("/giao đ/c Ada Example: nộp <báo cáo> trước thứ sáu 17h")
    assert "Given to Ada Example (Office): <b>nộp &lt;báo cáo&gt;</b>, due 17:00, Friday" in given.text
    assert "Reminders:\n• 08:00, Wednesday" in given.text
    assert (await rings(sam))[0].startswith("ada: Sam Example gave the task")
    listed = await ada.says("/viec")
    assert "<b>To do</b>\n1. nộp &lt;báo cáo&gt; – 17:00, Friday" in listed.text
    assert "not yet acknowledged" in listed.text
    await ada.presses("nộp")
    assert "State: acknowledged" in (await ada.presses("Acknowledged")).text
    await ada.presses("Report")
    assert "in progress, 60 %" in (await ada.says("60 %, còn chờ số liệu hai phường")).text
    assert await rings(sam) == [
        (
            "sam: Ada Example reported: 60 % còn chờ số liệu hai phường\n\n"
            "📌 <b>nộp &lt;báo cáo&gt;</b>\nSam Example → Ada Example (Office)\n"
            "Due: <b>17:00, Friday, 06/03/2026</b>\nState: in progress, 60 %"
        )
    ]
    await ada.presses("Hand in")
    handed = await ada.says("Đã gửi qua trục liên thông")
    assert "handed in, waits for Sam Example" in handed.text
    assert "Ada Example handed in: Đã gửi qua trục liên thông" in (await rings(sam))[0]
    await sam.says("/viec")
    await sam.presses("nộp")
    await sam.presses("Return")
    assert "returned to be completed" in (await sam.says("Thiếu biểu 2")).text
    assert "Sam Example returned it: Thiếu biểu 2" in (await rings(sam))[0]
    await ada.says("/viec")
    await ada.presses("nộp")
    await ada.presses("Hand in")
    await ada.says("Đã bổ sung")
    await sam.says("/viec")
    await sam.presses("nộp")
    assert "State: accepted" in (await sam.presses("Accept")).text
    assert any("Sam Example accepted" in text for text in await rings(sam))
    told = (await sam.presses("History")).text
    for act in ("gave the task", "acknowledged", "reported: 60 %", "handed in", "returned it: Thiếu biểu 2"):
        assert act in told
    assert "no open tasks" in (await ada.says("/viec")).text
    assert await reminders(sam) == []


async def test_reminders_follow_the_plan_on_working_days_and_are_bounded(talk: Talk) -> None:
    sam, ada = talk("sam"), talk("ada")
    # Two working days before Monday are Thursday.
    await sam.says("/giao Ada: báo cáo trước 9/3 17h")
    assert await reminders(sam) == [
        (1, at(5, 8)),
        (1, at(9, 8)),
        (1, at(10, 8)),
        (2, at(10, 8)),
        (1, at(11, 8)),
        (1, at(12, 8)),
    ]
    await sam.says("/viec")
    await sam.presses("báo cáo")
    await sam.presses("Reminders")
    assert "• 17:00, Monday" in (await sam.presses("Strict")).text
    assert len(await reminders(sam)) == 9
    await sam.presses("Reminders")
    await sam.presses("Light")
    assert await reminders(sam) == [(1, at(9, 8))]
    assert "Sam Example chose other reminders" in (await sam.presses("History")).text
    await sam.forges("tasks.open:1")
    sam.clock.now = at(9, 8)
    assert any(text.startswith("ada: ⏰ Reminder of a task:") for text in await rings(sam))
    await ada.says("/viec")
    await ada.presses("báo cáo")
    await ada.presses("Hand in")
    await ada.says("xong")
    assert await reminders(sam) == []


async def test_an_overdue_task_is_told_to_its_giver(talk: Talk) -> None:
    sam = talk("sam")
    await sam.says("/giao Ada: báo cáo trước 9/3 17h")
    await rings(sam)
    sam.clock.now = at(10, 8)
    told = sorted(await rings(sam))
    assert any(text.startswith("ada:") and "Overdue" in text for text in told)
    assert any("sam: 🔴 <b>Late</b>: what you gave to Ada Example is not handed in." in text for text in told)
    assert "🔴 1. Ada Example: báo cáo" in (await sam.says("/viec")).text


async def test_a_unit_hands_its_task_down_and_the_giver_sees_the_parts(talk: Talk) -> None:
    lea, sam, ada = talk("lea"), talk("sam"), talk("ada")
    given = await lea.says("/giao Office, Ward B: tổng hợp số liệu trước 20/3")
    assert "Given to Office, Ward B" in given.text
    # The office's secretary holds it; Ward B has nobody who could.
    assert [text.split(":")[0] for text in await rings(lea)] == ["sam"]
    await sam.says("/viec")
    await sam.presses("tổng hợp")
    await sam.presses("Hand down")
    down = await sam.says("Ada: số liệu của văn phòng trước 15/3")
    assert "Given to Ada Example" in down.text
    await lea.says("/viec")
    card = await lea.presses("tổng hợp")
    assert "Handed down:\n1. Ada Example: số liệu của văn phòng" in card.text
    assert "in progress, 0 %" in card.text
    part = await lea.presses("↳")
    assert "Sam Example → Ada Example (Office)" in part.text
    assert "Accept" not in str(part.buttons)
    assert "1. số liệu của văn phòng" in (await ada.says("/viec")).text
    # Withdrawn as a whole, with what was handed down.
    await lea.says("/viec")
    await lea.presses("tổng hợp")
    await lea.presses("Withdraw")
    assert "State: withdrawn" in (await lea.presses("Yes, withdraw")).text
    assert "no open tasks" in (await ada.says("/viec")).text


async def test_time_is_asked_for_and_granted_or_not(talk: Talk) -> None:
    sam, ada = talk("sam"), talk("ada")
    await sam.says("/giao Ada: báo cáo trước 9/3 17h")
    await rings(sam)
    await ada.says("/viec")
    await ada.presses("báo cáo")
    await ada.presses("Ask for time")
    assert "later day" in (await ada.says("5/3")).text
    # The question is still open.
    asked = await ada.says("12/3, hai phường chưa báo cáo")
    assert "An extension is asked for, to 17:00, Thursday" in asked.text
    (told,) = await rings(sam)
    assert "Ada Example asked for an extension: hai phường chưa báo cáo" in told
    await sam.says("/viec")
    await sam.presses("báo cáo")
    assert "Due: <b>17:00, Thursday, 12/03/2026" in (await sam.presses("Grant")).text
    assert (1, at(12, 8)) in await reminders(sam)
    assert "granted the extension" in (await rings(sam))[0]
    assert "moved on meanwhile" in (await sam.forges("tasks.deny:1")).text


async def test_a_file_is_handed_in_and_seen_by_both_sides_alone(talk: Talk) -> None:
    sam, ada, grace = talk("sam"), talk("ada"), talk("grace")
    await sam.says("/giao Ada: báo cáo trước 9/3")
    await ada.forges("tasks.submit:1")
    handed = await ada.sends("báo cáo.txt", "Báo cáo quý I".encode(), "kèm phụ lục")
    assert "handed in" in handed.text
    assert "kèm phụ lục 📎 báo cáo.txt" in (await sam.forges("tasks.history:1")).text
    await sam.forges("tasks.files:1")
    sent = await sam.presses("báo cáo.txt")
    assert sent.file is not None
    number = sent.file.key.id  # type: ignore[union-attr]  # a made file
    assert await sam.knowledge.made_files.get(number, 2) is not None
    assert await sam.knowledge.made_files.get(number, 4) is None
    assert "not within your scope" in (await grace.forges(f"tasks.file:1:{number}")).text
    ada.later(minutes=1)
    assert "in progress" in (await ada.forges("tasks.take_back:1")).text


async def test_the_giver_lets_a_file_go_along(talk: Talk) -> None:
    sam, ada = talk("sam"), talk("ada")
    await sam.says("/giao Ada: báo cáo theo mẫu trước 9/3")
    await rings(sam)
    await sam.forges("tasks.attach:1")
    assert "Added; the holder is told" in (await sam.sends("mẫu.txt", b"Mau so 1")).text
    assert "Sam Example added a file: 📎 mẫu.txt" in (await rings(sam))[0]
    await ada.forges("tasks.files:1")
    assert (await ada.presses("mẫu.txt")).file is not None
    await ada.forges("tasks.attach:1")
    assert "not within your scope" in (await ada.sends("khác.txt", b"x")).text


async def test_both_lists_are_numbered_on_and_ones_own_stands_once(talk: Talk) -> None:
    sam = talk("sam")
    await sam.says("giao dc Ada, Sam Example: doc tai lieu truoc 9/3")
    listed = await sam.says("viec")
    assert "1. doc tai lieu" in listed.text
    assert "2. Ada Example: doc tai lieu" in listed.text
    assert "Sam Example: doc" not in listed.text
    assert [row[0].label for row in listed.buttons[:2]] == ["1. doc tai lieu", "2. doc tai lieu"]


async def test_what_is_missing_is_asked_for_and_kept(talk: Talk) -> None:
    sam = talk("sam")
    assert "By when must “lập danh sách” be done?" in (await sam.says("/giao ada: lập danh sách")).text
    assert "could not read" in (await sam.says("không biết")).text
    assert "Given to Ada Example (Office): <b>lập danh sách</b>" in (await sam.says("mai")).text
    assert "Both a name and the work" in (await sam.says("/giao Ada")).text
    assert "already past" in (await sam.says("/giao Ada: báo cáo hôm qua")).text
    # Nothing twice from a message that came twice.
    for _ in range(2):
        await sam.does(text="/giao Ada: một lần trước 9/3", event="same")
    assert (await sam.says("/viec")).text.count("một lần") == 1


@pytest.mark.parametrize(
    ("giver", "wanted", "found"),
    [
        ("lea", "ada example", ["Ada Example"]),
        ("lea", "Clerk", ["Sam Example"]),
        ("lea", "ward b", ["Ward B"]),
        ("lea", "đơn vị Ward B", ["Ward B"]),
        ("lea", "đ/c Ada Example, Ward A và Grace", ["Ada Example", "Grace Example", "Ward A"]),
        ("lea", "officer ward b", ["Grace Example"]),
        ("sam", "ada", ["Ada Example"]),
    ],
)
async def test_whom_a_line_means(talk: Talk, giver: str, wanted: str, found: list[str]) -> None:
    chat = talk(giver)
    people = {"lea": 3, "sam": 2}
    assert sorted(each.name for each in await chat.knowledge.tasks.whom(people[giver], wanted)) == found


@pytest.mark.parametrize(
    ("giver", "wanted", "refusal"),
    [
        ("lea", "example", "Several people fit"),
        ("lea", "Eve", "Nobody of the name"),
        ("sam", "grace", "Nobody of the name"),
        ("sam", "Ward B", "Nobody of the name"),
        ("ada", "ada", "Nobody of the name"),
        ("eve", "ada", "Nobody of the name"),
        ("lea", "100%", "Nobody of the name"),
    ],
)
async def test_who_may_give_to_whom(talk: Talk, giver: str, wanted: str, refusal: str) -> None:
    assert refusal in (await talk(giver).says(f"/giao {wanted}: báo cáo mai")).text


async def test_a_right_that_is_lost_meanwhile_gives_nothing(talk: Talk) -> None:
    from knowledge.models import Post as PostTable

    sam = talk("sam")
    await sam.says("/giao ada: báo cáo")
    async with sam.knowledge.database.edit() as session:
        post = await session.get_one(PostTable, 2)
        post.role = "member"
        assert post.unit_id == OFFICE
    assert "Nobody of the name" in (await sam.says("mai")).text


ACTS = [
    "open:1",
    "acknowledge:1",
    "progress:1",
    "submit:1",
    "take_back:1",
    "ask:1",
    "down:1",
    "history:1",
    "extend:1",
    "deny:1",
    "accept:1",
    "return:1",
    "move:1",
    "attach:1",
    "plan:1",
    "planned:1:light",
    "withdraw:1",
    "withdrawn:1",
    "file:1:1",
]


@pytest.mark.parametrize("name", ["eve", "grace"])
async def test_outsiders_see_and_do_nothing(talk: Talk, name: str) -> None:
    await talk("sam").says("/giao Ada: báo cáo mật thiết trước 9/3")
    other = talk(name)
    for act in ACTS:
        said = (await other.forges(f"tasks.{act}")).text
        assert "not within your scope" in said, act
        assert "báo cáo" not in said
    assert "no open tasks" in (await other.says("/viec")).text
    assert "báo cáo" not in (await other.forges("tasks.totals")).text


async def test_each_side_does_only_what_is_its_own(talk: Talk) -> None:
    sam, ada, lea = talk("sam"), talk("ada"), talk("lea")
    await sam.says("/giao Ada: báo cáo trước 9/3")
    for act in ("accept:1", "extend:1", "planned:1:light", "withdrawn:1"):
        assert "not within your scope" in (await ada.forges(f"tasks.{act}")).text, act
    for act in ("acknowledge:1", "take_back:1"):
        assert "not within your scope" in (await sam.forges(f"tasks.{act}")).text, act
    # Her lead sees it, and does neither.
    assert "báo cáo" in (await lea.forges("tasks.open:1")).text
    assert "not within your scope" in (await lea.forges("tasks.accept:1")).text


async def test_the_suspended_hold_and_see_nothing(talk: Talk) -> None:
    sam = talk("sam")
    await sam.says("/giao Ada: báo cáo trước 9/3")
    async with sam.knowledge.database.edit() as session:
        (await session.get_one(Person, 1)).suspended_at = NOON
    assert await rings(sam) == []
    assert await sam.knowledge.tasks.mine(1) == []


async def test_totals_by_unit_as_text_workbook_and_picture(talk: Talk) -> None:
    lea, sam = talk("lea"), talk("sam")
    for who, day in (("Office", 3), ("Ward B", 20), ("Sam Example", 4), ("Grace Example", 2)):
        await lea.says(f"/giao {who}: =việc của {who} trước {day}/3 15h")
    lea.later(hours=5)
    await lea.says("/viec")
    said = await lea.presses("Totals")
    assert "• Ward B: 2 (on time 1, late 1)" in said.text
    assert "• Office: 2 (near 2)" in said.text
    made = await lea.presses("Excel")
    assert made.file is not None
    _, content = await lea.knowledge.made_files.get(made.file.key.id, 3) or ("", b"")  # type: ignore[union-attr]
    book = CalamineWorkbook.from_filelike(BytesIO(content))
    assert book.sheet_names[1] == "All tasks"
    rows = book.get_sheet_by_index(1).to_python()
    assert "=việc của Office" in {row[0] for row in rows}
    await lea.says("/viec")
    await lea.presses("Totals")
    made = await lea.presses("Picture")
    assert made.file is not None
    assert made.file.is_picture
    _, content = await lea.knowledge.made_files.get(made.file.key.id, 3) or ("", b"")  # type: ignore[union-attr]
    assert Image.open(BytesIO(content)).width == 1170
    assert "Ward B" not in (await sam.forges("tasks.totals")).text


async def test_an_urgent_task_gets_the_strict_plan(talk: Talk) -> None:
    sam = talk("sam")
    assert "❗ Urgent" in (await sam.says("/giao Ada: KHẨN báo cáo trước 9/3 17h")).text
    assert (1, at(9, 17)) in await reminders(sam)


@pytest.mark.parametrize(
    ("due", "day"),
    [
        ("2026-06-30", "2026-06-30"),
        ("2026-06-30T17:00", "2026-06-30"),
        ("monthly:20", "2026-03-20"),
        ("monthly:1", "2026-04-01"),
        ("monthly:31", "2026-03-31"),
        ("weekly:FR", "2026-03-06"),
        ("weekly:MO", "2026-03-02"),
        ("quarterly:15 of the last month", "2026-03-15"),
        ("quarterly:1 of the last month", "2026-06-01"),
        ("yearly:12-10", "2026-12-10"),
        ("yearly:01-10", "2027-01-10"),
        ("workdays:10", "2026-01-19"),
        ("days:5", "2026-01-10"),
        ("days:5 after the meeting", None),
        ("every:6months", None),
        ("event:congress", None),
    ],
)
def test_the_day_that_a_written_deadline_comes_to(due: str, day: str | None) -> None:
    # Issued on Monday, 5 January; today is Monday, 2 March.
    found = day_of(due, date(2026, 1, 5), date(2026, 3, 2))
    assert found == (date.fromisoformat(day) if day else None)


PAPER = """ỦY BAN
Số: 12/KH-UBND
KẾ HOẠCH
Về chuyển đổi số
1. Phường Sông Trà báo cáo kết quả trước ngày 30/6/2026.
2. Văn phòng chủ trì tổng hợp, hoàn thành trước ngày 15/3/2026.
3. Các đơn vị đã báo cáo trước ngày 10/1/2026.
4. Định kỳ ngày 20 hàng tháng, Văn phòng gửi báo cáo tiến độ.
"""


async def paper_of(chat: Chat, text: str, unit: int, reach: str) -> int:
    await put(chat.knowledge, text, f"{unit}.txt", unit, reach)
    async with chat.knowledge.database.edit() as session:
        paper = (await session.scalars(select(Document).order_by(Document.id.desc()).limit(1))).one()
        paper.issued_on = date(2026, 1, 5)
        return paper.id


async def test_deadlines_of_a_paper_are_proposed_and_confirmed_one_by_one(talk: Talk) -> None:
    lea, ada = talk("lea"), talk("ada")
    async with lea.knowledge.database.edit() as session:
        for unit, name in ((OFFICE, "Văn phòng"), (4, "Phường Sông Trà")):
            session.add(UnitAlias(unit_id=unit, name=name, folded_name=fold(name)))
    paper = await paper_of(lea, PAPER, 1, "below")
    proposed = await lea.says(f"/giao vb {paper}")
    assert "Ward B – 30/06/2026" in proposed.text.replace("Tuesday, ", "")
    assert "10/1/2026" not in proposed.text
    asked = await lea.presses("Give 1")
    assert "Give to Ward B, due 17:00" in asked.text
    assert "Given to Ward B" in (await lea.presses("Give it")).text
    # Twice is once.
    await lea.says(f"/giao vb {paper}")
    await lea.presses("Give 1")
    await lea.presses("Give it")
    async with lea.knowledge.database.read() as connection:
        assert len((await connection.execute(select(Task.id))).all()) == 1
    card = await lea.forges("tasks.open:1")
    assert "Paper: Kế hoạch" in card.text or "Paper: 12/KH-UBND" in card.text
    # Otherwise it is typed, and keeps its source.
    await lea.says(f"/giao vb {paper}")
    await lea.presses("Give 2")
    assert "Given to Sam Example" in (await lea.says("Sam Example: tổng hợp trước 14/3")).text
    assert "Paper:" in (await lea.forges("tasks.open:2")).text
    assert "given by leads and secretaries" in (await ada.says(f"/giao vb {paper}")).text
    sam = talk("sam")
    hidden = await paper_of(lea, "Riêng: " + PAPER, 4, "unit")
    assert "not within your scope" in (await sam.says(f"/giao vb {hidden}")).text
