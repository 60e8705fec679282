"""What came of an assessment: by unit, as a distribution, person by person, as files."""

from __future__ import annotations

from datetime import datetime

from handlers.assessments.items import analysis
from handlers.assessments.routing import router
from handlers.chat import Button, Html, OutgoingFile, Reply, Request, lines, words
from knowledge import Knowledge
from knowledge.assessments.pictures import distribution
from knowledge.assessments.rows import AssessmentRow
from knowledge.assessments.turnout import PersonResult, UnitTurnout
from knowledge.models import AssessmentState
from knowledge.reports import Cell, Table, as_workbook

MOST_UNITS = 15


def turnout_text(request: Request, turnout: list[UnitTurnout]) -> Html:
    """Say who took part, unit by unit, the fewest first."""
    people, begun, done, passed = (
        sum(getattr(row, name) for row in turnout) for name in ("people", "begun", "handed_in", "passed")
    )
    parts = [
        request.say(
            "<b>Taken part</b>: {begun} of {people} have begun, {done} handed in, {passed} passed",
            begun=begun,
            people=people,
            done=done,
            passed=passed,
        )
    ]
    if len(turnout) > 1:
        ranked = sorted(turnout, key=lambda row: (row.begun / row.people, row.unit))
        parts += [unit_line(request, row) for row in ranked[:MOST_UNITS]]
        if (left := len(ranked) - MOST_UNITS) > 0:
            parts.append(request.say_count("and one more unit", "and {count} more units", left))
    return lines(*parts)


def unit_line(request: Request, row: UnitTurnout) -> Html:
    """Say one unit."""
    if not row.handed_in:
        return request.say("• {unit}: {begun}/{people}", unit=row.unit, begun=row.begun, people=row.people)
    return request.say(
        "• {unit}: {begun}/{people}, passed {passed}, mean {percent} %",
        unit=row.unit,
        begun=row.begun,
        people=row.people,
        passed=row.passed,
        percent=round(row.percent),
    )


def report_buttons(request: Request, row: AssessmentRow) -> list[tuple[Button, ...]]:
    """Offer the picture, the files and the analysis."""
    if row.state == AssessmentState.DRAFT or request.now < row.opens_at:
        return []
    return [
        (
            picture.button(words(request.say("📊 Distribution")), row.id),
            workbook.button(words(request.say("📄 Results (.xlsx)")), row.id),
        ),
        (analysis.button(words(request.say("🔬 Questions")), row.id),),
    ]


@router.button("picture")
async def picture(request: Request, knowledge: Knowledge, assessment_id: int) -> Reply:
    """Send the distribution as a picture."""
    row = await knowledge.assessments.get(request.person.id, assessment_id)
    percents = await knowledge.assessments.results.percents(request.person.id, assessment_id)
    if not percents:
        return Reply(request.say("Nobody has handed in yet, so there is nothing to draw."))
    mean = sum(percents) / len(percents)
    said = request.say_count(
        "one person, mean {mean} %, pass mark {mark} %",
        "{count} people, mean {mean} %, pass mark {mark} %",
        len(percents),
        mean=round(mean),
        mark=row.pass_percent,
    )
    content = distribution(row.title, words(said), percents, row.pass_percent)
    name = f"pho-diem-{row.id}.png"
    number = await knowledge.made_files.keep(request.person.id, name, content, request.now)
    return Reply(said, file=OutgoingFile.made(number, name, content, is_picture=True))


@router.button("workbook")
async def workbook(request: Request, knowledge: Knowledge, assessment_id: int) -> Reply:
    """Send the results as a workbook: names only for those who may see them."""
    row = await knowledge.assessments.get(request.person.id, assessment_id)
    results = knowledge.assessments.results
    tables = [by_unit(request, await results.turnout(request.person.id, assessment_id))]
    if await results.sees_names(request.person.id, assessment_id):
        tables.append(by_person(request, row, await results.people(request.person.id, assessment_id)))
    content = as_workbook(*tables)
    name = f"ket-qua-{row.id}-{request.now:%Y-%m-%d}.xlsx"
    number = await knowledge.made_files.keep(request.person.id, name, content, request.now)
    return Reply(request.say("📎 {name}", name=name), file=OutgoingFile.made(number, name, content))


def by_unit(request: Request, turnout: list[UnitTurnout]) -> Table:
    """Lay out the units."""
    head = (
        request.say("Unit"),
        request.say("People"),
        request.say("Begun"),
        request.say("Handed in"),
        request.say("Passed"),
        request.say("Mean %"),
    )
    rows: list[list[Cell]] = [
        [row.unit, row.people, row.begun, row.handed_in, row.passed, round(row.percent, 1)] for row in turnout
    ]
    return Table(words(request.say("By unit")), [words(each) for each in head], rows)


def by_person(request: Request, row: AssessmentRow, people: list[PersonResult]) -> Table:
    """Lay out the people."""
    head = (
        request.say("Name"),
        request.say("Unit"),
        request.say("Attempts"),
        request.say("Right"),
        request.say("Of"),
        request.say("Verdict"),
        request.say("Handed in"),
        request.say("Answers after the end"),
    )
    rows = [person_row(request, row, person) for person in people]
    return Table(words(request.say("By person")), [words(each) for each in head], rows)


def person_row(request: Request, row: AssessmentRow, person: PersonResult) -> list[Cell]:
    """Lay out one person."""
    if person.right is None or person.total is None:
        verdict = request.say("in progress") if person.attempts else request.say("not begun")
    elif 100 * person.right >= row.pass_percent * person.total:
        verdict = request.say("passed")
    else:
        verdict = request.say("not passed")
    handed_in: str | datetime = (
        person.handed_in_at.astimezone(request.person.timezone) if person.handed_in_at else ""
    )
    right: Cell = "" if person.right is None else person.right
    total: Cell = "" if person.total is None else person.total
    return [
        person.name,
        person.unit,
        person.attempts,
        right,
        total,
        words(verdict),
        handed_in,
        person.late_answers,
    ]
