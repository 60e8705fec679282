"""Looking at questions that were made from papers, or whose article has changed: one at a time."""

from __future__ import annotations

from handlers.asking import shortened
from handlers.chat import Button, Html, Reply, Request, lines, paragraphs, words
from handlers.composing.routing import router
from knowledge import Knowledge, Refusal
from knowledge.composing import Waiting
from knowledge.messages.outbox import Due
from knowledge.quiz import lists
from knowledge.quiz.exporting import lines_of
from knowledge.quiz.parsed import LETTERS, ParsedQuestion, checked

CUT = 900
"""Characters of the sentence that a question was made from."""


@router.button("next")
async def following(request: Request, knowledge: Knowledge, after: int) -> Reply:
    """Show the next one, and leave this for later."""
    return await shown_next(request, knowledge, after, edit=True)


async def shown_next(
    request: Request, knowledge: Knowledge, after: int, *before: Html, edit: bool = False
) -> Reply:
    """Show the next question that waits."""
    waiting = await knowledge.composing.next(request.person.id, after)
    if waiting is None:
        done = request.say("No question waits to be looked at. /soancau and a paper's number makes some.")
        return Reply(paragraphs(*before, done), edit=edit)
    return shown(request, waiting, *before, edit=edit)


def shown(request: Request, waiting: Waiting, *before: Html, edit: bool = False) -> Reply:
    """Show a question as people would get it, with its key and where it stands."""
    question = waiting.question
    options = [
        request.say(
            "{mark}<b>{letter}.</b> {option}",
            mark="🔑 " if place in question.rights else "",
            letter=LETTERS[place],
            option=option,
        )
        for place, option in enumerate(question.options)
    ]
    head = request.say_count("One question to look at", "{count} questions to look at", waiting.left)
    parts = [*before, head]
    if waiting.is_quarantined:
        parts.append(
            request.say(
                "⚠ Its article has changed or is no longer in force. It is not asked until you decide."
            )
        )
    parts.append(lines(request.say("{text}", text=question.text), *options))
    if question.explanation:
        parts.append(
            request.say("<blockquote>{text}</blockquote>", text=shortened(question.explanation, CUT))
        )
    return Reply(paragraphs(*parts), buttons(request, waiting), edit=edit)


def buttons(request: Request, waiting: Waiting) -> tuple[tuple[Button, ...], ...]:
    """Make the buttons that decide."""
    label = request.say("✅ Still right, ask it") if waiting.is_quarantined else request.say("✅ Ask it")
    return (
        (approve.button(words(label), waiting.id), drop.button(words(request.say("🗑 Drop")), waiting.id)),
        (
            rewrite.button(words(request.say("✎ Reword")), waiting.id),
            following.button(words(request.say("Later ▶")), waiting.id),
        ),
    )


@router.button("approve")
async def approve(request: Request, knowledge: Knowledge, question_id: int) -> Reply:
    """Let it be asked, and show the next."""
    await knowledge.composing.approve(request.person.id, question_id)
    return await shown_next(request, knowledge, question_id, request.say("✓ It will be asked."), edit=True)


@router.button("drop")
async def drop(request: Request, knowledge: Knowledge, question_id: int) -> Reply:
    """Throw it away, and show the next."""
    await knowledge.composing.drop(request.person.id, question_id)
    return await shown_next(request, knowledge, question_id, request.say("✓ Dropped."), edit=True)


@router.button("rewrite")
async def rewrite(request: Request, knowledge: Knowledge, question_id: int) -> Reply:
    """Ask for another wording, with the present one to copy."""
    waiting = await knowledge.composing.get(request.person.id, question_id)
    text = "\n".join(lines_of(waiting.question, 1))
    return Reply(
        paragraphs(
            request.say("Please copy this, change what is to be changed, and send it:"),
            request.say("<code>{text}</code>", text=text),
        ),
        expects=reworded.expect(question_id),
    )


@router.step("reworded")
async def reworded(request: Request, knowledge: Knowledge, question_id: int) -> Reply:
    """Take another wording; it is asked."""
    await knowledge.composing.rewrite(request.person.id, question_id, one_question(request.text))
    return await shown_next(request, knowledge, question_id, request.say("✓ Reworded; it will be asked."))


def one_question(text: str) -> ParsedQuestion:
    """Read one question as offices write them. Raises Refusal."""
    found = list(lists.blocks(lists.lines_of(text)))
    if len(found) != 1:
        raise Refusal("Please send one question: its text, the options A, B, C…, and “Đáp án: A”.")
    return checked(lists.read(*found[0]))


@router.notice("question_set_aside")
async def set_aside(request: Request, knowledge: Knowledge, due: Due) -> Reply | None:
    """Tell the owner that questions of a paper have to be looked at again."""
    waiting = await knowledge.composing.next(request.person.id, 0, due.subject_id)
    if waiting is None:
        return None
    first = request.say("📄 A paper has changed, and the questions made from it rest until you have looked.")
    return shown(request, waiting, first)
