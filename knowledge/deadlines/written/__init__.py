"""Deadlines that a directive's sentences set: until when, and which body they bind. No model is needed.

`due` says it as one word: a day `2025-06-30`, a moment `2025-03-15T17:00`, or a rule: `monthly:20`,
`yearly:12-10`, `quarterly:15 of the last month`, `weekly:FR`, `every:6months`, `workdays:10`,
`days:5 after …`, `event:…`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from knowledge.deadlines.written.bodies import bound
from knowledge.deadlines.written.terms import Term, terms
from knowledge.vietnamese.spelling import bare
from knowledge.vietnamese.text import clean

SENTENCE = re.compile(
    r"[^;\n]+?(?:;|\n|$|(?<=[^\W\d]{2})[.!?](?=\s|$)|(?<=\d)\.(?=\s+[^\W\d]|$)|(?<=\))\.(?=\s|$))"
)
"""A sentence or a part of one, each with a body of its own; the point of "TP." or "31.7" ends none."""


POINT = re.compile(r"\W*\d{1,2}\.")


@dataclass(frozen=True, slots=True)
class WrittenDeadline:
    """A deadline as it stands in a text."""

    due: str
    who: str
    """The body that it binds, in the text's own words; empty where the sentence names none."""
    words: str
    """The sentence that sets it."""


def deadlines_in(text: str, issued: date) -> list[WrittenDeadline]:
    """Find the deadlines in a text; `issued` is the day from which relative ones are counted."""
    return [
        WrittenDeadline(term.due, bound(sentence, folded, term), clean(sentence))
        for sentence, folded in ((sentence, bare(sentence)) for sentence in sentences(text))
        for term in terms(sentence, folded, issued)
    ]


def sentences(text: str) -> Iterator[str]:
    """Cut a text where another body may be bound; the number of a point belongs to it."""
    number = ""
    for match in SENTENCE.finditer(text):
        if POINT.fullmatch(match[0]):
            number = match[0]
        elif match[0].strip(" ;\n"):
            yield number + match[0]
            number = ""


__all__ = ["Term", "WrittenDeadline", "deadlines_in"]
