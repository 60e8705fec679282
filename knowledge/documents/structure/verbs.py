"""What the words around a paper's number say is done to it: pure functions."""

from __future__ import annotations

import re

from knowledge.documents.structure.marks import UPPER

ORDER = ("", "refers", "implements", "answers", "repeals", "amends", "replaces")
"""From the weakest: of several things that are said of a paper, the strongest counts."""
WINDOW = 400
SENTENCE = re.compile(rf"[.;:!?”]\s(?=[{UPPER}\d“-])|\n")
REASON = re.compile(r"^\W{0,3}(?:Căn cứ|Theo đề nghị|Xét|Trên cơ sở|Theo)\b")
PASSIVE = re.compile(
    r"(?:đã\s)?được\s(?:sửa đổi|bổ sung|thay thế)[^.;]{0,80}?(?:theo|bởi|tại|bằng|của)?[^.;]{0,40}$"
)
BY_OTHER = re.compile(
    r"(?:sửa đổi|bổ sung|thay thế|bãi bỏ)[^.;]{0,120}?\s(?:theo|bởi|tại|bằng)\s[^.;]{0,60}$"
)
VERBS = (
    ("replaces", re.compile(r"thay\sthế(?!\s(?:cụm\stừ|mẫu|từ\s))|thay\scho", re.IGNORECASE)),
    ("repeals", re.compile(r"bãi\sbỏ|hủy\sbỏ|huỷ\sbỏ|chấm\sdứt\shiệu\slực", re.IGNORECASE)),
    ("amends", re.compile(r"sửa\sđổi|bổ\ssung|đính\schính|thay\sthế\s(?:cụm\stừ|mẫu|từ\s)", re.IGNORECASE)),
    (
        "answers",
        re.compile(r"(?:trả\slời|phúc\sđáp|hồi\sđáp)|nhận\sđược\s(?:công\svăn|văn\sbản)", re.IGNORECASE),
    ),
    (
        "implements",
        re.compile(
            r"thực\shiện|triển\skhai|thi\shành|cụ\sthể\shóa|quán\striệt|hướng\sdẫn"
            r"|quy\sđịnh\schi\stiết|chấp\shành",
            re.IGNORECASE,
        ),
    ),
)
ENDED = re.compile(r"^[^.;]{0,200}?\shết\s(?:toàn\sbộ\s)?hiệu\slực|^[^.;]{0,200}?\s(?:bị\s|được\s)bãi\sbỏ")
REPLACED = re.compile(
    r"^[^.;]{0,160}?\s(?:bị|được)\sthay\sthế\sbởi\s(?:Luật|Nghị|Quyết|Thông|Quy)\S*\s\S+\snày"
)
THIS = re.compile(r"\snày\s", re.IGNORECASE)
NUMBERED = re.compile(r"\d[/-][A-ZĐ\d]")
CONDITION = re.compile(
    r"(?:theo\squy\sđịnh\s(?:tại|của)|quy\sđịnh\stại|nêu\stại|theo)\s[^.;,]{0,80}$", re.IGNORECASE
)
NEAREST = 160
"""Letters between verb and number, unless only other numbers stand between: a list."""


def doing(line: str, start: int, end: int) -> str:
    """Return what the sentence around a number does to that paper."""
    before = sentence_before(line, start)
    after = line[end : end + WINDOW]
    cut = SENTENCE.search(after)
    after = after[: cut.start()] if cut else after
    if REASON.match(before):
        return "refers"
    if REPLACED.match(after):
        return "replaces"
    if (ENDED.match(after) and not NUMBERED.search(after[: after.find("hiệu lực")])) or ended_in_list(after):
        return "repeals"
    if PASSIVE.search(before) or BY_OTHER.search(before):
        return "refers"
    return by_verb(before)


def sentence_before(line: str, start: int) -> str:
    """Return the words of the sentence that stand before a number."""
    text = line[max(0, start - WINDOW) : start]
    cuts = [m.end() for m in SENTENCE.finditer(text)]
    return text[cuts[-1] :] if cuts else text


def ended_in_list(after: str) -> bool:
    """Tell whether "... hết hiệu lực kể từ ngày" follows a list that the number stands in."""
    found = re.search(r"hết\s(?:toàn\sbộ\s)?hiệu\slực", after)
    return bool(found) and "thay thế" not in after[: found.start()] if found else False


def by_verb(before: str) -> str:
    """Return what the last verb before a number says, if it is this paper that does it."""
    best, best_at = "refers", -1
    for kind, pattern in VERBS:
        for match in pattern.finditer(before):
            between = before[match.end() :]
            if len(between) > NEAREST and not NUMBERED.search(between):
                continue
            if kind == "implements" and (len(between) > NEAREST // 2 or CONDITION.search(between)):
                continue
            if match.start() > best_at and (
                subject_is_this(before[: match.start()]) or kind in {"implements", "answers"}
            ):
                best, best_at = kind, match.start()
    return best


def subject_is_this(before: str) -> bool:
    """Tell whether what stands before a verb is this paper, or nothing: no other paper does it."""
    numbered = [m.start() for m in NUMBERED.finditer(before)]
    return not numbered or " này" in before[numbered[-1] :] or "và" in before[numbered[-1] :][-40:]


def strongest(one: str, other: str) -> str:
    """Return the stronger of two kinds."""
    return max(one, other, key=ORDER.index)
