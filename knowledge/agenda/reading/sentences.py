"""A meeting in one sentence: "08h00: Họp giao ban tại phòng họp 2, đ/c A chủ trì; mời: các phó phòng"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from knowledge.agenda.lines import DAY, ParsedMeeting
from knowledge.vietnamese.clocks import HALF_DAY
from knowledge.vietnamese.dates import Found, find
from knowledge.vietnamese.spelling import bare
from knowledge.vietnamese.text import clean

STARTS = {"morning": time(8), "noon": time(11, 30), "afternoon": time(14), "evening": time(19)}
WHO = (
    r"(?:d/c|dong chi|ong|ba|pct|ct|pbt|bt|pho|chu tich|bi thu|giam doc|truong|chanh|lanh dao|thuong truc"
    r"|uy vien|cac dong chi|cac d/c)"
)
HALL = (
    r"(?:phong|p\.|hoi truong|tru so|nha|ubnd|hdnd|uy ban|diem cau|van phong|trung tam|xa|phuong|so|tinh uy"
    r"|thanh uy|huyen uy|khach san|truong|thon|to dan pho|khu|tang|lau|co quan|room|hall)"
)
STOP = r"(?=[;.\n]|,? (?:do )?" + WHO + r"[^,;.]{0,60} chu tri|,? chu tri|,? moi|,? thanh phan|,? chuan bi|$)"
LABELS = {
    "chair": r"(?:lanh dao )?(?:nguoi )?chu tri(?: cuoc hop| hoi nghi)?|chair(?:ed by)?",
    "place": r"dia diem(?: hop)?|noi hop|place|venue",
    "attendance": (
        r"thanh phan(?: tham du| du hop| moi)?|moi(?: du| hop| tham du)?|(?:cung |tham )?du(?: hop)?"
        r"|attendees"
    ),
    "prepared_by": r"(?:don vi |co quan )?chuan bi(?: noi dung| tai lieu)?|prepared by",
    "followed_by": r"(?:lanh dao (?:vp|van phong) )?theo doi",
    "invitation": r"giay moi(?: so)?|invitation",
    "note": r"ghi chu|note",
    "title": r"noi dung|subject",
}
LABELLED = re.compile(
    rf"(?:^|[;.,(\s])\s*(?P<label>{'|'.join(f'(?P<{n}>{p})' for n, p in LABELS.items())})\s*[:：]\s*"
)
CHAIRED = re.compile(
    rf"[,;.\-–\s(]*(?:do )?(?<!\w)(?P<who>{WHO}\b[^,;.:()\n]{{0,70}}?)\s+"
    r"(?:lam )?chu tri(?: cuoc hop| hoi nghi)?"
)
PLACED = re.compile(rf"[,;\s(]*(?<!\w)(?:tai|o|at)\s+(?P<where>{HALL}\b[^;.\n(]*?){STOP}")
CHAIR_LEFT = re.compile(r"(?<!\w)(?:chu tri|chair(?:s|ed)?)(?!\w)")
PLACE_LEFT = re.compile(r"(?<!\w)(?:tai|dia diem|at)(?!\w)")
"""Words of a title that should have led to its chair, or to its place."""
EDGES = " \t\n,;:.–-•*+()"


@dataclass(frozen=True, slots=True)
class Where:
    """The day and the part of it that a sentence stands under, where it names none itself."""

    day: date | None
    part: str = ""
    line: int = 0
    is_doubtful: bool = False
    """Whether the day contradicts itself, as a Wednesday that is a Thursday."""


def read_sentence(text: str, where: Where, now: datetime) -> ParsedMeeting | None:
    """Read a meeting; None where no time is named and none stands above. What was guessed is unsure."""
    zone = now.tzinfo
    base = datetime.combine(where.day, time(), zone) if where.day else now
    found = find(first_lines(text), base)
    own_day = names_day(found, base)
    clock = found.clock if found else None
    unsure = {DAY} if where.is_doubtful or not (where.day or own_day) else set()
    if clock is None:
        part = (found.part if found else "") or where.part
        if part not in STARTS or not (where.day or own_day):
            return None
        clock, unsure = STARTS[part], unsure | {"starts_at"}
    elif not (found and found.part):
        clock = in_part(clock, where.part)
    day = found.first if found and (own_day or where.day is None) else base.date()
    starts_at = datetime.combine(day, clock, zone)
    ends_at = datetime.combine(day, found.until, zone) if found and found.until else None
    if ends_at and ends_at <= starts_at:
        ends_at, unsure = None, unsure | {"ends_at"}
    fields = taken_apart(clean(found.rest + text[len(first_lines(text)) :] if found else text))
    if not fields["title"]:
        return None
    return ParsedMeeting(
        f"line {where.line}" if where.line else "",
        "",
        starts_at=starts_at,
        ends_at=ends_at,
        unsure=frozenset(unsure | doubts(fields)),
        **fields,
    )


def first_lines(text: str) -> str:
    """Return what may name the time of a meeting: up to the people that it invites."""
    folded = bare(text)
    found = re.search(r"[;.,\n]\s*(?:moi|thanh phan|du hop|chuan bi)\b[^:]{0,20}:", folded)
    return text[: found.start()] if found else text


def names_day(found: Found | None, base: datetime) -> bool:
    """Tell whether a sentence names a day itself: an hour alone is of the base's day, or of the next."""
    return found is not None and found.first not in {base.date(), base.date() + timedelta(days=1)}


def in_part(clock: time, part: str) -> time:
    """Move an hour of the twelve into the part of the day that stands above it."""
    is_later = part in {"afternoon", "evening"} and clock.hour < HALF_DAY
    return clock.replace(hour=clock.hour + HALF_DAY) if is_later else clock


def taken_apart(text: str) -> dict[str, str]:
    """Return the fields of a sentence without its time; what no mark tells apart is the title."""
    fields = dict.fromkeys(LABELS, "")
    rest = labelled(text, fields)
    for name, pattern, group in (("chair", CHAIRED, "who"), ("place", PLACED, "where")):
        if not fields[name] and (found := pattern.search(bare(rest))):
            fields[name] = rest[found.start(group) : found.end(group)].strip(EDGES)
            rest = f"{rest[: found.start()]} {rest[found.end() :]}"
    title = " ".join(rest.split()).strip(EDGES)
    fields["title"] = ". ".join(filter(None, (fields["title"], title))) if fields["title"] != title else title
    return fields


def doubts(fields: dict[str, str]) -> set[str]:
    """Return the fields that a sentence seems to name in a way that is not understood."""
    title = bare(fields["title"])
    found = {"chair"} if CHAIR_LEFT.search(title) else set()
    if not fields["place"] and PLACE_LEFT.search(title):
        found.add("place")
    return found


def labelled(text: str, fields: dict[str, str]) -> str:
    """Take out what stands behind a label, up to the next one; returns the rest."""
    folded = bare(text)
    marks = list(LABELLED.finditer(folded))
    if not marks:
        return text
    rest = text[: marks[0].start()]
    for mark, following in zip(marks, [*marks[1:], None], strict=True):
        name = next(name for name in LABELS if mark[name])
        end = following.start() if following else len(text)
        fields[name] = "; ".join(filter(None, (fields[name], text[mark.end() : end].strip(EDGES))))
    return rest
