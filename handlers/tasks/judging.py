"""What a task's giver does: accept, return, grant time, move, choose reminders, withdraw."""

from __future__ import annotations

from handlers.attaching import safe_file
from handlers.chat import Reply, Request, words
from handlers.deadline_words import moment_of, typed_moment
from handlers.routing import OtherMatterError
from handlers.tasks.cards import opened, shown
from handlers.tasks.routing import router
from handlers.tasks.words import plan_words
from knowledge import Knowledge


@router.button("accept")
async def accept(request: Request, knowledge: Knowledge, task_id: int) -> Reply:
    """Accept what was handed in."""
    await knowledge.task_acts.accept(request.person.id, task_id, request.now)
    return await shown(request, knowledge, task_id, first=request.say("✓ Accepted."), edit=True)


@router.button("return")
async def send_back(request: Request, knowledge: Knowledge, task_id: int) -> Reply:
    """Ask what is missing."""
    await knowledge.tasks.get(request.person.id, task_id)
    return Reply(
        request.say("What is missing? Please type it for the holder."), expects=returned.expect(task_id)
    )


@router.step("returned")
async def returned(request: Request, knowledge: Knowledge, task_id: int) -> Reply:
    """Return it with what is missing."""
    zone = request.person.timezone
    await knowledge.task_acts.return_(request.person.id, task_id, request.text, request.now, zone)
    return await shown(request, knowledge, task_id, first=request.say("↩ Returned; the holder is told."))


@router.button("extend")
async def extend(request: Request, knowledge: Knowledge, task_id: int) -> Reply:
    """Grant the time that was asked for."""
    zone = request.person.timezone
    await knowledge.task_acts.extend(request.person.id, task_id, request.now, zone, granted=True)
    return await shown(request, knowledge, task_id, edit=True)


@router.button("deny")
async def deny(request: Request, knowledge: Knowledge, task_id: int) -> Reply:
    """Do not grant it."""
    zone = request.person.timezone
    await knowledge.task_acts.extend(request.person.id, task_id, request.now, zone, granted=False)
    return await shown(request, knowledge, task_id, edit=True)


@router.button("move")
async def move(request: Request, knowledge: Knowledge, task_id: int) -> Reply:
    """Ask for the new day."""
    await knowledge.tasks.get(request.person.id, task_id)
    text = request.say("To when? Please write for example: Friday 5pm, or 25/12.")
    return Reply(text, expects=moved.expect(task_id))


@router.step("moved")
async def moved(request: Request, knowledge: Knowledge, task_id: int) -> Reply:
    """Take the new day."""
    due_at, zone = moment_of(request, typed_moment(request)), request.person.timezone
    await knowledge.task_acts.move(request.person.id, task_id, due_at, request.now, zone)
    return await shown(request, knowledge, task_id, first=request.say("✓ Moved; the holder is told."))


@router.button("attach")
async def attach(request: Request, knowledge: Knowledge, task_id: int) -> Reply:
    """Ask for the file."""
    await knowledge.tasks.get(request.person.id, task_id)
    return Reply(request.say("Please send the file."), expects=attached.expect(task_id))


@router.step("attached", takes_files=True)
async def attached(request: Request, knowledge: Knowledge, task_id: int) -> Reply:
    """Let the file go along."""
    if request.file is None:
        raise OtherMatterError
    name, content = await safe_file(knowledge, request.file)
    await knowledge.task_acts.attach(request.person.id, task_id, name, content, request.now)
    return await shown(request, knowledge, task_id, first=request.say("✓ Added; the holder is told."))


@router.button("plan")
async def plan(request: Request, knowledge: Knowledge, task_id: int) -> Reply:
    """Offer the plans of reminders."""
    task = await knowledge.tasks.get(request.person.id, task_id)
    names = {
        "light": request.say("Light: that morning"),
        "usual": request.say("Usual: two days before, that morning, three days overdue, then the giver"),
        "strict": request.say("Strict: at the hour too, and five days overdue"),
    }
    rows = [
        (planned.button(words(label) if name != task.plan else f"✓ {words(label)}", task_id, name),)
        for name, label in names.items()
    ]
    rows.append((opened.button(words(request.say("◀ Back")), task_id),))
    return Reply(request.say("How shall it be reminded of?"), tuple(rows), edit=True)


@router.button("planned")
async def planned(request: Request, knowledge: Knowledge, task_id: int, name: str) -> Reply:
    """Take another plan, and show what it comes to."""
    zone = request.person.timezone
    _, steps = await knowledge.task_acts.remind_by(request.person.id, task_id, name, request.now, zone)
    return await shown(request, knowledge, task_id, first=plan_words(request, steps), edit=True)


@router.button("withdraw")
async def withdraw(request: Request, knowledge: Knowledge, task_id: int) -> Reply:
    """Ask whether it shall really be withdrawn."""
    await knowledge.tasks.get(request.person.id, task_id)
    buttons = (
        withdrawn.button(words(request.say("✗ Yes, withdraw it")), task_id),
        opened.button(words(request.say("No, leave it")), task_id),
    )
    text = request.say("Withdraw this task, and all that was handed down of it? Its holders are told.")
    return Reply(text, (buttons,), edit=True)


@router.button("withdrawn")
async def withdrawn(request: Request, knowledge: Knowledge, task_id: int) -> Reply:
    """Withdraw it."""
    await knowledge.task_acts.withdraw(request.person.id, task_id, request.now)
    return await shown(request, knowledge, task_id, edit=True)
