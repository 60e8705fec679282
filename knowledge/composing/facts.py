"""What of a sentence can be asked: numbers with their units, dates, spans of time, bodies, definitions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from knowledge.deadlines.written.bodies import subjects_in
from knowledge.vietnamese.text import fold


class FactKind(StrEnum):
    """Of what kind a fact is: distractors are of the same."""

    SHARE = "share"
    MONEY = "money"
    SPAN = "span"
    DATE = "date"
    DAY = "day"
    COUNT = "count"
    BODY = "body"
    MEANING = "meaning"


@dataclass(frozen=True, slots=True)
class Fact:
    """A piece of a sentence that can be left out and asked for."""

    kind: FactKind
    sentence: str
    value: str
    start: int
    """Where the value begins in the sentence."""
    term: str = ""
    """Of a meaning, what is defined."""


NUMBER = r"\d+(?:[.,]\d+)*"
PATTERNS = (
    (FactKind.SHARE, re.compile(rf"{NUMBER} ?%")),
    (FactKind.MONEY, re.compile(rf"{NUMBER} (?:nghìn|triệu|tỷ)(?: đồng)?|{NUMBER} đồng(?! chí)")),
    (
        FactKind.SPAN,
        re.compile(
            rf"(?<!ngày )(?<!giờ )(?<!\d)(?!0+ ){NUMBER} "
            rf"(?:ngày làm việc|ngày|tháng|năm|giờ|phút|tuần)(?= |[,.;:]|$)(?! {NUMBER})"
        ),
    ),
    (
        FactKind.DATE,
        re.compile(r"ngày \d{1,2}(?:/\d{1,2}(?:/\d{4})?| tháng \d{1,2}(?: năm \d{4})?)"),
    ),
    (FactKind.DAY, re.compile(r"ngày \d{1,2}(?= hằng| hàng| của| tháng cuối|[,;.]| trong)")),
    (
        FactKind.COUNT,
        re.compile(rf"{NUMBER} (?:lần|buổi|người|đồng chí|bản|bộ|cuộc|trang|thành viên|nhiệm vụ)"),
    ),
)
DEFINED = re.compile(
    r"(?:^|(?<=\. ))(?P<term>[A-ZĐÀ-Ỹ][^.:;,]{2,60}?) (?:là|được hiểu là) "
    r"(?P<value>[^\d.;:][^.;:]{20,250})[.;]?$"
)
MARKED = re.compile(r"^\s*(?:\d+|[a-zđ])[.)]\s+")
"""The number of a clause or the letter of a point, before the sentence itself."""
SENTENCES = re.compile(r"(?<=[.;])\s+(?=[A-ZĐÀ-Ỹ\d])|\n+")
SHORTEST, LONGEST = 30, 320
"""Characters of a sentence that can be asked: shorter says nothing, longer is not read on a phone."""
LONGEST_BODY = 60
VAGUE = re.compile(r"(?:moi|cac dong chi|dong chi|nguoi|ai|don vi|co quan)\b")
"""What is no body of its own: "mỗi đơn vị", or a person by name, who changes."""


def sentences(text: str) -> Iterator[str]:
    """Yield the sentences of a passage that are fit to be asked, without their numbers."""
    for part in SENTENCES.split(text):
        sentence = MARKED.sub("", " ".join(part.split()))
        if SHORTEST <= len(sentence) <= LONGEST:
            yield sentence


def facts_in(text: str) -> Iterator[Fact]:
    """Yield what can be asked of a passage; a value that stands twice would give itself away."""
    for sentence in sentences(text):
        taken: list[range] = []
        if defined := DEFINED.search(sentence):
            yield Fact(
                FactKind.MEANING, sentence, defined["value"].strip(), defined.start("value"), defined["term"]
            )
            continue
        for kind, pattern in PATTERNS:
            for match in pattern.finditer(sentence):
                span = range(match.start(), match.end())
                if any(span.start < each.stop and each.start < span.stop for each in taken):
                    continue
                taken.append(span)
                if sentence.count(match[0]) == 1:
                    yield Fact(kind, sentence, match[0], match.start())
        yield from bodies_in(sentence)


def bodies_in(sentence: str) -> Iterator[Fact]:
    """Yield the body with which the sentence begins, and which has to do what it says."""
    for subject in subjects_in(sentence, fold(sentence))[:1]:
        value = subject.words
        is_named = sentence.startswith(value) and not VAGUE.match(fold(value)) and ";" not in value
        if is_named and sentence.count(value) == 1 and len(value) <= LONGEST_BODY:
            yield Fact(FactKind.BODY, sentence, value, 0)
