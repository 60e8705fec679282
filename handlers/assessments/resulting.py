"""How a sitting went: the score, by topic, what to read, and the key where it may be shown."""

from __future__ import annotations

from handlers.asking import said, short_said, shortened
from handlers.assessments.routing import router
from handlers.chat import Button, Html, Reply, Request, lines, paragraphs, words
from handlers.reasons import paper_button, reasons
from handlers.routing import command_button
from knowledge import Knowledge
from knowledge.assessments.sitting_rows import Marked, SittingResult
from knowledge.models import Shows

MOST_SOURCES = 8
CUT = 200
"""Characters of a question or an option in a list."""


@router.command("ketqua", "results", summary="How my assessments went")
async def results(request: Request, knowledge: Knowledge) -> Reply:
    """List one's results, the latest first."""
    found = await knowledge.assessments.sittings.results(request.person.id, request.now)
    if not found:
        return Reply(request.say("You have no results yet. /kiemtra shows your assessments."))
    parts = [request.say("<b>Your results</b>")]
    parts += [headline(request, result) for result in found]
    buttons = [(look.button(shortened(result.title, 30), result.id),) for result in found]
    return Reply(paragraphs(*parts), tuple(buttons))


@router.button("result")
async def look(request: Request, knowledge: Knowledge, sitting_id: int) -> Reply:
    """Show one result in full."""
    return told(
        request, await knowledge.assessments.sittings.result(request.person.id, sitting_id, request.now)
    )


@router.button("wrong")
async def wrong(request: Request, knowledge: Knowledge, sitting_id: int, number: int) -> Reply:
    """Show one question that was wrong, with its key; and the next one."""
    result = await knowledge.assessments.sittings.result(request.person.id, sitting_id, request.now)
    missed = [each for each in result.marked or () if not each.is_right]
    if not missed:
        return told(request, result)
    number = min(max(number, 0), len(missed) - 1)
    each = missed[number]
    row = [why.button(words(request.say("Why?")), result.id, each.position)] if each.source else []
    if number:
        row.insert(0, wrong.button("◀", result.id, number - 1))
    if number < len(missed) - 1:
        row.append(wrong.button("▶", result.id, number + 1))
    back = look.button(words(request.say("📊 Result")), result.id)
    count = request.say("Wrong: {number}/{total}", number=number + 1, total=len(missed))
    return Reply(paragraphs(count, keyed(request, each)), (tuple(row), (back,)), edit=True)


@router.button("why")
async def why(request: Request, knowledge: Knowledge, sitting_id: int, position: int) -> Reply:
    """Open the article that the source names."""
    found = await knowledge.assessments.sittings.why(request.person.id, sitting_id, position, request.now)
    return Reply(reasons(request, found), paper_button(request, found))


def told(request: Request, result: SittingResult, *before: Html, edit: bool = False) -> Reply:
    """Say how a sitting went."""
    parts = [*before, headline(request, result)]
    if len(result.topics) > 1:
        parts.append(lines(request.say("<b>By topic</b>"), *(by_topic(request, result))))
    if result.to_read:
        sources = [request.say("• {source}", source=source) for source in result.to_read[:MOST_SOURCES]]
        parts.append(lines(request.say("<b>To read again:</b>"), *sources))
    if result.marked is None:
        parts.append(when_shown(request, result))
    if result.attempts_left and not result.is_mock and request.now < result.closes_at:
        parts.append(
            request.say_count(
                "You have one more attempt; the best one counts: /kiemtra",
                "You have {count} more attempts; the best one counts: /kiemtra",
                result.attempts_left,
            )
        )
    text = paragraphs(*parts)
    return Reply(text, buttons(request, result), edit=edit)


def headline(request: Request, result: SittingResult) -> Html:
    """Say the score and whether it was enough."""
    verdict = request.say("✅ passed") if result.has_passed else request.say("❌ not passed")
    title = (
        request.say("🧪 Trial: {title}", title=result.title)
        if result.is_mock
        else request.say("📝 {title}", title=result.title)
    )
    score = request.say(
        "<b>{right} of {total}</b> right ({percent} %; pass mark {mark} %)",
        right=result.right,
        total=result.total,
        percent=result.percent,
        mark=result.pass_percent,
    )
    return lines(
        title, Html(f"{score} – {verdict}"), request.say("Handed in {when}", when=result.handed_in_at)
    )


def by_topic(request: Request, result: SittingResult) -> list[Html]:
    """Say how each topic went, the weakest first."""
    return [
        request.say("• {topic}: {right}/{total}", topic=row.topic, right=row.right, total=row.total)
        for row in result.topics
    ]


def when_shown(request: Request, result: SittingResult) -> Html:
    """Say when the key is shown."""
    if result.shows == Shows.NEVER:
        return request.say("The key of this assessment is not shown.")
    return request.say("The key is shown after the closing, {when}: /ketqua", when=result.closes_at)


def buttons(request: Request, result: SittingResult) -> tuple[tuple[Button, ...], ...]:
    """Offer to look at what was wrong, and to practise."""
    missed = sum(not each.is_right for each in result.marked or ())
    rows: list[tuple[Button, ...]] = []
    if missed:
        label = request.say_count("🔎 The wrong one", "🔎 The {count} wrong ones", missed)
        rows.append((wrong.button(words(label), result.id, 0),))
    rows.append((command_button(words(request.say("Practise")), "/luyen"),))
    return tuple(rows)


def keyed(request: Request, each: Marked) -> Html:
    """Say a question with what was given and what is right."""
    given = short_said(each.shown, each.given) if each.given else "–"
    parts = [
        request.say(
            "<b>{number}.</b> {text}", number=each.position + 1, text=shortened(each.shown.text, 800)
        ),
        lines(
            request.say("Your answer: <b>{answer}</b>", answer=given),
            Html(f"{request.say('Right is')} {said(request, each.shown, each.right, CUT)}"),
        ),
    ]
    if each.explanation:
        parts.append(request.say("{text}", text=shortened(each.explanation, 800)))
    if each.source:
        parts.append(request.say("<i>Source: {source}</i>", source=each.source))
    return paragraphs(*parts)
