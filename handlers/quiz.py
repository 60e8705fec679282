"""Practice for the next assessment: one question at a time, the explanation at once, the score at the end."""

from __future__ import annotations

import re
from dataclasses import replace

from handlers.chat import Button, Html, Reply, Request, lines, paragraphs, words
from handlers.routing import OtherMatterError, Router, command_button
from knowledge import Knowledge
from knowledge.quiz.practice import Asked, Result, Score, Standing
from knowledge.quiz.questions import LETTERS
from knowledge.vietnamese.text import fold

router = Router("quiz")

LONGEST_MESSAGE = 4000
"""Characters, marks included: below every messenger's limit."""
CUTS = (1000, 500, 250, 120, 60)
"""Lengths to which what is said of an answered question is cut, until the message fits."""
BUTTONS_A_ROW = 4

ASKS = re.compile(
    r"(?P<start>luyen thi|luyen tap|luyen de|luyen|on thi|on tap|quiz)(?P<topic> [^?]+)?"
    r"|lam bai kiem tra|lam trac nghiem|thi thu|trac nghiem|kiem tra|kiem tra trac nghiem"
    r"|practice|practise|অনুশীলন|কুইজ|পরীক্ষা"
)
"""Only plain forms: inspection ("kiểm tra, giám sát ...") is a matter for the documents."""
LETTER = re.compile(r"(?:cau|dap an|phuong an|chon|option|answer)?\s*([a-h])\s*[.)]?")


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
    return await answer(request, knowledge, practice_id, position, choice)


@router.step("answer")
async def type_letter(request: Request, knowledge: Knowledge, practice_id: int, position: int) -> Reply:
    """Answer with a typed letter; anything else is no answer."""
    found = LETTER.fullmatch(fold(request.text))
    if found is None:
        raise OtherMatterError
    return await answer(request, knowledge, practice_id, position, LETTERS.index(found[1].upper()))


async def answer(
    request: Request, knowledge: Knowledge, practice_id: int, position: int, choice: int
) -> Reply:
    """Note the answer and show where the practice stands."""
    standing = await knowledge.quiz.answer(request.person.id, practice_id, position, choice, request.now)
    result = standing.result
    if standing.is_first or (result and is_double_tap(standing, result, choice)):
        return show(request, standing)
    if result is None:
        return show(request, standing, request.say("That question is not open. Here is where you are."))
    return show(
        request, standing, request.say("You have answered this question already; the first answer counts.")
    )


def is_double_tap(standing: Standing, result: Result, choice: int) -> bool:
    """Whether the same button was pressed twice in a row: then the same reply says all."""
    following = standing.asked.position if standing.asked else result.position + 1
    return choice == result.choice and following == result.position + 1


def show(request: Request, standing: Standing, *before: Html) -> Reply:
    """Put together the result, then the next question or the score, in one message that fits."""
    for cut in CUTS:
        parts = [*before]
        if standing.result:
            parts.append(result_text(request, standing.result, cut))
        if standing.asked:
            parts.append(question_text(request, standing.asked))
        if standing.score:
            parts.extend(score_texts(request, standing.score, cut // 3))
        text = paragraphs(*parts)
        if len(words(text)) <= LONGEST_MESSAGE:
            break
    if standing.asked is None:
        again = command_button(words(request.say("Practise again")), "/luyen")
        return Reply(text, buttons=((again,),), edit=True)
    return Reply(
        text,
        buttons=question_buttons(request, standing.practice_id, standing.asked),
        edit=True,
        expects=type_letter.expect(standing.practice_id, standing.asked.position),
    )


def question_text(request: Request, asked: Asked) -> Html:
    """Write the question with its options, lettered."""
    options = [
        request.say("<b>{letter}.</b> {option}", letter=letter, option=option)
        for letter, option in zip(LETTERS, asked.options, strict=False)
    ]
    heading = request.say("<b>Question {number}/{total}</b>", number=asked.position + 1, total=asked.total)
    return paragraphs(lines(heading, request.say("{text}", text=asked.text)), lines(*options))


def question_buttons(request: Request, practice_id: int, asked: Asked) -> tuple[tuple[Button, ...], ...]:
    """Put the letters in rows, and below them the way out."""
    letters = [
        press.button(LETTERS[choice], practice_id, asked.position, choice)
        for choice in range(len(asked.options))
    ]
    rows = [tuple(letters[start : start + BUTTONS_A_ROW]) for start in range(0, len(letters), BUTTONS_A_ROW)]
    return (*rows, (command_button(words(request.say("Stop")), "/dung"),))


def result_text(request: Request, result: Result, cut: int) -> Html:
    """Say whether it was right, what is right, and why."""
    number = result.position + 1
    right = {"letter": LETTERS[result.right], "option": shortened(result.options[result.right], cut)}
    if result.is_right:
        verdict = request.say(
            "✅ Question {number}: right. <b>{letter}.</b> {option}", number=number, **right
        )
    else:
        verdict = request.say(
            "❌ Question {number}: {choice} is wrong. Right is <b>{letter}.</b> {option}",
            number=number,
            choice=LETTERS[result.choice],
            **right,
        )
    parts = [verdict]
    if result.explanation:
        parts.append(request.say("{text}", text=shortened(result.explanation, cut)))
    if result.source:
        parts.append(request.say("<i>Source: {source}</i>", source=shortened(result.source, cut)))
    return lines(*parts)


def score_texts(request: Request, score: Score, cut: int) -> list[Html]:
    """Say the score, and what to read again."""
    if not score.answered:
        return [request.say("The practice has ended before the first answer.")]
    total = request.say("🏁 <b>{right} of {answered} right.</b>", right=score.right, answered=score.answered)
    if not score.wrong:
        return [total]
    again = [
        lines(
            request.say("• {text}", text=shortened(r.text, cut)),
            request.say(
                "→ <b>{letter}.</b> {option}",
                letter=LETTERS[r.right],
                option=shortened(r.options[r.right], cut),
            ),
            *([request.say("<i>Source: {source}</i>", source=shortened(r.source, cut))] if r.source else []),
        )
        for r in score.wrong
    ]
    return [total, request.say("<b>To read again:</b>"), *again]


def shortened(text: str, limit: int) -> str:
    """Cut a text at a space, with a sign that it goes on."""
    if len(text) <= limit:
        return text
    return text[:limit].rsplit(" ", 1)[0].rstrip(" ,;.") + "…"
