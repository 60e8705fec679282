"""The papers that fit what is wanted, among those that the person may read, best first."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from rapidfuzz import fuzz, process
from sqlalchemy import ColumnElement, or_, select

from knowledge.documents.registry.names import ABBREVIATED, ISSUERS, TYPES
from knowledge.documents.registry.wanted import Wanted
from knowledge.documents.structure import named
from knowledge.models import Document, DocumentKind, DocumentState
from knowledge.scope import Viewer, visible_to
from knowledge.vietnamese.text import fold

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncConnection

MOST = 20_000
"""Papers, the newest first, whose titles are compared with the words; the others are found by number."""
CLOSEST = 200
"""Papers whose words are compared one by one."""
ALIKE = 80
"""Similarity, of 100, at which a word counts as mistyped."""
ENOUGH, SURE, AHEAD = 0.6, 0.85, 0.12
"""Shares of the words: that a title must have, that make it sure, and by which others fall behind it."""
YEAR = re.compile(r"/((?:19|20)\d\d)(?=/|$)")


@dataclass(frozen=True, slots=True)
class Entry:
    """A paper's line in a list."""

    id: int
    title: str
    number: str
    issued_on: date | None

    @property
    def name(self) -> str:
        """Return number and title as one line."""
        return named(self.title, self.number)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A paper in scope with what it is compared by."""

    id: int
    title: str
    number: str
    number_key: str
    type: str
    issuer: str
    folded: str
    issued_on: date | None

    @property
    def parts(self) -> list[str]:
        """Return the abbreviations in its number, folded."""
        return [p for p in re.split(r"[\W_]+", fold(self.number)) if p and not p[0].isdigit()]

    @property
    def types(self) -> frozenset[str]:
        """Return what type of paper it may be."""
        if self.type:
            return frozenset({fold(self.type)})
        title = fold(self.title)
        told = {name for name in TYPES if title.startswith(f"{name} ") or title == name}
        short = next((ABBREVIATED[p] for p in self.parts[:1] if p in ABBREVIATED), frozenset[str]())
        return frozenset({max(told, key=len)}) if told else short

    @property
    def entry(self) -> Entry:
        """Return it as a line of a list."""
        return Entry(self.id, self.title, self.number, self.issued_on)


async def candidates(connection: AsyncConnection, wanted: Wanted, viewer: Viewer) -> list[Candidate]:
    """Read the papers in scope that number and days leave, newest first."""
    query = (
        select(
            Document.id,
            Document.title,
            Document.number,
            Document.number_key,
            Document.type,
            Document.issuer,
            Document.folded,
            Document.issued_on,
        )
        .where(
            visible_to(viewer, Document.unit_id, Document.reach),
            Document.kind == DocumentKind.PAPER,
            Document.state == DocumentState.PUBLISHED,
            *narrowed(wanted),
        )
        .order_by(Document.issued_on.is_(None), Document.issued_on.desc(), Document.id.desc())
        .limit(MOST)
    )
    return [Candidate(*row) for row in await connection.execute(query)]


def narrowed(wanted: Wanted) -> list[ColumnElement[bool]]:
    """Return what the database itself can tell."""
    found: list[ColumnElement[bool]] = []
    if wanted.number:
        zeros = ("", "0", "00", "000")
        found.append(or_(*(Document.number_key.startswith(f"{z}{wanted.number}") for z in zeros)))
    if wanted.first and wanted.last:
        found.append(Document.issued_on.between(wanted.first, wanted.last))
    elif wanted.year:
        in_year = Document.issued_on.between(date(wanted.year, 1, 1), date(wanted.year, 12, 31))
        found.append(or_(in_year, Document.number.contains(str(wanted.year))))
    return found


def fitting(found: list[Candidate], wanted: Wanted) -> tuple[list[Entry], bool]:
    """Return the papers that fit, best first, and whether only one does."""
    for easier in relaxed(wanted):
        left = [c for c in found if fits(c, easier)]
        if easier.key and (exact := [c for c in left if c.number_key.lstrip("0") == easier.key]):
            left = exact
        ranked = by_words(left, easier)
        if ranked:
            is_clear = len(ranked) == 1 and (easier.words != () or wanted.words == ())
            return [paper.entry for paper in ranked], is_clear
    return [], False


def relaxed(wanted: Wanted) -> list[Wanted]:
    """Return what is wanted, then the same with the names of type and issuer as mere words."""
    cousins = frozenset(n for t in wanted.types for n in ABBREVIATED.get(TYPES[t], {t}))
    ways = [wanted, replace(wanted, types=cousins)]
    if not wanted.number:
        issuer = tuple(wanted.issuer.split())
        kind = tuple(min(wanted.types, default="").split())
        ways += [
            replace(wanted, issuer="", issuers=frozenset(), words=(*wanted.words, *issuer)),
            replace(wanted, types=frozenset(), words=(*kind, *wanted.words)),
        ]
    elif wanted.words:
        ways.append(replace(wanted, words=()))
    return [way for i, way in enumerate(ways) if way not in ways[:i] and not way.is_empty]


def fits(paper: Candidate, wanted: Wanted) -> bool:
    """Tell whether number, type, issuer and year are those of the paper."""
    if wanted.number and serial(paper.number) != wanted.number:
        return False
    if wanted.types and not wanted.types & paper.types:
        return False
    if wanted.year and not (wanted.first or wanted.year in years(paper)):
        return False
    return issued_by(paper, wanted) if wanted.issuer or wanted.issuers else True


def serial(number: str) -> str:
    """Return what a number begins with, without zeros: 5 of 05-NQ/ĐU, 12a of 12a/QĐ-UBND."""
    found = re.match(r"0*(\d+[a-z]?)(?![^\W_])", fold(number))
    return found[1] if found else ""


def years(paper: Candidate) -> set[int]:
    """Return the years that number and day name."""
    found = YEAR.search(paper.number)
    return {int(found[1])} if found else {paper.issued_on.year} if paper.issued_on else set()


def issued_by(paper: Candidate, wanted: Wanted) -> bool:
    """Tell whether the issuer is in the paper's name or in its number."""
    if wanted.issuer and wanted.issuer in paper.folded:
        return True
    parts = paper.parts
    if any(part == short for part in parts for short in wanted.issuers):
        return True
    names = () if wanted.issuer else tuple(n for short in wanted.issuers for n in ISSUERS.get(short, ()))
    issuer = fold(paper.issuer)
    return any(name in issuer for name in names)


