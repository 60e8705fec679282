"""A paper's articles, Roman parts or headings, in order, each with the chapter it stands in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from knowledge.documents.structure.marks import (
    ARTICLE,
    CAPITAL_PART,
    CLAUSE,
    CONTAINER,
    HEADING,
    LONGEST_TITLE,
    RANKS,
    ROMAN,
    arabic,
    part_label,
    plain,
    quoted_lines,
)
from knowledge.documents.structure.segments import Segment
from knowledge.problems import Refusal

MOST_MISSING = 10
"""Articles that may be left out in between; a greater leap is a quotation of another law."""
MOST_WARNINGS = 20
LONGEST_NAME = 25
"""Words of an article's or chapter's name; what is longer is a sentence."""


@dataclass(slots=True)
class Part:
    """An article, or what stands between articles."""

    label: str
    heading: str = ""
    context: str = ""
    lines: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Outline:
    """The parts of a segment while they are found."""

    suffix: str
    """Of each label, so that two "Điều 1" are told apart."""
    parts: list[Part] = field(default_factory=list)
    warnings: list[Refusal] = field(default_factory=list)
    chapters: dict[int, str] = field(default_factory=dict)
    open_title: bool = False
    """Whether the next line may go on with a chapter's name."""
    titled: bool = False
    """Whether the chapter has a name already, in capitals: what goes on with it is in capitals too."""

    def open(self, label: str, heading: str = "", *lines: str) -> Part:
        """Begin the next part."""
        context = "; ".join(self.chapters[rank] for rank in sorted(self.chapters))
        whole = f"{label} {self.suffix}".strip() if label else self.suffix
        self.parts.append(Part(whole, heading, context if label else "", list(lines)))
        self.open_title = False
        return self.parts[-1]

    def add(self, line: str) -> None:
        """Go on with the part; a heading in it is a line like others."""
        self.parts[-1].lines.append(line.lstrip("# ") if line.startswith(("# ", "##")) else line)

    def enter(self, rank: int, title: str) -> None:
        """Begin a chapter: the ones below it end."""
        self.chapters = {r: t for r, t in self.chapters.items() if r < rank} | {rank: title}
        self.open_title = True

    def warn(self, warning: Refusal) -> None:
        """Remember what broke a sequence."""
        if len(self.warnings) < MOST_WARNINGS:
            self.warnings.append(warning)


def outline(segment: Segment, *, official: bool) -> tuple[list[Part], list[Refusal]]:
    """Cut a segment at whatever it is divided by; receivers and signer come last, by themselves."""
    found = Outline(segment.label)
    found.open("")
    divider(segment.lines, official=official)(found, segment.lines)
    if segment.tail:
        found.chapters.clear()
        found.open("", "", *segment.tail)
    return [p for p in found.parts if p.lines or p.heading], found.warnings


def divider(lines: Sequence[str], *, official: bool) -> Callable[[Outline, Sequence[str]], None]:
    """Tell what a text is divided by: articles, Roman parts, headings, numbers, or nothing."""
    signs = [plain(line) for line in lines]
    articles = [int(m["n"]) for m in map(ARTICLE.match, signs) if m]
    if len(articles) > 1 or articles == [1]:
        return by_articles
    romans = [arabic(m["n"]) for m in map(ROMAN.match, signs) if m]
    if 1 in romans and 2 in romans:  # noqa: PLR2004  # the first and the second
        return by_romans
    if official and sum(1 for m in map(CLAUSE.match, signs) if m and m["n"] in {"1", "2"}) > 1:
        return by_numbers
    if any(HEADING.match(line) for line in lines):
        return by_headings
    return by_nothing


def by_articles(found: Outline, lines: Sequence[str]) -> None:
    """Cut at articles whose numbers go on; what is quoted from another law is no article of this one."""
    last, letter, again = 0, "", 1
    for line, inside in zip(lines, quoted_lines(lines), strict=True):
        sign = plain(line)
        article = None if inside else ARTICLE.match(sign)
        if article and (went := goes_on(found, article["n"], article["letter"], last, letter)):
            again += went == "again"
            last, letter = int(article["n"]), article["letter"]
            label = f"{article['word'].capitalize()} {article['n']}{letter}"
            rest = article["rest"].strip()
            name = "" if is_sentence(rest) else rest.strip(" .")
            found.open(
                label if again == 1 else f"{label} ({again})", name, *([rest] if rest and not name else [])
            )
        elif inside or not opens_chapter(found, sign):
            found.add(line)


