"""Storing answers: those that come at the same time in one transaction, each judged by itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, select, tuple_, update
from sqlalchemy.dialects import postgresql, sqlite

from knowledge.assessments.sitting_rows import ON_THE_WAY, Answered, as_given
from knowledge.models import Sitting, SittingAnswer
from knowledge.together import Together

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncConnection

    from knowledge.database import Database
    from knowledge.quiz.marking import Given


@dataclass(frozen=True, slots=True)
class Stored:
    """An answer on its way; its sitting is known to be its person's."""

    sitting_id: int
    position: int
    given: Given
    changes: int | None
    """How many answers to the question its screen had seen; None of a typed one, which means the last."""
    at: datetime


class Status(Enum):
    """What becomes of an answer."""

    KEPT = "kept"
    STALE = "stale"
    """Another device has answered meanwhile; the first counts."""
    LATE = "late"


class AnswerStore:
    """Keeps answers; each is told what became of it once that is certain."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._together = Together(self._write)

    async def put(self, answer: Stored) -> Status:
        """Keep an answer, with whatever else waits."""
        return await self._together.put(answer)

    async def _write(self, answers: Sequence[Stored]) -> Sequence[Status]:
        async with self._database.write() as connection:
            ids = sorted({each.sitting_id for each in answers})
            # In the order of their ids, so that two replicas do not wait for each other.
            found = await connection.execute(
                select(Sitting.id, Sitting.ends_at, Sitting.handed_in_at)
                .where(Sitting.id.in_(ids))
                .order_by(Sitting.id)
                .with_for_update()
            )
            sittings = {row.id: row for row in found}
            known = await standing(connection, answers)
            statuses, kept = [], {}
            for each in answers:
                sitting, place = sittings[each.sitting_id], (each.sitting_id, each.position)
                before = known.get(place)
                if sitting.handed_in_at is not None or each.at >= sitting.ends_at + ON_THE_WAY:
                    statuses.append(Status.LATE)
                elif before and before.given == each.given:
                    statuses.append(Status.KEPT)
                elif before and each.changes is not None and each.changes != before.changes:
                    statuses.append(Status.STALE)
                else:
                    known[place] = Answered(each.given, before.changes + 1 if before else 1)
                    kept[place] = each
                    statuses.append(Status.KEPT)
            await self._note(connection, list(kept.values()), known)
            await note_late(connection, answers, statuses)
            return statuses

    async def _note(
        self, connection: AsyncConnection, kept: list[Stored], known: dict[tuple[int, int], Answered]
    ) -> None:
        if not kept:
            return
        insert = sqlite.insert if self._database.is_sqlite else postgresql.insert
        new = insert(SittingAnswer)
        upsert = new.on_conflict_do_update(
            index_elements=[SittingAnswer.sitting_id, SittingAnswer.position],
            set_={"given": new.excluded.given, "changes": new.excluded.changes, "at": new.excluded.at},
        )
        await connection.execute(
            upsert,
            [
                {
                    "sitting_id": each.sitting_id,
                    "position": each.position,
                    "given": each.given if isinstance(each.given, str) else list(each.given),
                    "changes": known[each.sitting_id, each.position].changes,
                    "at": each.at,
                }
                for each in kept
            ],
        )
        # Another device goes on where this one is.
        await connection.execute(
            update(Sitting).where(Sitting.id == bindparam("of")).values(position=bindparam("next")),
            [{"of": each.sitting_id, "next": each.position + 1} for each in kept],
        )


async def standing(connection: AsyncConnection, answers: Sequence[Stored]) -> dict[tuple[int, int], Answered]:
    """Return what stands for the questions that are answered now."""
    places = {(each.sitting_id, each.position) for each in answers}
    found = await connection.execute(
        select(
            SittingAnswer.sitting_id, SittingAnswer.position, SittingAnswer.given, SittingAnswer.changes
        ).where(tuple_(SittingAnswer.sitting_id, SittingAnswer.position).in_(places))
    )
    return {(row.sitting_id, row.position): Answered(as_given(row.given), row.changes) for row in found}


async def note_late(
    connection: AsyncConnection, answers: Sequence[Stored], statuses: Sequence[Status]
) -> None:
    """Count the answers that came after the end, each beside its sitting."""
    late = [each.sitting_id for each, status in zip(answers, statuses, strict=True) if status is Status.LATE]
    if late:
        await connection.execute(
            update(Sitting)
            .where(Sitting.id == bindparam("of"))
            .values(late_answers=Sitting.late_answers + 1),
            [{"of": each} for each in late],
        )
