"""The demo: it loads, again too; what its papers, questions and people say fits together."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from datetime import datetime, timedelta

import pytest

from bot import demo
from bot.demo.content import FOLDER, table
from knowledge import Knowledge
from knowledge.census import count
from knowledge.organisation.roster import parse_roster
from knowledge.quiz.questions import parse_questions
from tests.bot.webpage import Site, site
from tests.conftest import HANOI, NOON, Clock, claim_all

NUMBER = re.compile(r"\d+(?:[.,]\d+)*")


@pytest.fixture
async def committee(memory: Knowledge) -> Knowledge:
    await demo.load(memory, NOON)
    return memory


@pytest.fixture
async def page(committee: Knowledge) -> AsyncIterator[Site]:
    async with site(committee, Clock(), demo.routes) as served:
        yield served


def texts() -> dict[str, str]:
    """Return each paper's text by its number."""
    found = {}
    for path in (FOLDER / "documents").iterdir():
        text = path.read_text(encoding="utf-8")
        number = re.search(r"^(?:Số|No\.|নং) (\S+)$", text, re.MULTILINE)
        assert number, path
        found[number[1]] = text
    return found


async def titles(knowledge: Knowledge, key: str, now: datetime = NOON, days: int = 14) -> set[str]:
    person = await knowledge.people.find(next(p.name for p in demo.PEOPLE if p.key == key))
    start = now.astimezone(HANOI).replace(hour=0)
    return {m.title for m in await knowledge.agenda.meetings(person.id, start, start + timedelta(days=days))}


async def test_it_loads_and_again_changes_nothing(committee: Knowledge) -> None:
    before = await count(committee.database)
    assert before["people"] == 25
    assert before["questions"] == 34
    assert before["documents"] == len(table("papers.csv")) == 16
    assert before["meetings"] == 14
    await demo.load(committee, NOON + timedelta(hours=5))
    assert await count(committee.database) == before
    ha = await committee.people.find("Nguyễn Thị Thu Hà")
    assert len(await committee.deadlines.mine(ha.id)) == 3
    assert len(await committee.tasks.mine(ha.id)) == 1


async def test_a_new_day_moves_the_agenda(committee: Knowledge) -> None:
    today = await titles(committee, "member", days=1)
    assert len(today) == 4
    tomorrow = NOON + timedelta(days=1)
    await demo.load(committee, tomorrow)
    assert await titles(committee, "member", tomorrow, days=1) == today
    # A conference is held each day, so that who came yesterday is not there today.
    assert (await count(committee.database))["meetings"] == 15


async def test_people_see_what_their_place_allows(committee: Knowledge) -> None:
    member, lead, branch = [await titles(committee, key) for key in ("member", "lead", "branch")]
    assert "Họp Văn phòng: phân công trực và báo cáo tuần" in member
    assert "Hội nghị Ban Thường vụ Thành ủy" not in member
    assert "Rà soát 12 tuyến phố xanh sạch văn minh" in branch - member
    assert "Bàn giao sách cho thư viện cộng đồng" not in branch | member
    assert len(lead) == 13  # a meeting that takes place twice has one title
    assert member < lead


async def test_a_paper_of_a_branch_stays_in_it(committee: Knowledge) -> None:
    question = "Bao nhiêu tuyến phố đạt tiêu chí xanh, sạch, văn minh?"
    seen = {}
    for key in ("member", "lead", "branch"):
        person = await committee.people.find(next(p.name for p in demo.PEOPLE if p.key == key))
        answer = await committee.documents.answer(question, person.id)
        seen[key] = any("05-NQ/ĐU" in quote.citation for quote in answer.quotes)
    assert seen == {"member": False, "lead": True, "branch": True}


