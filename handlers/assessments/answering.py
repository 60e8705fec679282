"""Answering in a sitting, by button or typed; each answer is stored when it is given."""

from __future__ import annotations

from collections.abc import Callable

import structlog

from handlers.asking import ASK_LETTERS, BUTTONS_A_ROW, short_said
from handlers.assessments.routing import router
from handlers.assessments.sitting import ended, screen
from handlers.chat import Button, Reply, Request
from handlers.routing import OtherMatterError
from knowledge import Knowledge
from knowledge.assessments.sitting_rows import SittingView
from knowledge.models import QuestionKind
from knowledge.quiz.marking import Given, typed
from knowledge.quiz.parsed import LETTERS

log = structlog.get_logger(__name__)


@router.button("pick")
async def pick(  # noqa: PLR0917  # a button carries its arguments by place
    request: Request, knowledge: Knowledge, sitting_id: int, position: int, choice: int, changes: int
) -> Reply:
    """Answer with a letter; of several right ones, tick it or take it back."""

    def read(view: SittingView) -> Given:
        if view.shown.kind != QuestionKind.SEVERAL:
            return view.shown.given([choice])
        return view.shown.given(sorted({*view.shown.places(view.given or ())} ^ {choice}))

    return await answered(request, knowledge, (sitting_id, position), read, changes)


@router.step("typed")
async def type_answer(request: Request, knowledge: Knowledge, sitting_id: int, position: int) -> Reply:
    """Answer with a typed letter, number or words; anything else is no answer."""
    return await answered(
        request, knowledge, (sitting_id, position), lambda view: typed(view.shown, request.text), None
    )


async def answered(
    request: Request,
    knowledge: Knowledge,
    place: tuple[int, int],
    read: Callable[[SittingView], Given | None],
    changes: int | None,
) -> Reply:
    """Store an answer and show the next question; what comes too late, or from an old screen, is told."""
    kept = await knowledge.assessments.sittings.answer(
        request.person.id, *place, read, changes=changes, now=request.now
    )
    if not kept.is_read:
        raise OtherMatterError
    if kept.is_late:
        log.info("answer_after_the_end", sitting=place[0], position=place[1])
        late = request.say("The time is over, so this answer does not count. All before it do.")
        return await ended(request, knowledge, place[0], late)
    if not kept.is_kept:
        stands = short_said(kept.view.shown, kept.view.given or ())
        stale = request.say(
            "On another device you answered {answer}. To change it, press again.", answer=stands or "–"
        )
        return screen(request, kept.view, stale, edit=True)
    return screen(request, kept.view, edit=changes is not None)


def option_buttons(view: SittingView) -> list[tuple[Button, ...]]:
    """Put the letters in rows; those that were chosen are ticked."""
    if view.shown.kind not in ASK_LETTERS:
        return []
    ticked = view.shown.places(view.given or ())
    letters = [
        pick.button(f"{'✔ ' * (n in ticked)}{LETTERS[n]}", view.id, view.position, n, view.changes)
        for n in range(len(view.shown.options))
    ]
    return [tuple(letters[start : start + BUTTONS_A_ROW]) for start in range(0, len(letters), BUTTONS_A_ROW)]


def typed_step(view: SittingView) -> str:
    """Return the step that a typed line answers."""
    return type_answer.expect(view.id, view.position)
