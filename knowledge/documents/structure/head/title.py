"""Type, abstract and title of a paper."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from knowledge.documents.structure.capitals import in_a_sentence
from knowledge.documents.structure.head.issuer import BODY, RULE, without_motto
from knowledge.documents.structure.head.number import IN_HEAD
from knowledge.documents.structure.kinds import main_type, type_of, types_of_number
from knowledge.documents.structure.marks import (
    ARTICLE,
    CONTAINER,
    ENCLOSED,
    HEADING,
    LONGEST_TITLE,
    ROMAN,
    plain,
)

AFTER_TITLE = re.compile(
    r"(?:Căn cứ|Kính gửi|Thực hiện|Xét|Theo đề nghị|Theo|Nhằm|Ngày|Hôm nay|Tại|Để|Trên cơ sở"
    r"|Ban Thường vụ|Ủy ban nhân dân"
    r"|Trong|Sau khi|Qua|Quốc hội ban hành|Chính phủ ban hành|Bộ trưởng)\b|-{3,}|_{3,}|\*|\(|\d{1,2}[.)]\s"
)
SUBJECT = re.compile(r"(?:V/v|Về việc|V/V)\s?[:.]?\s?(?P<about>\S.*)$")
OF_BODY = re.compile(r"CỦA\s[^\W\d_]")
MOST_LINES = 4
LONGEST_FIRST_LINE = 25
LONGEST_PIECE = 80


class Title(NamedTuple):
    """What a paper is and what it is about."""

    title: str
    type: str
    abstract: str
    unsure: frozenset[str]


def find_title(head: Sequence[str], number: str, name: str) -> Title:
    """Return type and abstract ("Quyết định ban hành Quy chế ..."), a heading, or the file's name."""
    by_number = types_of_number(number)
    letter = any(line.startswith("Kính gửi") for line in head)
    for index, line in enumerate(map(plain, head)):
        found, rest = type_of(without_motto(line))
        if found and not (letter and by_number == () and number) and (rest == "" or rest[0] != ":"):
            return titled(found, [*([rest] if rest else []), *head[index + 1 :]], number)
        if ARTICLE.match(line):
            break
    for index, line in enumerate(map(plain, head)):
        if (subject := SUBJECT.search(line)) and subject.start() < 2 * LONGEST_PIECE:
            about = " ".join([subject["about"], *wrapped(head[index + 1 :], subject["about"])])
            kind = by_number[0] if by_number else "công văn"
            title = f"{kind.capitalize()} V/v {about}"[:LONGEST_TITLE]
            return Title(title, kind, about, frozenset({"type"} if by_number else ()))
    return untitled(head, number, name, letter=letter)


def titled(kind: str, following: Sequence[str], number: str) -> Title:
    """Put the title together from a type and the lines below it."""
    by = f" {of_body(plain(following[0]))}" if following and OF_BODY.match(plain(following[0])) else ""
    about = in_a_sentence(abstract_of(following[bool(by) :]))
    filed = main_type(kind)
    small = about[:1].lower() + about[1:] if about[1:2].islower() or about[1:2] == " " else about
    if kind.endswith("LUẬT"):
        small = about[:1].upper() + about[1:]
    title = f"{kind.capitalize()}{by} {small}".strip()[:LONGEST_TITLE]
    known = types_of_number(number)
    return Title(title, filed, about, frozenset({"type"} if known and filed not in known else ()))


def abstract_of(following: Sequence[str]) -> str:
    """Return the lines below a type that say what the paper is about."""
    found: list[str] = []
    for raw in following[: MOST_LINES + 2]:
        line = plain(raw)
        if RULE.match(line):
            if found:
                break
            continue
        if ends_title(line) or len(found) == MOST_LINES:
            break
        # In small letters, the next line in capitals is the body that issues, not the abstract.
        if found and (
            IN_HEAD.search(line) or (line.isupper() and (not found[-1].isupper() or BODY.match(line)))
        ):
            break
        if found and (not line.isupper() and found[-1].isupper() and line[:1].isupper()):
            break
        found.append(line)
        if len(line.split()) > 2 * LONGEST_FIRST_LINE or line.endswith("."):
            break
    return " ".join(found).rstrip(".")


def ends_title(line: str) -> bool:
    """Tell whether a line stands behind the abstract."""
    return bool(
        AFTER_TITLE.match(line)
        or ARTICLE.match(line)
        or CONTAINER.match(line)
        or ROMAN.match(line)
        or ENCLOSED.match(line)
        or HEADING.match(line)
        or line.endswith(":")
    )


def wrapped(following: Sequence[str], first: str) -> list[str]:
    """Return the further lines of a letter's subject, which stands in a narrow column."""
    found: list[str] = []
    last = first
    for raw in following[:MOST_LINES]:
        line = without_motto(plain(raw))
        if not line or last.endswith((".", ";")) or len(last) > LONGEST_PIECE or not line[:1].islower():
            break
        found.append(line)
        last = line
    return found


def untitled(head: Sequence[str], number: str, name: str, *, letter: bool) -> Title:
    """Name a paper that bears no type: by its number, its heading, its first line, or its file."""
    by_number = types_of_number(number)
    kind = by_number[0] if by_number else "công văn" if letter and number else ""
    unsure = frozenset({"type", "title"} if by_number else {"title"})
    for line in head:
        if heading := HEADING.match(line):
            title = heading["rest"].strip("*# ")[:LONGEST_TITLE]
            return Title(title, kind, "", frozenset({"type"} if by_number else ()))
    if (
        not number
        and head
        and len(head[0].split()) <= LONGEST_FIRST_LINE
        and not head[0].endswith((".", ";", ","))
    ):
        return Title(head[0][:LONGEST_TITLE], kind, "", unsure)
    stem = re.sub(r"[_\s]+", " ", name.rsplit(".", 1)[0]).strip()
    if len(re.findall(r"[^\W\d_]{3,}", stem)) > 1 or not head:
        return Title(stem, kind, "", unsure)
    if kind:
        return Title(kind.capitalize(), kind, "", unsure)
    short = head[0] if len(head[0]) < LONGEST_PIECE else head[0][:LONGEST_PIECE].rsplit(" ", 1)[0] + "…"
    return Title(short, kind, "", unsure)


def of_body(line: str) -> str:
    """Return "của Ban Bí thư" for the line of capitals between a Party paper's type and its abstract."""
    return f"của {in_a_sentence(line[len('CỦA ') :], body=True)}"
