"""What a model wrote is compared with the passages it names, before anybody sees it: pure functions."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.model.meaning import Basis, says_no_more
from knowledge.model.prompt import Source
from knowledge.model.suspicion import gives_orders
from knowledge.vietnamese.text import clean

LONGEST_SENTENCE = 500
LONGEST_SHOWN = 400
"""Of a quote with the sentence it stands in; the same as the quotes of answers without a model."""
MOST_CITATIONS = 4
FEWEST_WORDS = 2
"""Of a quote: a single word supports nothing."""
ENDS = re.compile(r"(?<=[.!?;।])\s+|\n+")
LINK = re.compile(
    r"[a-z][a-z0-9+.-]*://|\bwww\.|[\w.+-]+@\w|(?<!\w)@\w|(?<![\w.])/[a-z]\w+|\b(?:mailto|tel|tg|data|javascript):"
    r"|\b[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:vn|com|net|org|gov|edu|info|io|me|ru|cn|xyz|site|top|example|[a-z]{2}/)\b",
    re.IGNORECASE,
)
"""Addresses, mentions and commands: messengers make all of them something to press."""
MARKUP = re.compile(r"<\s*[/!a-z]|&#?\w+;|\]\s*\(|!\[|`|\*\*|__|\{|\}|\[|\]|^\s*#", re.IGNORECASE)
QUOTES = str.maketrans("“”„«»‘’‚′`–—‐‑\u2212", "\"\"\"\"\"'''''-----")
BETWEEN_BENGALI = re.compile(r"(?<=[\u0980-\u09ff])[\u200c\u200d](?=[\u0980-\u09ff])")


@dataclass(frozen=True, slots=True)
class Citation:
    """Words of a passage that support a sentence."""

    number: int
    """Of the passage, from 1."""
    quote: str
    """Whole sentences of the passage, word for word, around what was quoted."""


@dataclass(frozen=True, slots=True)
class Support:
    """What a citation rests on."""

    citation: Citation
    words: str
    """That are quoted, as they are compared."""
    whole: str
    """The sentences they stand in, uncut."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence that a model wrote and that its quotes support."""

    text: str
    citations: tuple[Citation, ...]


def checked(raw: object, sources: Sequence[Source], question: str) -> Sentence | None:
    """Return a sentence as it may be shown; None where anything about it is not supported."""
    if not isinstance(raw, dict):
        return None
    text, cited = raw.get("text"), raw.get("citations")
    if not isinstance(text, str) or not isinstance(cited, list) or not 0 < len(cited) <= MOST_CITATIONS:
        return None
    text = " ".join(text.split(" ")).strip()
    if not is_plain(text) or gives_orders(text):
        return None
    found = [support(citation, sources) for citation in cited]
    supports = [s for s in found if s is not None]
    if len(supports) < len(found):
        return None
    cited = [sources[s.citation.number - 1] for s in supports]
    basis = Basis(
        quoted="\n".join(s.words for s in supports),
        whole="\n".join(s.whole for s in supports),
        places="\n".join(f"{source.path}\n{source.paper}" for source in cited),
        passages="\n".join(source.text for source in cited),
        question=question,
    )
    if not says_no_more(text, basis):
        return None
    return Sentence(text, tuple(dict.fromkeys(s.citation for s in supports)))


def is_plain(text: str) -> bool:
    """Tell whether a text is one line of letters, with nothing hidden in it and nothing to press."""
    if not 0 < len(text) <= LONGEST_SENTENCE or not any(c.isalpha() for c in text):
        return False
    seen = BETWEEN_BENGALI.sub("", text)
    if any(unicodedata.category(c)[0] == "C" or c in "\u2028\u2029" for c in seen):
        return False
    compatible = unicodedata.normalize("NFKC", seen)
    return not (LINK.search(compatible) or MARKUP.search(compatible))


def support(raw: object, sources: Sequence[Source]) -> Support | None:
    """Return what a citation rests on; None where its words do not stand in the passage."""
    if not isinstance(raw, dict):
        return None
    number, quote = raw.get("passage"), raw.get("quote")
    if type(number) is not int or not 1 <= number <= len(sources) or not isinstance(quote, str):
        return None
    words = quote_key(quote).strip(" .,;:…\"'")
    if len(words.split()) < FEWEST_WORDS:
        return None
    whole = whole_sentences(sources[number - 1].text, words)
    if whole is None or any(gives_orders(line) for line in lines_of(sources[number - 1].text, whole)):
        return None
    return Support(Citation(number, shortened(whole, words)), words, whole)


def quote_key(text: str) -> str:
    """Return a text with one kind of letters, spaces, quotation marks and hyphens: what a copy may change."""
    return " ".join(clean(text).translate(QUOTES).lower().split())


def whole_sentences(text: str, quote: str) -> str | None:
    """Return the sentences of a passage that these words stand in; None where they do not stand there."""
    sentences = [s for s in ENDS.split(text) if s.strip()]
    keys = [quote_key(s) for s in sentences]
    joined = " ".join(keys)
    at = joined.find(quote)
    while at >= 0 and cuts_a_word(joined, at, at + len(quote)):
        at = joined.find(quote, at + 1)
    if at < 0:
        return None
    shown, begin = [], 0
    for sentence, key in zip(sentences, keys, strict=True):
        if begin < at + len(quote) and begin + len(key) > at:
            shown.append(sentence.strip())
        begin += len(key) + 1
    return " ".join(shown)


def lines_of(text: str, whole: str) -> list[str]:
    """Return the lines of a passage that some sentences stand in: an order spoils the whole line."""
    return [
        line for line in text.split("\n") if any(s.strip() in whole for s in ENDS.split(line) if s.strip())
    ]


def cuts_a_word(text: str, begin: int, end: int) -> bool:
    """Tell whether a stretch begins or ends within a word or a number: "5 ngày" is not in "15 ngày"."""
    before, after = text[begin - 1 : begin], text[end : end + 1]
    inside = before and (before.isalnum() or before in ".,/-") and text[begin - 2 : begin].strip(".,/- ")
    number_goes_on = after in {".", ",", "/", "-"} and text[end + 1 : end + 2].isdigit()
    return bool(inside and not before.isspace() and glued(before, text[begin])) or (
        bool(after) and (after.isalnum() or number_goes_on)
    )


def glued(before: str, first: str) -> bool:
    """Tell whether two letters are of one word or number."""
    return before.isalnum() or (before in ".,/-" and first.isdigit())


def shortened(whole: str, quote: str) -> str:
    """Cut endless sentences around the quote; what was cut is marked."""
    if len(whole) <= LONGEST_SHOWN:
        return whole
    at = max(quote_key(whole).find(quote), 0)
    begin = max(0, min(at - LONGEST_SHOWN // 8, len(whole) - LONGEST_SHOWN))
    end = begin + LONGEST_SHOWN
    cut = whole[begin:end]
    if begin:
        cut = "…" + cut.partition(" ")[2]
    return cut if end >= len(whole) else cut.rpartition(" ")[0] + "…"