def goes_on(found: Outline, number: str, letter: str, last: int, last_letter: str) -> str:
    """Tell how an article follows the one before: "next", "again" from 1, or empty where it does not."""
    n = int(number)
    if (n == last + 1 and letter in {"", "a"}) or (n == last and letter > last_letter):
        return "next"
    if n == 1 and last:
        found.warn(
            Refusal("After article {last}, the articles begin again at 1.", last=f"{last}{last_letter}")
        )
        return "again"
    if not last or last < n <= last + MOST_MISSING:
        if last:
            found.warn(
                Refusal(
                    "After article {last} comes article {found}.",
                    last=f"{last}{last_letter}",
                    found=number + letter,
                )
            )
        else:
            found.warn(Refusal("The first article is {found}.", found=number + letter))
        return "next"
    found.warn(
        Refusal(
            "Article {found} stands after article {last}: it was read as text of that one.",
            found=number + letter,
            last=f"{last}{last_letter}",
        )
    )
    return ""


def opens_chapter(found: Outline, sign: str) -> bool:
    """Take a line that heads a chapter, or goes on with its name."""
    if chapter := CONTAINER.match(sign):
        rest = chapter["rest"].strip()
        loose = not chapter["after"].strip() and rest and not rest[0].isupper()
        if len(sign) < LONGEST_TITLE and not loose and not sign.endswith((".", ";", ":", ",")):
            found.enter(RANKS[chapter["word"].lower()], sign)
            found.open("")
            found.open_title, found.titled = not rest or rest.isupper(), bool(rest)
            return True
    short = len(sign.split()) <= LONGEST_NAME and not sign.endswith((".", ";", ":", ","))
    name = sign.isupper() or (short and not found.titled)
    if found.open_title and name and not CLAUSE.match(sign) and not ROMAN.match(sign):
        found.chapters[max(found.chapters)] += f" {sign}"
        found.open_title, found.titled = sign.isupper(), True
        return True
    found.open_title = False
    return False


def is_sentence(text: str) -> bool:
    """Tell an article's first sentence, on the line of its number, from its name."""
    return len(text.split()) > LONGEST_NAME or text.rstrip().endswith((".", ";", ":", "।"))


def by_romans(found: Outline, lines: Sequence[str]) -> None:
    """Cut a Party paper at I., II., III. in order; they may begin again in each part or under A, B, C."""
    last, part, inside_part = 0, "", ""
    for line, inside in zip(lines, quoted_lines(lines), strict=True):
        sign = plain(line)
        roman = None if inside else ROMAN.match(sign)
        value = arabic(roman["n"]) if roman else 0
        if roman and (value == last + 1 or (value == 1 and part != inside_part)):
            inside_part, last = part, value
            label = f"Mục {roman['n']} {part}".strip() if part else f"Mục {roman['n']}"
            rest = roman["rest"].strip()
            found.open(label, "" if is_sentence(rest) else rest, *([rest] if is_sentence(rest) else []))
        elif not inside and (name := part_label(sign, part)):
            part = name
            found.enter(0, sign)
            found.open("", "")
            found.open_title, found.titled = CAPITAL_PART.match(sign) is None, False
        elif inside or not (found.open_title and opens_chapter(found, sign)):
            if roman and len(roman["n"]) > 1 and value > last + 1:
                found.warn(Refusal("After part {last} comes part {found}.", last=last, found=roman["n"]))
            found.add(line)


def by_numbers(found: Outline, lines: Sequence[str]) -> None:
    """Cut a letter or conclusion without Roman parts at 1., 2., 3. in order."""
    last = 0
    for line, inside in zip(lines, quoted_lines(lines), strict=True):
        sign = plain(line)
        number = None if inside else CLAUSE.match(sign)
        if number and int(number["n"]) == last + 1 and not number["letter"]:
            last += 1
            rest = sign[number.end() :].strip()
            found.open(
                f"Mục {last}", "" if is_sentence(rest) else rest, *([rest] if is_sentence(rest) else [])
            )
        else:
            found.add(line)


def by_headings(found: Outline, lines: Sequence[str]) -> None:
    """Cut at Markdown, HTML and Word headings; a heading stands in those above it."""
    for line in lines:
        if heading := HEADING.match(line):
            level = len(heading["level"])
            name = heading["rest"].strip("# ")[:LONGEST_TITLE]
            found.chapters = {r: t for r, t in found.chapters.items() if r < level}
            found.open(name)
            found.chapters[level] = name
        else:
            found.add(line)


def by_nothing(found: Outline, lines: Sequence[str]) -> None:
    """Leave a text in one piece: it is cut at the ends of its paragraphs."""
    found.parts[-1].lines += lines
