"""GIFT, Moodle's plain text form of questions: all but numbers and essays."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass

from knowledge.models import QuestionKind
from knowledge.problems import Refusal
from knowledge.quiz.parsed import ParsedQuestion, level
from knowledge.vietnamese.text import clean, fold

ESCAPED = re.compile(r"\\([~=#{}:\\n>])")
ARROWED = "\ue100"
"""The arrow of a pair, while = parts the options."""
HIDDEN = 0xE000
"""Escaped characters wait in Unicode's private area until the marks are read."""
RESTORED = {HIDDEN + ord(mark): mark for mark in "~=#{}:\\>"} | {HIDDEN + ord("n"): "\n"}

SHAPE = re.compile(
    r"(?:::(?P<title>[^\n]*?)::)?\s*(?:\[(?P<format>\w+)\])?(?P<text>[^{}]*)\{(?P<body>[^{}]*)\}(?P<rest>[^{}]*)",
    re.DOTALL,
)
TRUTH = re.compile(r"(?P<word>T|TRUE|F|FALSE)\s*(?:#.*)?", re.DOTALL | re.IGNORECASE)
WEIGHT = re.compile(r"%(-?\d+(?:\.\d+)?)%")
CITED = re.compile(r"(?:^|\n|(?<=[.;]) )\s*(?:Căn cứ|Nguồn|Source)\s*:\s*([^\n]+?)\s*$")
BENGALI = re.compile(r"[\u0980-\u09ff]")
BLANK = "_____"
TAG = re.compile(r"\[tag:((?:\\.|[^\]\\])*)\]")
"""In a comment above the question, as Moodle writes it."""
LEVEL_TAG, AUTHOR_TAG = "mức độ: ", "người soạn: "
WHOLE, NOTHING = 100.0, 0.0
"""Per cent of the mark."""


@dataclass(frozen=True, slots=True)
class Block:
    """One item of the file: its first line, its text with escapes hidden, its category."""

    line: int
    text: str
    topic: str
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Answers:
    """What stands in the braces; `rights` are indexes into `options`."""

    options: tuple[str, ...]
    rights: tuple[int, ...]
    kind: QuestionKind = QuestionKind.SINGLE
    prompts: tuple[str, ...] = ()
    said: str = ""
    """Of the right one."""


def blocks(text: str, name: str) -> Iterator[Block]:
    """Cut the file at its empty lines; raises Refusal where nothing in it looks like GIFT."""
    if "{" not in text:
        raise Refusal(
            "{name}: no questions were found. Write them as GIFT, or as a sheet with a heading row.",
            name=name,
        )
    topic = ""
    held: list[str] = []
    tags: list[str] = []
    start = 1
    for number, line in enumerate([*text.splitlines(), ""], 1):
        bare = line.strip()
        if bare.startswith("//"):
            tags += TAG.findall(bare)
        elif bare.upper().startswith("$CATEGORY:"):
            topic = clean(bare.partition(":")[2]).rstrip("/").rpartition("/")[2]
        elif bare:
            start = start if held else number
            held.append(line)
        elif held:
            yield Block(start, hide("\n".join(held)), topic, tuple(tags))
            held, tags = [], []


def read(block: Block) -> ParsedQuestion:
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
    found = answers(body.strip(), text, is_html)
    explanation, source = cited(show(general, is_html) or found.said)
    difficulty, author = tagged(block.tags)
    return ParsedQuestion(
        text,
        found.options,
        found.rights,
        explanation,
        source,
        clean(block.topic),
        found.kind,
        found.prompts,
        level(difficulty),
        author,
    )


def tagged(tags: tuple[str, ...]) -> tuple[str, str]:
    """Return the level and the author that tags name, empty where they name none."""
    plain = [clean(re.sub(r"\\(.)", r"\1", tag)) for tag in tags]
    levels = [tag.removeprefix(LEVEL_TAG) for tag in plain if tag.startswith(LEVEL_TAG)]
    authors = [tag.removeprefix(AUTHOR_TAG) for tag in plain if tag.startswith(AUTHOR_TAG)]
    return (levels or [""])[0], (authors or [""])[0]


def answers(body: str, text: str, is_html: bool) -> Answers:  # noqa: FBT001  # passed on
    """Read what stands in the braces. Raises Refusal."""
    if not body:
        raise Refusal("This is an essay question, which nobody but a person can mark.")
    if truth := TRUTH.fullmatch(body):
        wrong, _, right = body.partition("#")[2].partition("#")
        rights = (0 if truth["word"][0] in "tT" else 1,)
        return Answers(truth_words(text), rights, said=show(right or wrong, is_html))
    if body.startswith(">"):
        items = tuple(show(line, is_html) for line in body.splitlines()[1:] if line.strip())
        return Answers(items, tuple(range(len(items))), QuestionKind.ORDER)
    if body.startswith("#"):
        raise Refusal("This is a numerical question. Write it with options, or as a short answer.")
    if not body.startswith(("=", "~")):
        raise Refusal("The answers must begin with = (right) or ~ (wrong).")
    found = [option(part, is_html) for part in re.findall(r"[=~][^=~]*", body.replace("->", ARROWED))]
    if "~" in body:
        return choices(found)
    said = found[0][2]
    if ARROWED not in found[0][0]:
        words = tuple(words for words, weight, _ in found if weight == WHOLE)
        return Answers(words, tuple(range(len(words))), QuestionKind.SHORT, said=said)
    return matching([words for words, _, _ in found])


def choices(found: list[tuple[str, float, str]]) -> Answers:
    """Tell one right option from several that each give a part of the mark."""
    rights = tuple(index for index, (_, weight, _) in enumerate(found) if weight > NOTHING)
    parts = [weight for _, weight, _ in found if NOTHING < weight < WHOLE]
    is_several = len(rights) > 1 and len(parts) == len(rights)
    return Answers(
        tuple(words.replace(ARROWED, "->") for words, _, _ in found),
        rights,
        QuestionKind.SEVERAL if is_several else QuestionKind.SINGLE,
        said=found[rights[0]][2] if rights else "",
    )


def matching(written: list[str]) -> Answers:
    """Part the pairs; one without a prompt belongs to none."""
    pairs = [tuple(map(clean, words.partition(ARROWED)[::2])) for words in written]
    full = [pair for pair in pairs if pair[0]]
    options = (*(right for _, right in full), *(right for left, right in pairs if not left))
    return Answers(options, tuple(range(len(full))), QuestionKind.MATCH, tuple(left for left, _ in full))


def option(part: str, is_html: bool) -> tuple[str, float, str]:  # noqa: FBT001  # passed on
    """Return an option's text, its weight (100 is right), and its feedback."""
    words, _, feedback = part[1:].strip().partition("#")
    weight = WHOLE if part[0] == "=" else NOTHING
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
