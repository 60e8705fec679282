"""Who issued a paper: the lines above its number, in a head of two columns that a file may have mixed up."""

from __future__ import annotations

import re
from collections.abc import Sequence

from knowledge.documents.structure.capitals import in_a_sentence
from knowledge.documents.structure.head.number import IN_HEAD

MOTTO = re.compile(
    r"C[ỘÔ]NG H[ÒO]A X[ÃA] H[ỘÔ]I CH[ỦU] NGH[ĨI]A(?: VI[ỆÊ]T NAM)?|^VIỆT NAM$"
    r"|[ĐD][ộo]c l[ậa]p\s?[-–]\s?T[ựu] do\s?[-–]\s?H[ạa]nh ph[úu]c",
    re.IGNORECASE,
)
PARTY_MOTTO = re.compile(r"ĐẢNG CỘNG SẢN VIỆT NAM(?!\s*\w)|^ĐOÀN TNCS HỒ CHÍ MINH$", re.IGNORECASE)
RULE = re.compile(r"^[\s*_\-–—=~.•]+$")
BODY = re.compile(
    r"(?:ỦY BAN|UỶ BAN|UBND|UBMTTQ|HĐND|HỘI ĐỒNG|HỘI\b|BAN\b|BCH\b|VĂN PHÒNG|ĐẢNG|TỈNH ỦY|TỈNH UỶ"
    r"|THÀNH ỦY|HUYỆN ỦY|QUẬN ỦY|THỊ ỦY"
    r"|CHI BỘ|SỞ\b|BỘ\b|CỤC|TỔNG CỤC|CHI CỤC|VỤ\b|PHÒNG\b|TRƯỜNG\b|TRUNG TÂM|HỌC VIỆN|VIỆN|TÒA ÁN"
    r"|TOÀ ÁN|CÔNG AN|THANH TRA"
    r"|CHÍNH PHỦ|THỦ TƯỚNG|QUỐC HỘI|CHỦ TỊCH|ĐOÀN|LIÊN ĐOÀN|MẶT TRẬN|TỔNG CÔNG TY|CÔNG TY|KHO BẠC"
    r"|TẬP ĐOÀN|TIỂU BAN|TỔ\b|HỢP TÁC XÃ)"
)
PART_OF = re.compile(r"(?:VĂN PHÒNG|BAN (?!CHẤP HÀNH TRUNG ƯƠNG)|ỦY BAN KIỂM TRA|BCH\b|THƯỜNG TRỰC)")
"""Bodies whose name needs that of the body above: "Văn phòng Tỉnh ủy Mẫu"."""
WHOLE = re.compile(
    r"(?:TỈNH|THÀNH|HUYỆN|QUẬN|THỊ|ĐẢNG) (?:ỦY|UỶ|BỘ)|ỦY BAN|UBND|BCH|HỘI|ĐOÀN|BỘ\b|SỞ\b|LIÊN ĐOÀN"
)
MOST_LINES = 8


def without_motto(line: str) -> str:
    """Return a head's line without the names of state and party that stand above every paper."""
    return PARTY_MOTTO.sub(" ", MOTTO.sub(" ", line)).strip(" |-–*_")


def find_issuer(head: Sequence[str]) -> tuple[str, bool]:
    """Return the body that issued a paper, and whether that was guessed."""
    at = next((n for n, line in enumerate(head) if IN_HEAD.search(line)), -1)
    above = head[:at] if at >= 0 else head[:MOST_LINES]
    if at >= 0:
        above = [*above, IN_HEAD.split(head[at])[0]]
    names: list[str] = []
    for raw in above[-MOST_LINES:]:
        line = without_motto(raw.strip("# *"))
        if not line.isupper() or line == "VIỆT NAM" or RULE.match(line):
            continue
        if BODY.match(line) or not names:
            if BODY.match(line):
                names.append(line)
        else:
            names[-1] += f" {line}"
    if not names:
        return "", False
    return named(names), at < 0


def named(names: Sequence[str]) -> str:
    """Return the lowest body; with the body above, where its own name needs that."""
    own = names[-1]
    whole = re.search(r"\b(?:TỈNH|THÀNH PHỐ|HUYỆN|XÃ|PHƯỜNG|TRUNG ƯƠNG|ĐẢNG BỘ|QUỐC HỘI)\b", own)
    if len(names) > 1 and PART_OF.match(own) and not whole and WHOLE.match(names[-2]):
        own = f"{own} {names[-2]}"
    return in_a_sentence(own, body=True)
