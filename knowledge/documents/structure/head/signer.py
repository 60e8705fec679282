"""Who signed a paper, in which post, and who receives it: the lines behind its text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile

from knowledge.documents.structure.capitals import in_a_sentence
from knowledge.documents.structure.marks import UPPER

FOR = re.compile(
    r"^(?:(?P<how>T/?M|K/?T|T/?L|T/?UQ|Q)\s?[./]\s{0,3}|(?P<slash>(?:T/M|K/T|T/L|T/UQ))\s{1,3})(?=\S)"
)
POST = re.compile(
    r"^(?:Q\.\s?)?(?:PHÓ\s|ỦY VIÊN\s|UỶ VIÊN\s)?(?:TỔNG\s)?(?:CHỦ TỊCH|BÍ THƯ|GIÁM ĐỐC|CHÁNH"
    r"|BỘ TRƯỞNG|THỨ TRƯỞNG|THỦ TƯỚNG|TRƯỞNG"
    r"|HIỆU TRƯỞNG|CHỦ TỌA|THƯ KÝ|CỤC TRƯỞNG|VỤ TRƯỞNG|CHỦ NHIỆM|VIỆN TRƯỞNG|ỦY VIÊN|THƯỜNG TRỰC"
    r"|CHI CỤC TRƯỞNG|ĐỘI TRƯỞNG|CHỦ TRÌ)\b"
)
SIGNED = re.compile(r"^[\W_]*(?:đã ký|ký tên|ký, ghi|signed|ký bởi|\[?daky\]?|ký số)", re.IGNORECASE)
NAME = re.compile(
    r"^(?:(?:GS|PGS|TS|ThS|BS|KS|CN|Đ/c|Đại tá|Trung tá|Thượng tá|Thiếu tá|Đại tướng|Thiếu tướng)[.,]?\s?)*"
    rf"(?P<name>[{UPPER}][\w’']{{0,9}}(?:\s[{UPPER}][\w’']{{0,9}}){{1,5}})\.?$"
)
RECEIVERS = re.compile(r"^\s*Nơi nhận\s?[:.]?\s*", re.IGNORECASE)
BESIDE = re.compile(
    rf"(?<=[\s;.:])(?=(?:(?:T/?M|K/?T|T/?L|T/?UQ)\s?[./]\s{{0,3}}|(?:T/M|K/T|T/L)\s)[{UPPER}]{{2}})"
    r"|(?<=[;.:,]\s)(?<!TM.\s)(?<!KT.\s)(?<!TL.\s)(?<!UQ.\s)(?<!/[MTQ].\s)"
    r"(?=(?:PHÓ\s)?(?:CHỦ TỊCH|BÍ THƯ|GIÁM ĐỐC|CHÁNH VĂN PHÒNG|BỘ TRƯỞNG|VỤ TRƯỞNG|TRƯỞNG|HIỆU TRƯỞNG"
    r"|THỨ TRƯỞNG|THỦ TƯỚNG)\b)"
    rf"|(?<=[;.,]\s)(?=\(Đã ký"
    rf"|(?:[{UPPER}](?![{UPPER}])[^\W\d_]{{1,8}}\s){{2,4}}[{UPPER}](?![{UPPER}])[^\W\d_]{{1,8}}$)"
)
"""Where the left column ends and the right one begins, on a line that holds both."""
MOST_LINES = 60
MOST_RECEIVERS = 40


def cells(tail: Sequence[str]) -> Iterator[str]:
    """Give the lines of both columns behind a paper's text."""
    for line in tail[:MOST_LINES]:
        for cell in line[:2000].split(" | "):
            for text in BESIDE.split(cell):
                if text.strip():
                    yield text.strip("# *")


def find_signer(tail: Sequence[str]) -> tuple[str, str, bool]:
    """Return who signed, in which post ("KT. Chủ tịch, Phó Chủ tịch"), and whether the name was guessed."""
    lines = list(cells(tail))
    at = next((n for n, line in enumerate(lines) if FOR.match(line) or is_post(line)), -1)
    if at < 0:
        return "", "", False
    posts: list[str] = []
    rest = lines[at:]
    used = 0
    for line in rest:
        if FOR.match(line) or is_post(line):
            posts.append(line)
        elif (
            posts
            and line.isupper()
            and not NAME.match(line)
            and not SIGNED.match(line)
            and not line.startswith("-")
        ):
            posts[-1] += f" {line}"
        elif not line.startswith(("-", "+")) and not RECEIVERS.match(line):
            break
        used += 1
    names = [m["name"] for line in rest[used : used + 6] if not SIGNED.match(line) and (m := name_in(line))]
    guessed = False
    if not names:
        names = [
            m["name"]
            for line in lines
            if (m := NAME.match(re.split(r"[.;]\s", line)[-1])) and not line.isupper()
        ]
        guessed = bool(names)
    return (names[0] if names else ""), ", ".join(map(post, posts[:3])), guessed or len(set(names)) > 1


def is_post(line: str) -> bool:
    """Tell a line that names a post."""
    return line.isupper() and bool(POST.match(line))


def name_in(line: str) -> re.Match[str] | None:
    """Return the name of a person that fills a line."""
    return None if POST.match(line) or FOR.match(line) else NAME.match(line)


def post(line: str) -> str:
    """Return "TM. Ban Thường vụ" for "T/M BAN THƯỜNG VỤ"."""
    found = FOR.match(line)
    if not found:
        return in_a_sentence(line, body=True)
    how = (found["how"] or found["slash"]).replace("/", "")
    return f"{how}. {in_a_sentence(line[found.end() :], body=True)}"


def find_receivers(tail: Sequence[str]) -> tuple[str, ...]:
    """Return the lines under Nơi nhận."""
    lines = list(cells(tail))
    at = next((n for n, line in enumerate(lines) if RECEIVERS.match(line)), -1)
    if at < 0:
        return ()
    first = RECEIVERS.sub("", lines[at], count=1)
    following = takewhile(lambda x: not RECEIVERS.match(x), lines[at + 1 :])
    found: list[str] = []
    for line in ([first] if first else []) + list(following):
        if line.startswith(("-", "–", "+", "•")):
            found.append(line.lstrip("-–+• ").rstrip(" ;.,"))
        elif (
            found
            and not line.isupper()
            and not SIGNED.match(line)
            and not NAME.match(line)
            and not FOR.match(line)
        ):
            found[-1] = f"{found[-1]} {line}".rstrip(" ;.,")
        elif FOR.match(line) or is_post(line):
            continue
    return tuple(x for x in found[:MOST_RECEIVERS] if x)
