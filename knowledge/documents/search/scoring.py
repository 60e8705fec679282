"""How well passages fit a question: BM25 over the whole and over windows of sentences, for all at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from knowledge.documents.search.passages import END, TYPICAL_LENGTH, word_id

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Integers = NDArray[np.int64]

WINDOW = 3
"""Sentences that are looked at together: where the answer stands, words of the question stand close."""
TYPICAL_WINDOW = 60
SINGLE, PAIR = (0.6, 0.4), (0.5, 0.3)
"""Saturation and share of length, for words and for pairs."""
WINDOW_SHARE = 0.6
LOWER = 0xFFFF
HEAD_SHARE = 0.4
"""What a word is worth that stands only in the name of the paper, its chapter or article."""

NAMED_PAPER = 0.6
"""What is added where the question names the paper's number."""


def score(texts: Sequence[bytes], weights: Mapping[str, float]) -> list[float]:
    """Return each passage's score, from 0 to about 1, for the terms' weights (pairs with their share)."""
    if not texts:
        return []
    passages = Passages(texts, weights)
    scores = (1 - WINDOW_SHARE) * passages.whole() + WINDOW_SHARE * passages.best_windows()
    scores *= 1 + NAMED_PAPER * passages.is_named
    # Beyond the sixth digit, the order of additions shows.
    return [round(float(s), 6) for s in scores]


class Passages:
    """The words of several passages in one row, and where the question's terms stand among them."""

    def __init__(self, texts: Sequence[bytes], weights: Mapping[str, float]) -> None:
        import numpy as np

        self.count = len(texts)
        self.words = np.frombuffer(b"".join(texts), dtype=np.uint32)
        sizes = np.array([len(text) // 4 for text in texts])
        self.starts = np.concatenate(([0], np.cumsum(sizes)[:-1]))
        self.sizes = sizes
        self.heads = self.words[self.starts + 1].astype(np.int64)
        self.weights = np.array(list(weights.values())) / (sum(weights.values()) or 1.0)
        named = [word_id(term) for term in weights if term.startswith("#")]
        self.is_named = np.isin(self.words[self.starts], np.array(named, dtype=np.uint32))
        self.is_pair = np.array([" " in term for term in weights], dtype=bool)
        self.at, self.terms = self._find(list(weights))
        self.owner = np.searchsorted(self.starts, self.at, side="right") - 1
        self.is_body = self.at >= (self.starts + 2 + self.heads)[self.owner]
        heads = self._counted(self.owner[~self.is_body], ~self.is_body, self.count)
        self.in_head = HEAD_SHARE * np.minimum(heads, 1)

    def _find(self, terms: Sequence[str]) -> tuple[Integers, Integers]:
        """Return where each occurrence of a term begins, and which term it is."""
        import numpy as np

        parts = {part for term in terms for part in term.split(" ")}
        ids = np.array(sorted({word_id(part) for part in parts}), dtype=np.uint32)
        # Most words are none of the question's: a look at their lower halves tells it.
        maybe = np.zeros(LOWER + 1, dtype=bool)
        maybe[ids & LOWER] = True
        places = np.flatnonzero(maybe[self.words & LOWER])
        slot = np.minimum(np.searchsorted(ids, self.words[places]), len(ids) - 1)
        is_known = ids[slot] == self.words[places]
        places, known = places[is_known], slot[is_known]
        size = len(ids)
        # The word after each, where it is one of the question's too.
        after = np.full(len(places), -1)
        neighbours = np.flatnonzero(np.diff(places) == 1)
        after[neighbours] = known[neighbours + 1]
        numbered = {word: place for place, word in enumerate(ids.tolist())}
        table = np.full(size * (size + 1), -1)
        for number, term in enumerate(terms):
            first, _, second = term.partition(" ")
            right = numbered[word_id(second)] if second else size
            table[numbered[word_id(first)] * (size + 1) + right] = number
        single = table[known * (size + 1) + size]
        pair = np.where(after >= 0, table[known * (size + 1) + np.maximum(after, 0)], -1)
        at = np.concatenate((places[single >= 0], places[pair >= 0]))
        return at, np.concatenate((single[single >= 0], pair[pair >= 0]))

    def _counted(self, owner: Integers, chosen: NDArray[np.bool_], size: int) -> Floats:
        """Count the chosen occurrences by owner and term."""
        import numpy as np

        number = len(self.weights)
        cells = owner * number + self.terms[chosen]
        counts: Floats = np.bincount(cells, minlength=size * number).reshape(size, number).astype(float)
        return counts

    def _worth(self, counts: Floats, lengths: Floats, owner: Integers | None = None) -> Floats:
        """Return each text's share of the question's weight; what stands in its head alone counts less."""
        import numpy as np

        k1 = np.where(self.is_pair, PAIR[0], SINGLE[0])
        b = np.where(self.is_pair, PAIR[1], SINGLE[1])
        shares = counts / (counts + k1 * (1 - b + b * lengths[:, None]))
        in_head = self.in_head if owner is None else self.in_head[owner]
        worth: Floats = np.maximum(shares, in_head) @ self.weights
        return worth

    def whole(self) -> Floats:
        """Score each passage as a whole."""
        counts = self._counted(self.owner[self.is_body], self.is_body, self.count)
        return self._worth(counts, (self.sizes - 2 - self.heads) / TYPICAL_LENGTH)

    def best_windows(self) -> Floats:
        """Score each passage by its best three sentences in a row."""
        import numpy as np

        ends = np.flatnonzero(self.words == END)
        owner = np.searchsorted(self.starts, ends, side="right") - 1
        is_body = ends >= (self.starts + 2 + self.heads)[owner]
        ends, owner = ends[is_body], owner[is_body]
        before = np.maximum(np.concatenate(([0], ends[:-1])), (self.starts + 1 + self.heads)[owner])
        lengths = (ends - before).astype(float)
        counts = self._counted(np.searchsorted(ends, self.at[self.is_body]), self.is_body, len(ends))
        total, spread = counts.copy(), lengths.copy()
        for step in range(1, WINDOW):
            together = owner[step:] == owner[:-step]
            total[:-step][together] += counts[step:][together]
            spread[:-step][together] += lengths[step:][together]
        best: Floats = np.zeros(self.count)
        np.maximum.at(best, owner, self._worth(total, spread / TYPICAL_WINDOW, owner))
        return best
