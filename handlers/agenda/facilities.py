"""Rooms and cars: the list, and for secretaries adding and removing."""

from __future__ import annotations

import re

from handlers.agenda.programme_words import cut
from handlers.agenda.routing import router
from handlers.chat import Button, Reply, Request, lines, paragraphs, words
from knowledge import Knowledge
from knowledge.vietnamese.spelling import bare

ADD = re.compile(r"^(?:them|add) ")
PLACES = re.compile(r"[,;]?\s*(\d{1,5})\s*(?:cho|nguoi|ghe|seats?|places?)\b.*$")
MOST_BUTTONS = 10


@router.command("phong", "rooms", summary="Rooms and cars; secretaries add them: /phong thêm Phòng 2, 40 chỗ")
async def rooms(request: Request, knowledge: Knowledge) -> Reply:
    """List rooms and cars, or add one."""
    text = " ".join(request.text.split())
    if found := ADD.match(bare(text)):
        rest = text[found.end() :]
        places = PLACES.search(bare(rest))
        name = rest[: places.start()] if places else rest
        added = await knowledge.facilities.add(request.person.id, name, int(places[1]) if places else None)
        said = request.say("{room} is there now: meetings that name it book it.", room=cut(added))
        listed = await listing(request, knowledge)
        return Reply(paragraphs(said, listed.text), listed.buttons)
    return await listing(request, knowledge)


async def listing(request: Request, knowledge: Knowledge, *, edit: bool = False) -> Reply:
    """List what the person's units have."""
    rows = await knowledge.facilities.of(request.person.id)
    if not rows:
        return Reply(
            request.say("No room or car is entered yet. A secretary adds one: /phong thêm Phòng 2, 40 chỗ"),
            edit=edit,
        )
    entries = [
        request.say("{room} ({places} places) – {unit}", room=cut(r.name), places=r.places, unit=r.unit)
        if r.places
        else request.say("{room} – {unit}", room=cut(r.name), unit=r.unit)
        for r in rows
    ]
    buttons: tuple[tuple[Button, ...], ...] = tuple(
        (remove.button(words(request.say("Remove {room}", room=r.name[:40])), r.id),)
        for r in rows[:MOST_BUTTONS]
        if r.is_kept
    )
    return Reply(paragraphs(request.say("<b>Rooms and cars:</b>"), lines(*entries)), buttons, edit)


@router.button("removeroom")
async def remove(request: Request, knowledge: Knowledge, facility_id: int) -> Reply:
    """Remove a room or car."""
    name = await knowledge.facilities.remove(request.person.id, facility_id)
    listed = await listing(request, knowledge, edit=True)
    said = request.say("{room} was removed; meetings there stay.", room=cut(name))
    return Reply(paragraphs(said, listed.text), listed.buttons, edit=True)
