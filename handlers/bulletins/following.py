"""What was sent: live numbers, reminding the silent, correcting, withdrawing."""

from __future__ import annotations

from handlers.bulletins.routing import router
from handlers.bulletins.words import numbers
from handlers.chat import Button, Html, Reply, Request, paragraphs, words
from knowledge import Knowledge
from knowledge.bulletins.counts import Counts
from knowledge.bulletins.rows import BulletinRow
from knowledge.documents.reading.secrecy import guard
from knowledge.models import BulletinState


async def counted(
    request: Request, knowledge: Knowledge, bulletin_id: int, *, first: Html | None = None, edit: bool = False
) -> Reply:
    """Say how far it has come; the numbers follow while one looks on."""

    async def said() -> tuple[BulletinRow, Counts]:
        row = await knowledge.bulletins.get(request.person.id, bulletin_id)
        return row, await knowledge.bulletins.counts(request.person.id, bulletin_id)

    async def anew() -> Html:
        return numbers(request, *await said())

    row, counts = await said()
    text = numbers(request, row, counts)
    buttons = controls(request, row, counts)
    return Reply(paragraphs(first, text) if first else text, buttons, edit=edit, watches=anew)


def controls(request: Request, row: BulletinRow, counts: Counts) -> tuple[tuple[Button, ...], ...]:
    """Make the buttons of what is out."""
    if row.state != BulletinState.SENT:
        return ()
    silent = counts.people - (counts.answered if row.choices else counts.seen)
    rows: list[tuple[Button, ...]] = []
    if silent:
        # Without their number: the text moves while one looks on, and a label does not.
        rows.append((nudge.button(words(request.say("🔔 Remind the silent")), row.id),))
    rows.append(
        (
            correct.button(words(request.say("✎ Correct")), row.id),
            withdraw.button(words(request.say("↩ Withdraw")), row.id),
        )
    )
    return tuple(rows)


@router.button("numbers")
async def again(request: Request, knowledge: Knowledge, bulletin_id: int) -> Reply:
    """Show the numbers again."""
    return await counted(request, knowledge, bulletin_id, edit=True)


@router.button("nudge")
async def nudge(request: Request, knowledge: Knowledge, bulletin_id: int) -> Reply:
    """Tell it again to the silent."""
    count = await knowledge.bulletins.nudge(request.person.id, bulletin_id, request.now)
    first = request.say_count("🔔 One person is reminded.", "🔔 {count} people are reminded.", count)
    return await counted(request, knowledge, bulletin_id, first=first, edit=True)


@router.button("correct")
async def correct(request: Request, knowledge: Knowledge, bulletin_id: int) -> Reply:
    """Ask for the right text."""
    row = await knowledge.bulletins.get(request.person.id, bulletin_id)
    text = request.say("Please type the whole text anew; it takes the place of the old one:")
    return Reply(
        paragraphs(text, request.say("<code>{text}</code>", text=row.text)),
        expects=corrected.expect(bulletin_id),
    )


@router.step("corrected")
async def corrected(request: Request, knowledge: Knowledge, bulletin_id: int) -> Reply:
    """Take the right text."""
    guard("", request.text.splitlines())
    await knowledge.bulletins.correct(request.person.id, bulletin_id, request.text, request.now)
    first = request.say("✓ Corrected: those who have it get the new text.")
    return await counted(request, knowledge, bulletin_id, first=first)


@router.button("withdraw")
async def withdraw(request: Request, knowledge: Knowledge, bulletin_id: int) -> Reply:
    """Ask whether it shall really be withdrawn."""
    await knowledge.bulletins.get(request.person.id, bulletin_id)
    buttons = (
        withdrawn.button(words(request.say("↩ Yes, withdraw it")), bulletin_id),
        again.button(words(request.say("No, leave it")), bulletin_id),
    )
    text = request.say(
        "Withdraw it? Nobody else will get it, and those who have it will see that it is gone."
    )
    return Reply(text, (buttons,), edit=True)


@router.button("withdrawn")
async def withdrawn(request: Request, knowledge: Knowledge, bulletin_id: int) -> Reply:
    """Withdraw it."""
    await knowledge.bulletins.withdraw(request.person.id, bulletin_id, request.now)
    return await counted(request, knowledge, bulletin_id, edit=True)
