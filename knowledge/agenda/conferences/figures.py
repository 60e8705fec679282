"""Attendance in numbers, and how a reporter types them: "có mặt 45/50, vắng 3 (2 ốm, 1 công tác), muộn 1"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from knowledge.problems import Refusal
from knowledge.vietnamese.text import clean, fold

MOST = 100_000
"""People of one point; more is a slip of the thumb."""
LONGEST_REASONS = 300
WORDS = {
    "expected": r"trieu tap|tong(?: so)?|phai co mat|expected|invited|total",
    "unexcused": r"(?:vang(?: mat)? )?(?:khong (?:co )?|ko )(?:ly do|phep)|unexcused",
    "excused": r"vang(?: mat)?(?: (?:co )?(?:ly do|phep))?|co phep|excused|absent",
    "substitutes": r"(?:du|di|hop) thay|cu thay|substitutes?",
    "late": r"(?:den |di |vao )?(?:muon|tre)|late",
    "present": r"co mat|tham du|du hop|present|here",
}
"""The longer words first: "vắng không lý do" is no "vắng"."""
TOKENS = re.compile(
    r"(?P<of>\d+)\s*(?:/|tren|of|out of)\s*(?P<all>\d+)|(?P<number>\d+)|"
    + "|".join(rf"(?P<{name}>(?<!\w)(?:{words})(?!\w))" for name, words in WORDS.items())
)
BARE = re.compile(r"\s*\d+(?:\s*(?:/|tren|of|out of)\s*\d+)?(?: (?:nguoi|d/c|dong chi|dai bieu|people))?\s*")
"""Who is present, and nothing else."""
ALL_HERE = re.compile(
    r"(?:co mat |da |tat ca )?(?:du|day du|du ca|du het)(?: ca| 100 ?%?)?|100 ?%"
    r"|all(?: present| here)?|everybody"
)
IN_BRACKETS = re.compile(r"\(([^()]*)\)")
REASONS = re.compile(r"(?:lý do|ly do|reasons?|because)\s*[:=]\s*(.+)$", re.IGNORECASE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Figures:
    """How many people a point, a unit or a conference expects, and who is there."""

    expected: int = 0
    present: int = 0
    excused: int = 0
    substitutes: int = 0
    late: int = 0

    @property
    def missing(self) -> int:
        """Return how many are neither there nor excused."""
        return max(self.expected - self.present - self.excused, 0)

    @property
    def share(self) -> float:
        """Return the share of those present, from 0 to 1; more than expected is still everybody."""
        return min(self.present / self.expected, 1) if self.expected else 0

    def __add__(self, other: Figures) -> Figures:
        """Return both together."""
        return Figures(
            self.expected + other.expected,
            self.present + other.present,
            self.excused + other.excused,
            self.substitutes + other.substitutes,
            self.late + other.late,
        )


def figures_in(text: str, expected: int) -> tuple[Figures, str] | None:
    """Read what a reporter typed, with the reasons as written; None where there are no such numbers.

    `expected` is what is known of the point, where the text names none. Raises Refusal where the numbers
    contradict each other.
    """
    reasons = [part.strip() for part in IN_BRACKETS.findall(text)]
    plain = IN_BRACKETS.sub(" ", text)
    if tail := REASONS.search(plain):
        reasons.append(tail[1].strip())
        plain = plain[: tail.start()]
    said = "; ".join(clean(part) for part in reasons if part)[:LONGEST_REASONS]
    folded = fold(plain).strip(" .!")
    if ALL_HERE.fullmatch(folded) and expected:
        return Figures(expected, expected), said
    found: dict[str, int] = {}
    for clause in re.split(r"[,;\n]|\bva\b|\band\b", folded):
        found |= numbers_of(clause)
    if "present" not in found:
        return None
    figures = Figures(
        found.get("expected", expected),
        found["present"],
        found.get("excused", 0),
        found.get("substitutes", 0),
        found.get("late", 0),
    )
    check(figures)
    return figures, said


def numbers_of(clause: str) -> dict[str, int]:
    """Return the numbers of a clause by what each counts; one alone counts who is present."""
    found: dict[str, int] = {}
    names: list[str] = []
    numbers: list[int] = []
    for token in TOKENS.finditer(clause):
        if token["of"]:
            numbers.append(int(token["of"]))
            found["expected"] = int(token["all"])
        elif token["number"]:
            numbers.append(int(token["number"]))
        elif token.lastgroup:
            names.append(token.lastgroup)
    if BARE.fullmatch(clause):
        names = ["present"]
    if not names and len(numbers) == len(Figures.__slots__):
        names = list(Figures.__slots__)
    if len(names) != len(numbers):
        return found
    return found | dict(zip(names, numbers, strict=True))


def check(figures: Figures) -> None:
    """Refuse numbers that cannot be so."""
    if max(figures.expected, figures.present, figures.excused) > MOST:
        raise Refusal("{count} people are too many for one point. Please type the numbers again.", count=MOST)
    if figures.expected and figures.present + figures.excused > figures.expected:
        raise Refusal(
            "{present} present and {excused} excused are more than {expected} expected. "
            "Please type all of them again, such as: {present}/{total} present.",
            present=figures.present,
            excused=figures.excused,
            expected=figures.expected,
            total=figures.present + figures.excused,
        )
    if max(figures.late, figures.substitutes) > figures.present:
        raise Refusal(
            "More people are late or substitutes than present ({present}). Please type the numbers again.",
            present=figures.present,
        )
