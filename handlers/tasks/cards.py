"""A task's card, the lists of tasks, and the news and reminders about them."""

from __future__ import annotations

import re

from handlers.chat import Button, Html, OutgoingFile, Reply, Request, lines, paragraphs, words
from handlers.tasks.routing import router
from handlers.tasks.words import SHORT, act_words, card, in_line, short
from knowledge import Knowledge, Refusal
from knowledge.messages.outbox import Due
from knowledge.models import TaskState
from knowledge.tasks.rows import TaskRow

MOST_SHOWN = 8
MINE = re.compile(
    r"(?:xem )?(?:viec|nhiem vu|cong viec) (?:duoc giao|da giao|toi giao|dang giao)\s*\??|my tasks\s*\??"
)
WAITS = (TaskState.GIVEN, TaskState.ACKNOWLEDGED, TaskState.STARTED, TaskState.RETURNED)


@router.command("viec", "tasks", summary="Tasks: /viec shows what I was given and what I gave")
async def tasks(request: Request, knowledge: Knowledge) -> Reply:
    """List the tasks that one holds and that one gave."""
    mine = await knowledge.tasks.mine(request.person.id)
    given = await knowledge.tasks.given(request.person.id)
    gives = await knowledge.people.oversees(request.person.id)
    if not mine and not given:
        text = request.say("There are no open tasks.")
        if gives:
            text = lines(text, request.say("Give one: /giao NAME: WORK before Friday 5pm"))
        return Reply(text)
    parts: list[Html] = []
    rows: list[tuple[Button, ...]] = []
    if mine:
        said = [in_line(request, row, n, names_holder=False) for n, row in enumerate(mine[:MOST_SHOWN], 1)]
        parts.append(lines(request.say("<b>To do</b>"), *said, *more(request, len(mine))))
        rows += opening(mine[:MOST_SHOWN])
    if given:
        # Numbered on, so that a button says which of both lists it opens.
        first = min(len(mine), MOST_SHOWN) + 1
        said = [
            in_line(request, row, n, names_holder=True) for n, row in enumerate(given[:MOST_SHOWN], first)
        ]
        parts.append(lines(request.say("<b>Given to others</b>"), *said, *more(request, len(given))))
        rows += opening(given[:MOST_SHOWN], first)
    if gives:
        # By its name: the module of the numbers shows what imports this one.
        rows.append((router.actions["tasks.totals"].button(words(request.say("📊 Totals by unit"))),))
    return Reply(paragraphs(*parts), tuple(rows))


@router.text(lambda folded: MINE.fullmatch(folded) is not None)
async def in_words(request: Request, knowledge: Knowledge) -> Reply:
    """List tasks that a plain sentence asks for."""
    return await tasks(request, knowledge)


def more(request: Request, count: int) -> list[Html]:
    """Say how many of a list are not shown."""
    left = count - MOST_SHOWN
    return [request.say_count("And one more later.", "And {count} more later.", left)] if left > 0 else []


def opening(rows: list[TaskRow], first: int = 1) -> list[tuple[Button, ...]]:
    """Make a button for each task of a list, with its number there."""
    return [(opened.button(f"{n}. {short(row.title, SHORT)}", row.id),) for n, row in enumerate(rows, first)]


@router.button("open")
async def opened(request: Request, knowledge: Knowledge, task_id: int) -> Reply:
    """Show a task's card."""
    return await shown(request, knowledge, task_id)


async def shown(
    request: Request, knowledge: Knowledge, task_id: int, *, first: Html | None = None, edit: bool = False
) -> Reply:
    """Show a task with what its viewer may do. Raises Refusal."""
    task = await knowledge.tasks.get(request.person.id, task_id)
    parts = await knowledge.tasks.parts(request.person.id, task_id)
    text = [*([first] if first else []), card(request, task)]
    if parts:
        said = [in_line(request, row, n, names_holder=True) for n, row in enumerate(parts, 1)]
        text.append(lines(request.say("Handed down:"), *said))
    rows = await controls(request, knowledge, task)
    rows += [(opened.button(f"↳ {short(part.title, SHORT)}", part.id),) for part in parts[:MOST_SHOWN]]
    return Reply(paragraphs(*text), tuple(rows), edit=edit)


