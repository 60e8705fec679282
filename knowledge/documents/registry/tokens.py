"""The words of what somebody typed, with numbers that were mistyped or stuck to letters put right."""

from __future__ import annotations

import re
from dataclasses import dataclass

from knowledge.documents.registry.names import ABBREVIATED, ISSUERS
from knowledge.vietnamese.spelling import bare

TOKEN = re.compile(r"[^\W_]+")
MISTYPED = re.compile(r"(?=[loi]*\d)[\dloi]+")
DIGITS_FIRST = re.compile(r"(?P<number>\d+)(?P<rest>[a-z]{2,}\d*)")
DIGITS_LAST = re.compile(r"(?P<letters>[a-z]+)(?P<number>\d+)")


@dataclass(slots=True)
class Token:
    """A word with what stands before it."""

    text: str
    typed: str
    gap: str

    @property
    def is_plain(self) -> bool:
        """Tell whether it was typed without marks: "từ" is no TU, "QĐ" is one."""
        return self.typed.lower().replace("đ", "d") == bare(self.typed)

    @property
    def is_joined(self) -> bool:
        """Tell whether a hyphen or a stroke ties it to the word before."""
        return self.gap.strip() in {"-", "/", "–", "—"} and (" " not in self.gap or self.typed.isupper())


def tokens_of(text: str) -> list[Token]:
    """Cut a text into words; 57nqtw and nq57 become several, l2 and 5O become numbers."""
    folded = bare(text)
    found: list[Token] = []
    end = 0
    for match in TOKEN.finditer(folded):
        gap, end = folded[end : match.start()], match.end()
        typed = text[match.start() : match.end()]
        word = match[0]
        if MISTYPED.fullmatch(word):
            word = word.translate(str.maketrans("loi", "101"))
        if typed == "TƯ":  # an older short form of Trung ương
            word = typed = "tw"
        pieces = cut(word)
        found.append(Token(pieces[0], typed if len(pieces) == 1 else pieces[0], gap))
        found += [Token(piece, piece, "-") for piece in pieces[1:]]
    return found


def cut(word: str) -> list[str]:
    """Cut what was typed without spaces: 57nqtw, nq57; QH15 stays whole."""
    if match := DIGITS_FIRST.fullmatch(word):
        return [match["number"], *cut_letters(match["rest"])]
    if (match := DIGITS_LAST.fullmatch(word)) and match["letters"] in ABBREVIATED:
        return [match["letters"], match["number"]]
    return [word]


def cut_letters(letters: str) -> list[str]:
    """Cut nqtw into nq and tw, where both are known."""
    for size in range(len(letters) - 1, 0, -1):
        if letters[:size] in ABBREVIATED and letters[size:] in ISSUERS:
            return [letters[:size], letters[size:]]
    return [letters]
