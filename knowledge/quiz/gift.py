"""GIFT, Moodle's plain text form of questions: the single-choice and true/false ones."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass

from knowledge.problems import Refusal
from knowledge.vietnamese.text import clean, fold

ESCAPED = re.compile(r"\\([~=#{}:\\n])")
HIDDEN = 0xE000
"""Escaped characters wait in Unicode's private area until the marks are read."""
RESTORED = {HIDDEN + ord(mark): mark for mark in "~=#{}:\\"} | {HIDDEN + ord("n"): "\n"}

SHAPE = re.compile(
    r"(?:::(?P<title>[^\n]*?)::)?\s*(?:\[(?P<format>\w+)\])?(?P<text>[^{}]*)\{(?P<body>[^{}]*)\}(?P<rest>[^{}]*)",
    re.DOTALL,
)
TRUTH = re.compile(r"(?P<word>T|TRUE|F|FALSE)\s*(?:#.*)?", re.DOTALL | re.IGNORECASE)
WEIGHT = re.compile(r"%(-?\d+(?:\.\d+)?)%")
CITED = re.compile(r"(?:^|\n|(?<=[.;]) )\s*(?:Căn cứ|Nguồn|Source)\s*:\s*([^\n]+?)\s*$")
BENGALI = re.compile(r"[\u0980-\u09ff]")
BLANK = "_____"


@dataclass(frozen=True, slots=True)
class Block:
    """One item of the file: its first line, its text with escapes hidden, its category."""

    line: int
    text: str
    topic: str


@dataclass(frozen=True, slots=True)
class Item:
    """A question as the file means it; `rights` are indexes into `options`."""

    text: str
    options: tuple[str, ...]
    rights: tuple[int, ...]
    explanation: str
    source: str


def blocks(text: str, name: str) -> Iterator[Block]:
    """Cut the file at its empty lines; raises Refusal where nothing in it looks like GIFT."""
    if "{" not in text:
        raise Refusal(
            "{name}: no questions were found. Write them as GIFT, or as a sheet with a heading row.",
            name=name,
        )
    topic = ""
    held: list[str] = []
    start = 1
    for number, line in enumerate([*text.splitlines(), ""], 1):
        bare = line.strip()
        if bare.startswith("//"):
            continue
        if bare.upper().startswith("$CATEGORY:"):
            topic = clean(bare.partition(":")[2]).rstrip("/").rpartition("/")[2]
        elif bare:
            start = start if held else number
            held.append(line)
        elif held:
            yield Block(start, hide("\n".join(held)), topic)
            held = []


def read(block: Block) -> Item:
    """Read one item; raises Refusal with the reason where it is of another kind or broken."""
    shape = SHAPE.fullmatch(block.text.strip())
    if shape is None:
        if "{" not in block.text and "}" not in block.text:
            raise Refusal("This is a text without answers in braces.")
        raise Refusal("The braces around the answers do not match, or a sign among them lacks its backslash.")
    is_html = shape["format"] == "html"
    rest = shape["rest"].strip()
    text = show(f"{shape['text'].rstrip()} {BLANK} {rest}" if rest else shape["text"], is_html)
    body, _, general = shape["body"].strip().partition("####")
    options, rights, feedback = answers(body.strip(), text, is_html)
    explanation, source = cited(show(general, is_html) or feedback)
    return Item(text, options, rights, explanation, source)


def answers(body: str, text: str, is_html: bool) -> tuple[tuple[str, ...], tuple[int, ...], str]:  # noqa: FBT001  # passed on
    """Return the options, the right ones, and what is said of the first right one."""
    if not body:
        raise Refusal("This is an essay question: only questions with one right option are read.")
    if truth := TRUTH.fullmatch(body):
        wrong, _, right = body.partition("#")[2].partition("#")
        return truth_words(text), (0 if truth["word"][0] in "tT" else 1,), show(right or wrong, is_html)
    if body.startswith("#"):
        raise Refusal("This is a numerical question: only questions with one right option are read.")
    if not body.startswith(("=", "~")):
        raise Refusal("The answers must begin with = (right) or ~ (wrong).")
    found = [option(part, is_html) for part in re.findall(r"[=~][^=~]*", body)]
    if "->" in body and "~" not in body:
        raise Refusal("This is a matching question: only questions with one right option are read.")
    if "~" not in body:
        raise Refusal("This is a short-answer question: only questions with one right option are read.")
    rights = tuple(index for index, (_, weight, _) in enumerate(found) if weight > 0)
    said = found[rights[0]][2] if rights else ""
    return tuple(words for words, _, _ in found), rights, said


def option(part: str, is_html: bool) -> tuple[str, float, str]:  # noqa: FBT001  # passed on
    """Return an option's text, its weight (100 is right), and its feedback."""
    words, _, feedback = part[1:].strip().partition("#")
    weight = 100.0 if part[0] == "=" else 0.0
    if written := WEIGHT.match(words):
        weight = float(written[1])
        words = words[written.end() :]
    return show(words, is_html), weight, show(feedback, is_html)


def truth_words(text: str) -> tuple[str, str]:
    """Say true and false in the language of the question."""
    if BENGALI.search(text):
        return "সঠিক", "ভুল"
    return ("Đúng", "Sai") if fold(text) != " ".join(text.lower().split()) else ("True", "False")


def cited(explanation: str) -> tuple[str, str]:
    """Part the source, when the explanation ends with one ("Căn cứ: ...")."""
    found = CITED.search(explanation)
    return (explanation[: found.start()].strip(), found[1]) if found else (explanation, "")


def hide(text: str) -> str:
    """Put escaped characters out of the way of the marks."""
    return ESCAPED.sub(lambda found: chr(HIDDEN + ord(found[1])), text)


def show(text: str, is_html: bool) -> str:  # noqa: FBT001  # passed on
    """Return text as people read it: escapes resolved, tags left out."""
    shown = text.translate(RESTORED)
    if is_html:
        shown = html.unescape(re.sub(r"<[^>]*>", " ", shown))
        return clean(" ".join(shown.split()))
    return clean(shown)
