"""Question by question: how each did its work, which must be looked at, and mending a wrong key."""

from __future__ import annotations

from handlers.asking import shortened
from handlers.assessments.routing import router
from handlers.chat import Button, Html, OutgoingFile, Reply, Request, lines, paragraphs, words
from knowledge import Knowledge, Refusal
from knowledge.assessments.items import FEWEST, Flag
from knowledge.assessments.results import Item
from knowledge.models import QuestionKind
from knowledge.quiz.parsed import LETTERS
from knowledge.reports import Cell, Table, as_workbook

MOST_FLAGGED = 10
CUT = 300


@router.button("items")
async def analysis(request: Request, knowledge: Knowledge, assessment_id: int) -> Reply:
    """Name the questions that must be looked at, and send the whole analysis as a workbook."""
    row = await knowledge.assessments.get(request.person.id, assessment_id)
    items = await knowledge.assessments.results.items(request.person.id, assessment_id)
    if not items:
        return Reply(request.say("Nobody has handed in yet, so there is nothing to analyse."))
    flagged = [item for item in items if item.statistics.flag and not item.question.is_dropped]
    parts = [request.say("<b>Questions of “{title}”</b>", title=row.title)]
    if max(item.statistics.count for item in items) < FEWEST:
        parts.append(
            request.say("Fewer than {count} people have answered: too few to judge a question.", count=FEWEST)
        )
    elif not flagged:
        parts.append(request.say("No question stands out."))
    parts += [flag_text(request, item) for item in flagged[:MOST_FLAGGED]]
    buttons = [
        (look.button(f"🔎 {shortened(item.question.text, 30)}", assessment_id, item.question.id),)
        for item in flagged[:MOST_FLAGGED]
    ]
    content = as_workbook(table(request, items))
    name = f"phan-tich-{row.id}-{request.now:%Y-%m-%d}.xlsx"
    number = await knowledge.made_files.keep(request.person.id, name, content, request.now)
    return Reply(paragraphs(*parts), tuple(buttons), file=OutgoingFile.made(number, name, content))


def flag_text(request: Request, item: Item) -> Html:
    """Say why a question must be looked at."""
    return lines(
        request.say("⚠ {text}", text=shortened(item.question.text, 120)),
        request.say("<i>{why}</i>", why=words(flag_of(request, item))),
    )


def flag_of(request: Request, item: Item) -> Html:
    """Name what stands out."""
    flag = item.statistics.flag
    if flag == Flag.WRONG_KEY:
        return request.say(
            "The key is probably wrong: the strongest choose {answer}.",
            answer=answer_word(item, item.statistics.instead),
        )
    if flag == Flag.GIVES_AWAY:
        return request.say("It gives itself away: even the weakest know it.")
    if flag == Flag.NOBODY_KNOWS:
        return request.say("Nobody knows it, not even the strongest.")
    return Html("")


def answer_word(item: Item, answer: str) -> str:
    """Say an answer as people know it: a letter, an order, or the typed words."""
    kind = item.question.kind
    if kind == QuestionKind.SHORT or not answer:
        return answer or "–"
    places = [int(place) for place in answer.split(",")]
    if kind in {QuestionKind.SINGLE, QuestionKind.SEVERAL}:
        return ", ".join(LETTERS[place] for place in places)
    return " → ".join(str(place + 1) for place in places)


@router.button("item")
async def look(request: Request, knowledge: Knowledge, assessment_id: int, question_id: int) -> Reply:
    """Show one question with its numbers, and what may be done."""
    item = await one(request, knowledge, assessment_id, question_id)
    question, found = item.question, item.statistics
    options = [
        request.say(
            "{mark}<b>{letter}.</b> {option} – {count}",
            mark="🔑 " if place in question.rights else "",
            letter=LETTERS[place],
            option=shortened(option, CUT),
            count=sum(n for answer, n in found.answers.items() if str(place) in answer.split(",")),
        )
        for place, option in enumerate(question.options)
    ]
    numbers = request.say(
        "{count} answers · right {facility} % · discrimination {discrimination} · r {r}",
        count=found.count,
        facility=round(100 * found.facility),
        discrimination=f"{found.discrimination:.2f}",
        r=f"{found.point_biserial:.2f}",
    )
    parts = [request.say("<b>{text}</b>", text=shortened(question.text, 1000)), lines(*options), numbers]
    if found.flag:
        parts.append(request.say("⚠ {why}", why=words(flag_of(request, item))))
    return Reply(paragraphs(*parts), mending(request, assessment_id, item))


