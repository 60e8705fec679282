"""How sure it is that the best passage speaks of what was asked: a small logistic model."""

from __future__ import annotations

import math
import re
from dataclasses import astuple, dataclass
from typing import TYPE_CHECKING

from knowledge.documents.answers.pieces import pieces
from knowledge.documents.search.terms import counted, coverage, numbers, query_terms
from knowledge.vietnamese.text import fold

if TYPE_CHECKING:
    from knowledge.documents.search.ranking import PassageHit, Ranking

SURE_ENOUGH = 0.29
"""Confidence below which it is said that nothing was found."""
RIVALS = 5
"""Passages after the first that are compared with it."""
LEAST_TERMS = 4
"""Terms that a question keeps at least when the law it names is left out."""
NAMED_LAW = re.compile(
    r"(?:(?:theo|can cu)(?: quy dinh (?:tai|cua))? |quy dinh (?:tai|trong|cua) )?"
    r"(?:(?:khoan|diem|dieu) \S+,? (?:cua )?)*"
    r"\b(?:bo luat|luat|nghi dinh|nghi quyet|thong tu|quyet dinh|chi thi|hien phap)"
    r"(?: \w+){0,4}? (?:nam )?(?:19|20)\d\d\b"
)
"""A law named by its year: the passages of a law do not repeat its name."""


@dataclass(frozen=True, slots=True)
class Signs:
    """What tells a passage that answers from one that merely shares words, each about from 0 to 1."""

    sentence: float
    """How much of the question's weight its best sentence covers."""
    pairs: float
    """How much of the question's pairs of words the passage covers, with its title, number and heading."""
    lead: float
    """How much better it fits than the best of those after it."""


BIAS, WEIGHTS = -2.49, Signs(sentence=3.14, pairs=2.11, lead=5.66)
"""Fitted by `python -m tests.bench.answers DATA --fit`: questions of XQuAD and ALQAC with their paper there
and taken away, as typed, without diacritics and with slips, among thousands of passages and among eighty.
"""


def trust(ranking: Ranking, question: str) -> float:
    """Return how likely the best passage speaks of what was asked, from 0 to 1.

    A question that names a paper by its number is not answered from others that do not.
    """
    named = {f"#{number}" for number in numbers(question)}
    if not ranking.hits or (named and not any(named & counted(whole(h)).keys() for h in ranking.hits)):
        return 0.0
    return judged(signs(ranking, question))


def judged(found: Signs) -> float:
    """Return what the model makes of the signs."""
    weighed = zip(astuple(WEIGHTS), astuple(found), strict=True)
    return 1 / (1 + math.exp(-(BIAS + sum(weight * sign for weight, sign in weighed))))


def signs(ranking: Ranking, question: str) -> Signs:
    """Measure the best passage against the question and against the next ones."""
    weights = without_named_law(ranking.weights, question)
    best, *others = ranking.hits
    terms = counted(whole(best))
    pairs = {t: w for t, w in weights.items() if " " in t}
    rivals = [fit(counted(whole(h)), weights) for h in others[:RIVALS] if h.text != best.text]
    return Signs(
        sentence=max((coverage(t, weights) for t in sentence_terms(best.text)), default=0.0),
        pairs=coverage(terms, pairs or weights),
        lead=fit(terms, weights) - max(rivals, default=0.0),
    )


def whole(hit: PassageHit) -> str:
    """Return all by which a passage is found."""
    return f"{hit.title}\n{hit.number}\n{hit.heading}\n{hit.text}"


def sentence_terms(text: str) -> list[dict[str, float]]:
    """Return the terms of each sentence of a passage."""
    return [query_terms(text[p.start : p.end], most=1000) for p in pieces(text, 1000)]


def fit(counts: dict[str, int], weights: dict[str, float]) -> float:
    """Return how well a passage fits, from 0 to 1: what stands in it more often counts more (as in BM25)."""
    found = (
        w * counts[t] / (counts[t] + (0.5 if " " in t else 1.2)) for t, w in weights.items() if t in counts
    )
    return sum(found) / (sum(weights.values()) or 1.0)


def without_named_law(weights: dict[str, float], question: str) -> dict[str, float]:
    """Leave out the words that only name the law ("Theo Bộ luật Dân sự 2015, ..."), if others remain."""
    folded = fold(question)
    rest = query_terms(NAMED_LAW.sub("\n", folded))
    if rest.keys() >= query_terms(folded).keys():
        return weights
    kept = {t: w for t, w in weights.items() if t in rest}
    return kept if len(kept) >= LEAST_TERMS else weights
