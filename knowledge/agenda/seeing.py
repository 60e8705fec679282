"""Who sees a meeting, and who organises it."""

from __future__ import annotations

from sqlalchemy import ColumnElement, or_, select

from knowledge.models import Attendee, Meeting, Person
from knowledge.scope import OVERSEERS, Viewer, units_held, visible_to


def seen_by(viewer: Viewer) -> ColumnElement[bool]:
    """Return the condition under which a meeting is in scope, or the viewer is invited by name."""
    # Of each meeting, not of the person: the list of all their meetings grows with the years.
    invited = (
        select(Attendee.meeting_id)
        .join(Person, Person.id == Attendee.person_id)
        .where(
            Attendee.meeting_id == Meeting.id,
            Attendee.person_id == viewer,
            Person.suspended_at.is_(None),
        )
        .correlate(Meeting)
    )
    return or_(visible_to(viewer, Meeting.unit_id, Meeting.reach), invited.exists())


def organised_by(person_id: int) -> ColumnElement[bool]:
    """Return the condition of meetings whose answers a person sees: the organiser, secretaries and leads."""
    held = units_held(person_id, OVERSEERS)
    return or_(Meeting.organiser_id == person_id, Meeting.unit_id.in_(held)) & seen_by(person_id)
