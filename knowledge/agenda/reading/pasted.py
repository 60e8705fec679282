"""A programme that was pasted: days as headings, meetings below them, in one line or several."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime

from knowledge.agenda.lines import ParsedAgenda, ParsedMeeting
from knowledge.agenda.reading.sentences import Where, read_sentence
from knowledge.problems import Problem, Refusal
from knowledge.vietnamese.clocks import CLOCK, PART, PARTS
from knowledge.vietnamese.dates import find
from knowledge.vietnamese.slips import slips
from knowledge.vietnamese.spelling import bare

BULLET = re.compile(r"^\s*(?:[-–•*+]|\d{1,2}[.)](?!\d))\s*")
FREE = re.compile(r"(?:(?:sang|chieu|toi|ca ngay)\W+)?(?:nghi|lam viec tai co quan|day off)\b.{0,20}")
SPAN = re.compile(
    r"(?:tu )?(?:ngay )?(\d{1,2})/(\d{1,2})(?:/(\d{4}))?\s*(?:-|–|den)\s*(?:ngay )?"
    r"(\d{1,2})/(\d{1,2})/(\d{4})"
)
ONLY_PART = re.compile(r"(?:buoi |\*+)?(?:sang|trua|chieu|toi|morning|afternoon|evening)[ :*]*")
LABEL = re.compile(r"(?:chu tri|thanh phan|dia diem|moi|chuan bi|ghi chu|tai lieu|noi dung)\b[^:]{0,20}:")
HEADING_REST = 12
"""Letters that may stand beside a date in the heading of a day."""
MOST_LINES = 1000


def read_pasted(text: str, now: datetime) -> ParsedAgenda:
    """Read every meeting of a text; what cannot be read is a problem with its line, the rest is kept."""
    agenda = ParsedAgenda()
    now = in_span(text, now)
    for where, sentence in sentences(text, now, agenda):
        wrong = slips(sentence, now)
        if wrong:
            agenda.problems.extend(Problem(refusal, where.line) for refusal in wrong)
            continue
        meeting = read_sentence(sentence, where, now)
        if meeting:
            agenda.meetings.append(replace(meeting, place_in_file=f"line {where.line}"))
        elif not FREE.fullmatch(bare(sentence).strip(" .:-")):
            shown = " ".join(sentence.split())[:60]
            refusal = Refusal("There is no hour for “{title}”. Write one such as 8h or 14h30.", title=shown)
            agenda.problems.append(Problem(refusal, where.line))
    return agenda


def read_pasted_lines(text: str, where: Where, now: datetime) -> list[ParsedMeeting]:
    """Read the meetings of a cell, whose day and part stand beside it."""
    found = []
    for each, sentence in sentences(text, now, ParsedAgenda(), where):
        meeting = read_sentence(sentence, Where(each.day, each.part, where.line), now)
        found += [meeting] if meeting else []
    return found


def in_span(text: str, now: datetime) -> datetime:
    """Return the moment from which days are counted: the first day of the week that the title names."""
    found = SPAN.search(bare(text[:500]))
    if not found:
        return now
    try:
        first = date(int(found[3] or found[6]), int(found[2]), int(found[1]))
    except ValueError:
        return now
    return datetime.combine(first, now.time().min, now.tzinfo)


def sentences(
    text: str, now: datetime, agenda: ParsedAgenda, above: Where | None = None
) -> Iterator[tuple[Where, str]]:
    """Give each meeting's lines together, with the day and part that they stand under."""
    day = above.day if above else None
    part, kept, started, doubtful = above.part if above else "", "", 0, False
    for number, line in enumerate(text.split("\n")[:MOST_LINES], 1):
        words = BULLET.sub("", line).strip()
        if not words or SPAN.search(bare(words)):
            continue
        heading = day_of(words, now)
        if heading or (is_part(words) and not has_hour(words)):
            if kept:
                yield Where(day, part, started, doubtful), kept
            kept = ""
            if heading:
                wrong = slips(words, now)
                agenda.problems.extend(Problem(refusal, number) for refusal in wrong)
                day, part, doubtful = heading, "", bool(wrong)
            part = part_in(words) or part
            continue
        if kept and (not (has_hour(words) or BULLET.match(line)) or is_label(words)):
            kept = f"{kept}\n{words}"
            continue
        if kept:
            yield Where(day, part, started, doubtful), kept
        # A title before the first day is no meeting.
        kept, started = (words, number) if day or has_hour(words) else ("", 0)
    if kept:
        yield Where(day, part, started, doubtful), kept


def day_of(words: str, now: datetime) -> date | None:
    """Return the day of a heading such as "Thứ Hai, 23/11"; None where it says more than that."""
    if has_hour(words):
        return None
    found = find(words, now)
    if not found or found.first != found.last or found.clock:
        return None
    return found.first if len(found.rest) <= HEADING_REST and not is_part(words) else None


def has_hour(words: str) -> bool:
    """Tell a line that names an hour."""
    return CLOCK.search(bare(words)) is not None


def is_part(words: str) -> bool:
    """Tell a line that says only which part of the day follows."""
    return ONLY_PART.fullmatch(bare(words)) is not None


def part_in(words: str) -> str:
    """Return the part of the day that a heading names."""
    found = PART.search(bare(words))
    return PARTS[found[0]] if found else ""


def is_label(words: str) -> bool:
    """Tell a line that goes on with the meeting above: "Chủ trì: ...", "Địa điểm: ..."."""
    return LABEL.match(bare(words)) is not None
