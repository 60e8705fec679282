"""The words of a passage that say most about a question: whole sentences, never an item without its list."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from knowledge.documents.answers.kinds import Kind, holds, kind_of
from knowledge.documents.answers.pieces import Piece, pieces
from knowledge.documents.search.terms import query_terms
from knowledge.vietnamese.text import fold

GAP, CUT = " … ", "… "
STARTS = 3
"""How many of the best sentences are each tried as a beginning."""
HOLDING = 0.12
"""What it is worth that a quote holds a thing of the asked kind; covering the whole question is worth 1."""
BESIDE, HOLDING_BESIDE, ITEM, SAME_SENTENCE, AFTER = 0.06, 0.05, 0.03, 0.05, 0.001
"""What is worth adding although it covers no more: a neighbour, and if it holds the asked kind, is an item
of a list that is shown, finishes its sentence, or stands after rather than before.

All tried on XQuAD and ALQAC: changed by half, none of them moves a figure by more than a point.
"""
LEAST_TAIL = 25
Chosen = dict[int, int]
"""Pieces with the place that each is quoted from: an introduction may lose its beginning."""


@dataclass(frozen=True, slots=True)
class Sought:
    """A question as quotes are chosen for it."""

    weights: dict[str, float]
    kind: Kind
    known: frozenset[str]
    """The question's own words: a number that is among them is no answer."""

    @classmethod
    def of(cls, question: str, weights: dict[str, float]) -> Sought:
        """Read a question; the weights are of its terms."""
        return cls(weights, kind_of(question), frozenset(re.findall(r"\w+", fold(question))))


@dataclass(frozen=True, slots=True)
class Excerpt:
    """Words of a passage."""

    text: str
    start: int
    """Where they begin in it."""
    worth: float
    """How much of the question it covers, and a little for holding what is asked for."""
    pieces: frozenset[int] = field(default_factory=frozenset)


class Passage:
    """A passage that is read for a question."""

    def __init__(self, text: str, sought: Sought, limit: int) -> None:
        self.text = text
        self.sought = sought
        self.limit = limit
        self.pieces = pieces(text, limit - 2 * len(CUT))
        self.terms = [self.covered(p.start, p.end) for p in self.pieces]
        self.holds = [holds(sought.kind, text[p.start : p.end], sought.known) for p in self.pieces]
        self.total = sum(sought.weights.values()) or 1.0

    def covered(self, start: int, end: int) -> set[str]:
        """Return the question's terms that stand between two places."""
        return self.sought.weights.keys() & query_terms(self.text[start:end], most=1000).keys()

    def excerpt(self, but: frozenset[int] = frozenset()) -> Excerpt | None:
        """Choose what to quote, without some of the pieces; None where nothing is left."""
        begun = [(i, self.grown({}, i)) for i in range(len(self.pieces)) if i not in but]
        ranked = sorted(((self.worth(c), -i, c) for i, c in begun if c), key=lambda x: x[:2], reverse=True)
        best: Excerpt | None = None
        for _, _, chosen in ranked[:STARTS]:
            found = self.extended(chosen, but)
            worth = self.worth(found)
            if best is None or worth > best.worth + 1e-9:
                best = Excerpt(self.shown(found), min(found.values()), worth, frozenset(found))
        return best

    def extended(self, chosen: Chosen, but: frozenset[int]) -> Chosen:
        """Add what adds most, as long as there is room."""
        while True:
            worth = self.worth(chosen)
            options = [
                (gain, -i, larger)
                for i in range(len(self.pieces))
                if i not in chosen and i not in but and (larger := self.grown(chosen, i))
                if (gain := self.worth(larger) - worth + self.fitness(chosen, i)) > 0
            ]
            if not options:
                return chosen
            chosen = max(options, key=lambda o: o[:2])[2]

    def fitness(self, chosen: Chosen, i: int) -> float:
        """Return what a piece is worth beside those chosen, however little it covers."""
        worth = 0.0
        if i - 1 in chosen or i + 1 in chosen:
            worth += BESIDE + HOLDING_BESIDE * self.holds[i] + AFTER * (i - 1 in chosen)
        if i - 1 in chosen and self.pieces[i].goes_on:
            worth += SAME_SENTENCE
        return worth + ITEM * (self.pieces[i].intro in chosen)

    def worth(self, chosen: Chosen) -> float:
        """Return how much of the question the chosen pieces cover, and whether they hold what it asks for."""
        found: set[str] = set()
        for i, start in chosen.items():
            piece = self.pieces[i]
            found |= self.terms[i] if start == piece.start else self.covered(start, piece.end)
        held = max((self.holds[i] for i in chosen), default=0.0)
        return sum(self.sought.weights[t] for t in found) / self.total + HOLDING * held

    def grown(self, chosen: Chosen, i: int) -> Chosen | None:
        """Add a piece with the introductions of its list, in short where they are long; None: no room."""
        larger = {**chosen, i: self.pieces[i].start}
        if self.size(larger) > self.limit:
            return None
        for intro in self.introductions(i):
            if intro in larger:
                continue
            piece = self.pieces[intro]
            for start in (piece.start, self.tail(piece)):
                longer = {**larger, intro: start}
                if self.size(longer) <= self.limit:
                    larger = longer
                    break
            else:
                break
        return larger

    def introductions(self, i: int) -> Iterator[int]:
        """Give the piece that introduces a piece's list, and those that introduce that one."""
        intro = self.pieces[i].intro
        while intro is not None:
            yield intro
            intro = self.pieces[intro].intro

    def tail(self, piece: Piece) -> int:
        """Return where the last words of an introduction begin: "thì bị phạt tù từ 03 năm đến 10 năm:"."""
        comma = self.text.rfind(", ", piece.start, max(piece.start, piece.end - LEAST_TAIL))
        return comma + 2 if comma >= 0 else piece.start

    def is_next(self, before: int, i: int, chosen: Chosen) -> bool:
        """Tell whether nothing is left out between two chosen pieces."""
        return i == before + 1 and chosen[i] == self.pieces[i].start

    def size(self, chosen: Chosen) -> int:
        """Count the characters of the quote."""
        order = sorted(chosen)
        count = sum(self.pieces[i].end - chosen[i] for i in order)
        for before, i in pairwise(order):
            joined = chosen[i] - self.pieces[before].end
            count += joined if self.is_next(before, i, chosen) else len(GAP)
        return count + sum(map(len, self.edges(chosen)))

    def edges(self, chosen: Chosen) -> tuple[str, str]:
        """Return the signs for a sentence whose beginning or end is left out."""
        first, last = min(chosen), max(chosen)
        is_cut = chosen[first] > self.pieces[first].start or self.pieces[first].goes_on
        goes_on = last + 1 < len(self.pieces) and self.pieces[last + 1].goes_on
        return CUT if is_cut else "", CUT[::-1] if goes_on else ""

    def shown(self, chosen: Chosen) -> str:
        """Write the quote: the paper's own words, with a sign for what is left out in between."""
        order = sorted(chosen)
        written = ""
        for last, i in zip([-1, *order], order, strict=False):
            if written:
                is_next = self.is_next(last, i, chosen)
                written += self.text[self.pieces[last].end : chosen[i]] if is_next else GAP
            written += self.text[chosen[i] : self.pieces[i].end]
        before, after = self.edges(chosen)
        return before + written + after
