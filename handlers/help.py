"""/trogiup: every command with one line about it, and sentences that one can simply type."""

from __future__ import annotations

from handlers.chat import Reply, Request, lines, paragraphs, words
from handlers.routing import Router
from knowledge import Knowledge

router = Router("help")


@router.command("trogiup", "help", summary="What I can do")
async def show(request: Request, _knowledge: Knowledge) -> Reply:
    """List the commands of every feature, in the order of the table of contents."""
    from handlers import ROUTERS

    commands = [command for feature in ROUTERS for command in feature.commands if command.summary]
    return Reply(
        paragraphs(
            request.say("<b>What I can do</b>"),
            lines(
                *(
                    request.say(
                        "{names}: {summary}",
                        names=" = ".join(f"/{name}" for name in command.names),
                        summary=words(request.say(command.summary)),
                    )
                    for command in commands
                )
            ),
            request.say(
                "You can also simply type, with or without diacritics:\n"
                "• <i>mai họp gì</i>\n• <i>hạn tuần này</i>\n• <i>trách nhiệm của người đứng đầu là gì?</i>"
            ),
        )
    )
