"""Which other papers a paper names, and what it does to them: pure functions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from knowledge.documents.structure.head.dates import DATE, day
from knowledge.documents.structure.head.number import DASH, LETTERS, bare, tidied
from knowledge.documents.structure.kinds import TYPES
from knowledge.documents.structure.marks import quoted_lines
from knowledge.documents.structure.verbs import doing, strongest

MOST_LOOKED_AT = 1000
"""Numbers in one paper; a real one names a few dozen."""
BEFORE, AFTER = 300, 220
"""Letters around a number that say what it is."""
LONGEST_NAME = 250
NUMBER = re.compile(
    rf"(?<![\w/.-])\d{{1,5}}[a-zđ]?(?:\s{{0,2}}/\s{{0,2}}(?:19"
    rf"|20)\d\d(?=\s{{0,2}}[-–/]))?{DASH.replace('&.', '')}"
    rf"(?=[A-ZĐƯƠÂÊÔĂ]{{2}}|L-CTN){LETTERS}(?:{DASH.replace('.', '')}{LETTERS}){{0,5}}(?!\w)"
)
TYPE_NAMES = "|".join(sorted((t.lower() for t in TYPES), key=len, reverse=True))
TYPE = re.compile(rf"(?<!\w)(?:{TYPE_NAMES}|văn bản)(?!\w)", re.IGNORECASE)
STEP = (
    r"(?:điểm|khoản|[Đđ]iều|Mục|mục|Chương|Phần|Phụ lục|gạch đầu dòng thứ)"
    r"\s(?:[\dIVXLC]{1,5}[a-zđ]?|[a-zđ]\d?)(?!\w)"
)
PART = re.compile(
    rf"(?P<part>(?:các\s)?{STEP}(?:\s{{0,2}}(?:,|và|;|-|đến)?\s{{0,2}}(?:{STEP}|\d{{1,3}}[a-zđ]?(?!\w)"
    rf"|[a-zđ]\d?(?!\w))){{0,12}})"
    r"\s(?:của\s|tại\s|trong\s|ban hành kèm theo\s)?(?:Quy chế|Quy định|Điều lệ|Nội quy|Kế hoạch"
    r"|Đề án)?(?:[^.;]{0,80}?kèm theo\s)?$"
)
ENDS_NAME = re.compile(
    r"[;.)”\"|]|,\s(?=(?:Nghị|Quyết|Luật|Thông tư|Công văn|Kết luận|Chỉ thị|Kế hoạch|Hướng dẫn|khoản"
    r"|Điều|giao|đề nghị|yêu cầu|trong đó"
    r"|Ủy ban|Ban|Văn phòng|UBND))|\s(?:như sau|hết hiệu lực|có hiệu lực|được sửa đổi|đã được"
    r"|và (?:Nghị|Quyết|Luật|Thông tư"
    r"|Công văn|Kết luận|Chỉ thị|Kế hoạch|Hướng dẫn|các|quy định|thay thế|bãi bỏ))\b"
)
NUMBER_WORD = re.compile(r"(?:,?\s{0,2}số)?\s{0,2}:?\s{0,2}$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Reference:
    """Another paper that this one names; the fields are those of `Relation`."""

    kind: str
    number: str
    name: str = ""
    issued_on: date | None = None
    part: str = ""
    path: str = ""


def find_references(lines: Iterable[tuple[str, str]], own: str, title: str) -> tuple[Reference, ...]:
    """Return the papers named in (path, line) pairs, each once for each thing done to it."""
    found: dict[tuple[str, str, str], Reference] = {}
    strong: dict[str, str] = {}
    # A head breaks its title where the column ends: it is read once more in one piece, and first.
    pairs = [("", title), *lines]
    quoted = quoted_lines([line for _, line in pairs])
    left = MOST_LOOKED_AT
    for (path, line), inside in zip(pairs, quoted, strict=True):
        numbers = list(limited(line, left))
        left -= len(numbers)
        for at in range(len(numbers)):
            reference = in_line(line, numbers, at, path, quoted=inside)
            if own and bare(reference.number) == bare(own):
                continue
            key = (bare(reference.number), reference.kind, reference.part)
            found.setdefault(key, reference)
            strong[key[0]] = strongest(strong.get(key[0], ""), reference.kind)
    return tuple(r for key, r in found.items() if r.kind == strong[key[0]] or r.kind in {"amends", "repeals"})


def limited(line: str, most: int) -> Iterator[re.Match[str]]:
    """Give the numbers of papers in a line, up to a limit."""
    if most <= 0 or not ("/" in line or "-" in line or "–" in line):
        return
    for count, found in enumerate(NUMBER.finditer(line)):
        if count == most:
            return
        yield found


def in_line(line: str, numbers: Sequence[re.Match[str]], at: int, path: str, *, quoted: bool) -> Reference:
    """Say what is done to the paper whose number stands there, and by which words it is named."""
    match = numbers[at]
    floor = numbers[at - 1].end() if at else 0
    ceiling = numbers[at + 1].start() if at + 1 < len(numbers) else len(line)
    before = line[max(floor, match.start() - BEFORE) : match.start()]
    after = line[match.end() : min(ceiling, match.end() + AFTER)]
    type_at = last_type(before)
    name = before[type_at:] if type_at >= 0 else ""
    part = PART.search(before[: type_at if type_at >= 0 else len(before)][-200:])
    dated = re.match(r"[\s,(]{0,4}", after)
    issued = DATE.match(after, dated.end() if dated else 0)
    rest = after[issued.end() if issued else 0 :]
    words = f"{NUMBER_WORD.sub('', name)}{following(rest, bounded=ceiling < len(line))}"
    kind = "refers" if quoted else doing(line, match.start(), match.end())
    return Reference(
        kind=kind,
        number=tidied(match[0]),
        name=" ".join(words.split())[:LONGEST_NAME],
        issued_on=day(issued) if issued else None,
        part=" ".join(part["part"].split()) if part else "",
        path=path,
    )


def last_type(text: str) -> int:
    """Return where the name of the paper begins: its type, in the same sentence."""
    found = -1
    for match in TYPE.finditer(text):
        if not re.search(r"[.;]", text[match.end() :]):
            # Of "Quyết định ban hành quy chế số", the type that is written large.
            large = match[0][:1].isupper()
            found = match.start() if large or found < 0 else found
    return found


def following(rest: str, *, bounded: bool) -> str:
    """Return the words behind number and day that belong to the name: "của Chính phủ về công tác văn thư"."""
    if not re.match(r"\s{0,2},?\s?(?:của|về|ban hành|quy định|sửa đổi|hướng dẫn)\b", rest):
        return ""
    end = ENDS_NAME.search(rest)
    text = rest[: end.start()] if end else re.sub(r"\s\S*$", "", rest) if bounded else rest
    return (
        re.sub(r"(?:\s(?:và|,))?(?:\s[A-ZĐ]\S*)?(?:\ssố)?\s*$", "", f" {text.strip(' ,')}")
        if bounded and not end
        else f" {text.strip(' ,')}"
    )
