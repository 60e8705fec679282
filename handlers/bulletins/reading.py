"""The reader's side: what came, "seen", an answer, the files."""

from __future__ import annotations

from handlers.bulletins.routing import router
from handlers.chat import Button, Html, OutgoingFile, Reply, Request, paragraphs, words
from knowledge import Knowledge, Refusal
from knowledge.bulletins.rows import Received
from knowledge.messages.outbox import Due

PER_ROW = 2
SHORT_CHOICE = 16
"""Characters of a choice that fits beside another one."""
LONGEST_NAME = 40


@router.notice("bulletin", same_for_all=True)
async def tell(request: Request, knowledge: Knowledge, due: Due) -> Reply | None:
    """Tell a bulletin, its correction in its place, or that it was withdrawn."""
    there = await knowledge.bulletin_readers.unread(due.subject_id)
    return received(request, there, replaces=there.version > 1) if there else None


@router.notice("bulletin_nudge")
async def remind(request: Request, knowledge: Knowledge, due: Due) -> Reply | None:
    """Tell a bulletin again to somebody who is silent."""
    try:
        there = await knowledge.bulletin_readers.get(request.person.id, due.subject_id)
    except Refusal:
        return None
    is_silent = there.answer is None if there.choices else there.seen_at is None
    if there.is_withdrawn or not is_silent:
        return None
    return received(request, there, first=request.say("🔔 A reminder: this still waits for you."))


@router.button("seen")
async def seen(request: Request, knowledge: Knowledge, bulletin_id: int) -> Reply:
    """Note that it was seen."""
    there = await knowledge.bulletin_readers.see(request.person.id, bulletin_id, request.now)
    return received(request, there, edit=True)


@router.button("answer")
async def answer(request: Request, knowledge: Knowledge, bulletin_id: int, choice: int) -> Reply:
    """Note an answer; another one may follow."""
    there = await knowledge.bulletin_readers.see(request.person.id, bulletin_id, request.now, choice)
    return received(request, there, edit=True)


@router.button("open")
async def opened(request: Request, knowledge: Knowledge, bulletin_id: int) -> Reply:
    """Show one from the list again."""
    return received(request, await knowledge.bulletin_readers.get(request.person.id, bulletin_id))


@router.button("file")
async def file(request: Request, knowledge: Knowledge, bulletin_id: int, file_id: int) -> Reply:
    """Send a file of a bulletin, which counts as seen."""
    there = await knowledge.bulletin_readers.see(request.person.id, bulletin_id, request.now)
    found = next((each for each in there.files if each[0] == file_id), None)
    if there.is_withdrawn or found is None:
        raise Refusal("This file is not there any more. /thongbao shows what is.")
    number, name, size = found
    is_picture = name.lower().endswith(".png")
    sent = OutgoingFile.made_of(number, name, size, is_picture=is_picture)
    return Reply(request.say("📎 {name}", name=name), file=sent)


def received(
    request: Request,
    there: Received,
    *,
    first: Html | None = None,
    edit: bool = False,
    replaces: bool = False,
) -> Reply:
    """Say a bulletin as its reader gets it."""
    if there.is_withdrawn:
        gone = request.say("📢 <b>{unit}</b>: this announcement was withdrawn.", unit=there.unit)
        return Reply(gone, edit=edit, replaces=replaces)
    head = (
        request.say("📢 <b>{unit}</b> (corrected)", unit=there.unit)
        if there.version > 1
        else request.say("📢 <b>{unit}</b>", unit=there.unit)
    )
    parts = [*([first] if first else []), head, request.say("{text}", text=there.text)]
    if there.question:
        parts.append(request.say("❓ <b>{question}</b>", question=there.question))
    if there.answer is not None:
        choice = there.choices[there.answer]
        parts.append(request.say("✓ Your answer: <b>{choice}</b>", choice=choice))
    elif there.seen_at:
        parts.append(request.say("✓ Seen at {moment}", moment=there.seen_at))
    return Reply(paragraphs(*parts), tuple(rows(request, there)), edit=edit, replaces=replaces)


def rows(request: Request, there: Received) -> list[tuple[Button, ...]]:
    """Make the buttons: the choices or "seen", then the files."""
    buttons = [
        answer.button(f"✓ {choice}" if place == there.answer else choice, there.id, place)
        for place, choice in enumerate(there.choices)
    ]
    are_short = all(len(choice) <= SHORT_CHOICE for choice in there.choices)
    step = PER_ROW if are_short else 1
    made: list[tuple[Button, ...]] = [tuple(buttons[at : at + step]) for at in range(0, len(buttons), step)]
    if not there.choices and not there.seen_at:
        made.append((seen.button(words(request.say("✓ Seen")), there.id),))
    made += [(file.button(f"📎 {name[:LONGEST_NAME]}", there.id, number),) for number, name, _ in there.files]
    return made
