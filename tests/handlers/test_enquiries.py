"""A question goes to the people of a unit, their answer comes back, and answers the like of it since."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select, update

from knowledge import Knowledge
from knowledge.models import Asked, Document, Enquiry, Notice, Origin, Passage, Post, Vote
from tests.conftest import CAST, COMMITTEE, NOON, OFFICE, WARD_A, WARD_B, Chat, Talk
from tests.handlers.test_documents import put
from tests.knowledge.documents_files import DECISION
from tests.letterbox import Letterbox
from tests.letterbox import Post as Postman

DAY = timedelta(days=1)
QUESTION = "Ai ký giấy đi đường?"
REPLY = "Chánh Văn phòng ký giấy đi đường."


async def ask(
    knowledge: Knowledge, name: str = "ada", question: str = QUESTION, *, paper: bool = True
) -> int:
    """Note a question as if the papers had answered it with their first passage, or nobody had."""
    async with knowledge.database.edit() as session:
        passage = await session.scalar(select(Passage.id).order_by(Passage.id)) if paper else None
        asked = Asked(
            person_id=CAST[name][0],
            event=f"asked:{name}:{question}:{paper}",
            question=question,
            asked_at=NOON,
            origin=Origin.PAPERS if passage else Origin.NOBODY,
            passages=[passage] if passage else [],
        )
        session.add(asked)
        await session.flush()
        return asked.id


@pytest.fixture
def post(talk: Talk) -> Postman:
    return Postman(talk("ada").knowledge, Letterbox())


async def enquire(chat: Chat, asked: int, unit: int = 0) -> str:
    data = f"documents.enquire:{asked}:{unit}"
    return (await chat.does(button=data, message="1", event=f"enquire-{chat.sender}-{asked}-{unit}")).text


async def deliver(post: Postman, chat: Chat, at: datetime = NOON) -> list[str]:
    """Send what is due; the notice becomes the last thing that `chat` was told."""
    sent = await post.tick(at)
    for address, reply in post.box.sent:
        if address == chat.sender:
            chat.last = reply
    return sent


async def answered(talk: Talk, post: Postman) -> tuple[Chat, Chat]:
    """Let Ada ask and Sam answer."""
    ada, sam = talk("ada"), talk("sam")
    await put(ada.knowledge, DECISION)
    await enquire(ada, await ask(ada.knowledge))
    await deliver(post, sam)
    await sam.presses("Reply")
    await sam.says(REPLY)
    await sam.presses("Send")
    return ada, sam


async def test_there_and_back(talk: Talk, post: Postman) -> None:
    ada, sam = talk("ada"), talk("sam")
    await put(ada.knowledge, DECISION)
    assert await enquire(ada, await ask(ada.knowledge)) == "Sent to Office. You will get the answer here."
    [notice] = await deliver(post, sam)
    assert notice.startswith(
        "sam: A question for your unit:\n\n<blockquote>Ai ký giấy đi đường?</blockquote>"
    )
    assert "Asked by Ada Example (Office)" in notice
    assert "About: <i>12/QĐ-UBND" in notice
    assert "Please type the answer" in (await sam.presses("Reply")).text
    shown = await sam.says("Chánh Văn phòng.")
    assert "<blockquote>Chánh Văn phòng.</blockquote>" in shown.text
    await sam.presses("Write anew")
    await sam.says(REPLY)
    assert "on its way" in (await sam.presses("Send")).text
    [back] = await deliver(post, ada)
    assert back.startswith("ada: The answer to your question “Ai ký giấy đi đường?”:")
    assert REPLY in back
    assert "<i>Sam Example, Office, " in back
    assert "noted" in (await ada.presses("👍")).text
    assert (
        "Taken back"
        in (
            await ada.presses("👍")
            if ada.last and ada.last.buttons
            else await ada.forges("documents.rate:1:1")
        ).text
    )


async def test_a_question_without_a_source_goes_to_ones_own_unit(talk: Talk, post: Postman) -> None:
    ada, grace = talk("ada"), talk("grace")
    async with ada.knowledge.database.edit() as session:
        session.add(Post(person_id=CAST["ada"][0], unit_id=WARD_A, role="member"))
    asked = await ask(ada.knowledge, paper=False)
    reply = await ada.forges(f"documents.enquire:{asked}:0")
    assert [row[0].label for row in reply.buttons] == ["Office", "Ward A"]
    assert "Sent to Ward A." in (await ada.presses("Ward A")).text
    assert "no post in this unit" in await enquire(ada, asked, WARD_B)
    assert [text[:3] for text in await post.tick(NOON)] == ["lea"], "the ward has no secretary: its lead"
    assert "Sent to Ward B." in await enquire(grace, await ask(grace.knowledge, "grace", paper=False))


async def test_nobody_to_ask_is_said(talk: Talk) -> None:
    ada = talk("ada")
    async with ada.knowledge.database.write() as connection:
        await connection.execute(update(Post).where(Post.role != "member").values(role="member"))
    assert "no secretary or lead" in await enquire(ada, await ask(ada.knowledge, paper=False))
    async with ada.knowledge.database.read() as connection:
        assert (await connection.execute(select(Enquiry.id))).first() is None


async def test_the_same_question_joins_and_five_are_enough(talk: Talk, post: Postman) -> None:
    ada, lea, sam = talk("ada"), talk("lea"), talk("sam")
    await put(ada.knowledge, DECISION)
    await enquire(ada, await ask(ada.knowledge))
    assert "waits at Office already" in await enquire(
        ada, await ask(ada.knowledge, question="ai ky giay di duong")
    )
    assert "waits at Office already" in await enquire(lea, await ask(ada.knowledge, "lea"))
    await deliver(post, sam)
    await sam.presses("Reply")
    assert "Ada Example (Office); Lea Example (Committee)" in (sam.last.text if sam.last else "")
    for n in range(4):
        assert "Sent" in await enquire(ada, await ask(ada.knowledge, question=f"Câu {n}?"))
    assert "already wait for 5 replies" in await enquire(ada, await ask(ada.knowledge, question="Câu 6?"))
    await sam.says(REPLY)
    await sam.presses("Send")
    assert {text[:3] for text in await post.tick(NOON)} >= {"ada", "lea"}


async def test_nothing_happens_twice(talk: Talk, post: Postman) -> None:
    ada, sam = talk("ada"), talk("sam")
    await put(ada.knowledge, DECISION)
    asked = await ask(ada.knowledge)
    for _ in range(2):
        reply = await ada.does(button=f"documents.enquire:{asked}:0", message="1", event="same")
        assert reply.text == "Sent to Office. You will get the answer here."
    assert len(await deliver(post, sam)) == 1
    await sam.presses("Reply")
    await sam.says(REPLY)
    assert sam.last
    send = sam.last.buttons[0][0].data
    for _ in range(2):
        assert "on its way" in (await sam.does(button=send, message="1", event="sent")).text
    assert [text[:3] for text in await post.tick(NOON)] == ["ada"]
    for _ in range(2):
        assert "noted" in (await ada.does(button="documents.rate:1:-1", message="1", event="rated")).text


async def test_declined_with_a_reason_and_without(talk: Talk, post: Postman) -> None:
    ada, sam, lea = talk("ada"), talk("sam"), talk("lea")
    await put(ada.knowledge, DECISION)
    await enquire(ada, await ask(ada.knowledge))
    await deliver(post, sam)
    assert "Please type a reason" in (await sam.presses("Not ours")).text
    assert "Declined" in (await sam.says("Hỏi Sở Nội vụ.")).text
    [told] = await deliver(post, ada)
    assert told == (
        "ada: Office does not answer your question “Ai ký giấy đi đường?”.\nReason: Hỏi Sở Nội vụ."
    )
    assert "Sam Example has declined" in (await lea.forges("documents.respond:1")).text
    await enquire(ada, await ask(ada.knowledge, question="Ai ký giấy mời?"))
    await deliver(post, sam)
    await sam.presses("Not ours")
    await sam.presses("Decline without")
    assert "Reason" not in (await deliver(post, ada))[0]


async def test_a_reminder_comes_after_a_working_day(talk: Talk, post: Postman) -> None:
    ada, sam = talk("ada"), talk("sam")
    await put(ada.knowledge, DECISION)
    ada.clock.now = NOON + 4 * DAY  # Friday
    await enquire(ada, await ask(ada.knowledge))
    await deliver(post, sam, NOON + 4 * DAY)
    assert await post.tick(NOON + 6 * DAY) == []
    [reminder] = await deliver(post, sam, NOON + 7 * DAY)
    assert reminder.startswith("sam: Reminder: this question still waits")
    await sam.presses("Reply")
    await sam.says(REPLY)
    await sam.presses("Send")
    await enquire(ada, await ask(ada.knowledge, question="Ai ký giấy mời?"))
    async with ada.knowledge.database.read() as connection:
        states = await connection.execute(select(Notice.state).where(Notice.kind == "enquiry_reminder"))
        assert sorted(states.scalars()) == ["sent", "waiting"]


async def test_buttons_of_others_do_nothing(talk: Talk, post: Postman) -> None:
    ada, _ = await answered(talk, post)
    asked = await ask(ada.knowledge, question="Ai ký giấy mời?")
    await enquire(ada, asked)
    for name in ("eve", "grace", "ada"):
        other = talk(name)
        for data in (
            *("documents.respond:2", "documents.turn_down:2", "documents.send:2", "documents.decline:2"),
            *("documents.approval:1", "documents.approve:1:everyone", "documents.take_back:1"),
            *("documents.rewrite:1", "documents.keep:1", f"documents.take_up:{asked}"),
        ):
            assert "not within your scope" in (await other.forges(data)).text, (name, data)
        assert "for the secretaries and leads" in (await other.says("/cauhoi")).text
    for name in ("eve", "grace", "sam"):
        other = talk(name)
        assert "not within your scope" in await enquire(other, asked)
        assert "not within your scope" in (await other.forges(f"documents.vote:{asked}:0:1")).text
        assert "not within your scope" in (await other.forges("documents.rate:1:1")).text


async def test_a_lead_of_the_unit_approves_else_the_secretary(talk: Talk, post: Postman) -> None:
    _, sam = await answered(talk, post)
    assert sam.last
    assert [b.label for row in sam.last.buttons for b in row] == ["Approve for reuse"]
    async with sam.knowledge.database.edit() as session:
        session.add(Post(person_id=CAST["lea"][0], unit_id=OFFICE, role="lead"))
    assert "not within your scope" in (await sam.presses("Approve for reuse")).text
    assert "Approve for Office alone" in str((await talk("lea").forges("documents.approval:1")).buttons)


async def test_an_approved_reply_is_changed_and_taken_back(talk: Talk, post: Postman) -> None:
    ada, sam = await answered(talk, post)
    await sam.presses("Approve for reuse")
    assert sam.last
    assert [b.label for row in sam.last.buttons for b in row] == [
        "Approve for Office alone",
        "Change the answer",
    ]
    assert "Approved." in (await sam.presses("Office alone")).text
    replies = ada.knowledge.replies
    known = await replies.alike("giấy đi đường do ai ký", 1, "e1", NOON)
    assert known
    assert (known.text, known.unit, known.paper[:10]) == (REPLY, "Office", "12/QĐ-UBND")
    await replies.alike("giấy đi đường do ai ký", 1, "e1", NOON)
    await replies.alike("giay di duong ai ky", 1, "e2", NOON)
    assert await replies.alike("giấy đi đường do ai ký", CAST["grace"][0], "e3", NOON) is None
    assert await replies.alike("Ai ký giấy mời?", 1, "e4", NOON) is None
    assert "Used 2 times." in (await sam.forges("documents.approval:1")).text
    await sam.presses("Change the answer")
    await sam.says("Phó Chánh Văn phòng ký.")
    await sam.presses("Keep")
    known = await replies.alike(QUESTION, 1, "e5", NOON)
    assert known
    assert known.text == "Phó Chánh Văn phòng ký."
    assert "Taken back" in (await sam.presses("Take it back")).text
    assert await replies.alike(QUESTION, 1, "e6", NOON) is None
    assert "cannot reach further" in (await sam.forges("documents.approve:1:everyone")).text


async def test_papers_do_not_crowd_a_reply_out(talk: Talk, post: Postman) -> None:
    ada, sam = await answered(talk, post)
    await sam.presses("Approve for reuse")
    await sam.presses("Office alone")
    for n in range(12):
        await put(ada.knowledge, f"{QUESTION}\n{QUESTION} Giấy đi đường số {n}.", f"{n}.txt")
    assert await ada.knowledge.replies.alike(QUESTION, 1, "e1", NOON)


async def test_a_reply_is_set_aside_when_its_paper_changes(talk: Talk, post: Postman) -> None:
    ada, sam = await answered(talk, post)
    await sam.presses("Approve for reuse")
    await sam.presses("Office alone")
    await post.tick(NOON)
    await put(ada.knowledge, DECISION + "\nĐiều 9. Thêm")
    assert await ada.knowledge.replies.alike(QUESTION, 1, "e1", NOON) is None
    [told] = await deliver(post, sam)
    assert "no longer used. Is it still right?" in told
    assert "Approved." in (await sam.presses("Office alone")).text
    assert await ada.knowledge.replies.alike(QUESTION, 1, "e2", NOON)
    async with ada.knowledge.database.write() as connection:
        await connection.execute(update(Document).where(Document.kind == "paper").values(state="withdrawn"))
    assert await ada.knowledge.replies.alike(QUESTION, 1, "e3", NOON) is None


async def test_the_list_for_secretaries(talk: Talk, post: Postman) -> None:
    ada, sam, lea = talk("ada"), talk("sam"), talk("lea")
    assert "No question of your units waits" in (await sam.says("/questions")).text
    for name, question in (
        ("ada", "Ai ký giấy mời?"),
        ("ada", "giấy mời ai ký"),
        ("grace", "giay moi do ai ky"),
        ("ada", "Xe công sửa ở đâu?"),
    ):
        await ask(ada.knowledge, name, question, paper=False)
    await put(ada.knowledge, DECISION)
    bad = await ask(ada.knowledge, question="Hội trường đặt trước mấy ngày?")
    assert "👎" in (await ada.forges(f"documents.vote:{bad}:0:-1")).text
    assert "Sent" in (await ada.presses("Ask the office in charge")).text
    sam.later(days=2)
    listed = await sam.says("/cauhoi")
    assert "This month: 4 asked, 1 answered, 👍 0 (0 %), 👎 1 (100 %)." in listed.text
    assert "1. Hội trường đặt trước mấy ngày? – for 2 days" in listed.text
    assert "Without an answer: 2" in listed.text
    assert "giấy mời ai ký – 2 times" in listed.text
    assert "Ada" not in listed.text
    assert "giay moi do ai ky – 3 times" in (await lea.says("/cauhoi")).text.replace(
        "giấy mời ai ký", "giay moi do ai ky"
    )
    await sam.presses("Answer 2")
    await sam.says("Lãnh đạo chủ trì ký.")
    await sam.presses("Send")
    await sam.presses("Approve for reuse")
    assert [b.label for row in (sam.last.buttons if sam.last else ()) for b in row][:3] == [
        "Approve for Office alone",
        "Approve for Office and all units below",
        "Approve for everyone",
    ]
    await sam.presses("everyone")
    assert await ada.knowledge.replies.alike("ai ký giấy mời", CAST["grace"][0], "e1", NOON)
    assert "Without an answer: 1" in (await sam.says("/cauhoi")).text


async def test_the_list_has_pages(talk: Talk) -> None:
    sam, lea = talk("sam"), talk("lea")
    await put(sam.knowledge, DECISION)
    for n in range(7):
        await ask(sam.knowledge, "ada", f"Câu hỏi {n} thế nào?", paper=False)
        name = "ada" if n < 4 else "lea"
        await enquire(talk(name), await ask(sam.knowledge, name, f"Việc {n} làm sao?"))
    first = (await sam.says("/cauhoi")).text
    assert "5. Việc 4 làm sao? – today" in first
    assert "6. " not in first
    assert "6. Câu hỏi 1 thế nào?" in (await sam.presses("Older")).text
    assert "1. Câu hỏi 6 thế nào?" in (await sam.presses("Newer")).text
    assert "7. Việc 6 làm sao?" in (await sam.presses("More that wait")).text
    assert "Waiting for an answer: 7" in (await lea.says("/cauhoi")).text


async def test_votes_are_changed_and_taken_back(talk: Talk) -> None:
    ada = talk("ada")
    await put(ada.knowledge, DECISION)
    asked = await ask(ada.knowledge)

    async def stands() -> list[tuple[int, int]]:
        async with ada.knowledge.database.read() as connection:
            rows = await connection.execute(select(Vote.passage_id, Vote.value).order_by(Vote.passage_id))
            return [(*row,) for row in rows]

    assert "noted: 👍" in (await ada.says("👍")).text
    assert "noted: 👎" in (await ada.says("👎🏽")).text
    assert await stands() == [(0, -1)]
    await ada.does(button=f"documents.vote:{asked}:0:-1", message="1", event="x")
    assert (
        "Taken back" in (await ada.does(button=f"documents.vote:{asked}:0:-1", message="1", event="x")).text
    )
    assert "noted: 👎" in (await ada.says("👎 1")).text
    assert [value for _, value in await stands()] == [0, -1]
    assert "no answer of mine" in (await ada.says("👍 2")).text
    assert "no answer of mine" in (await talk("eve").says("👍")).text
    for forged in (f"{asked}:0:5", f"{asked}:77:1", "99:0:1"):
        assert "not within your scope" in (await ada.forges(f"documents.vote:{forged}")).text


async def test_a_secret_or_endless_reply_is_refused(talk: Talk, post: Postman) -> None:
    ada, sam = talk("ada"), talk("sam")
    await put(ada.knowledge, DECISION)
    await enquire(ada, await ask(ada.knowledge))
    await deliver(post, sam)
    await sam.presses("Reply")
    assert "too long" in (await sam.says("x" * 3500)).text
    await sam.forges("documents.respond:1")
    assert "secrecy" in (await sam.says("TUYỆT MẬT\nSố 1")).text
    assert "Nothing is written yet" in (await sam.forges("documents.send:1")).text


async def test_a_paper_out_of_scope_meanwhile_is_not_named(talk: Talk, post: Postman) -> None:
    ada, sam = await answered(talk, post)
    async with ada.knowledge.database.write() as connection:
        await connection.execute(update(Document).values(unit_id=COMMITTEE))
    del sam
    asked = await ask(ada.knowledge, question="Ai ký giấy mời?")
    assert await enquire(ada, asked) == "Sent to Office. You will get the answer here."
    async with ada.knowledge.database.read() as connection:
        rows = await connection.execute(select(Enquiry.document_id).order_by(Enquiry.id.desc()).limit(1))
        assert rows.scalar_one() is None


async def test_an_answer_is_voted_on_handed_on_and_answered_by_people(talk: Talk, post: Postman) -> None:
    ada, sam = talk("ada"), talk("sam")
    await put(ada.knowledge, DECISION)
    await ada.says("chủ tịch tiếp công dân ngày nào hằng tháng?")
    article = await ada.presses("Read Điều 2")
    assert [b.label for b in article.buttons[-1]] == ["👍 Useful", "👎 Not useful"]
    assert "noted: 👎" in (await ada.presses("👎")).text
    assert "Sent to Office." in (await ada.presses("Ask the office in charge")).text
    await deliver(post, sam)
    await sam.presses("Reply")
    await sam.says("Ngày 15, buổi sáng.")
    await sam.presses("Send")
    await sam.presses("Approve for reuse")
    await sam.presses("Office alone")
    reply = await ada.says("/hoi chu tich tiep cong dan ngay nao hang thang")
    assert reply.text.startswith("The office in charge has answered a similar question: chủ tịch")
    assert "<blockquote>Ngày 15, buổi sáng.</blockquote>" in reply.text
    assert "<i>12/QĐ-UBND" in (await ada.presses("Read 12/QĐ-UBND")).text
    ada.last = reply
    assert "noted: 👍" in (await ada.presses("👍")).text
    assert "Used once." in (await sam.forges("documents.approval:1")).text
