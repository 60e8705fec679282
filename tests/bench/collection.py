"""Sets of questions over passages, and how people type them: as written, without marks, with slips."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import orjson

from knowledge.documents.structure import analyse
from knowledge.vietnamese.spelling import bare

SHARED = Path(__file__).parents[3] / "shared" / "data" / "retrieval"
PAPERS = Path(__file__).parents[2] / "bot" / "demo" / "documents"
QUESTIONS = Path(__file__).parent / "questions.tsv"
HALF = 0.5
SLIPS = 1 / 3
WORD = re.compile(r"\S+")
LETTERS = "abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage as the sets have it."""

    id: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Question:
    """A question with the passages that answer it."""

    text: str
    gold: frozenset[str]


@dataclass(frozen=True, slots=True)
class Collection:
    """Passages and questions about them."""

    name: str
    passages: list[Passage]
    questions: list[Question]


def lines(path: Path) -> Iterator[dict[str, object]]:
    """Read one JSON object a line."""
    with path.open("rb") as file:
        yield from (orjson.loads(line) for line in file if line.strip())


def read(corpus: Path) -> Collection:
    """Read NAME.corpus.jsonl with its NAME.queries.jsonl."""
    name = corpus.name.removesuffix(".corpus.jsonl")
    passages = [Passage(str(p["id"]), str(p.get("title", "")), str(p["text"])) for p in lines(corpus)]
    questions = [
        Question(str(q["q"]), frozenset(map(str, q["gold"])))  # type: ignore[call-overload]  # a list
        for q in lines(corpus.with_name(f"{name}.queries.jsonl"))
        if q.get("gold")
    ]
    return Collection(name, passages, questions)


def collections(folder: Path) -> list[Collection]:
    """Read every set of a folder."""
    return [read(path) for path in sorted(folder.glob("*.corpus.jsonl"))]


def own() -> Collection:
    """Return the demo's papers with our questions about them: the file and the place of each answer."""
    passages: list[Passage] = []
    for path in sorted(PAPERS.iterdir()):
        structure = analyse(path.read_text(encoding="utf-8").split("\n"), path.name)
        name = f"{structure.head.title} {structure.head.number}"
        for number, draft in enumerate(structure.passages):
            place = draft.path.split(", ")[0]
            text = f"{draft.heading}\n{draft.text}"
            passages.append(Passage(f"{path.name}\t{place}\t{number}", name, text))
    questions = []
    for line in QUESTIONS.read_text(encoding="utf-8").splitlines():
        place, _, text = line.rpartition("\t")
        gold = frozenset(p.id for p in passages if p.id.startswith(f"{place}\t"))
        questions.append(Question(text, gold))
    return Collection("demo", passages, questions)


def half(text: str, chance: random.Random) -> str:
    """Take the marks away from about half of the syllables."""
    return WORD.sub(lambda m: m[0] if chance.random() < HALF else bare(m[0]), text)


def slip(word: str, chance: random.Random) -> str:
    """Change, leave out, double or swap one letter of a word."""
    at = chance.randrange(len(word))
    letter = chance.choice(LETTERS) if word.isascii() or word[at] < "\u0900" else chance.choice(word)
    ways = (
        word[:at] + letter + word[at + 1 :],
        word[:at] + word[at + 1 :],
        word[:at] + letter + word[at:],
        word[:at] + word[at + 1 : at + 2] + word[at] + word[at + 2 :],
    )
    return chance.choice(ways)


def with_slips(text: str, chance: random.Random) -> str:
    """Make one slip in a third of the words, in one at least."""
    words = text.split()
    able = [n for n, word in enumerate(words) if len(word) > 1]
    for n in chance.sample(able, min(len(able), max(1, round(len(words) * SLIPS)))):
        words[n] = slip(words[n], chance)
    return " ".join(words)


WAYS: dict[str, Callable[[str, random.Random], str]] = {
    "typed": lambda text, _: text,
    "no marks": lambda text, _: bare(text),
    "half marks": half,
    "typos": with_slips,
}


def asked(collection: Collection, way: str) -> list[str]:
    """Return the questions as they are typed in one of the ways, the same at every run."""
    chance = random.Random(f"{collection.name} {way}")
    return [WAYS[way](question.text, chance) for question in collection.questions]
