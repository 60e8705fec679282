"""Questions with the words that answer them."""

from __future__ import annotations

import random
from dataclasses import dataclass
from pathlib import Path

from knowledge.documents.search.terms import WORD
from knowledge.vietnamese.text import clean
from tests.bench.collection import WAYS, Collection, lines


@dataclass(frozen=True, slots=True)
class Question:
    """A question with the passages that answer it, and the words that do."""

    text: str
    gold: frozenset[str]
    answers: tuple[str, ...]


def normal(text: str) -> str:
    """Return a text's words, so that one text can be sought in another."""
    return f" {' '.join(WORD.findall(clean(text).lower()))} "


def answers(text: str, question: Question) -> bool:
    """Tell whether a text holds the answer."""
    return any(normal(answer) in normal(text) for answer in question.answers)


def questions_of(collection: Collection, folder: Path, sample: int | None) -> list[Question]:
    """Read the questions with their answers."""
    path = folder / f"{collection.name}.queries.jsonl"
    found = [
        Question(str(q["q"]), frozenset(map(str, q["gold"])), tuple(map(str, q.get("answers") or ())))  # type: ignore[call-overload]  # lists
        for q in lines(path)
        if q.get("gold")
    ]
    return random.Random(1).sample(found, sample) if sample and sample < len(found) else found


def typed(question: Question, way: str) -> str:
    """Return a question as it is typed in one of the ways, the same at every run."""
    return WAYS[way](question.text, random.Random(f"{question.text} {way}"))
