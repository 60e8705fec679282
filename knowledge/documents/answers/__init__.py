"""An answer is what the papers say, word for word, with the place it stands in."""

from __future__ import annotations

from dataclasses import dataclass, replace

from knowledge.documents.answers.confidence import SURE_ENOUGH, fit, trust, whole
from knowledge.documents.answers.quoting import Excerpt, Passage, Sought
from knowledge.documents.search.ranking import PassageHit, Ranking
from knowledge.documents.search.terms import asked_terms, counted, words
from knowledge.documents.structure import named
from knowledge.documents.structure.places import place_of
from knowledge.models import DocumentKind

__all__ = ["LONGEST_QUOTE", "SURE_ENOUGH", "Answer", "Quote", "compose", "quotes_of"]

LONGEST_QUOTE = 400
"""Characters of a quote."""
MOST_QUOTES = 3
WORTH_SHOWING = 0.5
"""A further source must score at least this share of the best one."""
CLOSE, CLOSELY = 0.8, 0.1
"""A third source is shown if it scores this share of the best, and its quote says at most so much less; else
a second quote of the best one says more: on XQuAD the answer then stands in one of three quotes in 89 % of
the cases instead of 82.
"""
LEAST_WORTH = 0.1
"""How much of the question a second quote of a passage must cover."""
SAME_WORDS = 0.8
"""Share of its words above which a quote repeats another."""
TOPIC_WORTH = 0.4
"""What a word of the question before counts beside one of a question that follows it up."""


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of a paper, unchanged; what is left out in between is marked by "…"."""

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
    is_near: bool = False
    """Whether nothing holds what stood in quotation marks, and this was found without them."""


def compose(ranking: Ranking, question: str, limit: int = LONGEST_QUOTE) -> Answer:
    """Choose the sentences to show, or say that there are none."""
    # A unit's approved reply is shown as such, and not quoted among the papers.
    ranking = replace(ranking, hits=[h for h in ranking.hits if h.kind == DocumentKind.PAPER])
    confidence = trust(ranking, question)
    if confidence < SURE_ENOUGH:
        return Answer((), (), confidence)
    quotes = tuple(quotes_of(ranking, question, limit))
    return Answer(quotes, tuple(dict.fromkeys(q.citation for q in quotes)), confidence)


def following(ranking: Ranking, question: str) -> Ranking:
    """Let the words of a follow-up count more than those of the question before, with which it was ranked."""
    asked = asked_terms(question)
    weights = {t: w if t in asked else TOPIC_WORTH * w for t, w in ranking.weights.items()}
    scored = [replace(h, score=fit(counted(whole(h)), weights)) for h in ranking.hits]
    return replace(ranking, hits=sorted(scored, key=lambda h: -h.score), weights=weights)


def quotes_of(ranking: Ranking, question: str, limit: int = LONGEST_QUOTE) -> list[Quote]:
    """Choose up to three quotes of at most so many characters that differ, the best first."""
    if not ranking.hits:
        return []
    sought = Sought.of(question, ranking.weights)
    best = ranking.hits[0]
    first = Passage(best.text, sought, limit)
    main = first.excerpt() or Excerpt(best.text[:limit], 0, 0.0)
    found = [(best, main)]
    for hit in ranking.hits[1 : 2 * MOST_QUOTES]:
        if len(found) == MOST_QUOTES or hit.score < WORTH_SHOWING * best.score:
            break
        excerpt = Passage(hit.text, sought, limit).excerpt()
        if not excerpt or set(words(excerpt.text)) <= set(words(hit.title)):
            continue  # the paper's own title answers nothing
        if not any(repeats(excerpt.text, other.text) for _, other in found):
            found.append((hit, excerpt))
    if len(found) < MOST_QUOTES or not is_close(found[-1], found[0]):
        second = first.excerpt(but=main.pieces)
        if second and second.worth >= LEAST_WORTH:
            found = [found[0], (best, second), *found[1 : MOST_QUOTES - 1]]
    return [quote(hit, excerpt) for hit, excerpt in found]


def is_close(one: tuple[PassageHit, Excerpt], best: tuple[PassageHit, Excerpt]) -> bool:
    """Tell whether a source is nearly as good as the best."""
    return one[0].score >= CLOSE * best[0].score and one[1].worth >= best[1].worth - CLOSELY


def repeats(text: str, other: str) -> bool:
    """Tell whether a quote says the same words as another."""
    mine, others = set(words(text)), set(words(other))
    if {w for w in mine ^ others if w.isdecimal()}:
        return False  # another day or sum: that is what matters
    return len(mine & others) > SAME_WORDS * min(len(mine), len(others))


def quote(hit: PassageHit, excerpt: Excerpt) -> Quote:
    """Say where the words of a passage stand."""
    # A paper in one piece stands under its own title: that is no place in it.
    path = "" if hit.path == hit.title else place_of(hit.path, hit.text, hit.text[excerpt.start :])
    paper = named(hit.title, hit.number)
    return Quote(excerpt.text, f"{path}, {paper}" if path else paper, hit.document_id, hit.passage_id, path)
