"""Vectors compared, and two rankings made one: pure functions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

STEADY = 60
"""Of reciprocal rank fusion (Cormack and others, 2009): how little the first rank is above the next."""


def unit(vector: Sequence[float]) -> list[float]:
    """Return a vector of the length one in the same direction."""
    import numpy as np

    array = np.asarray(vector, dtype=np.float32)
    length = float(np.linalg.norm(array))
    return [float(v) for v in (array / length if length else array)]


def as_bytes(vector: Sequence[float]) -> bytes:
    """Return a vector of the length one in half precision: ranks stay, and half the memory."""
    import numpy as np

    return np.asarray(unit(vector), dtype=np.float16).tobytes()


def best(
    so_far: Sequence[tuple[int, float]],
    ids: Sequence[int],
    vectors: Sequence[bytes],
    wanted: Sequence[float],
    limit: int,
) -> list[tuple[int, float]]:
    """Return the nearest of those so far and of some more, best first."""
    import numpy as np

    matrix = np.frombuffer(b"".join(vectors), dtype=np.float16).reshape(len(ids), len(wanted))
    likeness = matrix.astype(np.float32) @ np.asarray(unit(wanted), dtype=np.float32)
    top = np.argpartition(-likeness, min(limit, len(ids)) - 1)[:limit]
    found = [*so_far, *((ids[n], float(likeness[n])) for n in top)]
    return sorted(found, key=lambda f: (-f[1], f[0]))[:limit]


def fused(*rankings: Iterable[int]) -> list[int]:
    """Return the ids of several rankings in one order: by the sum of 1 / (60 + rank)."""
    scores: dict[int, float] = {}
    for ranking in rankings:
        for rank, found in enumerate(ranking, 1):
            scores[found] = scores.get(found, 0.0) + 1 / (STEADY + rank)
    return sorted(scores, key=lambda f: -scores[f])
