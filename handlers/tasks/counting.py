"""How tasks stand unit by unit, in the chat, as a workbook, and as a picture."""

from __future__ import annotations

from datetime import datetime, timedelta

from handlers.chat import Html, OutgoingFile, Reply, Request, lines, paragraphs, words
from handlers.tasks.cards import tasks
from handlers.tasks.routing import router
from handlers.tasks.words import holder_of, state_of
from knowledge import Knowledge
from knowledge.reports import Table, as_picture, as_workbook
from knowledge.tasks.rows import TaskRow
from knowledge.tasks.totals import STANDINGS, UnitTotals, by_unit, standing

LOOKS_BACK = timedelta(days=90)
MOST_UNITS = 15


@router.button("totals")
async def totals(request: Request, knowledge: Knowledge) -> Reply:
    """Say how the tasks stand that one gave, and those of one's units."""
    found = await gathered(request, knowledge)
    if not found:
        return Reply(request.say("There are no tasks to count yet."), edit=True)
    units = by_unit(found, request.now)
    names = standings(request)
    parts = [request.say("<b>Tasks by unit</b>, due since {day}", day=(request.now - LOOKS_BACK).date())]
    parts.append(lines(*(one(request, unit, names) for unit in units[:MOST_UNITS])))
    if (left := len(units) - MOST_UNITS) > 0:
        parts.append(request.say_count("and one more unit", "and {count} more units", left))
    buttons = (
        (
            workbook.button(words(request.say("📄 Excel"))),
            picture.button(words(request.say("🖼 Picture"))),
        ),
        (listed.button(words(request.say("◀ Back"))),),
    )
    return Reply(paragraphs(*parts), buttons, edit=True)


@router.button("listed")
async def listed(request: Request, knowledge: Knowledge) -> Reply:
    """Show the lists again."""
    return await tasks(request, knowledge)


@router.button("workbook")
async def workbook(request: Request, knowledge: Knowledge) -> Reply:
    """Send the table of tasks as a workbook."""
    found = await gathered(request, knowledge)
    content = as_workbook(table_of_units(request, found), table_of_tasks(request, found))
    return await sent(request, knowledge, f"nhiem-vu-{request.now:%Y-%m-%d}.xlsx", content)


@router.button("picture")
async def picture(request: Request, knowledge: Knowledge) -> Reply:
    """Send the totals as a picture."""
    found = await gathered(request, knowledge)
    content = as_picture(table_of_units(request, found))
    return await sent(request, knowledge, f"nhiem-vu-{request.now:%Y-%m-%d}.png", content, is_picture=True)


async def sent(
    request: Request, knowledge: Knowledge, name: str, content: bytes, *, is_picture: bool = False
) -> Reply:
    """Keep a file for the person and send it."""
    number = await knowledge.made_files.keep(request.person.id, name, content, request.now)
    file = OutgoingFile.made(number, name, content, is_picture=is_picture)
    return Reply(request.say("📎 {name}", name=name), file=file)


async def gathered(request: Request, knowledge: Knowledge) -> list[TaskRow]:
    """Return the tasks that are counted for the person."""
    return await knowledge.task_totals.tasks(request.person.id, request.now - LOOKS_BACK)


def standings(request: Request) -> dict[str, str]:
    """Name how tasks stand."""
    said = (
        request.say("on time"),
        request.say("near"),
        request.say("late"),
        request.say("to be judged"),
        request.say("done"),
        request.say("done late"),
    )
    return dict(zip(STANDINGS, map(words, said), strict=True))


def one(request: Request, unit: UnitTotals, names: dict[str, str]) -> Html:
    """Say one unit's numbers, the zeros left out."""
    numbers = ", ".join(f"{names[key]} {count}" for key, count in unit.counts.items() if count)
    return request.say("• {unit}: {count} ({numbers})", unit=unit.unit, count=unit.whole, numbers=numbers)


def table_of_units(request: Request, found: list[TaskRow]) -> Table:
    """Lay out the totals by unit."""
    names = standings(request)
    head = [words(request.say("Unit")), words(request.say("Tasks")), *names.values()]
    rows: list[list[str | int | datetime]] = [
        [unit.unit, unit.whole, *unit.counts.values()] for unit in by_unit(found, request.now)
    ]
    title = words(request.say("Tasks by unit, {day}", day=request.now.date()))
    return Table(title, head, rows)


def table_of_tasks(request: Request, found: list[TaskRow]) -> Table:
    """Lay out each task."""
    names = standings(request)
    head = [
        words(said)
        for said in (
            request.say("Task"),
            request.say("Held by"),
            request.say("Unit"),
            request.say("Given by"),
            request.say("Due"),
            request.say("State"),
            request.say("Standing"),
            request.say("Source"),
        )
    ]
    zone = request.person.timezone
    rows: list[list[str | int | datetime]] = [
        [
            task.title,
            holder_of(task),
            task.unit,
            task.giver,
            task.due_at.astimezone(zone),
            state_of(request, task),
            names[standing(task, request.now)],
            task.document or task.meeting or "",
        ]
        for task in found
    ]
    return Table(words(request.say("All tasks")), head, rows)
