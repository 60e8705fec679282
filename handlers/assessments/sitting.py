"""Sitting an assessment: the screen with its question, moving about, and handing in."""

from __future__ import annotations

from handlers.asking import ASK_LETTERS, question_text, short_said
from handlers.assessments.resulting import told
from handlers.assessments.routing import router
from handlers.assessments.words import left
from handlers.chat import Button, Html, Reply, Request, lines, paragraphs, words
from knowledge import Knowledge
from knowledge.assessments.sitting_rows import SittingView

A_PAGE = 40
"""Questions of one overview: a message takes a hundred buttons."""
A_ROW = 5


@router.button("start")
async def start(request: Request, knowledge: Knowledge, assessment_id: int) -> Reply:
    """Begin, or go on."""
    view = await knowledge.assessments.sittings.begin(
        request.person.id, assessment_id, request.event, request.now
    )
    return screen(request, view)


@router.button("trial")
async def trial(request: Request, knowledge: Knowledge, assessment_id: int) -> Reply:
    """Begin a trial, which counts as practice."""
    view = await knowledge.assessments.sittings.begin(
        request.person.id, assessment_id, request.event, request.now, is_mock=True
    )
    return screen(request, view)


@router.button("on")
async def go_on(request: Request, knowledge: Knowledge, sitting_id: int) -> Reply:
    """Go on where one was, on whichever device."""
    return await moved(request, knowledge, sitting_id, None)


@router.button("to")
async def to(request: Request, knowledge: Knowledge, sitting_id: int, position: int) -> Reply:
    """Go to a question."""
    return await moved(request, knowledge, sitting_id, position, edit=True)


async def moved(
    request: Request, knowledge: Knowledge, sitting_id: int, position: int | None, *, edit: bool = False
) -> Reply:
    """Show a question, or the result where the time is over."""
    view = await knowledge.assessments.sittings.look(request.person.id, sitting_id, position)
    if view.is_over(request.now):
        return await ended(request, knowledge, sitting_id)
    return screen(request, view, edit=edit)


@router.button("flag")
async def flag(request: Request, knowledge: Knowledge, sitting_id: int, position: int, on: int) -> Reply:
    """Mark a question to come back to, or take the mark away."""
    view = await knowledge.assessments.sittings.mark(
        request.person.id, sitting_id, position, on=bool(on), now=request.now
    )
    if view.is_over(request.now):
        return await ended(request, knowledge, sitting_id)
    return screen(request, view, edit=True)


@router.button("all")
async def overview(request: Request, knowledge: Knowledge, sitting_id: int, page: int) -> Reply:
    """Show which questions are answered, marked and open."""
    view = await knowledge.assessments.sittings.look(request.person.id, sitting_id)
    if view.is_over(request.now):
        return await ended(request, knowledge, sitting_id)
    shown = range(page * A_PAGE, min((page + 1) * A_PAGE, view.total))
    cells = [to.button(cell(view, n), view.id, n) for n in shown]
    rows: list[tuple[Button, ...]] = [tuple(cells[n : n + A_ROW]) for n in range(0, len(cells), A_ROW)]
    if view.total > A_PAGE:
        pages = range(-(-view.total // A_PAGE))
        rows.append(tuple(overview.button(f"[{n + 1}]", view.id, n) for n in pages))
    rows.append((ask_hand_in.button(words(request.say("📤 Hand in the answers")), view.id),))
    text = lines(
        request.say("<b>{title}</b>", title=view.title),
        request.say("{done} of {total} answered", done=len(view.done), total=view.total),
        left(request, view.ends_at),
        request.say("✓ answered · 🚩 marked · press a number to go there"),
    )
    return Reply(text, tuple(rows), edit=True)


def cell(view: SittingView, position: int) -> str:
    """Label a question in the overview."""
    return f"{position + 1}{'✓' * (position in view.done)}{'🚩' * (position in view.marks)}"


@router.button("end")
async def ask_hand_in(request: Request, knowledge: Knowledge, sitting_id: int) -> Reply:
    """Ask whether it shall really be handed in."""
    view = await knowledge.assessments.sittings.look(request.person.id, sitting_id)
    if view.is_over(request.now):
        return await ended(request, knowledge, sitting_id)
    parts = [request.say("Hand in “{title}”? Nothing can be changed afterwards.", title=view.title)]
    parts += gaps(request, view)
    buttons = (
        hand_in.button(words(request.say("📤 Yes, hand in")), view.id),
        to.button(words(request.say("◀ Back")), view.id, view.position),
    )
    return Reply(paragraphs(*parts), (buttons,), edit=True)


def gaps(request: Request, view: SittingView) -> list[Html]:
    """Name the questions that are open or marked."""
    open_ = [n for n in range(view.total) if n not in view.done]
    found = []
    if open_:
        found.append(request.say("Not answered: {numbers}", numbers=numbers(open_)))
    if view.marks:
        found.append(request.say("Marked: {numbers}", numbers=numbers(sorted(view.marks))))
    return found


def numbers(positions: list[int]) -> str:
    """List questions by their numbers."""
    listed = ", ".join(str(position + 1) for position in positions[:A_PAGE])
    return listed + "…" * (len(positions) > A_PAGE)


@router.button("handin")
async def hand_in(request: Request, knowledge: Knowledge, sitting_id: int) -> Reply:
    """Hand in, and say how it went."""
    return await ended(request, knowledge, sitting_id)


async def ended(request: Request, knowledge: Knowledge, sitting_id: int, *before: Html) -> Reply:
    """End a sitting where it is not ended, and say how it went."""
    result = await knowledge.assessments.sittings.hand_in(request.person.id, sitting_id, request.now)
    return told(request, result, *before, edit=True)


def screen(request: Request, view: SittingView, *before: Html, edit: bool = False) -> Reply:
    """Show a question with what was answered, the time, and the ways to go."""
    from handlers.assessments.answering import option_buttons, typed_step

    heading = request.say(
        "<b>Question {number}/{total}</b> · {done} answered",
        number=view.position + 1,
        total=view.total,
        done=len(view.done),
    )
    if view.position in view.marks:
        heading = Html(f"{heading} 🚩")
    ticked = () if view.given is None else view.shown.places(view.given)
    text = question_text(request, lines(left(request, view.ends_at), heading), view.shown, ticked)
    parts = [*before, text]
    if view.given is not None and view.shown.kind not in ASK_LETTERS:
        parts.append(
            request.say("Your answer: <b>{answer}</b>", answer=short_said(view.shown, view.given, 200))
        )
    if view.position == view.total - 1 and len(view.done) == view.total:
        parts.append(request.say("All questions are answered. You can look them over, or hand in."))
    rows = [*option_buttons(view), moves(view), ends(request, view)]
    return Reply(paragraphs(*parts), tuple(rows), edit=edit, expects=typed_step(view))


def moves(view: SittingView) -> tuple[Button, ...]:
    """Make the buttons that go about."""
    is_marked = view.position in view.marks
    return (
        *((to.button("◀", view.id, view.position - 1),) if view.position else ()),
        flag.button("🏳" if is_marked else "🚩", view.id, view.position, int(not is_marked)),
        *((to.button("▶", view.id, view.position + 1),) if view.position < view.total - 1 else ()),
    )


def ends(request: Request, view: SittingView) -> tuple[Button, ...]:
    """Make the buttons of the overview and of the end."""
    return (
        overview.button(words(request.say("📋 All questions")), view.id, view.position // A_PAGE),
        ask_hand_in.button(words(request.say("📤 Hand in the answers")), view.id),
    )
