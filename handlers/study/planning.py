"""What to practise today for the next assessment, how it would go, and when to be told."""

from __future__ import annotations

import re
from math import ceil

from handlers.chat import Button, Html, Reply, Request, lines, paragraphs, words
from handlers.routing import command_button
from handlers.study.routing import router
from knowledge import Knowledge, Refusal
from knowledge.messages.outbox import Due
from knowledge.study.forecast import Forecast
from knowledge.study.views import PlanView
from knowledge.vietnamese.dates import find
from knowledge.vietnamese.text import fold

EVENING = 19 * 60 + 30
"""Minute of the day."""
OFF = re.compile(r"tat|dung|thoi|off|stop|বন্ধ")
MOST_TOPICS = 10


@router.command(
    "onthi",
    "study",
    summary="The plan for the next assessment: today's questions, the forecast; /onthi 19h30",
)
async def study(request: Request, knowledge: Knowledge) -> Reply:
    """Show the plan; an hour that follows is when to be told each day, and "tắt" ends it."""
    if OFF.fullmatch(fold(request.text)):
        await knowledge.study.leave(request.person.id)
        return Reply(request.say("You will not be told of the plan any more. /onthi shows it."))
    if request.text:
        return await followed(request, knowledge, minute_of(request))
    plan = await knowledge.study.plan(request.person.id, request.now)
    if plan is None:
        practise = command_button(words(request.say("Practise")), "/luyen")
        return Reply(
            request.say("There is no assessment to study for now. You can practise: /luyen"), ((practise,),)
        )
    return shown(request, plan)


def minute_of(request: Request) -> int:
    """Read the hour at which to be told. Raises Refusal."""
    found = find(request.text, request.now)
    if found is None or found.clock is None:
        raise Refusal("I could not read that hour. Please write for example: /onthi 19h30, or /onthi tắt")
    return found.clock.hour * 60 + found.clock.minute


@router.button("follow")
async def follow(request: Request, knowledge: Knowledge, minute: int) -> Reply:
    """Be told each day."""
    return await followed(request, knowledge, minute)


async def followed(request: Request, knowledge: Knowledge, minute: int) -> Reply:
    """Tell the person each day at this minute."""
    if not 0 <= minute < 24 * 60:
        raise Refusal("I could not read that hour. Please write for example: /onthi 19h30, or /onthi tắt")
    plan = await knowledge.study.follow(request.person.id, minute, request.now)
    first = request.say("✓ Each day at {clock} you will hear what to practise.", clock=clock_of(minute))
    return shown(request, plan, first)


def clock_of(minute: int) -> str:
    """Write a minute of the day as a clock does."""
    return f"{minute // 60:02d}:{minute % 60:02d}"


def shown(request: Request, plan: PlanView, *before: Html) -> Reply:
    """Say what to practise today and how the assessment would go."""
    parts = [
        *before,
        lines(
            request.say("📅 <b>{title}</b>, opens {opens}", title=plan.title, opens=plan.opens_at),
            request.say("open")
            if plan.opens_at <= request.now
            else request.say_count("one day left", "{count} days left", plan.days_left),
        ),
        today_line(request, plan),
        forecast_line(request, plan),
    ]
    if len(plan.topics) > 1:
        weakest = sorted(plan.topics, key=lambda each: each.forecast.share)[:MOST_TOPICS]
        parts.append(
            lines(
                request.say("<b>By topic</b>"),
                *(
                    request.say("• {topic}: {span}", topic=each.topic, span=span_of(each.forecast))
                    for each in weakest
                ),
            )
        )
    return Reply(paragraphs(*parts), buttons(request, plan))


def today_line(request: Request, plan: PlanView) -> Html:
    """Say how many questions there are today and how long they take."""
    count = len(plan.today.questions)
    if not count:
        return request.say("✅ Nothing more is planned for today.")
    minutes = max(ceil(plan.seconds / 60), 1)
    about = words(request.say_count("about one minute", "about {count} minutes", minutes))
    text = request.say_count(
        "<b>One question today</b>, {about}: {again} to repeat, {new} new",
        "<b>{count} questions today</b>, {about}: {again} to repeat, {new} new",
        count,
        about=about,
        again=len(plan.today.again),
        new=len(plan.today.new),
    )
    seen = request.say("Seen so far: {seen} of {pool}", seen=plan.seen, pool=plan.pool)
    return lines(text, seen)


def forecast_line(request: Request, plan: PlanView) -> Html:
    """Say how the assessment would go, with an honest span."""
    whole = plan.whole
    mark = 100 * whole.low >= plan.pass_percent
    verdict = (
        request.say("above the pass mark of {mark} %", mark=plan.pass_percent)
        if mark
        else request.say("the pass mark is {mark} %", mark=plan.pass_percent)
    )
    said = request.say("🔮 As it stands now: <b>{span}</b> right on the day", span=span_of(whole))
    return lines(said, verdict)


def span_of(forecast: Forecast) -> str:
    """Write a span in per cent."""
    return f"{round(100 * forecast.low)}–{round(100 * forecast.high)} %"


def buttons(request: Request, plan: PlanView) -> tuple[tuple[Button, ...], ...]:
    """Offer to practise, to be told, and the picture."""
    rows: list[tuple[Button, ...]] = []
    if plan.today.questions:
        rows.append((command_button(words(request.say("▶ Practise now")), "/luyen"),))
    if plan.minute is None:
        label = request.say("🔔 Tell me each day at {clock}", clock=clock_of(EVENING))
        rows.append((follow.button(words(label), EVENING),))
    rows.append((command_button(words(request.say("📈 My progress")), "/tienbo"),))
    return tuple(rows)


@router.notice("study")
async def remind(request: Request, knowledge: Knowledge, due: Due) -> Reply | None:
    """Tell what to practise today; None where nothing is left or the assessment is gone."""
    try:
        plan = await knowledge.study.plan(request.person.id, request.now, due.subject_id)
    except Refusal:
        return None
    if plan is None or not plan.today.questions:
        return None
    return shown(request, plan, request.say("📚 Today's practice. /onthi tắt ends these messages."))
