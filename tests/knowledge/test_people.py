"""Finding people, reaching them, and taking everything away."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from knowledge import Knowledge, Refusal
from knowledge.models import AuditEntry
from knowledge.organisation.profiles import AccountRow
from tests.conftest import NOON, accounts

ADA, SAM, LEA, GRACE, ADAM, EVE = range(1, 7)


@pytest.mark.parametrize("text", ["Ada Example", "ada", "+84900000001", "0900 000 001"])
async def test_found(staffed: Knowledge, text: str) -> None:
    assert (await staffed.people.find(text)).id == ADA


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("example", r"Several people fit: Ada Example \(Specialist, Office\)"),
        ("zzz", "Nobody"),
        ("", "Nobody"),
    ],
)
async def test_not_found(staffed: Knowledge, text: str, sentence: str) -> None:
    with pytest.raises(Refusal, match=sentence):
        await staffed.people.find(text)


async def test_a_misspelt_name_is_found(staffed: Knowledge) -> None:
    assert (await staffed.people.find("Grcae Example")).id == GRACE


async def test_nobody_beyond_the_roster(staffed: Knowledge) -> None:
    with pytest.raises(Refusal):
        await staffed.people.get(99)
    assert (await staffed.people.get(ADA)).language == "en"


async def test_accounts_are_reachable_ones_the_latest_first(staffed: Knowledge) -> None:
    people = staffed.people
    await people.link(ADA, "test", "phone", NOON + timedelta(minutes=1))
    assert await accounts(people, ADA) == [AccountRow("test", "phone"), AccountRow("test", "ada")]
    assert (await accounts(people, ADA))[0].address == "phone"
    await people.touch("test", "ada", NOON + timedelta(hours=1))
    assert (await accounts(people, ADA))[0].address == "ada"
    await people.mark_unreachable("test", "ada", NOON)
    assert await accounts(people, ADA) == [AccountRow("test", "phone")]
    await people.touch("test", "ada", NOON + timedelta(hours=1, minutes=1))
    assert len(await accounts(people, ADA)) == 2
    await people.suspend(ADA, ADAM, NOON)
    assert await accounts(people, ADA) == []


async def test_a_time_zone_must_exist(staffed: Knowledge) -> None:
    await staffed.people.set_timezone(ADA, "Asia/Dhaka")
    assert (await staffed.people.get(ADA)).timezone == "Asia/Dhaka"
    for wrong in ("Mars/Olympus", "../etc/passwd", ""):
        with pytest.raises(Refusal):
            await staffed.people.set_timezone(ADA, wrong)


@pytest.mark.parametrize("outsider", [ADA, SAM, LEA, GRACE, EVE])
async def test_only_an_administrator_suspends_resumes_unlinks(staffed: Knowledge, outsider: int) -> None:
    people = staffed.people
    other = SAM if outsider == ADA else ADA
    for act in (people.suspend, people.resume, people.unlink):
        with pytest.raises(Refusal, match="scope"):
            await act(other, outsider, NOON)
    assert not await people.matches("sam", outsider)


async def test_what_administrators_do_is_noted_by_ids(staffed: Knowledge) -> None:
    people = staffed.people
    assert (await people.suspend(ADA, ADAM, NOON)).suspended
    assert not (await people.resume(ADA, ADAM, NOON)).suspended
    assert await people.unlink(ADA, ADAM, NOON) == 1
    assert [profile.person.id for profile in await people.not_joined(ADAM)] == [ADA]
    with pytest.raises(Refusal, match="yourself"):
        await people.suspend(ADAM, ADAM, NOON)
    async with staffed.database.read() as connection:
        noted = (
            await connection.execute(select(AuditEntry.action, AuditEntry.person_id, AuditEntry.subject))
        ).all()
    assert [tuple(row) for row in noted] == [(a, ADAM, "person:1") for a in ("suspend", "resume", "unlink")]
