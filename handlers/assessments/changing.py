"""Changing a draft by a typed line: its questions, its time and rules, and whom it is asked of."""

from __future__ import annotations

from handlers.assessments.organising import organised_card
from handlers.assessments.routing import router
from handlers.assessments.typed import blueprint_of, change_of
from handlers.chat import Reply, Request, lines, paragraphs
from knowledge import Knowledge
from knowledge.assessments.drafts import Change
from knowledge.assessments.drawing import Topic

RULES = (
    "mở 8h 1/12, đóng 17h 3/12, 30 phút, đạt 60%, 2 lượt, trễ 10 phút, đáp án sau khi đóng, không hiện tên"
)


@router.button("blueprint")
async def blueprint(request: Request, knowledge: Knowledge, assessment_id: int) -> Reply:
    """Ask how many questions of what, with what there is."""
    await knowledge.assessments.get(request.person.id, assessment_id, to_organise=True)
    topics = await knowledge.assessments.topics(request.person.id)
    there = [request.say("• {topic}: {count}", topic=topic.name, count=topic.count) for topic in topics]
    return Reply(
        paragraphs(
            request.say("How many questions of what? One topic a line, for example:"),
            request.say("<code>{example}</code>", example=example_of(topics)),
            lines(request.say("<b>The banks hold</b>"), *there),
        ),
        expects=blueprint_typed.expect(assessment_id),
    )


def example_of(topics: list[Topic]) -> str:
    """Write an example with topics that there are, with levels where questions bear them."""
    rows = [
        f"{topic.name}: 2 dễ, 1 khó" if topic.levelled else f"{topic.name}: {min(topic.count, 5)} câu"
        for topic in topics[:2]
    ]
    return "\n".join(rows) or "10 câu"


@router.step("blueprint")
async def blueprint_typed(request: Request, knowledge: Knowledge, assessment_id: int) -> Reply:
    """Take the blueprint."""
    draws = blueprint_of(request.text)
    return await changed(request, knowledge, assessment_id, Change(blueprint=draws))


@router.button("rules")
async def rules(request: Request, knowledge: Knowledge, assessment_id: int) -> Reply:
    """Ask for time and rules."""
    await knowledge.assessments.get(request.person.id, assessment_id, to_organise=True)
    return Reply(
        paragraphs(
            request.say("Please type what shall be different, in one line. For example:"),
            request.say("<code>{example}</code>", example=RULES),
            request.say("The key: “đáp án ngay”, “đáp án sau khi đóng” or “không đáp án”."),
        ),
        expects=rules_typed.expect(assessment_id),
    )


@router.step("rules")
async def rules_typed(request: Request, knowledge: Knowledge, assessment_id: int) -> Reply:
    """Take time and rules."""
    return await changed(request, knowledge, assessment_id, change_of(request))


@router.button("readdress")
async def readdress(request: Request, knowledge: Knowledge, assessment_id: int) -> Reply:
    """Ask for another unit."""
    await knowledge.assessments.get(request.person.id, assessment_id, to_organise=True)
    text = request.say("Which unit? Everybody there and below will sit it. Please type its name.")
    return Reply(text, expects=readdressed.expect(assessment_id))


@router.step("readdressed")
async def readdressed(request: Request, knowledge: Knowledge, assessment_id: int) -> Reply:
    """Take another unit."""
    row = await knowledge.assessments.address(request.person.id, assessment_id, request.text)
    return await organised_card(request, knowledge, row)


async def changed(request: Request, knowledge: Knowledge, assessment_id: int, change: Change) -> Reply:
    """Change the draft and show it."""
    row = await knowledge.assessments.change(request.person.id, assessment_id, change)
    return await organised_card(request, knowledge, row)