async def controls(request: Request, knowledge: Knowledge, task: TaskRow) -> list[tuple[Button, ...]]:
    """Make the buttons of a card: those of its holder, of its giver, and everybody's."""
    holds, gave = await knowledge.tasks.sides(request.person.id, task.id)
    acts = router.actions
    rows: list[tuple[Button, ...]] = []
    if holds and task.state in WAITS:
        if task.state == TaskState.GIVEN:
            rows.append((acts["tasks.acknowledge"].button(words(request.say("✓ Acknowledged")), task.id),))
        rows.append(
            (
                acts["tasks.submit"].button(words(request.say("📤 Hand in")), task.id),
                acts["tasks.progress"].button(words(request.say("✎ Report")), task.id),
            )
        )
        second = [acts["tasks.ask"].button(words(request.say("⏳ Ask for time")), task.id)]
        if await knowledge.people.oversees(request.person.id):
            second.append(acts["tasks.down"].button(words(request.say("↳ Hand down")), task.id))
        rows.append(tuple(second))
    if holds and task.state == TaskState.SUBMITTED:
        rows.append((acts["tasks.take_back"].button(words(request.say("↩ Take back")), task.id),))
    if gave:
        rows += of_giver(request, task)
    last = [history.button(words(request.say("History")), task.id)]
    if await knowledge.tasks.files(request.person.id, task.id):
        last.append(files.button(words(request.say("📎 Files")), task.id))
    return [*rows, tuple(last)]


def of_giver(request: Request, task: TaskRow) -> list[tuple[Button, ...]]:
    """Make the buttons of the one who gave a task."""
    acts = router.actions
    rows: list[tuple[Button, ...]] = []
    if task.wanted_due_at and task.state in WAITS:
        rows.append(
            (
                acts["tasks.extend"].button(words(request.say("✓ Grant the time")), task.id),
                acts["tasks.deny"].button(words(request.say("✗ Do not grant")), task.id),
            )
        )
    if task.state == TaskState.SUBMITTED:
        rows.append(
            (
                acts["tasks.accept"].button(words(request.say("✓ Accept")), task.id),
                acts["tasks.return"].button(words(request.say("↩ Return")), task.id),
            )
        )
    if task.state in WAITS:
        rows.append(
            (
                acts["tasks.move"].button(words(request.say("📅 Move")), task.id),
                acts["tasks.plan"].button(words(request.say("🔔 Reminders")), task.id),
            )
        )
        rows.append(
            (
                acts["tasks.attach"].button(words(request.say("📎 Add a file")), task.id),
                acts["tasks.withdraw"].button(words(request.say("✗ Withdraw")), task.id),
            )
        )
    return rows


@router.button("history")
async def history(request: Request, knowledge: Knowledge, task_id: int) -> Reply:
    """Say all that happened to a task."""
    task = await knowledge.tasks.get(request.person.id, task_id)
    said = [
        request.say(
            "• {when}, {who} {act}{note}",
            when=each.at,
            who=each.who,
            act=act_words(request, each.act),
            note=each.note and f": {each.note}",
        )
        for each in await knowledge.tasks.history(request.person.id, task_id)
    ]
    back = opened.button(words(request.say("◀ Back")), task_id)
    return Reply(
        lines(request.say("📌 <b>{title}</b>", title=short(task.title)), *said), ((back,),), edit=True
    )


@router.button("files")
async def files(request: Request, knowledge: Knowledge, task_id: int) -> Reply:
    """Offer a task's files."""
    found = await knowledge.tasks.files(request.person.id, task_id)
    rows = [(file.button(f"📎 {name[:SHORT]}", task_id, number),) for number, name, _ in found]
    rows.append((opened.button(words(request.say("◀ Back")), task_id),))
    return Reply(request.say("Files of this task:"), tuple(rows), edit=True)


@router.button("file")
async def file(request: Request, knowledge: Knowledge, task_id: int, file_id: int) -> Reply:
    """Send a task's file."""
    found = await knowledge.tasks.files(request.person.id, task_id)
    for number, name, size in found:
        if number == file_id:
            picture = name.lower().endswith(".png")
            return Reply(
                request.say("📎 {name}", name=name),
                file=OutgoingFile.made_of(number, name, size, is_picture=picture),
            )
    raise Refusal("This task is not within your scope. /viec shows yours.")


@router.notice("task")
async def remind(request: Request, knowledge: Knowledge, due: Due) -> Reply | None:
    """Remind of a task: its holders while they have it, its giver when it is late."""
    try:
        task = await knowledge.tasks.get(request.person.id, due.subject_id)
    except Refusal:
        return None
    holds, gave = await knowledge.tasks.sides(request.person.id, task.id)
    if task.state not in WAITS or not (holds or gave):
        return None
    if gave and not holds:
        first = request.say("🔴 <b>Late</b>: what you gave to {who} is not handed in.", who=task.who)
    elif task.is_late(request.now):
        first = request.say("🔴 <b>Overdue</b>, please hand it in or ask for time:")
    else:
        first = request.say("⏰ Reminder of a task:")
    return await shown(request, knowledge, task.id, first=first)


@router.notice("task_news")
async def tell(request: Request, knowledge: Knowledge, due: Due) -> Reply | None:
    """Tell what happened to a task."""
    found = await knowledge.tasks.event(request.person.id, due.subject_id)
    if found is None:
        return None
    happened, task = found
    note = happened.note and f": {happened.note}"
    first = request.say(
        "{who} {act}{note}", who=happened.who, act=act_words(request, happened.act), note=note
    )
    return await shown(request, knowledge, task.id, first=first)