@pytest.mark.parametrize(
    ("question", "paper", "words"),
    [
        ("Báo cáo tuần gửi trước mấy giờ?", "31-QĐ/TU", "16 giờ 00 thứ Năm"),
        ("thoi han gui bao cao tuan", "31-QĐ/TU", "16 giờ 00 thứ Năm"),
        ("gia han nhiem vu", "31-QĐ/TU", "không quá 10 ngày làm việc"),
        ("How many interpreters are provided for guests?", "GUIDE", "one interpreter for every 10"),
        ("কতজন অতিথির জন্য একজন দোভাষী?", "নির্দেশিকা", "১০ জন অতিথির"),
    ],
)
async def test_questions_in_three_languages_find_their_article(
    committee: Knowledge, question: str, paper: str, words: str
) -> None:
    ha = await committee.people.find("Nguyễn Thị Thu Hà")
    answer = await committee.documents.answer(question, ha.id)
    assert any(paper in quote.citation and words in quote.text for quote in answer.quotes), answer


def test_every_question_stands_on_a_paper() -> None:
    papers = texts()
    for name in ("questions-1.gift", "questions-2.csv"):
        parsed_bank = parse_questions(FOLDER / name)
        assert not parsed_bank.problems
        for question in parsed_bank.questions:
            number, _, article = question.source.partition(", ")
            text = papers[number]
            place = article.split(", ")[0].replace("mục ", "").strip()
            assert place in text, question.source
            answer = question.options[question.rights[0]]
            for figure in NUMBER.findall(answer):
                assert figure in text, (question.text, figure)


def test_the_tables_name_what_there_is() -> None:
    roster = parse_roster(FOLDER / "roster.csv")
    assert not roster.problems
    names = {entry.name for entry in roster.entries}
    units = {entry.unit[-1] for entry in roster.entries}
    assert {row["unit"] for row in table("papers.csv")} <= units
    assert {row["unit"] for row in table("agenda.csv")} <= units
    assert {row["person"] for row in table("deadlines.csv")} <= names
    assert {row["file"] for row in table("papers.csv")} == {
        path.name for path in (FOLDER / "documents").iterdir()
    }
    numbers = texts().keys()
    for row in table("agenda.csv"):
        assert set(filter(None, row["papers"].split("; "))) <= numbers
    assert {p.name for p in demo.PEOPLE if p.key != "guest"} <= names


async def test_the_page_opens_as_the_member_and_switches(page: Site) -> None:
    browser = page.browser("vi")
    assert 'data-demo="yes"' in await (await browser.opens()).text()
    await browser.hears("")
    assert browser.me["name"] == "Nguyễn Thị Thu Hà"
    people = await (await browser.opens("/demo/people")).json()
    assert [p["key"] for p in people if p["me"]] == ["member"]
    first = await page.address(browser)
    for key, name in (("branch", "Phạm Ngọc Ánh"), ("guest", ""), ("member", "Nguyễn Thị Thu Hà")):
        assert (await browser.posts("/demo/person", {"person": key})).status == 200
        browser.seen = 0
        await browser.hears("")
        assert browser.me["name"] == name
    assert await page.address(browser) == first


async def test_a_greeting_reminder_comes_for_each_browser(page: Site) -> None:
    await page.browser().opens()
    page.clock.now += timedelta(minutes=1)
    kinds = {due.kind for due in await claim_all(page.knowledge, page.clock.now)}
    assert "deadline" in kinds


@pytest.mark.parametrize("data", [{"person": "nobody"}, {}, [], 5])
async def test_odd_switches_are_refused(page: Site, data: object) -> None:
    browser = page.browser()
    await browser.opens()
    assert (await browser.posts("/demo/person", data)).status == 400


async def test_switching_needs_a_session_and_our_own_page(page: Site) -> None:
    browser = page.browser()
    assert (await browser.posts("/demo/person", {"person": "lead"})).status == 400
    await browser.opens()
    away = await browser.posts("/demo/person", {"person": "lead"}, Origin="https://evil.example")
    assert away.status == 403


async def test_a_reminder_that_is_done_is_not_repeated(committee: Knowledge) -> None:
    ha = await committee.people.find("Nguyễn Thị Thu Hà")
    first = (await committee.deadlines.mine(ha.id))[0]
    await committee.deadlines.finish(ha.id, first.id, "test", NOON, HANOI)
    await demo.load(committee, NOON)
    assert len(await committee.deadlines.mine(ha.id)) == 2
