"""How attendance is said: figures, points, sums."""

from __future__ import annotations

from handlers.chat import Html, Request, lines, words
from knowledge.agenda.conferences import Conference, PointTotals
from knowledge.agenda.conferences.figures import Figures
from knowledge.agenda.conferences.totals import Sum
from knowledge.agenda.exports.attendance import AttendanceWords
from knowledge.models import Answer


def headline(request: Request, figures: Figures) -> Html:
    """Say in one line how many are there."""
    return request.say(
        "Present: <b>{present}</b> of {expected} ({share})",
        present=figures.present,
        expected=figures.expected,
        share=f"{figures.share:.0%}",
    )


def details(request: Request, figures: Figures) -> Html:
    """Say in one line who is not there, and why."""
    return request.say(
        "Excused: {excused} · not there: {missing} · substitutes: {substitutes} · late: {late}",
        excused=figures.excused,
        missing=figures.missing,
        substitutes=figures.substitutes,
        late=figures.late,
    )


def row(request: Request, name: str, figures: Figures, *, silent: bool) -> Html:
    """Say a point's or unit's numbers in one line of a list."""
    values = {"name": name, "present": figures.present, "expected": figures.expected}
    if silent:
        return request.say("◻ {name}: nothing yet", **values)
    if figures.expected and figures.present >= figures.expected:
        return request.say("✓ {name}: {present}/{expected}", **values)
    return request.say("▪ {name}: {present}/{expected}", **values)


def point_row(request: Request, point: PointTotals) -> Html:
    """Say a point's numbers in one line of a list."""
    return row(request, title_of(point), point.figures, silent=point.is_silent)


def sum_row(request: Request, unit: Sum) -> Html:
    """Say a unit's numbers in one line of a list, with how many of its points are silent."""
    line = row(request, unit.name, unit.figures, silent=unit.silent == unit.points)
    if 0 < unit.silent < unit.points:
        more = request.say_count("{count} point is silent", "{count} points are silent", unit.silent)
        return request.say("{line} · {more}", line=words(line), more=words(more))
    return line


def title_of(point: PointTotals) -> str:
    """Name a point, with its unit where the hall is called otherwise."""
    return point.name if point.name == point.unit else f"{point.unit} – {point.name}"


def summary(request: Request, whole: Sum) -> Html:
    """Say the numbers of everything, and how many points told theirs."""
    said = [headline(request, whole.figures), details(request, whole.figures)]
    if whole.points:
        said.append(
            request.say(
                "Connection points heard from: {heard} of {points}",
                heard=whole.points - whole.silent,
                points=whole.points,
            )
        )
    return lines(*said)


def table_words(request: Request, conference: Conference) -> AttendanceWords:
    """Return what is said in the final table, in the person's language."""
    day = f"{conference.starts_at.astimezone(request.person.timezone):%H:%M, %d/%m/%Y}"
    made = f"{request.now:%H:%M, %d/%m/%Y}"
    return AttendanceWords(
        title=words(request.say("Result of checking in")),
        meeting=words(request.say("{title} ({day})", title=conference.title, day=day)),
        columns=(
            words(request.say("No.")),
            words(request.say("Connection point")),
            words(request.say("Expected")),
            words(request.say("Present")),
            words(request.say("Share")),
            words(request.say("Excused")),
            words(request.say("Not there")),
            words(request.say("Substitutes")),
            words(request.say("Late")),
            words(request.say("Reasons of absence")),
        ),
        total=words(request.say("Total")),
        elsewhere=words(request.say("At no connection point")),
        people=words(request.say("List of people")),
        people_columns=(
            words(request.say("No.")),
            words(request.say("Full name")),
            words(request.say("Unit")),
            words(request.say("Connection point")),
            words(request.say("Answer")),
            words(request.say("Checked in at")),
            words(request.say("Late")),
        ),
        answers={
            Answer.ATTENDS: words(request.say("comes")),
            Answer.ABSENT: words(request.say("does not come")),
            Answer.SENDS: words(request.say("sends a substitute")),
        },
        yes=words(request.say("yes")),
        made_at=words(request.say("As of {moment}", moment=made)),
        made_by=words(request.say("Drawn up by")),
    )