def mending(request: Request, assessment_id: int, item: Item) -> tuple[tuple[Button, ...], ...]:
    """Offer another key, or to take the question out."""
    question = item.question
    rows: list[tuple[Button, ...]] = []
    if question.kind == QuestionKind.SINGLE:
        keys = [
            rekey.button(words(request.say("🔑 {letter}", letter=LETTERS[n])), assessment_id, question.id, n)
            for n in range(len(question.options))
            if n not in question.rights
        ]
        rows.append(tuple(keys))
    rows.append((drop.button(words(request.say("Take out of all scores")), assessment_id, question.id),))
    return tuple(rows)


async def one(request: Request, knowledge: Knowledge, assessment_id: int, question_id: int) -> Item:
    """Return one question with its numbers. Raises Refusal."""
    items = await knowledge.assessments.results.items(request.person.id, assessment_id)
    found = next((item for item in items if item.question.id == question_id), None)
    if found is None:
        raise Refusal("This question is not of this assessment.")
    return found


@router.button("rekey")
async def rekey(
    request: Request, knowledge: Knowledge, assessment_id: int, question_id: int, place: int
) -> Reply:
    """Give a question another key and count all anew."""
    item = await one(request, knowledge, assessment_id, question_id)
    if not 0 <= place < len(item.question.options):
        raise Refusal("This question has no such option. Please choose one that is shown.")
    changed = await knowledge.assessments.results.correct_key(
        request.person.id, assessment_id, question_id, [place]
    )
    return recounted(request, request.say("The key is now {letter}.", letter=LETTERS[place]), changed)


@router.button("dropitem")
async def drop(request: Request, knowledge: Knowledge, assessment_id: int, question_id: int) -> Reply:
    """Take a question out of every score."""
    changed = await knowledge.assessments.results.correct_key(
        request.person.id, assessment_id, question_id, None
    )
    return recounted(request, request.say("The question counts no more."), changed)


def recounted(request: Request, first: Html, changed: int) -> Reply:
    """Say what came of it."""
    return Reply(
        lines(
            first,
            request.say_count(
                "Everybody was counted anew: one result changed.",
                "Everybody was counted anew: {count} results changed.",
                changed,
            ),
            request.say("The question bank itself stays as it is; please mend it there too."),
        ),
        edit=True,
    )


def table(request: Request, items: list[Item]) -> Table:
    """Lay out the analysis."""
    head = (
        request.say("Question"),
        request.say("Topic"),
        request.say("Answers"),
        request.say("Facility"),
        request.say("Discrimination"),
        request.say("Point-biserial"),
        request.say("Right"),
        request.say("To look at"),
    )
    answers = [*(LETTERS[n] for n in range(len(LETTERS))), words(request.say("none"))]
    rows = [item_row(request, item, len(LETTERS)) for item in items]
    return Table(words(request.say("Questions")), [*(words(each) for each in head), *answers], rows)


def item_row(request: Request, item: Item, letters: int) -> list[Cell]:
    """Lay out one question; of each letter how often it was chosen."""
    found, question = item.statistics, item.question
    chosen: list[Cell] = [
        sum(count for answer, count in found.answers.items() if str(place) in answer.split(","))
        if question.kind in {QuestionKind.SINGLE, QuestionKind.SEVERAL}
        else ""
        for place in range(letters)
    ]
    right = (
        question.options[0]
        if question.kind == QuestionKind.SHORT
        else answer_word(item, ",".join(map(str, question.rights)))
    )
    return [
        question.text,
        question.topic,
        found.count,
        round(found.facility, 4),
        round(found.discrimination, 4),
        round(found.point_biserial, 4),
        right,
        words(flag_of(request, item)),
        *chosen,
        found.answers.get("", 0),
    ]
