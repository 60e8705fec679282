"""Papers that wait: whose they are, where they are filed, and how long, on both kinds of database."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import insert, select

from knowledge import Knowledge, Refusal
from knowledge.documents.reading import HandedIn
from knowledge.models import AuditEntry, Person, Post
from knowledge.upkeep import prune
from tests.conftest import NOON, OFFICE, WARD_A, WARD_B
from tests.knowledge.documents_files import DECISION
from tests.knowledge.filings.test_confirmed import files, read

SAM, GRACE, EVE, PAT = 2, 4, 6, 7


async def appoint(knowledge: Knowledge, person_id: int, unit: int) -> None:
    """Make somebody a secretary of a unit, in the roster first where they are new."""
    async with knowledge.database.write() as connection:
        if person_id == PAT:
            row = {"id": PAT, "name": "Pat", "folded_name": "pat", "phone": "+84911", "language": "en"}
            await connection.execute(insert(Person).values(row))
        post = {"person_id": person_id, "unit_id": unit, "role": "secretary", "title": ""}
        await connection.execute(insert(Post).values(post))


async def test_two_secretaries_of_a_unit_have_each_their_own(staffed: Knowledge) -> None:
    await appoint(staffed, PAT, OFFICE)
    waiting = await files(staffed, DECISION, "one")
    assert [w.id for w in await staffed.filings.waiting(SAM)] == [waiting]
    assert await staffed.filings.waiting(PAT) == []
    assert await staffed.filings.get(waiting, PAT) is None
    assert await staffed.filings.store(waiting, PAT, NOON) is None
    stored = await staffed.filings.store(waiting, SAM, NOON)
    assert stored is not None
    # The other one may keep what was published: it is the unit's.
    assert await staffed.shelf.get(stored.id, PAT) is not None
    handed = [HandedIn("b.txt", b"b", read(DECISION), None)]
    assert (await staffed.filings.take(PAT, handed, "two", NOON))[0].known is not None


async def test_a_secretary_of_another_unit_reaches_nothing(staffed: Knowledge) -> None:
    await appoint(staffed, PAT, WARD_B)
    waiting = await files(staffed, DECISION, "one")
    assert not await staffed.filings.correct(waiting, PAT, "number", "9")
    assert not await staffed.filings.move(waiting, PAT, WARD_B)
    assert not await staffed.filings.drop(waiting, PAT)
    stored = await staffed.filings.store(waiting, SAM, NOON)
    assert stored is not None
    assert await staffed.shelf.withdraw(stored.id, PAT, NOON) is None
    handed = [HandedIn("b.txt", DECISION.encode(), read(DECISION), None)]
    assert (await staffed.filings.take(PAT, handed, "two", NOON))[0].known is None


async def test_a_secretary_of_two_units_chooses_one(staffed: Knowledge) -> None:
    await appoint(staffed, SAM, WARD_A)
    waiting = await files(staffed, DECISION, "one")
    assert await staffed.filings.move(waiting, SAM, WARD_A)
    assert not await staffed.filings.move(waiting, SAM, WARD_B)
    stored = await staffed.filings.store(waiting, SAM, NOON)
    assert stored is not None
    assert await staffed.registry.card(stored.id, 1, NOON.date()) is None
    assert await staffed.registry.card(stored.id, SAM, NOON.date()) is not None
    handed = [HandedIn("b.txt", b"b", read(DECISION), None)]
    assert (await staffed.filings.take(SAM, handed, "two", NOON))[0].known is not None


async def test_who_is_no_secretary_files_nothing(staffed: Knowledge) -> None:
    handed = [HandedIn("b.txt", b"b", read(DECISION), None)]
    for person in (GRACE, EVE):
        with pytest.raises(Refusal):
            await staffed.filings.take(person, handed, "one", NOON)


async def test_what_nobody_confirms_is_forgotten_after_a_week(staffed: Knowledge) -> None:
    waiting = await files(staffed, DECISION, "one")
    await prune(staffed.database, NOON + timedelta(days=6))
    assert await staffed.filings.get(waiting, SAM) is not None
    await prune(staffed.database, NOON + timedelta(days=8))
    assert await staffed.filings.get(waiting, SAM) is None


async def test_the_audit_names_the_stored_paper(staffed: Knowledge) -> None:
    stored = await staffed.filings.store(await files(staffed, DECISION, "one"), SAM, NOON)
    assert stored is not None
    async with staffed.database.read() as connection:
        subjects = (await connection.execute(select(AuditEntry.subject))).scalars().all()
    assert subjects == [f"document:{stored.id}"]
