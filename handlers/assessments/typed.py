"""What an organiser types: "mở 8h 1/12, đóng 17h 3/12, 30 phút, 2 lượt", and "Văn thư: 5 dễ, 2 khó"."""

from __future__ import annotations

import re
from datetime import datetime

from handlers.chat import Request
from handlers.deadline_words import moment_of
from knowledge.assessments.drafts import Change
from knowledge.assessments.rows import Draw
from knowledge.models import Difficulty, Shows
from knowledge.problems import Refusal
from knowledge.vietnamese.dates import find
from knowledge.vietnamese.spelling import bare
from knowledge.vietnamese.text import clean, fold

PARTS = re.compile(r"\s*[,;\n]\s*")
LATE = re.compile(r"(?:cho )?(?:tre|muon|late|grace)\D{0,12}(\d{1,3})(?: (?:phut|minutes?))?")
MINUTES = re.compile(r"(?:lam bai |thoi gian )?(?:trong )?(\d{1,3}) ?(?:phut|minutes?|')")
ATTEMPTS = re.compile(r"(?:toi da |duoc )?(\d{1,2}) ?(?:lan|luot|attempts?)(?: lam)?")
PASS = re.compile(r"(?:diem )?(?:dat|pass)(?: mark)?\D{0,8}(\d{1,3}) ?%?")
OPENS = re.compile(r"(?:mo|bat dau|tu|open(?:s)?(?: from)?)\s+(.+)")
CLOSES = re.compile(r"(?:dong|ket thuc|den|close(?:s)?(?: at)?)\s+(.+)")
KEY = re.compile(
    r"(?:hien )?(?:dap an|key) (ngay|at once|sau(?: khi dong)?|after)|(khong(?: hien)?|no) (?:dap an|key)"
)
NAMES = re.compile(r"(khong )?hien ten|(no )?names")
COUNTED = re.compile(r"(\d{1,3})\s*(?:cau(?: hoi)?\s*)?(\D*)")
LEVELS = (
    (Difficulty.EASY, re.compile(r"de|nhan biet|easy")),
    (Difficulty.MEDIUM, re.compile(r"trung binh|tb|thong hieu|vua|medium")),
    (Difficulty.HARD, re.compile(r"kho|van dung|hard")),
)
NOTHING = ("", "cau", "questions", "question")


def change_of(request: Request) -> Change:
    """Read time and rules. Raises Refusal naming the part that is not understood."""
    found: dict[str, object] = {}
    for part in filter(None, PARTS.split(clean(request.text))):
        found |= one_rule(request, part)
    if not found:
        raise Refusal("Please type for example: mở 8h 1/12, đóng 17h 3/12, 30 phút, đạt 60%, 2 lượt")
    return Change(**found)  # type: ignore[arg-type]  # each value is made for its field


def one_rule(request: Request, part: str) -> dict[str, object]:
    """Read one part. Raises Refusal."""
    folded = fold(part)
    for name, pattern in (
        ("late_minutes", LATE),
        ("minutes", MINUTES),
        ("attempts", ATTEMPTS),
        ("pass_percent", PASS),
    ):
        if match := pattern.fullmatch(folded):
            return {name: int(match[1])}
    if match := KEY.fullmatch(folded):
        if match[2]:
            return {"shows": Shows.NEVER}
        return {"shows": Shows.AT_ONCE if match[1] in {"ngay", "at once"} else Shows.AFTER}
    if match := NAMES.fullmatch(folded):
        return {"names_to_leads": not (match[1] or match[2])}
    for name, pattern in (("opens_at", OPENS), ("closes_at", CLOSES)):
        if (match := pattern.fullmatch(bare(part))) and (at := moment(request, part[match.start(1) :])):
            return {name: at}
    raise Refusal("I did not understand “{part}”. Please write it like in the example.", part=part[:60])


def moment(request: Request, text: str) -> datetime | None:
    """Read a moment; None where there is none."""
    found = find(text, request.now)
    return moment_of(request, found) if found else None


def blueprint_of(text: str) -> tuple[Draw, ...]:
    """Read a blueprint, a topic a line. Raises Refusal."""
    draws = [draw for line in clean(text).splitlines() if line.strip() for draw in line_of(line)]
    if not draws:
        raise Refusal("Please write for example: Văn thư: 5 dễ, 3 khó")
    return tuple(draws)


def line_of(line: str) -> list[Draw]:
    """Read one line: "Văn thư: 5 dễ, 3 khó", "Văn thư 10 câu", "10 câu". Raises Refusal."""
    topic, colon, counts = line.rpartition(":")
    if not colon:
        at = re.search(r"\d{1,3}(?=\D*(?:,|$))", line)
        topic, counts = (line[: at.start()], line[at.start() :]) if at else (line, "")
    draws = []
    for part in filter(None, PARTS.split(counts.strip())):
        match = COUNTED.fullmatch(fold(part))
        level = level_of(match[2].strip()) if match else None
        if match is None or level is None:
            raise Refusal(
                "I did not understand “{part}”. Please write for example: Văn thư: 5 dễ, 3 khó",
                part=part[:60],
            )
        draws.append(Draw(topic.strip(" -–•.\t"), level, int(match[1])))
    if not draws:
        raise Refusal(
            "How many questions of “{topic}”? Please write for example: Văn thư: 10 câu", topic=line[:60]
        )
    return draws


def level_of(word: str) -> int | None:
    """Read a level; 0 where any is meant, None where the word means something else."""
    if word in NOTHING:
        return Difficulty.UNKNOWN
    return next((level for level, pattern in LEVELS if pattern.fullmatch(word)), None)
