"""Questions made by rules: a fact left out of its sentence, beside others of the same kind."""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from knowledge.composing.facts import NUMBER, Fact, FactKind, facts_in
from knowledge.models import Difficulty
from knowledge.problems import Refusal
from knowledge.quiz.parsed import LONGEST_OPTION, ParsedQuestion, checked, plain

OPTIONS = 4
BLANK = "_____"
STEPS = (0.5, 2, 1.5, 3, 0.75, 1.25, 4)
"""By what a number is multiplied to make another that could be meant."""
FIVES_FROM = 20
MOST_OF_A_PASSAGE = 2


@dataclass(frozen=True, slots=True)
class Source:
    """A passage that questions are made from."""

    document_id: int
    version: int
    path: str
    paper: str
    text: str
    topic: str = ""

    @property
    def said(self) -> str:
        """Return the source in words."""
        return f"{self.paper}, {self.path}" if self.path else self.paper


@dataclass(frozen=True, slots=True)
class Composed:
    """A question with the passage that it was made from."""

    question: ParsedQuestion
    source: Source


def composed(sources: Sequence[Source], others: Iterable[str], seed: str) -> list[Composed]:
    """Make questions of passages; distractors come from these and from other texts of the corpus."""
    draw = random.Random(seed)  # noqa: S311  # a choice that can be repeated
    known: dict[FactKind, dict[str, str]] = {}
    # What stands before the first article is the head of the paper: place, day, the papers it rests on.
    has_articles = any(source.path for source in sources)
    of_each = [(s, list(facts_in(s.text))) for s in sources if s.path or not has_articles]
    for fact in (*(f for _, facts in of_each for f in facts), *(f for t in others for f in facts_in(t))):
        known.setdefault(fact.kind, {}).setdefault(plain(fact.value), fact.value)
    found = []
    for source, facts in of_each:
        made = 0
        for fact in facts:
            question = question_of(fact, source, list(known[fact.kind].values()), draw)
            if question and made < MOST_OF_A_PASSAGE:
                made += 1
                found.append(Composed(question, source))
    return found


def question_of(fact: Fact, source: Source, known: list[str], draw: random.Random) -> ParsedQuestion | None:
    """Make one question; None where too few could be meant instead."""
    wrong = distractors(fact, source.text, known, draw)
    if len(wrong) < OPTIONS - 1:
        return None
    options = [*wrong[: OPTIONS - 1], fact.value]
    draw.shuffle(options)
    text = (
        f"Theo {source.said}, “{fact.term}” là gì?"
        if fact.kind == FactKind.MEANING
        else f"Theo {source.said}, điền vào chỗ trống: “{left_out(fact)}”"
    )
    try:
        return checked(
            ParsedQuestion(
                text,
                tuple(capitalised(option, fact) for option in options),
                (options.index(fact.value),),
                f"“{fact.sentence}”",
                source.said,
                source.topic,
                difficulty=Difficulty.MEDIUM,
            )
        )
    except Refusal:
        # Too long for a phone, or two options that read the same.
        return None


def left_out(fact: Fact) -> str:
    """Return the sentence with a gap in the place of the value."""
    return fact.sentence[: fact.start] + BLANK + fact.sentence[fact.start + len(fact.value) :]


def capitalised(option: str, fact: Fact) -> str:
    """Begin meanings with a capital, whichever text they come from: the right one must not stand out."""
    return option[:1].upper() + option[1:] if fact.kind in {FactKind.MEANING, FactKind.BODY} else option


def distractors(fact: Fact, text: str, known: list[str], draw: random.Random) -> list[str]:
    """Return what could be meant instead and does not stand in the passage: that would be right as well."""
    held = plain(text)
    unit = re.sub(NUMBER, "#", fact.value)
    others = [each for each in known if plain(each) not in held and plain(each) != plain(fact.value)]
    if fact.kind in {FactKind.MEANING, FactKind.BODY}:
        # Of about the same length: the longest one is the right one too often.
        others.sort(key=lambda each: abs(len(each) - len(fact.value)))
        near = [each for each in others if len(each) <= LONGEST_OPTION][: 2 * OPTIONS]
        draw.shuffle(near)
        return near
    same = [each for each in others if re.sub(NUMBER, "#", each) == unit]
    draw.shuffle(same)
    made = [each for each in varied(fact, draw) if plain(each) not in held]
    return list({plain(each): each for each in (*same, *made)}.values())


def rounded(value: float) -> int:
    """Round as people write numbers: from twenty on to fives."""
    return round(value) if value < FIVES_FROM else 5 * round(value / 5)


def varied(fact: Fact, draw: random.Random) -> Iterator[str]:
    """Yield the value with another number in it, one that its kind allows."""
    numbers = re.findall(NUMBER, fact.value)
    first = numbers[0]
    if not first.isdigit():
        return
    steps = list(STEPS)
    draw.shuffle(steps)
    if fact.kind in {FactKind.DATE, FactKind.DAY}:
        days = [day for day in (5, 10, 15, 20, 25, 28) if day != int(first)]
        draw.shuffle(days)
        made = [f"{day:02d}" for day in days]
    else:
        most = 100 if fact.kind == FactKind.SHARE else 10**9
        values = [round(int(first) * step) for step in steps] + [
            int(first) + 1,
            int(first) + 2,
            int(first) + 5,
        ]
        made = [
            str(value).zfill(len(first)) if first.startswith("0") else str(value)
            for value in values
            if 0 < value <= most and value != int(first)
        ]
    for number in made:
        yield fact.value.replace(first, number, 1)
