"""From what somebody types to the paper they want: a pure function."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, datetime

from knowledge.documents.registry.days import days_of
from knowledge.documents.registry.names import (
    ABBREVIATED,
    DISTINCT,
    ISSUER_NAMES,
    ISSUERS,
    TYPES,
    WORDS,
)
from knowledge.documents.registry.tokens import Token, tokens_of
from knowledge.vietnamese.spelling import bare
from knowledge.vietnamese.text import clean

NUMBER = re.compile(r"\d{1,5}[a-z]?")
YEAR = re.compile(r"(?:19[4-9]|20)\d{1,2}")
DIGITS = {0x9E6 + digit: str(digit) for digit in range(10)} | {0x200C: None, 0x200D: None}
"""Bengali digits as ours, joiners away; marks stay, for they tell "từ" from TU and "vệ" from "về"."""
LONGEST = 400
"""Characters of a query that are read."""
LEAD = re.compile(
    r"(?:(?:xin|hay|toi can|toi muon|cho toi|cho em|cho minh|cho xem|giup toi|giup em"
    r"|xem|tim|mo|doc|tra cuu|gui|lay|tai|show|find|open) )*"
    r"(?:(?:cac |nhung |mot )?(?:van ban|tai lieu|papers?|documents?)(?: |$))?"
)
"""How people begin who ask for a paper."""
STOPS = frozenset(
    {
        *(
            "về",
            "ve",
            "của",
            "cua",
            "ngày",
            "ngay",
            "ký",
            "ban",
            "hành",
            "hanh",
            "các",
            "cac",
            "những",
            "nhung",
        ),
        *("trong", "theo", "năm", "nam", "the", "of", "about", "on", "no", "a", "an"),
    }
)
"""Words that lead to others and find nothing by themselves; "ban hành" is two of them."""
LONGEST_NAME = 7
"""Syllables of an issuer's name."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is known of the paper that somebody wants; all folded."""

    number: str = ""
    """Without leading zeros, with its letter if it has one."""
    key: str = ""
    """Number and notation together as they were typed, comparable with `Document.number_key`."""
    types: frozenset[str] = frozenset()
    issuer: str = ""
    """In full, such as "bo chinh tri"; empty where only an abbreviation was typed."""
    issuers: frozenset[str] = frozenset()
    """The abbreviations that may stand for it in a number."""
    year: int | None = None
    first: date | None = None
    last: date | None = None
    words: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing was understood."""
        return self == Wanted()


@dataclass(slots=True)
class Draft:
    """What was understood so far, left to right."""

    tokens: list[Token]
    number: str = ""
    key: list[str] = field(default_factory=list)
    types: frozenset[str] = frozenset()
    issuer: str = ""
    issuers: frozenset[str] = frozenset()
    year: int | None = None
    words: list[str] = field(default_factory=list)
    in_notation: bool = False
    """Whether the word before belonged to a number's notation."""

    def read(self) -> None:
        """Take one word, or several that make a name, after another."""
        at = 0
        while at < len(self.tokens):
            at += self.name(at) or self.figure(at) or self.short_form(at) or self.word(at)

    def name(self, at: int) -> int:
        """Take the full name of a type or an issuer; how many words it has, or 0."""
        for size in range(min(LONGEST_NAME, len(self.tokens) - at), 0, -1):
            phrase = " ".join(t.text for t in self.tokens[at : at + size])
            if phrase in TYPES and not self.types and not self.words:
                self.types, self.in_notation = frozenset({phrase}), False
                return size
            if phrase in ISSUER_NAMES and not self.issuer and size > 1:
                self.issuer, self.issuers, self.in_notation = phrase, ISSUER_NAMES[phrase], False
                return size
        return 0

    def figure(self, at: int) -> int:
        """Take a number or a year."""
        text = self.tokens[at].text
        if not NUMBER.fullmatch(text):
            return 0
        begins = not self.number and (not self.words or (not self.types and self.short_type_at(at + 1)))
        if YEAR.fullmatch(text) and len(text) == 4 and not (begins and self.notation_at(at + 1)):  # noqa: PLR2004  # digits of a year
            self.year = self.year or int(text)
            self.key += [text] if self.in_notation and self.number else []
            return 1
        if not begins:
            return 0
        self.number = text.lstrip("0") or "0"
        self.key.insert(0, self.number)
        self.in_notation = True
        return 1

    def short_form(self, at: int) -> int:
        """Take an abbreviation of a type or an issuer, where one can stand."""
        token = self.tokens[at]
        if not token.is_plain:
            return 0
        if not self.types and self.type_stands(at):
            self.types = ABBREVIATED[token.text]
        elif token.text in ISSUERS and self.issuer_stands(token):
            self.issuers |= {token.text}
        elif not (self.in_notation and token.is_joined):
            return 0
        if token.text not in WORDS:
            self.key.append(token.text)
            self.in_notation = True
        return 1

    def type_stands(self, at: int) -> bool:
        """Tell whether the word is an abbreviated type: beside a number, or first and no syllable."""
        text = self.tokens[at].text
        if text not in ABBREVIATED:
            return False
        first = at == 0 and not any(c in "aeiouy" for c in text) and len(text) > 1
        ahead = self.tokens[at + 1 : at + 4]
        number = next((i for i, t in enumerate(ahead) if NUMBER.fullmatch(t.text)), None)
        leads = number is not None and all(t.text == "so" or t.text in ISSUERS for t in ahead[:number])
        return (self.in_notation or first or text in WORDS or leads) and not self.words

    def issuer_stands(self, token: Token) -> bool:
        """Tell whether the word is an abbreviated issuer."""
        of_another = any(NUMBER.fullmatch(word) for word in self.words)
        return self.in_notation or (not of_another and (token.text in DISTINCT or token.typed.isupper()))

    def short_type_at(self, at: int) -> bool:
        """Tell whether an abbreviated type follows."""
        return at < len(self.tokens) and self.tokens[at].is_plain and self.tokens[at].text in ABBREVIATED

    def notation_at(self, at: int) -> bool:
        """Tell whether the notation of a number follows."""
        return self.short_type_at(at) or (at < len(self.tokens) and self.tokens[at].is_joined)

    def word(self, at: int) -> int:
        """Keep a word that says what the paper is about."""
        token = self.tokens[at]
        before_number = token.text == "so" and self.is_number(at + 1)
        after_about = token.text == "viec" and at > 0 and self.tokens[at - 1].text == "ve"
        if not (token.typed.lower() in STOPS or before_number or after_about):
            self.words.append(token.text)
            self.in_notation = False
        return 1

    def is_number(self, at: int) -> bool:
        """Tell whether a number stands there."""
        return at < len(self.tokens) and NUMBER.fullmatch(self.tokens[at].text) is not None


def wanted(query: str, now: datetime) -> Wanted:
    """Read which paper is wanted: number, type, issuer, days, and words of its title."""
    text = " ".join(clean(query)[:LONGEST].translate(DIGITS).split())
    lead = LEAD.match(bare(text))
    days = days_of(text[lead.end() if lead else 0 :], now)
    draft = Draft(list(tokens_of(days.rest)))
    draft.read()
    return Wanted(
        number=draft.number,
        key="".join(draft.key) if draft.number and len(draft.key) > 1 else "",
        types=draft.types,
        issuer=draft.issuer,
        issuers=draft.issuers,
        year=days.year or draft.year,
        first=days.first,
        last=days.last,
        words=tuple(draft.words),
    )
