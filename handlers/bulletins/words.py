"""How announcements are said in lists and numbers."""

from __future__ import annotations

from textwrap import shorten

from handlers.chat import Html, Request, lines, paragraphs
from knowledge.bulletins.counts import Counts
from knowledge.bulletins.rows import BulletinRow
from knowledge.models import BulletinState

LONGEST_LABEL = 34
MOST_UNITS = 12


def first_words(text: str) -> str:
    """Return what names an announcement on a button."""
    return shorten(text, LONGEST_LABEL, placeholder=" …")


def sent_line(request: Request, row: BulletinRow) -> Html:
    """Say one of those that the unit sent."""
    values = {"text": first_words(row.text), "unit": row.unit}
    if row.state == BulletinState.DRAFT:
        return request.say("• Draft: {text}", **values)
    if row.state == BulletinState.WITHDRAWN:
        return request.say("• Withdrawn: {text}", **values)
    return request.say("• {when}: {text} ({unit})", when=row.sent_at, **values)


def numbers(request: Request, row: BulletinRow, counts: Counts) -> Html:
    """Say how far an announcement has come."""
    parts = [
        lines(
            request.say("<b>Announcement</b> of {unit}, {when}", unit=row.unit, when=row.sent_at),
            request.say("<i>{text}</i>", text=shorten(row.text, 200, placeholder=" …")),
        ),
        lines(*whole(request, row, counts)),
    ]
    if row.state == BulletinState.WITHDRAWN:
        parts.insert(0, request.say("↩ <b>Withdrawn.</b>"))
    if len(counts.units) > 1:
        parts.append(lines(request.say("By unit, those that wait first:"), *by_unit(request, counts)))
    return paragraphs(*parts)


def whole(request: Request, row: BulletinRow, counts: Counts) -> list[Html]:
    """Say the numbers of all readers."""
    states = counts.states
    said = [
        request.say("Sent: {sent} of {people}", sent=states.get("sent", 0), people=counts.people),
        request.say("Seen: <b>{seen}</b>", seen=counts.seen),
    ]
    if waiting := states.get("waiting", 0) + states.get("sending", 0):
        said.insert(1, request.say("Still on the way: {count}", count=waiting))
    if failed := states.get("failed", 0) + states.get("expired", 0):
        said.append(request.say("⚠ Not reached: {count}. Details: /gui", count=failed))
    if row.choices:
        answers = " · ".join(f"{c}: {n}" for c, n in zip(row.choices, counts.answers, strict=True))
        said.append(request.say("❓ {question}", question=row.question))
        said.append(
            request.say("Answered: <b>{count}</b> ({answers})", count=counts.answered, answers=answers)
        )
    return said


def by_unit(request: Request, counts: Counts) -> list[Html]:
    """Say the numbers of each unit; the rest as one number."""
    said = [
        request.say(
            "• {unit}: {seen} of {people} seen, {answered} answered",
            unit=unit.unit,
            seen=unit.seen,
            people=unit.people,
            answered=unit.answered,
        )
        if sum(counts.answers) or counts.answered
        else request.say(
            "• {unit}: {seen} of {people} seen", unit=unit.unit, seen=unit.seen, people=unit.people
        )
        for unit in counts.units[:MOST_UNITS]
    ]
    if (left := len(counts.units) - MOST_UNITS) > 0:
        said.append(request.say_count("and one more unit", "and {count} more units", left))
    return said
