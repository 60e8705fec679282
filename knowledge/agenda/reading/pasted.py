"""A programme that was pasted: days as headings, meetings below them, in one line or several."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime

from knowledge.agenda.lines import ParsedAgenda, ParsedMeeting
from knowledge.agenda.reading.sentences import Where, read_sentence
from knowledge.agenda.reading.weeks import SPAN, is_day, week_of
from knowledge.problems import Problem, Refusal
from knowledge.vietnamese.clocks import CLOCK, PART, PARTS
from knowledge.vietnamese.dates import find
from knowledge.vietnamese.slips import slips
from knowledge.vietnamese.spelling import bare

BULLET = re.compile(r"^\s*(?:[-–•*+]|\d{1,2}[.)](?!\d))\s*")
FREE = re.compile(r"(?:(?:sang|chieu|toi|ca ngay)\W+)?(?:nghi|lam viec tai co quan|day off)\b.{0,20}")
ONLY_PART = re.compile(r"(?:buoi |\*+)?(?:sang|trua|chieu|toi|morning|afternoon|evening)[ :*]*")
LABEL = re.compile(r"(?:chu tri|thanh phan|dia diem|moi|chuan bi|ghi chu|tai lieu|noi dung)\b[^:]{0,20}:")
TITLE = re.compile(r"\W*(?:lich|chuong trinh) (?:cong tac|lam viec|hop|tuan)\b[^:\n]{0,80}:\s*")
"""The title of a programme that goes on with its first meeting in the same line."""
NEXT = re.compile(
    rf"\s*[.;,]\s+(?=(?:(?:luc|vao|buoi|sang|trua|chieu|toi|va)\W+){{0,2}}"
    rf"{CLOCK.pattern.replace('?P<', '?P<x_')})"
    r"|\s*[.;]\s+(?=(?:ngay |sang |chieu |toi )?"
    r"(?:thu (?:hai|ba|tu|nam|sau|bay|[2-7])|chu nhat|\d{1,2}/\d{1,2})(?!\w))"
)
"""Where the next meeting of a line begins: at its hour, or at its day."""
DAY_BEFORE = re.compile(
    r"(?:(?:ngay|sang|chieu|toi) )?(?:thu (?:hai|ba|tu|nam|sau|bay|[2-7])|chu nhat|(?=\d{1,2}/\d))"
    r"[ ,(]*(?:ngay )?(?:\d{1,2}/\d{1,2}(?:/\d{4})?)?[ ,:;).–-]*"
)
"""The day with which a piece of a paragraph begins."""
HEADING_REST = 12
"""Letters that may stand beside a date in the heading of a day."""
MOST_LINES = 1000
MOST_TITLE_LINES = 12


def read_pasted(text: str, now: datetime) -> ParsedAgenda:
    """Read every meeting of a text; what cannot be read is a problem with its line, the rest is kept."""
    agenda = ParsedAgenda()
    now = week_of(title_of(text), now).base
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


def title_of(text: str) -> str:
    """Return what stands above the first day and the first hour."""
    lines: list[str] = []
    for line in text.split("\n")[:MOST_TITLE_LINES]:
        words = BULLET.sub("", line).strip()
        if has_hour(words):
            # A paragraph says it all in one line: its title ends at a colon.
            return "\n".join([*lines, words.partition(":")[0] if TITLE.match(bare(words)) else ""])
        if is_day(words) and not SPAN.search(bare(words)):
            break
        lines.append(words)
    return "\n".join(lines)


def pieces(words: str) -> Iterator[str]:
    """Cut a line in which several meetings stand, each with its hour, where the next one begins."""
    if found := TITLE.match(bare(words)):
        words = words[found.end() :]
    start = 0
    for cut in NEXT.finditer(bare(words)):
        if has_hour(words[start : cut.start()]):
            yield words[start : cut.start()].strip()
            start = cut.end()
    yield words[start:].strip()


def sentences(
    text: str, now: datetime, agenda: ParsedAgenda, above: Where | None = None
) -> Iterator[tuple[Where, str]]:
    """Give each meeting's lines together, with the day and part that they stand under."""
    day = above.day if above else None
    part, kept, started, doubtful = above.part if above else "", "", 0, False
    for number, line, words in cut_lines(text):
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


def cut_lines(text: str) -> Iterator[tuple[int, str, str]]:
    """Give each line, or each meeting of it, with its number and without its bullet.

    A day that is named in a paragraph holds for the meetings that follow in it.
    """
    for number, line in enumerate(text.split("\n")[:MOST_LINES], 1):
        cut = list(pieces(BULLET.sub("", line).strip()))
        if len(cut) == 1:
            yield number, line, cut[0]
            continue
        for each in cut:
            day = DAY_BEFORE.match(bare(each))
            start = day.end() if day else 0
            if start:
                yield number, "", each[:start].strip(" ,:;-–")
            # Each stands for itself, as behind a bullet.
            yield number, "- ", each[start:].strip()


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
