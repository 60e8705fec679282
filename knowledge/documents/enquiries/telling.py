"""Who hears of an enquiry, and when: notices, written with what causes them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import delete, select, update

from knowledge.documents.enquiries.rows import EnquiryRow
from knowledge.documents.enquiries.staff import answerers
from knowledge.messages.notices import cancel_for, queue
from knowledge.models import Enquiry, EnquiryAsker, EnquiryDraft, EnquiryState
from knowledge.problems import Refusal

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncConnection

WORTH_TELLING = timedelta(days=30)
"""How long a notice that was held up is still worth sending."""
FRIDAY = 4


def working_day_later(moment: datetime) -> datetime:
    """Return the same time of day on the next working day, Monday to Friday."""
    later = moment + timedelta(days=1)
    while later.weekday() > FRIDAY:
        later += timedelta(days=1)
    return later


async def tell(
    connection: AsyncConnection,
    person_id: int,
    kind: str,
    enquiry_id: int,
    due_at: datetime,
    *,
    round: str = "",  # the field's own word: a second approval is a second round
) -> None:
    """Write one notice about an enquiry; the same kind and round is told once."""
    await queue(
        connection,
        person_id=person_id,
        kind=kind,
        subject_id=enquiry_id,
        cause=f"{kind}:{enquiry_id}:{person_id}{round and ':'}{round}",
        due_at=due_at,
        expires_at=due_at + WORTH_TELLING,
    )


async def tell_answerers(
    connection: AsyncConnection, enquiry_id: int, unit_id: int, asker_id: int, now: datetime
) -> None:
    """Tell who shall answer, and plan that they are reminded after a working day. Raises Refusal."""
    people = await answerers(connection, unit_id, asker_id)
    if not people:
        raise Refusal(
            "Nobody can answer yet: this unit has no secretary or lead. Please ask your administrator."
        )
    for person_id in people:
        await tell(connection, person_id, "enquiry", enquiry_id, now)
        await tell(connection, person_id, "enquiry_reminder", enquiry_id, working_day_later(now))


async def settle(
    connection: AsyncConnection, row: EnquiryRow, state: EnquiryState, text: str, *, by: int, now: datetime
) -> None:
    """End an open enquiry with a reply or a reason: call off what was planned, and tell who waits."""
    values = {"state": state, "reply": text, "replied_by": by, "replied_at": now}
    await connection.execute(update(Enquiry).where(Enquiry.id == row.id).values(values))
    await connection.execute(delete(EnquiryDraft).where(EnquiryDraft.enquiry_id == row.id))
    await cancel_for(connection, ("enquiry", "enquiry_reminder"), row.id)
    waiting = select(EnquiryAsker.person_id).where(EnquiryAsker.enquiry_id == row.id)
    kind = "enquiry_reply" if state == EnquiryState.ANSWERED else "enquiry_declined"
    for person_id in (await connection.execute(waiting)).scalars().all():
        await tell(connection, person_id, kind, row.id, now)
