"""Practice for the next assessment: one question at a time, the explanation at once, the score at the end."""

from __future__ import annotations

import re
from dataclasses import replace

from handlers.asking import ASK_LETTERS, BUTTONS_A_ROW, LONGEST_MESSAGE, question_text
from handlers.chat import Button, Html, Reply, Request, paragraphs, words
from handlers.quiz.routing import router
from handlers.quiz.words import heading, result_text, score_texts
from handlers.reasons import paper_button, reasons
from handlers.routing import OtherMatterError, command_button
from knowledge import Knowledge
from knowledge.models import QuestionKind
from knowledge.quiz import Reader
from knowledge.quiz.marking import typed
from knowledge.quiz.parsed import LETTERS
from knowledge.quiz.practice import Asked, Result, Standing
from knowledge.vietnamese.text import fold

CUTS = (1000, 500, 250, 120, 60)
"""Lengths to which what is said of an answered question is cut, until the message fits."""

ASKS = re.compile(
    r"(?P<start>luyen thi|luyen tap|luyen de|luyen|on thi|on tap|quiz)(?P<topic> [^?]+)?"
    r"|lam bai kiem tra|lam trac nghiem|thi thu|trac nghiem|kiem tra|kiem tra trac nghiem"
    r"|practice|practise|অনুশীলন|কুইজ|পরীক্ষা"
)
"""Only plain forms: inspection ("kiểm tra, giám sát ...") is a matter for the documents."""


@router.command("luyen", "quiz", summary="Practise for the assessment: ten questions; a topic may follow")
async def practise(request: Request, knowledge: Knowledge) -> Reply:
    """Begin ten questions, or continue where the person stopped."""
    return await begin(request, knowledge, request.text)


@router.text(lambda folded: ASKS.fullmatch(folded) is not None)
async def practise_in_words(request: Request, knowledge: Knowledge) -> Reply:
    """Understand "luyện tập chuyển đổi số"."""
    found = ASKS.fullmatch(fold(request.text))
    skipped = len(found["start"].split()) if found and found["start"] else len(request.text.split())
    topic = " ".join(request.text.split()[skipped:])
    return await begin(request, knowledge, topic)


async def begin(request: Request, knowledge: Knowledge, topic: str) -> Reply:
    """Begin or continue, in a new message: the one that was pressed may hold a score worth keeping."""
    standing = await knowledge.quiz.start(
        request.person.id, topic, cause=request.event, now=request.now, seed=request.event
    )
    if standing.is_new:
        return replace(show(request, standing), edit=False)
    going_on = request.say("You have an unfinished practice; here it goes on. /dung ends it.")
    return replace(show(request, standing, going_on), edit=False)


@router.command("dung", "stop", summary="End the practice and see the score")
async def stop(request: Request, knowledge: Knowledge) -> Reply:
    """End the practice with the score so far."""
    return show(request, await knowledge.quiz.stop(request.person.id, request.now))


@router.button("answer")
async def press(
    request: Request, knowledge: Knowledge, practice_id: int, position: int, choice: int
) -> Reply:
    """Answer a question; the pressed message turns into the result with the next question."""
    return await answer(request, knowledge, practice_id, position, lambda shown: shown.given([choice]))


@router.button("tick")
async def tick(request: Request, knowledge: Knowledge, practice_id: int, position: int, mask: int) -> Reply:
    """Choose one of several, or take it back; nothing counts before "Answer"."""
    standing = await knowledge.quiz.current(request.person.id)
    asked = standing.asked if standing else None
    if standing is None or asked is None or (standing.practice_id, asked.position) != (practice_id, position):
        return await answer(request, knowledge, practice_id, position, lambda _: None)
    return show(request, standing, mask=mask)


@router.button("done")
async def done(request: Request, knowledge: Knowledge, practice_id: int, position: int, mask: int) -> Reply:
    """Answer with those that were chosen."""
    return await answer(request, knowledge, practice_id, position, lambda shown: shown.given(places_of(mask)))


