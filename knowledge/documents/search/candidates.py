"""Which passages may fit a question, and what each of its terms is worth, among what a person may read."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from knowledge.documents.search.scopes import Scopes
from knowledge.documents.search.terms import words
from knowledge.vietnamese.text import fold

if TYPE_CHECKING:
    from tantivy import Query

    from knowledge.documents.search.textindex import TextIndex

COMMON = 0.2
"""Share of passages above which a term finds no candidates when the question has rarer ones."""
MOST_COUNTED, MOST_READERS = 5_000, 200
"""Counts that are kept of one scope, and scopes."""
FEWEST = 500
"""Passages that are assumed at least, so that a handful of papers does not make every word common."""
MOST_LOOKED_AT = 30_000
"""Passages that all terms together may stand in; the rarest terms come first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What a search is narrowed to; empty where it is not."""

    type: str = ""
    issuer: str = ""
    year: int | None = None
    in_force_on: date | None = None
    document_id: int | None = None
    kind: str = ""
    without: frozenset[int] = frozenset()
    """Papers to leave out, such as those that others have ended."""


@dataclass(slots=True)
class Counted:
    """What is known of a reader's passages, until the index changes."""

    scopes: list[str] | None
    size: int
    has_gone: bool
    counts: dict[str, int] = field(default_factory=dict)
    """In how many of them a term stands."""


class Reading:
    """The index as it is at this moment, for one reader: nothing else is counted or found."""

    def __init__(self, index: TextIndex, scopes: Scopes) -> None:
        self.index = index
        self._searcher, known = index.counts
        # What is counted stays right until the index changes; each is of these scopes alone.
        held = known.get(scopes)
        if held is None:
            if len(known) >= MOST_READERS:
                known.clear()
            held = known[scopes] = self._sized(scopes)
        if len(held.counts) > MOST_COUNTED:
            held.counts.clear()
        self._scopes, self._has_gone, self._counts = held.scopes, held.has_gone, held.counts
        self.total = max(FEWEST, held.size)

    def _sized(self, scopes: Scopes) -> Counted:
        """Count the passages of a reader, and leave out the scopes that have none."""
        if scopes is None:
            return Counted(None, self._searcher.num_docs, has_gone=False)
        sizes = {scope: self._searcher.doc_freq("scope", scope) for scope in sorted(scopes)}
        there = [scope for scope, size in sizes.items() if size]
        alive = self._alive([self.index.term("scope", scope) for scope in there]) if there else 0
        # What was taken out is still among the frequencies until its segment is written anew.
        return Counted(there, alive, has_gone=alive != sum(sizes.values()))

    def _alive(self, queries: Sequence[Query]) -> int:
        found = self._searcher.search(any_of(queries), 1, count=True)
        return int(found.count)  # type: ignore[attr-defined]  # the stub lacks it

    def places(self, term: str) -> list[tuple[str, str]]:
        """Return the fields and words under which the reader finds a term."""
        word = term.replace(" ", "_")
        if self._scopes is None:
            return [("terms", word)]
        scoped = [("scoped", f"{scope}:{word}") for scope in self._scopes]
        return [place for place in scoped if self._searcher.doc_freq(*place)]

    def count(self, term: str) -> int:
        """Return in how many of the reader's passages a term stands."""
        number = self._counts.get(term)
        if number is None:
            word, often = term.replace(" ", "_"), self._searcher.doc_freq
            if self._scopes is None:
                number = often("terms", word)
            else:
                number = sum([often("scoped", f"{scope}:{word}") for scope in self._scopes])
                if number and self._has_gone:
                    number = self._alive([self.index.term(*place) for place in self.places(term)])
            self._counts[term] = number
        return number

    def standing(self, terms: Sequence[str]) -> list[str]:
        """Return those of many terms that stand in one of the reader's passages."""
        known, count = self._counts, self.count
        return [term for term in terms if (known[term] if term in known else count(term))]

    def holding(self, term: str) -> Query:
        """Return the condition that a term stands in one of the reader's passages."""
        from tantivy import Query

        found = any_of([self.index.term(*place) for place in self.places(term)])
        return Query.const_score_query(found, 0.0)

    def find(
        self, weights: Mapping[str, float], musts: Sequence[Query], limit: int
    ) -> tuple[list[int], list[bytes]]:
        """Return the passages with the most of the question's weight, and their words."""
        from tantivy import Query

        anyof = any_of(
            [
                Query.const_score_query(self.index.term(*place), weights[term])
                for term in self.telling(weights)
                for place in self.places(term)
            ]
        )
        found = self._searcher.search(all_of([anyof, *musts]), limit, count=False, weight_by_field="brevity")
        places = [address for _, address in found.hits]
        words_of = [bytes(self._searcher.doc(place)["words"][0]) for place in places]
        return [int(n or 0) for n in self._searcher.fast_field_values("passage", places)], words_of

    def telling(self, weights: Mapping[str, float]) -> list[str]:
        """Return the rarer terms that stand anywhere, as many as can be looked up fast."""
        there = sorted((self.count(t), t) for t in weights if self.count(t))
        few = COMMON * self.total
        chosen: list[str] = []
        looked_at = 0
        for number, term in there:
            looked_at += number
            if chosen and (number > few or looked_at > MOST_LOOKED_AT):
                break
            chosen.append(term)
        return chosen


def rarity(count: int, total: int) -> float:
    """Return BM25's worth of a term that stands in so many of the passages."""
    return math.log(1 + (total - count + 0.5) / (count + 0.5))


def all_of(queries: Sequence[Query]) -> Query:
    """Return the query for passages that fit each of these."""
    from tantivy import Occur, Query

    if len(queries) == 1:
        return queries[0]
    return Query.boolean_query([(Occur.Must, q) for q in queries]) if queries else Query.all_query()


def any_of(queries: Sequence[Query]) -> Query:
    """Return the query for passages that fit one of these."""
    from tantivy import Occur, Query

    return Query.boolean_query([(Occur.Should, q) for q in queries])


def narrowed(index: TextIndex, filters: Filters) -> list[Query]:
    """Return the conditions of the filters."""
    from tantivy import FieldType, Occur, Query

    facts = [f"kind={filters.kind}"] if filters.kind else []
    facts += [f"type={fold(filters.type)}"] if filters.type else []
    facts += [f"issuer={word}" for word in words(filters.issuer)]
    facts += [f"year={filters.year}"] if filters.year else []
    queries = [index.term("facts", fact) for fact in facts]
    if filters.document_id is not None:
        queries.append(index.term("document", filters.document_id))
    if filters.in_force_on:
        day, number = filters.in_force_on.toordinal(), FieldType.Integer
        queries.append(Query.range_query(index.schema, "first_day", number, upper_bound=day))
        queries.append(Query.range_query(index.schema, "last_day", number, lower_bound=day))
    found = [Query.const_score_query(q, 0.0) for q in queries]
    if filters.without:
        gone = Query.term_set_query(index.schema, "document", sorted(filters.without))
        found.append(
            Query.const_score_query(
                Query.boolean_query([(Occur.Must, Query.all_query()), (Occur.MustNot, gone)]), 0.0
            )
        )
    return found
