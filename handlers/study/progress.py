"""How far one has come, in words and as a picture for the phone."""

from __future__ import annotations

import re

from handlers.chat import Html, OutgoingFile, Reply, Request, lines, paragraphs, words
from handlers.routing import command_button
from handlers.study.planning import span_of
from handlers.study.routing import router
from knowledge import Knowledge
from knowledge.charts import Bar, drawn
from knowledge.study import Progress

MOST_TOPICS = 10
PICTURED = re.compile(r"^\W+")
"""Small pictures, which the letters of the picture do not have."""
STRONG = 0.7
"""Share of a topic that is known from which its bar is green."""


@router.command(
    "tienbo", "progress", summary="How far I have come: strength by topic, days in a row, forecast"
)
async def progress(request: Request, knowledge: Knowledge) -> Reply:
    """Draw one's strength by topic; only the person who asks gets it."""
    found = await knowledge.study.progress(request.person.id, request.now)
    practise = command_button(words(request.say("Practise")), "/luyen")
    if not found.answers:
        return Reply(
            request.say("You have not practised yet. Ten questions take five minutes: /luyen"), ((practise,),)
        )
    said = headlines(request, found)
    content = drawn(
        words(request.say("My progress")),
        [PICTURED.sub("", words(line)) for line in said],
        bars(request, found),
    )
    name = f"tien-bo-{request.now:%Y-%m-%d}.png"
    number = await knowledge.made_files.keep(request.person.id, name, content, request.now)
    file = OutgoingFile.made(number, name, content, is_picture=True)
    return Reply(paragraphs(lines(*said)), ((practise,),), file=file)


def headlines(request: Request, found: Progress) -> list[Html]:
    """Say the streak and the forecast."""
    said = [
        request.say_count("🔥 one day in a row", "🔥 {count} days in a row", found.streak),
        request.say_count("one answer so far", "{count} answers so far", found.answers),
    ]
    if found.plan:
        said.append(
            request.say(
                "🔮 {title}: {span} (pass mark {mark} %)",
                title=found.plan.title,
                span=span_of(found.plan.whole),
                mark=found.plan.pass_percent,
            )
        )
    return said


def bars(request: Request, found: Progress) -> list[Bar]:
    """Make a bar for the forecast with its span, and one for each topic, the weakest first."""
    return [*forecast_bar(request, found), *topic_bars(request, found)]


def forecast_bar(request: Request, found: Progress) -> list[Bar]:
    """Show how the next assessment would go, and how sure that is."""
    if found.plan is None:
        return []
    whole = found.plan.whole
    passes = 100 * whole.share >= found.plan.pass_percent
    name = words(request.say("Forecast: {title}", title=found.plan.title))
    return [Bar(name, whole.share, span_of(whole), passes, (whole.low, whole.high))]


def topic_bars(request: Request, found: Progress) -> list[Bar]:
    """Show how much of each topic is known now."""
    return [
        Bar(
            words(request.say("{topic} ({seen}/{all} seen)", topic=topic, seen=seen, all=count)),
            share,
            f"{round(100 * share)} %",
            share >= STRONG,
        )
        for topic, share, seen, count in found.topics[:MOST_TOPICS]
    ]