@router.step("answer")
async def type_answer(request: Request, knowledge: Knowledge, practice_id: int, position: int) -> Reply:
    """Answer with a typed letter, number or words; anything else is no answer."""
    standing = await knowledge.quiz.current(request.person.id)
    asked = standing.asked if standing else None
    if asked is None or typed(asked.shown, request.text) is None:
        raise OtherMatterError
    return await answer(request, knowledge, practice_id, position, lambda shown: typed(shown, request.text))


@router.button("why")
async def why(request: Request, knowledge: Knowledge, question_id: int) -> Reply:
    """Open the article that the source names, in a message of its own: the practice stays where it is."""
    found = await knowledge.quiz.why(request.person.id, question_id)
    standing = await knowledge.quiz.current(request.person.id)
    return Reply(reasons(request, found), paper_button(request, found), expects=expected(standing))


def expected(standing: Standing | None) -> str | None:
    """Return the step that a typed line answers, while a question is open."""
    if standing is None or standing.asked is None:
        return None
    return type_answer.expect(standing.practice_id, standing.asked.position)


async def answer(
    request: Request, knowledge: Knowledge, practice_id: int, position: int, read: Reader
) -> Reply:
    """Note the answer and show where the practice stands."""
    standing = await knowledge.quiz.answer(request.person.id, practice_id, position, read, request.now)
    result = standing.result
    if standing.is_first or (result and is_double_tap(standing, result, read)):
        return show(request, standing)
    if result is None:
        return show(request, standing, request.say("That question is not open. Here is where you are."))
    return show(
        request, standing, request.say("You have answered this question already; the first answer counts.")
    )


def is_double_tap(standing: Standing, result: Result, read: Reader) -> bool:
    """Whether the same button was pressed twice in a row: then the same reply says all."""
    following = standing.asked.position if standing.asked else result.position + 1
    try:
        is_same = read(result.shown) == result.given
    except IndexError:
        return False
    return is_same and following == result.position + 1


def places_of(mask: int) -> list[int]:
    """Return the places whose bits are set."""
    return [place for place in range(len(LETTERS)) if mask >> place & 1]


def show(request: Request, standing: Standing, *before: Html, mask: int = 0) -> Reply:
    """Put together the result, then the next question or the score, in one message that fits."""
    for cut in CUTS:
        parts = [*before]
        if standing.result:
            parts.append(result_text(request, standing.result, cut))
        if standing.asked:
            ticked = tuple(places_of(mask))
            parts.append(
                question_text(request, heading(request, standing.asked), standing.asked.shown, ticked)
            )
        if standing.score:
            parts.extend(score_texts(request, standing.score, cut // 3))
        text = paragraphs(*parts)
        if len(words(text)) <= LONGEST_MESSAGE:
            break
    reason = why_buttons(request, standing.result)
    if standing.asked is None:
        again = command_button(words(request.say("Practise again")), "/luyen")
        return Reply(text, buttons=((again,), *((reason,) if reason else ())), edit=True)
    rows = [*question_buttons(request, standing.practice_id, standing.asked, mask)]
    rows.append((command_button(words(request.say("Stop")), "/dung"), *reason))
    return Reply(text, buttons=tuple(rows), edit=True, expects=expected(standing))


def question_buttons(request: Request, practice_id: int, asked: Asked, mask: int) -> list[tuple[Button, ...]]:
    """Put the letters in rows; of several right ones each can be ticked."""
    if asked.shown.kind not in ASK_LETTERS:
        return []
    several = asked.shown.kind == QuestionKind.SEVERAL
    letters = [
        tick.button(f"{'✔ ' * (mask >> n & 1)}{LETTERS[n]}", practice_id, asked.position, mask ^ 1 << n)
        if several
        else press.button(LETTERS[n], practice_id, asked.position, n)
        for n in range(len(asked.shown.options))
    ]
    rows = [tuple(letters[start : start + BUTTONS_A_ROW]) for start in range(0, len(letters), BUTTONS_A_ROW)]
    if several and mask:
        rows.append((done.button(words(request.say("Answer")), practice_id, asked.position, mask),))
    return rows


def why_buttons(request: Request, result: Result | None) -> tuple[Button, ...]:
    """Offer to open the source of what was answered just now."""
    if result is None or not result.source:
        return ()
    return (
        why.button(words(request.say("Why? ({number})", number=result.position + 1)), result.question_id),
    )
