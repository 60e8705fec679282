"""An answer is what the papers say, word for word, with the place it stands in."""

from __future__ import annotations

import math
from dataclasses import dataclass

from knowledge.documents.search.ranking import PassageHit, Ranking
from knowledge.documents.search.terms import coverage, query_terms
from knowledge.documents.structure import named, sentences
from knowledge.documents.structure.places import place_of

LONGEST_QUOTE = 400
MOST_QUOTES = 3
WORTH_SHOWING = 0.5
"""A further source must score at least this share of the best one."""
SURE_ENOUGH = 0.3
"""Confidence below which it is said that nothing was found."""


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of a paper, unchanged."""

    text: str
    citation: str
    """Such as "Điều 5, khoản 2, 57-NQ/TW – Nghị quyết về ..."."""
    document_id: int
    passage_id: int
    path: str
    """Such as "Điều 5, khoản 2"; empty where the paper has no articles."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the papers say about a question; no quotes where nothing was found."""

    quotes: tuple[Quote, ...]
    citations: tuple[str, ...]
    confidence: float


def compose(ranking: Ranking) -> Answer:
    """Choose the sentences to show, or say that there are none."""
    confidence = trust(ranking)
    if confidence < SURE_ENOUGH:
        return Answer((), (), confidence)
    best = ranking.hits[0].score
    shown = [h for h in ranking.hits if h.score >= WORTH_SHOWING * best][:MOST_QUOTES]
    quotes = tuple(quote(hit, ranking.weights) for hit in shown)
    return Answer(quotes, tuple(dict.fromkeys(q.citation for q in quotes)), confidence)


def trust(ranking: Ranking) -> float:
    """Return how likely the best passage speaks of what was asked, from 0 to 1."""
    if not ranking.hits or not ranking.ideal:
        return 0.0
    features = measure(ranking)
    return 1 / (1 + math.exp(-(BIAS + sum(w * f for w, f in zip(WEIGHTS, features, strict=True)))))


BIAS, WEIGHTS = -6.1, (3.0, 6.3, 5.2)
"""Fitted on questions whose passage is there and the same with it taken away."""


def measure(ranking: Ranking) -> tuple[float, float, float]:
    """Return score against the ideal, the question's coverage by the passage, and by its best sentence."""
    top = ranking.hits[0]
    terms = query_terms(f"{top.title}\n{top.number}\n{top.heading}\n{top.text}", most=100_000)
    sentence = max(
        (coverage(query_terms(s, most=1000), ranking.weights) for s in sentences(top.text)), default=0.0
    )
    return top.score / ranking.ideal, coverage(terms, ranking.weights), sentence


def quote(hit: PassageHit, weights: dict[str, float]) -> Quote:
    """Choose the words of a passage that say most about the question."""
    text = choose(hit.text, weights)
    # A paper in one piece stands under its own title: that is no place in it.
    path = "" if hit.path == hit.title else place_of(hit.path, hit.text, text)
    paper = named(hit.title, hit.number)
    return Quote(text, f"{path}, {paper}" if path else paper, hit.document_id, hit.passage_id, path)


def choose(text: str, weights: dict[str, float]) -> str:
    """Return the sentence that covers the question best, with the neighbours that add most."""
    pieces = spans(text)
    if not pieces:
        return text[:LONGEST_QUOTE]
    gains = [coverage(query_terms(text[a:b], most=1000), weights) for a, b in pieces]
    first = last = max(range(len(pieces)), key=lambda i: (gains[i], -i))
    while True:
        options = [(first - 1, last), (first, last + 1)]
        fitting = [
            (a, b)
            for a, b in options
            if a >= 0 and b < len(pieces) and pieces[b][1] - pieces[a][0] <= LONGEST_QUOTE
        ]
        if not fitting:
            break
        first, last = max(fitting, key=lambda o: gains[o[0]] if o[0] < first else gains[o[1]])
    return trimmed(text[pieces[first][0] : pieces[last][1]])


def spans(text: str) -> list[tuple[int, int]]:
    """Return where each sentence begins and ends."""
    found, at = [], 0
    for sentence in sentences(text):
        start = text.index(sentence, at)
        at = start + len(sentence)
        found.append((start, at))
    return found


def trimmed(text: str) -> str:
    """Cut a single endless sentence at a word's end."""
    return text if len(text) <= LONGEST_QUOTE else text[:LONGEST_QUOTE].rsplit(" ", 1)[0]
