"""Each person who was expected at a conference, or came."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import and_, false, func, or_, select, union
from sqlalchemy.orm import aliased

from knowledge.agenda.exports.attendance import Delegate
from knowledge.models import Attendee, CheckIn, ConnectionPoint, Person, Post, Unit

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncConnection

    from knowledge.agenda.conferences import Conference


async def delegates(connection: AsyncConnection, conference: Conference) -> list[Delegate]:
    """Return the people at the points that the conference's viewer sees, by point and name."""
    expected = select(Attendee.person_id).where(Attendee.meeting_id == conference.id)
    came = select(CheckIn.person_id).where(CheckIn.meeting_id == conference.id)
    involved = union(expected, came).subquery()
    point_id = func.coalesce(CheckIn.point_id, Attendee.point_id)
    own = aliased(Post)
    first_post = select(func.min(own.id)).where(own.person_id == Person.id).scalar_subquery()
    points = [point.id for point in conference.totals.points]
    no_point = point_id.is_(None) if conference.organises else false()
    query = (
        select(
            Person.name,
            func.coalesce(Unit.name, ""),
            func.coalesce(ConnectionPoint.name, ""),
            func.coalesce(Attendee.answer, ""),
            func.coalesce(Attendee.reason, ""),
            CheckIn.at,
            func.coalesce(CheckIn.is_late, false()),
        )
        .join(involved, involved.c.person_id == Person.id)
        .outerjoin(Attendee, and_(Attendee.meeting_id == conference.id, Attendee.person_id == Person.id))
        .outerjoin(CheckIn, and_(CheckIn.meeting_id == conference.id, CheckIn.person_id == Person.id))
        .outerjoin(Post, Post.id == first_post)
        .outerjoin(Unit, Unit.id == Post.unit_id)
        .outerjoin(ConnectionPoint, ConnectionPoint.id == point_id)
        .where(or_(point_id.in_(points), no_point))
        .order_by(Unit.name, ConnectionPoint.name, Person.name, Person.id)
    )
    return [Delegate(*row) for row in await connection.execute(query)]
