"""Until when something is to be done, as directives write it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from knowledge.deadlines.written import days
from knowledge.deadlines.written.days import CLOCK, DATE, NUMBER, PERIOD, RELATIVE, number

BEFORE = r"(?:xong |hoan thanh )?truoc(?! (?:day|mat|tien|het|do|kia|khi)\b)"
LATEST = r"(?:cham|muon) nhat|khong (?:muon|cham) hon|(?:den|cho den|toi) het|khong qua|han (?:la|den)"
HEADED = (
    r"(?:han|thoi han|thoi gian|thoi diem)(?: (?:cuoi|chot|cuoi cung))?"
    r"(?: (?!la\b|chung\b)[^\W\d]+){0,9}? ?(?::|\bla\b)"
)
LIMIT = rf"(?:{HEADED}|{LATEST}|{BEFORE})(?: (?:la|vao|den|truoc|luc|het|cuoi))*"
OBLIGES = re.compile(
    r"\b(?:hoan thanh|hoan tat|xong|phan dau|ban hanh|trinh|bao cao|thuc hien|trien khai|xay dung|to chuc|dat"
    r"|nop|gui|ra soat|tham muu|tong hop|khac phuc|giai quyet|xu ly|cong bo|dua vao|so hoa|giai ngan"
    r"|quyet toan"
    r"|hop|danh gia|so ket|tong ket|kiem tra|sinh hoat|giao ban|cap nhat)\b"
)
COLLECTS = re.compile(
    r"\b(?:lay y kien|gop y|dang ky|nop|nhan|thu|ra soat|thuc hien|hoan thanh|trien khai|kiem tra|xet"
    r"|cap nhat|ke khai|khao sat|tuyen truyen|niem yet|binh chon|du thi)\b"
)
STATES = re.compile(
    r"\b(?:(?:da|duoc)(?: [^\W\d]+){0,3} "
    r"(?:ban hanh|ky|thanh lap|bo nhiem|to chuc|khoi cong|cong nhan|ky ket|ket nap)"
    r"|tiep nhan|sinh|tuyen dung|phat sinh|hinh thanh|hieu luc|xay ra|nghi huu|vao dang|duoc cap)"
    r"(?: tu)? ?$"
)
"""What was done before a day is no deadline: papers that came in before it, somebody born before it."""
REFERS = re.compile(
    r"^\W*(?:can cu|xet|thuc hien (?:nghi quyet|chi thi|ket luan|cong van|ke hoach) so)\b(?!.*\bgiao\b)"
)
EXCEPTION = re.compile(r"(?:^|,)\s*(?:rieng )?truong hop\b[^,]*$")
ANCHOR = r"(?: (?:ke )?(?:tu|sau)(?: (?:ngay|khi|luc|thoi diem))? (?P<anchor>[^,;.]{2,60}))?"
OF_THE_PAPER = re.compile(
    r"(?:ban hanh|ky|nhan|co hieu luc|van ban|cong van|ke hoach|thong bao|quyet dinh|chi thi)\b"
)


@dataclass(frozen=True, slots=True)
class Term:
    """Until when, and where in the sentence it stands."""

    due: str
    start: int
    end: int


REGULAR = {"ngay": "daily", "tuan": "weekly", "thang": "monthly", "quy": "quarterly", "nam": "yearly"}
Reader = Callable[[re.Match[str], str, date], str | None]
"""Turns a match into a `due`; gets the sentence as it is written, and the day of issue."""


def yearly(match: re.Match[str], _sentence: str, _issued: date) -> str | None:
    """Read "ngày 10 tháng 12 hằng năm"."""
    day, month = int(match["day"]), int(match["month"])
    return f"yearly:{month:02}-{day:02}" if days.exists(2024, month, day) else None


def monthly(match: re.Match[str], _sentence: str, _issued: date) -> str | None:
    """Read "ngày 20 hằng tháng"."""
    day = int(match["day"])
    return f"monthly:{day}" if 1 <= day <= days.LONGEST_MONTH else None


def quarterly(match: re.Match[str], _sentence: str, _issued: date) -> str | None:
    """Read "ngày 15 của tháng cuối quý"."""
    which = "last" if match["which"] == "cuoi" else "first"
    return f"quarterly:{int(match['day'])} of the {which} month"


def weekly(match: re.Match[str], _sentence: str, _issued: date) -> str | None:
    """Read "thứ Sáu hằng tuần"."""
    return f"weekly:{days.WEEKDAYS[match['weekday']]}"


def every(match: re.Match[str], _sentence: str, _issued: date) -> str | None:
    """Read "sáu tháng một lần"."""
    count = number(match["count"]) if match["count"] else 1
    if count == 1:
        return REGULAR[match["unit"]]
    return f"every:{count}{days.UNITS[match['unit']]}" if count else None


def regular(match: re.Match[str], _sentence: str, _issued: date) -> str | None:
    """Read "định kỳ hằng quý"."""
    return REGULAR[match["unit"]]


def lasting(match: re.Match[str], sentence: str, _issued: date) -> str | None:
    """Read "trong 10 ngày làm việc kể từ ngày ban hành"."""
    count = number(match["count"])
    if not count:
        return None
    due = f"{days.UNITS[' '.join(match['unit'].split())]}:{count}"
    anchor = match["anchor"]
    if not anchor or OF_THE_PAPER.search(anchor):
        return due
    return f"{due} after {sentence[slice(*match.span('anchor'))].strip()}"


def dated(match: re.Match[str], _sentence: str, issued: date) -> str | None:
    """Read a day with its hour, or the last day of a period, behind "trước", "chậm nhất"."""
    is_before = match["cue"].split()[-1] == "truoc" or match["cue"].startswith("truoc")
    return days.due_of(match, issued, is_before=is_before)


def until(match: re.Match[str], _sentence: str, issued: date) -> str | None:
    """Read the last day of "từ ngày 06/5 đến hết ngày 29/5"."""
    return days.due_of(match, issued, is_before=False)


def event(match: re.Match[str], sentence: str, _issued: date) -> str | None:
    """Read "trước kỳ họp thứ 20": the day is not known."""
    return f"event:{sentence[slice(*match.span('event'))].strip()}"


SPAN_END = r"\btu (?:ngay )?\d[^;]{1,40}? (?P<cue>den het|den|toi)(?: het)?(?: ngay)? "
DAY = rf"(?:{CLOCK}[, ]*)?(?:{DATE}|{RELATIVE})"
LASTING = (
    rf"\b(?:trong(?: thoi (?:han|gian))?(?: toi da)?|trong vong|{LATEST}|toi da|{HEADED}|cham nhat)"
    rf"(?: (?:la|sau|trong|vong))* ?(?P<count>{NUMBER})(?: \({NUMBER}\))? "
    rf"(?P<unit>ngay lam viec|ngay|gio|tuan|thang)\b(?! (?:dau|cuoi|\d))(?: (?:lam viec))?{ANCHOR}"
)
EVENT = (
    r"\b(?:truoc|cham nhat(?: (?:la|den|vao))?)(?: ngay)? (?:khi )?(?:khai mac |dien ra |to chuc )?"
    r"(?P<event>(?:ky hop|phien hop|dai hoi|hoi nghi|tet|le|nam hoc moi|ngay bau cu|ky thi)\b.{0,60}?)"
    r"(?= cua\b|[,;.]|\s*$)"
)
READERS: tuple[tuple[re.Pattern[str], Reader], ...] = tuple(
    (re.compile(pattern), reader)
    for pattern, reader in (
        (r"\bngay (?P<day>\d{1,2})(?: ?[/-] ?| thang )(?P<month>\d{1,2}) (?:hang|moi) nam\b", yearly),
        (r"\b(?:ngay )?(?P<day>\d{1,2})(?: cua)? (?:hang|moi) thang\b", monthly),
        (
            r"\bngay (?P<day>\d{1,2})(?: cua)? thang (?P<which>cuoi|dau)(?: tien)?(?: cua)?(?: moi)? quy\b",
            quarterly,
        ),
        (r"\bthu (?P<weekday>hai|ba|tu|nam|sau|bay|[2-7])(?: cuoi)? (?:hang|moi) tuan\b", weekly),
        (rf"\b(?P<count>{NUMBER}) (?P<unit>tuan|thang|quy|nam|ngay)(?: mot| 1|/) ?lan\b", every),
        (r"\bmoi (?P<unit>tuan|thang|quy|nam)(?P<count>) (?:mot|1) lan\b", every),
        (LASTING, lasting),
        (rf"\b(?P<cue>{LIMIT}) ?{DAY}", dated),
        (rf"\b(?P<cue>{LIMIT}) ?{PERIOD}", dated),
        (rf"\btu nay (?:cho )?(?P<cue>den|toi)(?: het)?(?: ngay)? (?:{DATE}|{PERIOD})", dated),
        (rf"{SPAN_END}{DATE}", until),
        (rf"\b(?P<cue>trong|ngay trong) {DATE}", dated),
        (rf"\b(?P<cue>trong|den|vao|ngay trong|het|phan dau)(?: het)? (?:{PERIOD}|{RELATIVE})", dated),
        (EVENT, event),
        (r"\bdinh ky(?: [^\W\d]+){0,4}? (?:hang|moi) (?P<unit>tuan|thang|quy|nam)\b", regular),
        (r"\b(?:hang|moi) (?P<unit>tuan|thang|quy|nam),? (?:[^;]{0,60})?\bbao cao\b", regular),
    )
)


def terms(sentence: str, folded: str, issued: date) -> list[Term]:
    """Return the terms of a sentence in their order; what was past when it was issued is none."""
    if REFERS.search(folded):
        return []
    found: list[Term] = []
    for pattern, reader in READERS:
        for match in pattern.finditer(folded):
            if any(match.start() < term.end and term.start < match.end() for term in found):
                continue
            if sentence[: match.start()].rstrip().lower().endswith("tính"):
                continue
            if not is_obligation(folded, match, reader):
                continue
            due = reader(match, sentence, issued)
            if due is not None and not (due[:4].isdigit() and due[:10] < issued.isoformat()):
                found.append(Term(due, match.start(), match.end()))
    return sorted(found, key=lambda term: term.start)


def is_obligation(folded: str, match: re.Match[str], reader: Reader) -> bool:
    """Tell whether a day or period is until when something is to be done, and not when something was."""
    before = folded[: match.start()]
    if STATES.search(before) or EXCEPTION.search(before):
        return False
    cue = match.groupdict().get("cue") or ""
    if reader is until:
        return cue == "den het" or COLLECTS.search(before) is not None
    if cue.split()[:1] in (["trong"], ["den"], ["vao"], ["ngay"], ["het"], ["phan"]):
        return OBLIGES.search(folded) is not None and "hieu luc" not in folded
    if reader in {every, regular, weekly}:
        return OBLIGES.search(folded) is not None
    return True