def by_words(papers: list[Candidate], wanted: Wanted) -> list[Candidate]:
    """Rank papers by the words they share, without those clearly behind; all where no word is wanted."""
    if not wanted.words:
        return papers
    phrase = " ".join(wanted.words)
    close = process.extract(phrase, [p.folded for p in papers], scorer=fuzz.token_set_ratio, limit=CLOSEST)
    scored = [(at, share(wanted.words, papers[at].folded)) for _, _, at in close]
    top = max((score for _, score in scored), default=0.0)
    least = max(ENOUGH, top - AHEAD) if top >= SURE else ENOUGH
    best = sorted((-score, at) for at, score in scored if score >= least)
    return [papers[at] for _, at in best]


def share(words: tuple[str, ...], text: str) -> float:
    """Return how much of the words a text has, mistyped ones at their likeness; in one piece is best."""
    there = re.findall(r"[^\W_]+", text)
    likeness = [
        1.0 if w in there else max((fuzz.ratio(w, t, score_cutoff=ALIKE) for t in there), default=0.0) / 100
        for w in words
    ]
    got = sum(n * len(w) for n, w in zip(likeness, words, strict=True)) / sum(map(len, words))
    in_one_piece = f" {' '.join(words)} " in f" {' '.join(there)} "
    return got if in_one_piece or got < ENOUGH else got * 0.95
