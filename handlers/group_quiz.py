"""A quiz in a group: polls of the messenger's own where the text fits, a table that names who wants it."""

from __future__ import annotations

from handlers.asking import BUTTONS_A_ROW, shortened
from handlers.chat import Button, Poll, Reply, Request, lines, paragraphs, words
from handlers.routing import Router
from knowledge import Knowledge, Refusal
from knowledge.quiz.groups import GroupQuestion, GroupTable
from knowledge.quiz.parsed import LETTERS

router = Router("group_quiz")

LONGEST_QUESTION, LONGEST_OPTION, LONGEST_EXPLANATION = 300, 100, 200
"""Characters of Telegram's quiz polls."""


def place(request: Request) -> tuple[str, str]:
    """Return the group that a request comes from."""
    return request.channel, request.address


@router.in_group("dovui", "groupquiz")
async def start(request: Request, knowledge: Knowledge) -> Reply:
    """Begin a quiz; a topic may follow. Somebody of the roster has to begin it."""
    if not request.person.id:
        raise Refusal("A quiz is begun by somebody whom I know. Please write to me in a private chat first.")
    question = await knowledge.group_quizzes.start(
        request.person.id, place(request), request.text, request.event, request.now
    )
    return asked(request, knowledge, question)


@router.button("next", in_groups=True)
async def go_on(request: Request, knowledge: Knowledge, quiz_id: int, position: int) -> Reply:
    """Ask the next question, or show the table."""
    found = await knowledge.group_quizzes.go_on(place(request), quiz_id, position, request.now)
    if isinstance(found, GroupTable):
        return shown(request, found)
    return asked(request, knowledge, found)


@router.button("answer", in_groups=True)
async def answer(request: Request, knowledge: Knowledge, quiz_id: int, position: int, choice: int) -> Reply:
    """Take a letter that was pressed, where the question fits no poll."""
    question = await knowledge.group_quizzes.answer(place(request), quiz_id, position, request.sender, choice)
    return lettered(request, question, edit=True)


@router.poll
async def vote(request: Request, knowledge: Knowledge) -> Reply:
    """Take what somebody chose in a poll; nothing is said."""
    if request.poll:
        await knowledge.group_quizzes.vote(request.poll.poll, request.sender, request.poll.choice)
    return Reply(request.say("✓"))


@router.button("name", in_groups=True)
async def name(request: Request, knowledge: Knowledge, quiz_id: int) -> Reply:
    """Put the name of whoever asks for it into the table, or take it out again."""
    called = request.person.name or request.sender_name
    table = await knowledge.group_quizzes.name(place(request), quiz_id, request.sender, called)
    return shown(request, table, edit=True)


def asked(request: Request, knowledge: Knowledge, question: GroupQuestion) -> Reply:
    """Ask as a poll where it fits one, with letters below a text where it does not."""
    reply = lettered(request, question)
    heading = f"{question.position + 1}/{question.total}. {question.text}"
    fits = len(heading) <= LONGEST_QUESTION and all(len(each) <= LONGEST_OPTION for each in question.options)
    if not fits:
        return reply

    async def went_out(poll: str) -> None:
        await knowledge.group_quizzes.went_out(poll, question.quiz_id, question.position)

    poll = Poll(
        heading,
        question.options,
        question.right,
        explained(question),
        (following(request, question),),
        went_out,
    )
    return Reply(reply.text, reply.buttons, poll=poll)


def explained(question: GroupQuestion) -> str:
    """Say why in what a poll holds: one line, cut at a word."""
    whole = f"{question.explanation} ({question.source})" if question.source else question.explanation
    return shortened(" ".join(whole.split()), LONGEST_EXPLANATION - 1)


def following(request: Request, question: GroupQuestion) -> tuple[Button, ...]:
    """Make the button that goes on."""
    is_last = question.position + 1 == question.total
    label = request.say("🏁 The table") if is_last else request.say("Next question ▶")
    return (go_on.button(words(label), question.quiz_id, question.position),)


def lettered(request: Request, question: GroupQuestion, *, edit: bool = False) -> Reply:
    """Ask with letters below the text."""
    options = [
        request.say("<b>{letter}.</b> {option}", letter=letter, option=option)
        for letter, option in zip(LETTERS, question.options, strict=False)
    ]
    letters = [answer.button(LETTERS[n], question.quiz_id, question.position, n) for n in range(len(options))]
    rows = [tuple(letters[n : n + BUTTONS_A_ROW]) for n in range(0, len(letters), BUTTONS_A_ROW)]
    head = request.say("<b>Question {number}/{total}</b>", number=question.position + 1, total=question.total)
    count = request.say_count("one person has answered", "{count} people have answered", question.answered)
    text = paragraphs(lines(head, request.say("{text}", text=question.text)), lines(*options), count)
    return Reply(text, (*rows, following(request, question)), edit=edit)


def shown(request: Request, table: GroupTable, *, edit: bool = False) -> Reply:
    """Show how it went; nobody stands there by name who did not ask for it."""
    head = request.say_count(
        "🏁 {total} questions, one person, {mean} right on average",
        "🏁 {total} questions, {count} people, {mean} right on average",
        table.people,
        total=table.total,
        mean=f"{table.mean:.1f}",
    )
    rows = [
        request.say("{place}. {name}: {score}", place=n, name=called, score=score)
        for n, (called, score) in enumerate(table.named, 1)
    ]
    note = request.say("<i>Names stand here only of those who press the button; again takes it out.</i>")
    button = name.button(words(request.say("🙋 My name and score")), table.quiz_id)
    return Reply(paragraphs(head, *([lines(*rows)] if rows else []), note), ((button,),), edit=edit)
