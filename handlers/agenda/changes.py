"""What changed in the agenda, said to whom it touches: the difference, in one message."""

from __future__ import annotations

from datetime import datetime

from handlers.agenda.answers import opened
from handlers.agenda.programme_words import cut
from handlers.agenda.routing import router
from handlers.chat import Button, Html, Reply, Request, lines, paragraphs
from handlers.language import moment
from knowledge import Knowledge
from knowledge.agenda.news import KIND, UNINVITED, NewsRow
from knowledge.messages.outbox import Due
from knowledge.models import ChangeKind

MOST_TOLD = 12
MOST_BUTTONS = 6
LONGEST_LABEL = 40


@router.notice(KIND)
async def told(request: Request, knowledge: Knowledge, due: Due) -> Reply | None:
    """Tell what changed; silent where nothing of it is in the person's scope any more."""
    rows = await knowledge.news.of_notice(request.person.id, due.id)
    if not rows:
        return None
    parts = [said(request, row) for row in rows[:MOST_TOLD]]
    if len(rows) > MOST_TOLD:
        parts.append(request.say_count("and one more", "and {count} more", len(rows) - MOST_TOLD))
    buttons: list[tuple[Button, ...]] = [
        (opened.button(label_of(request, row), row.meeting_id),)
        for row in rows[:MOST_BUTTONS]
        if row.kind not in {ChangeKind.CANCELLED, UNINVITED}
    ]
    return Reply(paragraphs(request.say("<b>Your agenda has changed:</b>"), *parts), tuple(buttons))


def label_of(request: Request, row: NewsRow) -> str:
    """Name a meeting on its button."""
    label = f"{request.clock(row.starts_at)} {row.title}"
    return label if len(label) <= LONGEST_LABEL else label[: LONGEST_LABEL - 1] + "…"


def said(request: Request, row: NewsRow) -> Html:
    """Say one change: what happened, and the difference."""
    values = {"title": cut(row.title), "when": row.starts_at}
    if row.kind == UNINVITED:
        return request.say("－ <b>No longer on your agenda:</b> {title} ({when})", **values)
    if row.kind == ChangeKind.CANCELLED:
        parts = [request.say("✗ <b>Cancelled:</b> {title} ({when})", **values)]
    elif row.kind == ChangeKind.PUBLISHED:
        parts = [request.say("＋ <b>You are invited:</b> {title} ({when})", **values)]
        if row.place:
            parts.append(request.say("   Place: {place}", place=cut(row.place)))
    elif row.kind == ChangeKind.RESTORED:
        parts = [request.say("↺ <b>Takes place again:</b> {title} ({when})", **values)]
    else:
        parts = [request.say("✎ <b>Changed:</b> {title}", **values), *differences(request, row)]
    if row.why:
        parts.append(request.say("   Reason: {why}", why=cut(row.why)))
    return lines(*parts)


async def called_off(request: Request, knowledge: Knowledge, start: datetime, end: datetime) -> list[Html]:
    """Say in one part which meetings of a span do not take place; nothing where all do."""
    gone = await knowledge.agenda.cancelled(request.person.id, start, end)
    entries = [
        request.say("✗ Cancelled: {time} {title}", time=request.clock(m.starts_at), title=cut(m.title))
        for m in gone
    ]
    return [lines(*entries)] if entries else []


def differences(request: Request, row: NewsRow) -> list[Html]:
    """Say what was and what is, of each field that people plan by."""
    found = []
    if "starts_at" in row.before:
        before = datetime.fromisoformat(str(row.before["starts_at"])).astimezone(request.person.timezone)
        was = moment(request.person.language, before, request.now)
        found.append(request.say("   {before} → {after}", before=was, after=row.starts_at))
    if "place" in row.before:
        was = str(row.before["place"]) or "–"
        found.append(
            request.say("   Place: {before} → {after}", before=cut(was), after=cut(row.place or "–"))
        )
    if "chair" in row.before:
        values = {
            "before": cut(str(row.before["chair"]) or "–"),
            "after": cut(str(row.after.get("chair")) or "–"),
        }
        found.append(request.say("   Chair: {before} → {after}", **values))
    if "title" in row.before:
        found.append(request.say("   It was called: {title}", title=cut(str(row.before["title"]))))
    return found or [request.say("   Details have changed: open it to see them.")]
