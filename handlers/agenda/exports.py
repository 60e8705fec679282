"""The agenda taken along: one meeting as a calendar file."""

from __future__ import annotations

from handlers.agenda.feeds import calendar_words
from handlers.agenda.routing import router
from handlers.chat import OutgoingFile, Reply, Request
from knowledge import Knowledge


@router.button("ics")
async def ics(request: Request, knowledge: Knowledge, meeting_id: int) -> Reply:
    """Send a meeting as a file that every calendar opens."""
    person = request.person
    made = await knowledge.exports.calendar(
        person.id, meeting_id, calendar_words(person.language), person.timezone
    )
    if made is None:
        return Reply(request.say("This meeting is not within your scope."))
    kept = await knowledge.made_files.keep(person.id, *made, request.now)
    return Reply(
        request.say("Open the file and your calendar takes the meeting in. If it changes, I tell you here."),
        file=OutgoingFile.made(kept, *made),
    )
