"""Storing answers: those that come at the same time in one transaction, each judged by itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, select, tuple_, update
from sqlalchemy.dialects import postgresql, sqlite

from knowledge.assessments.sitting_rows import ON_THE_WAY, Answered, SittingView, as_given
from knowledge.models import QuestionKind, Sitting, SittingAnswer
from knowledge.problems import Refusal
from knowledge.together import Together

if TYPE_CHECKING:
    from sqlalchemy import Row

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


SITTINGS = (
    select(Sitting.id, Sitting.ends_at, Sitting.handed_in_at)
    .where(Sitting.id.in_(bindparam("ids", expanding=True)))
    # In the order of their ids, so that two replicas do not wait for each other.
    .order_by(Sitting.id)
    .with_for_update()
)
STANDING = select(
    SittingAnswer.sitting_id, SittingAnswer.position, SittingAnswer.given, SittingAnswer.changes
).where(tuple_(SittingAnswer.sitting_id, SittingAnswer.position).in_(bindparam("places", expanding=True)))
GO_ON = update(Sitting).where(Sitting.id == bindparam("of")).values(position=bindparam("next"))
NOTE_LATE = update(Sitting).where(Sitting.id == bindparam("of")).values(late_answers=Sitting.late_answers + 1)
"""Made once: to put a statement together takes longer than to run it."""


def upsert(insert: Callable[..., sqlite.Insert | postgresql.Insert]) -> sqlite.Insert | postgresql.Insert:
    """Write an answer, or put it in the place of the last one."""
    new = insert(SittingAnswer)
    return new.on_conflict_do_update(
        index_elements=[SittingAnswer.sitting_id, SittingAnswer.position],
        set_={"given": new.excluded.given, "changes": new.excluded.changes, "at": new.excluded.at},
    )


class AnswerStore:
    """Keeps answers; each is told what became of it once that is certain."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._together = Together(self._write)
        self._upsert = upsert(sqlite.insert if database.is_sqlite else postgresql.insert)

    async def put(self, answer: Stored) -> tuple[Status, Answered | None]:
        """Keep an answer, with whatever else waits; returns also what stands now."""
        return await self._together.put(answer)

    async def _write(self, answers: Sequence[Stored]) -> Sequence[tuple[Status, Answered | None]]:
        places = list({(each.sitting_id, each.position) for each in answers})
        async with self._database.write(is_brief=True) as connection:
            found = await connection.execute(SITTINGS, {"ids": list({place[0] for place in places})})
            sittings = {row.id: row for row in found}
            before = await connection.execute(STANDING, {"places": places})
            known = {(row[0], row[1]): Answered(as_given(row[2]), row[3]) for row in before}
            kept: dict[tuple[int, int], Stored] = {}
            told = [judged(each, sittings[each.sitting_id], known, kept) for each in answers]
            if kept:
                await connection.execute(self._upsert, [row_of(each, known) for each in kept.values()])
                # Another device goes on where this one is.
                go_on = [{"of": each.sitting_id, "next": each.position + 1} for each in kept.values()]
                await connection.execute(GO_ON, go_on)
            late = [
                {"of": each.sitting_id}
                for each, (status, _) in zip(answers, told, strict=True)
                if status is Status.LATE
            ]
            if late:
                await connection.execute(NOTE_LATE, late)
            return told


def judged(
    answer: Stored,
    sitting: Row[int, datetime, datetime | None],
    known: dict[tuple[int, int], Answered],
    kept: dict[tuple[int, int], Stored],
) -> tuple[Status, Answered | None]:
    """Say what becomes of an answer, and what stands then; notes it among those that are kept."""
    place = (answer.sitting_id, answer.position)
    before = known.get(place)
    if sitting.handed_in_at is not None or answer.at >= sitting.ends_at + ON_THE_WAY:
        return Status.LATE, before
    if before and before.given == answer.given:
        return Status.KEPT, before
    if answer.changes is not None and answer.changes != (before.changes if before else 0):
        return Status.STALE, before
    known[place] = Answered(answer.given, before.changes + 1 if before else 1)
    kept[place] = answer
    return Status.KEPT, known[place]


def row_of(answer: Stored, known: dict[tuple[int, int], Answered]) -> dict[str, object]:
    """Write an answer as the table has it."""
    return {
        "sitting_id": answer.sitting_id,
        "position": answer.position,
        "given": answer.given if isinstance(answer.given, str) else list(answer.given),
        "changes": known[answer.sitting_id, answer.position].changes,
        "at": answer.at,
    }


def taken(view: SittingView, read: Callable[[SittingView], Given | None]) -> Given | None:
    """Read an answer off the question; None where it is none. Raises Refusal where it is not one of its."""
    try:
        given = read(view)
    except IndexError:
        given = ()
    if given == "" or (given == () and view.shown.kind != QuestionKind.SEVERAL):
        raise Refusal("This question has no such option. Please choose one that is shown.")
    return given
