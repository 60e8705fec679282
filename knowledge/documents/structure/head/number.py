"""The number and notation of a paper, as it stands in its head: 57-NQ/TW, 30/2020/NĐ-CP, 367-QĐ/TWĐTN-VP."""

from __future__ import annotations

import re
from collections.abc import Iterable

LETTERS = r"[A-ZĐƯƠÂÊÔĂ][A-Za-zĐđƯƠÂÊÔĂ]{0,14}\d{0,2}"
DASH = r"\s{0,3}[-–—‐‑−/&.]\s{0,3}"  # the wrong hyphens that people type
TAIL = rf"{LETTERS}(?:{DASH}{LETTERS}){{0,5}}"
NOTATION = rf"(?:\s{{0,3}}/\s{{0,3}}(?:19|20)\d\d)?{DASH}{TAIL}"
IN_HEAD = re.compile(
    rf"(?:^|[\s|])(?:Luật\s|Bộ luật\s|Pháp lệnh\s)?(?:[Ss]ố|SỐ|No\.?|সংখ্যা)\s{{0,3}}[:.;]?\s{{0,9}}"
    rf"(?:(?P<digits>[\dlIOo]{{1,5}}[a-zđ]?)(?P<notation>{NOTATION})"
    rf"|[.…_\s]{{0,40}}(?P<blank>/\s{{0,3}}{TAIL}|-\s{{0,3}}{TAIL}))"
)
YEAR_FIRST = re.compile(r"^\d{1,5}/(?:19|20)\d\d/")
MISREAD = str.maketrans("lIOo", "1100")
PARLIAMENT = re.compile(r"(?<=/)[O0Q]H[I1l]?(?P<term>[\dlIO]{1,2})$")
DASHES = re.compile(r"\s*[–—‐‑−]\s*|\s*-\s*")  # the wrong hyphens that people type
SPELLED = {"TTG": "TTg", "TTR": "TTr", "CTR": "CTr"}


def find_number(lines: Iterable[str]) -> tuple[str, bool]:
    """Return the number that a head gives, and whether it was guessed; "?/QĐ-UBND" for a blank one."""
    for line in lines:
        if found := IN_HEAD.search(line):
            if found["blank"]:
                return f"?{tidied(found['blank'])}", True
            digits = found["digits"]
            number = tidied(digits.translate(MISREAD) + found["notation"])
            repaired = repair(number)
            return repaired, not digits.rstrip("abcdđ").isdigit() or repaired != number
    return "", False


def tidied(number: str) -> str:
    """Return a number without spaces, with plain hyphens."""
    return re.sub(r"\s+", "", DASHES.sub("-", number)).rstrip(".&-/")


def repair(number: str) -> str:
    """Return a number whose letters were misread from a scan put right: OHI5 is QH15."""
    if YEAR_FIRST.match(number) and (found := PARLIAMENT.search(number)):
        return f"{number[: found.start()]}QH{found[0][2:].translate(MISREAD)}"
    return number


def same_number(one: str, other: str) -> bool:
    """Tell whether two numbers are the same, however they are typed."""
    return bare(one) == bare(other)


def bare(number: str) -> str:
    """Return a number without what people mistype in it."""
    return re.sub(r"[^\w?]|_", "", number).upper()
