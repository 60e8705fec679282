"""A question bank that a secretary sends as a file: what was read is shown, and goes in once confirmed."""

from __future__ import annotations

import re
from pathlib import PurePath

from handlers.asking import shortened
from handlers.chat import Html, Reply, Request, lines, paragraphs, words
from handlers.quiz.routing import router
from handlers.routing import OtherMatterError
from knowledge import ImportReport, Knowledge, Problem, Refusal
from knowledge.documents.reading.secrecy import guard
from knowledge.quiz.questions import SUFFIXES, ParsedQuestions, parse_questions

NAMED = re.compile(r"\bcau hoi\b|\btrac nghiem\b|\bngan hang de\b|questions?\b|\baiken\b|\bmoodle\b|\.gift\b")
MOST_SHOWN = 6
CUT = 160


@router.file(lambda folded: NAMED.search(folded) is not None)
async def sent(request: Request, knowledge: Knowledge) -> Reply:
    """Read a bank and show what would come of it; nothing is a question before it is confirmed."""
    file = request.file
    if file is None or not file.name.lower().endswith(tuple(SUFFIXES)):
        raise OtherMatterError
    if not await knowledge.people.oversees(request.person.id):
        raise OtherMatterError
    content = await file.load()
    guard(file.name)
    try:
        parsed = await read(knowledge, file.name, content)
    except Refusal as refusal:
        # A paper about questions, perhaps: the registry reads more kinds.
        raise OtherMatterError from refusal
    title = title_of(request.text, file.name)
    report = await knowledge.quiz.hand_in(request.person.id, parsed, title, request.now, dry_run=True)
    number = await knowledge.made_files.keep(request.person.id, file.name, content, request.now)
    return preview(request, report, title, number)


@router.button("bring")
async def bring(request: Request, knowledge: Knowledge, file_id: int) -> Reply:
    """Put the questions of a file into the bank."""
    found = await knowledge.made_files.get(file_id, request.person.id)
    if found is None:
        raise Refusal("This file is not there any more. Please send it again.")
    name, content = found
    parsed = await read(knowledge, name, content)
    title = title_of("", name)
    report = await knowledge.quiz.hand_in(request.person.id, parsed, title, request.now, dry_run=False)
    done = request.say(
        "✓ “{title}”: {added} new, {changed} changed, {same} as before. /luyen practises them.",
        title=title,
        added=report.added,
        changed=report.changed,
        same=report.same,
    )
    return Reply(done, edit=True)


async def read(knowledge: Knowledge, name: str, content: bytes) -> ParsedQuestions:
    """Read a bank in the child process. Raises Refusal."""
    return await knowledge.workshop.parse_content(parse_questions, name, content, SUFFIXES)


def title_of(caption: str, name: str) -> str:
    """Name the bank after its file: the same file again is the same bank."""
    return PurePath(name).stem[:100] or caption[:100]


def preview(request: Request, report: ImportReport, title: str, number: int) -> Reply:
    """Say what would come of a file, what is left out and why, and what is nearly there already."""
    parts = [
        request.say(
            "📚 “{title}”: {added} new questions, {changed} changed, {same} as before, {left_out} left out.",
            title=title,
            added=report.added,
            changed=report.changed,
            same=report.same,
            left_out=len(report.problems),
        )
    ]
    if report.problems:
        parts.append(listed(request, [problem_line(request, each) for each in report.problems]))
    if report.remarks:
        parts.append(listed(request, [request.say(each.message, **each.values) for each in report.remarks]))
    if not (report.added or report.changed):
        parts.append(request.say("There is nothing to bring in."))
        return Reply(paragraphs(*parts))
    count = report.added + report.changed
    label = request.say_count("✅ Bring in one question", "✅ Bring in {count} questions", count)
    return Reply(paragraphs(*parts), ((bring.button(words(label), number),),))


def listed(request: Request, rows: list[Html]) -> Html:
    """List the first of some rows, and count the rest."""
    left = len(rows) - MOST_SHOWN
    more = [request.say_count("and one more", "and {count} more", left)] if left > 0 else []
    return lines(*rows[:MOST_SHOWN], *more)


def problem_line(request: Request, problem: Problem) -> Html:
    """Say what was left out, and where it stands."""
    reason = words(request.say(problem.refusal.message, **problem.refusal.values))
    return request.say("• line {number}: {reason}", number=problem.line or 1, reason=shortened(reason, CUT))
