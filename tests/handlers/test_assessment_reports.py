from __future__ import annotations

import io
import random
from typing import Any

import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import select

from handlers.chat import Reply
from knowledge import Knowledge
from knowledge.models import Assessment, AssessmentQuestion, Person, Post, Sitting, SittingAnswer
from tests.conftest import NOON, OFFICE, Chat, Talk
from tests.handlers.test_assessments import bank, published

PEOPLE, ASKED = 60, 6
FIRST = 100
WRONG = 0
"""The question whose key is planted wrong: the strong choose the second option."""


async def sat(knowledge: Knowledge) -> None:
    """Let sixty people sit it: from the weakest to the strongest, and one question's key is wrong."""
    draw = random.Random(3)
    async with knowledge.database.edit() as session:
        assessment = (await session.scalars(select(Assessment))).one()
        questions = (await session.scalars(select(AssessmentQuestion).order_by(AssessmentQuestion.id))).all()
        for number in range(PEOPLE):
            key = FIRST + number
            session.add(Person(id=key, name=f"Người {number:02d}", folded_name=f"nguoi {number:02d}"))
            await session.flush()
            session.add(Post(person_id=key, unit_id=OFFICE, role="member", title=""))
            given = [
                (1 if n == WRONG else 0) if draw.random() < 0.2 + 0.75 * number / PEOPLE else 2
                for n in range(ASKED)
            ]
            right = sum(choice == 0 for choice in given)
            sitting = Sitting(
                assessment_id=assessment.id,
                person_id=key,
                unit_id=OFFICE,
                attempt=1,
                is_mock=False,
                seed=str(key),
                items=[question.id for question in questions],
                marks=[],
                started_at=NOON,
                ends_at=NOON,
                handed_in_at=NOON,
                right=right,
                total=ASKED,
                cause=f"s{key}",
            )
            session.add(sitting)
            await session.flush()
            session.add_all(
                SittingAnswer(sitting_id=sitting.id, position=n, given=[choice], at=NOON)
                for n, choice in enumerate(given)
            )


@pytest.fixture
async def lea(talk: Talk) -> Chat:
    lea = talk("lea")
    await bank(lea.knowledge)
    await published(lea, plan=f"{ASKED} câu")
    await sat(lea.knowledge)
    lea.later(days=1)
    return lea


async def opens(chat: Chat, button: str) -> Reply:
    await chat.says("/kiemtra")
    await chat.presses("Quý một")
    return await chat.presses(button)


async def sheets(chat: Chat, reply: Reply, person: int) -> dict[str, list[list[Any]]]:
    """Return the sheets of the workbook that was sent."""
    assert reply.file is not None
    _, content = await chat.knowledge.made_files.get(reply.file.key.id, person) or ("", b"")  # type: ignore[union-attr]  # one that was made
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


async def test_a_wrong_key_is_flagged_mended_and_everybody_counted_anew(lea: Chat) -> None:
    reply = await opens(lea, "🔬")
    assert reply.text.count("⚠") == 1
    assert "The key is probably wrong: the strongest choose B." in reply.text
    before = await lea.knowledge.assessments.results.percents(3, 1)
    item = await lea.presses("🔎")
    assert "🔑 <b>A.</b> đúng rồi – 0" in item.text
    assert "60 answers · right 0 %" in item.text
    mended = await lea.presses("🔑 B")
    assert "The key is now B." in mended.text
    after = await lea.knowledge.assessments.results.percents(3, 1)
    assert sum(after) > sum(before)
    assert "No question stands out" in (await opens(lea, "🔬")).text


async def test_a_question_can_be_taken_out(lea: Chat) -> None:
    await opens(lea, "🔬")
    await lea.presses("🔎")
    assert "counts no more" in (await lea.presses("Take out")).text
    async with lea.knowledge.database.view() as session:
        totals = set(await session.scalars(select(Sitting.total)))
    assert totals == {ASKED - 1}


async def test_the_analysis_as_a_workbook(lea: Chat) -> None:
    (table,) = (await sheets(lea, await opens(lea, "🔬"), 3)).values()
    head = next(row for row in table if "Point-biserial" in row)
    rows = table[table.index(head) + 1 :]
    assert len(rows) == ASKED
    wrong = dict(zip(head, rows[WRONG], strict=True))
    assert (wrong["Answers"], wrong["Facility"], wrong["Right"]) == (PEOPLE, 0, "A")
    assert "probably wrong" in str(wrong["To look at"])
    assert wrong["A"] + wrong["B"] + wrong["C"] == PEOPLE
    others = [dict(zip(head, row, strict=True)) for row in rows[1:]]
    assert wrong["Point-biserial"] == 0
    assert all(0 < float(str(row["Point-biserial"])) < 1 for row in others)
    assert all(row["To look at"] == "" for row in others)


async def test_names_stand_in_the_workbook_only_of_those_who_may_see_them(lea: Chat, talk: Talk) -> None:
    mine = await sheets(lea, await opens(lea, "📄"), 3)
    assert list(mine) == ["By unit", "By person"]
    assert any("Người 59" in row for row in mine["By person"])
    office = next(row for row in mine["By unit"] if row[0] == "Office")
    assert office[1:4] == [PEOPLE + 2, PEOPLE, PEOPLE]
    sam = talk("sam")
    theirs = await sheets(sam, await sam.forges("assessments.workbook:1"), 2)
    assert list(theirs) == ["By unit"]
    assert "Người" not in str(theirs)
    assert "Committee" not in [row[0] for row in theirs["By unit"]]


@pytest.mark.parametrize("data", ["items:1", "item:1:1", "rekey:1:1:1", "dropitem:1:1"])
@pytest.mark.parametrize("name", ["ada", "sam", "grace", "eve"])
async def test_outsiders_see_and_mend_no_question(lea: Chat, talk: Talk, name: str, data: str) -> None:
    assert "not within your scope" in (await talk(name).forges(f"assessments.{data}")).text
    assert "The key is probably wrong" in (await opens(lea, "🔬")).text


async def test_a_forged_key_is_refused(lea: Chat) -> None:
    assert "no such option" in (await lea.forges("assessments.rekey:1:1:9")).text
    assert "not of this assessment" in (await lea.forges("assessments.rekey:1:99:0")).text
