"""Many made-up passages: sentences of the shared sets put together anew, or of a generator of syllables."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from itertools import islice

from knowledge.documents.structure import sentences
from tests.bench.collection import SHARED, collections

SEED = 7
SENTENCES = 5
ONSETS = "b c ch d đ g gi h kh l m n ng nh ph qu r s t th tr v x"
RHYMES = (
    "a ai an ang anh ao âm ân âu ăn ăng e eo ê ên êu i in inh iên iêu "
    "o oa oan oi ong ô ôi ông ơi u ui uy ươi ương"
)


def syllables(chance: random.Random) -> list[str]:
    """Make a vocabulary, the frequent ones first."""
    made = [onset + rhyme for onset in ONSETS.split() for rhyme in RHYMES.split()]
    chance.shuffle(made)
    return made


def invented(chance: random.Random) -> list[str]:
    """Make sentences of syllables that are as unevenly frequent as those of a language."""
    vocabulary = syllables(chance)
    shares = [1 / (rank + 10) for rank in range(len(vocabulary))]
    return [
        " ".join(chance.choices(vocabulary, shares, k=chance.randint(8, 40))).capitalize() + "."
        for _ in range(20_000)
    ]


def material() -> tuple[list[str], list[str]]:
    """Return sentences to make passages of, and questions to ask."""
    chance = random.Random(SEED)
    sets = collections(SHARED)
    pieces = [s for c in sets for p in c.passages for s in sentences(p.text)] or invented(chance)
    questions = [q.text for c in sets for q in c.questions]
    questions = questions or [" ".join(chance.choice(pieces).split()[:12]) for _ in range(1000)]
    chance.shuffle(questions)
    return pieces, questions


def passages(pieces: Sequence[str]) -> Iterator[str]:
    """Make passages without end, the same at every run."""
    chance = random.Random(SEED)
    while True:
        yield " ".join(chance.choices(pieces, k=SENTENCES))


def chunks(texts: Iterator[str], size: int, count: int) -> Iterator[list[str]]:
    """Cut the next passages into lists."""
    for _ in range(count):
        yield list(islice(texts, size))
