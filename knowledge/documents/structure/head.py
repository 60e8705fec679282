"""What a paper says about itself at its head: number, date, title: pure functions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What a paper says about itself; empty where it does not. The fields are named as in `Document`."""

    title: str
    number: str = ""
    type: str = ""
    issuer: str = ""
    place: str = ""
    abstract: str = ""
    signer: str = ""
    signer_post: str = ""
    receivers: tuple[str, ...] = ()
    issued_on: date | None = None
    in_force_from: date | None = None
    in_force_to: date | None = None
    unsure: frozenset[str] = frozenset()
    """Names of the fields that were guessed."""


LONGEST_TITLE = 200
ARTICLE = re.compile(
    r"^(?P<word>Điều|ĐIỀU|Article|Section|ধারা|অনুচ্ছেদ)\s+(?P<n>\d{1,4})(?P<letter>[a-zđ]?)\s*(?:[.:\-–](?!\d)\s*|$)(?P<rest>.*)$"
)
CHAPTER = re.compile(r"^(?:Phần|PHẦN|Chương|CHƯƠNG|Mục|MỤC|Tiểu mục|TIỂU MỤC)\s+(?:[IVXLC]+|\d{1,3})\b.*$")
ROMAN = re.compile(r"^(?P<n>[IVXL]{1,6})\s*[.\-–]\s*(?P<rest>\S.*)$")
HEADING = re.compile(r"^#{1,6}\s+(?P<rest>\S.*)$")
NUMBER_LINE = re.compile(
    r"Số\s*[:.]?\s*(?P<number>\d{1,5}[a-zđ]?\s*(?:/\s*(?:19|20)\d\d\s*)?[-–/]\s*[A-ZĐƯ]{1,12}\d{0,2}(?:\s*[-–/]\s*[A-ZĐƯ]{2,14})*)",
    re.IGNORECASE,
)
DATE_LINE = re.compile(
    r"ngày\s+(?P<d>\d{1,2})\s+tháng\s+(?P<m>\d{1,2})\s+năm\s+(?P<y>(?:19|20)\d\d)", re.IGNORECASE
)
TYPES = frozenset(
    {
        *(
            "NGHỊ QUYẾT",
            "QUYẾT ĐỊNH",
            "CHỈ THỊ",
            "QUY CHẾ",
            "QUY ĐỊNH",
            "THÔNG TƯ",
            "NGHỊ ĐỊNH",
            "LUẬT",
            "BỘ LUẬT",
        ),
        *(
            "PHÁP LỆNH",
            "HIẾN PHÁP",
            "KẾ HOẠCH",
            "BÁO CÁO",
            "HƯỚNG DẪN",
            "THÔNG BÁO",
            "KẾT LUẬN",
            "CHƯƠNG TRÌNH",
        ),
        *(
            "ĐỀ ÁN",
            "PHƯƠNG ÁN",
            "DỰ ÁN",
            "TỜ TRÌNH",
            "BIÊN BẢN",
            "CÔNG ĐIỆN",
            "ĐIỀU LỆ",
            "NỘI QUY",
            "QUY TRÌNH",
        ),
        *("THÔNG CÁO", "LỆNH", "CÔNG VĂN", "GIẤY MỜI", "CHƯƠNG TRÌNH HÀNH ĐỘNG", "CHƯƠNG TRÌNH CÔNG TÁC"),
    }
)
AFTER_TITLE = re.compile(r"^(?:Căn cứ|Kính gửi|Thực hiện|Xét|Theo đề nghị|-{3,}|_{3,}|\*)", re.IGNORECASE)


def find_number(head: Iterable[str]) -> str:
    """Return the paper's number and notation, without spaces."""
    for line in head:
        if ARTICLE.match(line) or AFTER_TITLE.match(line):
            break
        if found := NUMBER_LINE.search(line):
            return re.sub(r"\s+", "", found["number"]).replace("–", "-")
    return ""


def find_date(head: Iterable[str]) -> date | None:
    """Return the day that the head names, if the calendar has it."""
    for line in head:
        if AFTER_TITLE.match(line):
            break
        if found := DATE_LINE.search(line):
            try:
                return date(int(found["y"]), int(found["m"]), int(found["d"]))
            except ValueError:
                return None
    return None


def find_title(head: Sequence[str], name: str) -> str:
    """Return type and abstract ("Quyết định ban hành Quy chế ..."), a heading, or the file's name."""
    for index, line in enumerate(head):
        if line.strip("# *") in TYPES:
            return with_abstract(line.strip("# *"), head[index + 1 :])
        if line.startswith("V/v"):
            return f"Công văn {line}"[:LONGEST_TITLE]
    for line in head:
        if heading := HEADING.match(line):
            return heading["rest"][:LONGEST_TITLE]
    if head and len(head[0].split()) <= 25 and not head[0].endswith((".", ";", ",")):  # noqa: PLR2004  # a title, not a sentence
        return head[0][:LONGEST_TITLE]
    stem = re.sub(r"[_\s]+", " ", name.rsplit(".", 1)[0]).strip()
    if len(re.findall(r"[^\W\d_]{3,}", stem)) > 1 or not head:
        return stem
    return head[0] if len(head[0]) < 80 else head[0][:80].rsplit(" ", 1)[0] + "…"  # noqa: PLR2004  # one line on a phone


def with_abstract(kind: str, following: Sequence[str]) -> str:
    """Join a type with the lines below it that say what it is about."""
    abstract: list[str] = []
    for line in following[:4]:
        if AFTER_TITLE.match(line) or ARTICLE.match(line) or CHAPTER.match(line) or ROMAN.match(line):
            break
        if abstract and (line.isupper() or NUMBER_LINE.match(line)):
            break
        abstract.append(line.strip("# *"))
    text = " ".join(abstract)
    if text.isupper():
        text = text.capitalize()
    elif text:
        text = text[0].lower() + text[1:]
    if kind.endswith("LUẬT") and text:
        text = text[0].upper() + text[1:]
    return f"{kind.capitalize()} {text}".strip()[:LONGEST_TITLE]
