"""A letter that invites to one meeting."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from knowledge.agenda.lines import DAY, ParsedAgenda, ParsedMeeting
from knowledge.agenda.reading.weeks import CLEAR_DATE, Week, read_day
from knowledge.problems import Problem, Refusal
from knowledge.vietnamese.clocks import clocks
from knowledge.vietnamese.slips import slips
from knowledge.vietnamese.spelling import bare

HEADING = re.compile(r"\W*(?:giay moi|thu moi|invitation)(?: hop| du hop)?\W*")
NUMBER = re.compile(r"(?<!\w)so\s*[:.]?\s*(\d{1,5}\s*[-/]\s*(?:\d{4}\s*/\s*)?(?:gm|tm)[\w/-]*)")
INVITES = re.compile(
    r"(?:kinh moi|tran trong kinh moi|tran trong moi|kinh gui|moi cac|is invited|are invited)\b"
)
LABELS = {
    "time": r"thoi gian|time|luc|vao (?:hoi|luc)",
    "place": r"(?:tai )?dia diem|noi hop|place|venue",
    "chair": r"(?:nguoi |dong chi )?chu tri|chair",
    "title": r"noi dung|v/v|ve viec|subject",
    "attendance": r"thanh phan(?: tham du| du hop| moi)?|[^:：\n]{0,90}?kinh moi|kinh gui|attendees",
    "prepared_by": r"(?:don vi )?chuan bi(?: tai lieu| noi dung)?",
    "note": r"ghi chu|de nghi",
}
LABEL = re.compile(
    rf"\s*(?:[-–•+*]|\d{{1,2}}[.)])?\s*(?:{'|'.join(f'(?P<{n}>{p})' for n, p in LABELS.items())})"
    r"(?:[^:：\n]{0,30}?(?:moi|hop|du|gian|diem|tri|phan|dung|gui)?)?\s*[:：]\s*"
)
ABOUT = re.compile(r"(?:toi |den )?(?:tham )?du\s+(?=(?:hop|hoi nghi|cuoc|buoi|le|phien|toa dam))")
SIGNED = re.compile(r"\W*(?:noi nhan|tm\.|kt\.|tl\.|t/m|k/t)")
MOST_TITLE_LINES = 4
HEAD_LINES = 25
EDGES = " \t\n.;,:-–"


def is_letter(lines: Sequence[str]) -> bool:
    """Tell a letter of invitation by its heading, or by its number and the words that invite."""
    head = [bare(line) for line in lines[:HEAD_LINES]]
    if any(HEADING.fullmatch(line) for line in head):
        return True
    return any(NUMBER.search(line) for line in head) and any(INVITES.search(bare(line)) for line in lines)


def read_letter(lines: Sequence[str], week: Week) -> ParsedAgenda:
    """Read the meeting that a letter invites to."""
    fields = fields_of(lines)
    agenda = ParsedAgenda(kind="letter")
    when = fields.pop("time", "")
    try:
        starts_at, ends_at, problems = moments(when, week)
    except Refusal as refusal:
        agenda.problems.append(Problem(refusal))
        return agenda
    title = fields.pop("title", "") or fields.get("attendance", "")
    if not title:
        agenda.problems.append(Problem(Refusal("The letter does not say what is to be discussed.")))
        return agenda
    unsure = {DAY} if problems else set()
    meeting = ParsedMeeting("", "", title[:500], starts_at, ends_at, unsure=frozenset(unsure))
    agenda.meetings.append(replace(meeting, **fields))  # type: ignore[arg-type]  # texts all of them
    agenda.problems += [Problem(refusal) for refusal in problems]
    return agenda


def moments(text: str, week: Week) -> tuple[datetime, datetime | None, list[Refusal]]:
    """Read when it takes place, and what is wrong with that. Raises Refusal."""
    if not text:
        raise Refusal("The letter names no time behind “Thời gian:”.")
    folded = bare(text)
    wrong = slips(text, week.now)
    hours = clocks(folded)
    if not hours:
        raise wrong[0] if wrong else Refusal("“{text}” names no hour.", text=text[:60])
    if not CLEAR_DATE.search(folded):
        raise Refusal("“{text}” is no full date. Write one such as 24/11/2026.", text=text[:60])
    day = read_day(text, week)
    problems = [day.problem] if day.problem else []
    zone = week.now.tzinfo
    ends = datetime.combine(day.date, hours[1], zone) if len(hours) > 1 and hours[1] > hours[0] else None
    return datetime.combine(day.date, hours[0], zone), ends, problems


def fields_of(lines: Sequence[str]) -> dict[str, str]:
    """Return what stands behind each label, with the lines that go on with it."""
    fields: dict[str, str] = {}
    heading = next((n for n, line in enumerate(lines) if HEADING.fullmatch(bare(line))), None)
    if number := next((found for line in lines[:HEAD_LINES] if (found := NUMBER.search(bare(line)))), None):
        line = next(line for line in lines[:HEAD_LINES] if NUMBER.search(bare(line)))
        fields["invitation"] = "".join(line[number.start(1) : number.end(1)].split())
    if heading is not None and (title := title_below(lines[heading + 1 :])):
        fields["title"] = title
    name = ""
    for line in lines[(heading or 0) + 1 if heading is not None else 0 :]:
        folded = bare(line)
        if SIGNED.match(folded):
            break
        if label := LABEL.match(folded):
            name = next(name for name in LABELS if label[name])
            text = line[label.end() :].strip(EDGES)
            fields[name] = "; ".join(filter(None, (fields.get(name, ""), text)))
        elif name in {"attendance", "place", "chair"} and line.lstrip().startswith(("-", "+", "•", "–")):
            fields[name] = "; ".join(filter(None, (fields.get(name, ""), line.strip(EDGES + "+•"))))
        else:
            name = ""
            if "title" not in fields and (about := ABOUT.search(folded)):
                fields["title"] = line[about.end() :].strip(EDGES)
    return fields


def title_below(lines: Sequence[str]) -> str:
    """Return the lines between the heading and those who are invited."""
    found: list[str] = []
    for line in lines[:MOST_TITLE_LINES]:
        folded = bare(line)
        if INVITES.search(folded) or LABEL.match(folded):
            break
        found.append(line.strip(EDGES))
    title = " ".join(filter(None, found))
    return re.sub(r"^(?:V/v|Về việc)\s+", "", title).strip(EDGES)
