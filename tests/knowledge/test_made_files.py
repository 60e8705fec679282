"""Files that were made for one person: only they get them, for a week."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import update

from knowledge import Knowledge
from knowledge.models import Person
from knowledge.upkeep import prune
from tests.conftest import NOON

ADA, LEA, GRACE, EVE = 1, 3, 4, 6


async def test_what_is_made_is_for_one_person(staffed: Knowledge) -> None:
    kept = await staffed.made_files.keep(ADA, "tuần.png", b"\x00\xff", NOON)
    assert await staffed.made_files.get(kept, ADA) == ("tuần.png", b"\x00\xff")
    for other in (LEA, GRACE, EVE, 0, 99):
        assert await staffed.made_files.get(kept, other) is None
    assert await staffed.made_files.get(kept + 1, ADA) is None


async def test_the_suspended_get_nothing(staffed: Knowledge) -> None:
    kept = await staffed.made_files.keep(ADA, "a", b"x", NOON)
    async with staffed.database.write() as connection:
        await connection.execute(update(Person).values(suspended_at=NOON))
    assert await staffed.made_files.get(kept, ADA) is None


async def test_what_was_made_is_forgotten_after_a_week(staffed: Knowledge) -> None:
    kept = await staffed.made_files.keep(ADA, "a", b"x", NOON)
    await prune(staffed.database, NOON + timedelta(days=7))
    assert await staffed.made_files.get(kept, ADA)
    await prune(staffed.database, NOON + timedelta(days=7, seconds=1))
    assert await staffed.made_files.get(kept, ADA) is None
