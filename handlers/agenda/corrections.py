"""What a secretary types to correct a programme: "2 lúc 14h", "3 phòng họp 1", "4 đ/c B chủ trì", "bỏ 5"."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta, tzinfo

from knowledge.agenda.lines import ParsedMeeting
from knowledge.agenda.reading.sentences import taken_apart
from knowledge.problems import Refusal
from knowledge.vietnamese.dates import find
from knowledge.vietnamese.slips import slips
from knowledge.vietnamese.spelling import bare

NUMBERED = re.compile(
    r"^\s*(?:muc |dong |cuoc |so |#)?(?P<number>\d{1,3})[.):,]?\s+(?P<rest>\S.*)$", re.DOTALL
)
DROP = re.compile(r"^\s*(?:bo|xoa|drop|remove) (?:muc |dong |so )?(?P<number>\d{1,3})\s*$")
BACK = re.compile(
    r"^\s*(?:lay lai|giu lai|khoi phuc|restore|keep) (?:muc |dong |so )?(?P<number>\d{1,3})\s*$"
)
FIELDS = {
    "title": r"noi dung|ten|title",
    "place": r"dia diem|noi hop|tai|o|place|at",
    "chair": r"chu tri|chair",
    "attendance": r"thanh phan|moi(?: du)?|nguoi du|attendees",
    "note": r"ghi chu|note",
    "prepared_by": r"chuan bi",
    "followed_by": r"theo doi",
    "invitation": r"giay moi(?: so)?",
}
FIELD = re.compile(
    rf"^(?:sua )?(?:{'|'.join(f'(?P<{name}>{words})' for name, words in FIELDS.items())})\b\s*[:：]?\s*"
)
ROOM = re.compile(r"^(?:phong|p\.|hoi truong|tru so|room|hall)\b")
WEEKDAY = re.compile(
    r"\b(?:thu (?:hai|ba|tu|nam|sau|bay|[2-7])|t[2-7]|chu nhat|cn"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)day)\b"
    r"(?!.*\b(?:tuan|week)\b)"
)
WHO = re.compile(r"\bchu tri$|^(?:d/c|dong chi|ong|ba|bi thu|chu tich|pho)\b")


@dataclass(frozen=True, slots=True)
class Correction:
    """What is to become of a line."""

    number: int
    text: str = ""
    """What was typed of it; empty where it is dropped or taken back."""
    drops: bool = False
    takes_back: bool = False


@dataclass(frozen=True, slots=True)
class Change:
    """The fields that a correction changes, or why it cannot be."""

    values: dict[str, object] = field(default_factory=dict)
    problem: Refusal | None = None
    """Where the text names what cannot be."""


def correction_in(text: str) -> Correction | None:
    """Read which line is meant; None where the text is no correction."""
    folded = bare(" ".join(text.split()))
    if found := DROP.match(folded):
        return Correction(int(found["number"]), drops=True)
    if found := BACK.match(folded):
        return Correction(int(found["number"]), takes_back=True)
    words = re.sub(r"^\s*(?:sửa|sua|đổi|doi)\s+", "", text.strip(), flags=re.IGNORECASE)
    numbered = NUMBERED.match(bare(words))
    if numbered is None:
        return None
    return Correction(int(numbered["number"]), words[numbered.start("rest") :].strip())


def change_of(meeting: ParsedMeeting, text: str, now: datetime) -> Change:
    """Read what becomes of a meeting; a change without values was not understood."""
    zone = now.tzinfo
    folded = bare(text)
    if found := FIELD.match(folded):
        name = next(name for name in FIELDS if found[name])
        rest = text[found.end() :].strip(" .:")
        if rest and not (name == "place" and not ROOM.match(bare(rest)) and find(rest, now)):
            return Change({name: rest})
    if ROOM.match(folded):
        return Change({"place": text.strip(" .")})
    if WHO.search(folded):
        apart = taken_apart(text)
        return Change({"chair": apart["chair"] or text.strip(" .")})
    if wrong := slips(text, now):
        return Change(problem=wrong[0])
    return moved(meeting, text, now, zone)


def moved(meeting: ParsedMeeting, text: str, now: datetime, zone: tzinfo | None) -> Change:
    """Read another day or hour: what is not named stays."""
    start = meeting.starts_at.astimezone(zone)
    midnight = datetime.combine(start.date(), time(), zone)
    # A weekday is that of the meeting's own week; "mai" or "tuần sau" is counted from today.
    base = midnight - timedelta(days=start.weekday()) if WEEKDAY.search(bare(text)) else now
    found = find(text, midnight) or find(text, base)
    if found is None:
        return Change()
    # An hour alone is of the day that the meeting has: at midnight it cannot be over.
    named_day = find(text, base)
    day = start.date()
    if named_day and not (found.clock and found.first == midnight.date()):
        day = named_day.first
    clock = found.clock or start.time()
    begins = datetime.combine(day, clock, zone)
    length = meeting.ends_at - meeting.starts_at if meeting.ends_at else None
    ends = datetime.combine(day, found.until, zone) if found.until else begins + length if length else None
    return Change({"starts_at": begins, "ends_at": ends})


def repeats_in(text: str, now: datetime) -> str | None:
    """Return the rule of "2 lặp hằng tuần"; empty where it is to end, None where nothing is said of that."""
    folded = bare(text)
    if re.match(r"(?:thoi|bo|het|khong) lap\b|stop", folded):
        return ""
    found = find(text, now)
    return found.rule if found and found.rule else None


def accepted_in(text: str) -> str:
    """Return the reason of "2 chấp nhận: ..."; empty where nothing is accepted."""
    folded = bare(text)
    for lead in ("chap nhan", "van hop", "accept"):
        if folded.startswith(lead):
            return text[len(lead) :].strip(" :,.-") or text
    return ""
