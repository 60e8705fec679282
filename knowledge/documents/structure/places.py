"""Clauses and points, and how the place of a quotation is said: pure functions."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from knowledge.documents.structure.marks import CLAUSE, POINT, SUBCLAUSE, follows, plain, quoted_lines
from knowledge.problems import Refusal

LABEL = re.compile(
    r"(?P<word>Điều|Mục|Article|Section|ধারা|অনুচ্ছেদ)\s(?:\d{1,4}[a-zđ]?|[IVXL]{1,6})(?=$|[ ,])[^,]*"
)
WORDS = {
    "Điều": ("khoản ", "điểm "),
    "Article": ("clause ", "point "),
    "Section": ("clause ", "point "),
    "ধারা": ("উপধারা ", "দফা "),
    "অনুচ্ছেদ": ("উপধারা ", "দফা "),
    "Mục": ("", ""),
}
MOST_WARNINGS = 5
"""Of one article."""
MOST_SKIPPED = 2
"""Clauses that may be missing in between; a greater leap is no clause."""
INLINE = re.compile(r"(?:^|(?<=[.;:!?”\"]\s))(?=\d{1,3}[a-zđ]?[.)]\s)", re.MULTILINE)
"""Where a clause may begin in text whose lines were joined."""


@dataclass(slots=True)
class Counting:
    """Follows the numbers of clauses and points through an article, line by line."""

    clause: str = ""
    point: str = ""
    warnings: list[Refusal] = field(default_factory=list)
    label: str = ""

    def take(self, line: str) -> tuple[str, str]:
        """Return clause and point that a line stands in."""
        sign = plain(line)
        if found := SUBCLAUSE.match(sign):
            if self._is_below(found["n"]):
                self.clause, self.point = found["n"], ""
        elif found := CLAUSE.match(sign):
            if self._is_next(int(found["n"]), found["letter"]):
                self.clause, self.point = found["n"] + found["letter"], ""
        elif (found := POINT.match(sign)) and self._is_point(found["n"]):
            self.point = found["n"]
        return self.clause, self.point

    def _warn(self, warning: Refusal) -> None:
        if len(self.warnings) < MOST_WARNINGS:
            self.warnings.append(warning)

    def _is_below(self, number: str) -> bool:
        above, _, last = number.rpartition(".")
        clause = self.clause
        if clause == above or clause.startswith(f"{above}."):
            return (
                int(last) == 1
                if clause == above
                else int(last) == int(clause[len(above) + 1 :].split(".")[0]) + 1
            )
        # A clause may begin with its first sub-clause, without a line of its own.
        head, _, rest = number.partition(".")
        return rest == "1" and (not clause or int(head) == int(re.sub(r"\D.*", "", clause)) + 1)

    def _is_next(self, number: int, letter: str) -> bool:
        last = int(re.match(r"\d*", self.clause)[0] or 0)  # type: ignore[index]  # matches the empty text too
        last_letter = self.clause[len(str(last)) :] if last and "." not in self.clause else ""
        if (number == last + 1 and letter in {"", "a"}) or (number == last and letter > last_letter):
            return True
        known = last < number <= last + 1 + MOST_SKIPPED
        self._warn(
            Refusal(
                "{label}: after clause {last} comes {found}.",
                label=self.label,
                last=self.clause or "0",
                found=number,
            )
        )
        return known

    def _is_point(self, letter: str) -> bool:
        if follows(letter, self.point):
            return True
        if letter == "a" and self.point:
            self._warn(
                Refusal(
                    "{label}: after point {last} comes {found}.",
                    label=self.label,
                    last=self.point,
                    found=letter,
                )
            )
            return True
        return False


def counted(lines: Sequence[str], counting: Counting) -> Iterator[tuple[str, str]]:
    """Give clause and point of each line; what is quoted from another paper counts nothing."""
    for line, inside in zip(lines, quoted_lines(lines), strict=True):
        yield (counting.clause, counting.point) if inside else counting.take(line)


def label_of(path: str) -> str:
    """Return the article, part or heading of a path, without clause and point."""
    found = LABEL.match(path)
    return found[0] if found else path


def place(label: str, clauses: Sequence[str], points: Sequence[str] = ()) -> str:
    """Say where a passage stands: "Điều 5, khoản 2", "Điều 5, khoản 2-4", "Mục II, 3, a"."""
    found = LABEL.match(label)
    clause_word, point_word = WORDS[found["word"]] if found else ("", "")
    steps = [label] if label else []
    steps += [f"{clause_word}{span(clauses)}"] if clauses else []
    steps += [f"{point_word}{span(points)}"] if points else []
    return ", ".join(steps)


def span(steps: Sequence[str]) -> str:
    """Return "2", or "2-4" for several."""
    return steps[0] if len(steps) == 1 else f"{steps[0]}-{steps[-1]}"


def place_of(path: str, text: str, quote: str) -> str:
    """Say exactly where a quote of a passage begins: its clause and point."""
    label = label_of(path)
    if not LABEL.match(path):
        return path
    flat, starts = flattened(text)
    at = flat.find(" ".join(quote.strip("… ").split()))
    if at < 0:
        return path
    counting = entering(path[len(label) :], text)
    clause, point = counting.clause, counting.point
    for (begin, line), inside in zip(starts, quoted_lines([line for _, line in starts]), strict=True):
        if begin > at:
            break
        clause, point = (clause, point) if inside else counting.take(line)
    return place(label, [clause] if clause else [], [point] if point else [])


def flattened(text: str) -> tuple[str, list[tuple[int, str]]]:
    """Return a text on one line, and where each of its lines and joined clauses begins there."""
    flat, starts = "", []
    pieces: list[str] = []
    at = 0
    for line in text.split("\n"):
        cuts = [m.start() for m in INLINE.finditer(line)]
        bounds = sorted({0, *cuts, len(line)})
        for a, b in pairwise(bounds):
            piece = " ".join(line[a:b].split())
            if piece:
                starts.append((at, piece))
                pieces.append(piece)
                at += len(piece) + 1
    flat = " ".join(pieces)
    return flat, starts


def entering(steps: str, text: str) -> Counting:
    """Return the count as it stands before a passage, of whose path these are the last steps."""
    found = [re.sub(r"^\D+ ", "", s) if s[:1].isalpha() and " " in s else s for s in steps.split(", ") if s]
    counting = Counting()
    clauses = [s for s in found if s[:1].isdigit()]
    points = [s for s in found if not s[:1].isdigit()]
    first = clauses[0].split("-")[0] if clauses else ""
    begins = CLAUSE.match(plain(text)) or SUBCLAUSE.match(plain(text))
    if not begins:
        counting.clause = first
        counting.point = before_point(points[0].split("-")[0]) if points and POINT.match(plain(text)) else ""
    elif first:
        counting.clause = before_clause(first)
    return counting


def before_clause(clause: str) -> str:
    """Return the clause that stands before one, as far as its number tells."""
    above, _, last = clause.rpartition(".")
    digits = re.match(r"\d+", last)
    letter = last[len(digits[0]) :] if digits else ""
    if letter:
        return f"{digits[0] if digits else ''}{chr(ord(letter) - 1) if letter > 'a' else ''}"
    n = int(last) - 1
    return f"{above}.{n}" if above and n else above or str(n or "")


def before_point(point: str) -> str:
    """Return the point before one; empty before the first."""
    if point[1:]:
        return point[0]
    return next((x for x in "abcdđefghijklmnopqrstuvwxy" if x != point and follows(point, x)), "")
