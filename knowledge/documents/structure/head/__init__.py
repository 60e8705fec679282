"""What a paper says about itself: number, type, issuer, day, abstract, signer, validity: pure functions."""

from __future__ import annotations

from collections.abc import Sequence

from knowledge.documents.structure.head.dates import find_date, find_validity, is_place_and_day
from knowledge.documents.structure.head.fields import Head
from knowledge.documents.structure.head.issuer import find_issuer, without_motto
from knowledge.documents.structure.head.number import find_number
from knowledge.documents.structure.head.signer import find_receivers, find_signer
from knowledge.documents.structure.head.title import find_title
from knowledge.documents.structure.marks import ARTICLE, CONTAINER, ROMAN, plain
from knowledge.documents.structure.segments import Segment

__all__ = ["Head", "read_head"]

HEAD_LINES = 30
LONGEST = 600
"""Letters of a line that are looked at: a head's lines are short."""
TAIL_LINES = 40


def read_head(segment: Segment, name: str) -> Head:
    """Read what the paper's own text says of it; `name` is the file's, for a paper without a title."""
    top = list(top_lines(segment.lines))
    before = [line for line in top if not line.startswith(("Căn cứ", "Theo ", "Xét "))]
    ending = [line[:LONGEST] for line in [*segment.lines[-TAIL_LINES:], *segment.tail[:TAIL_LINES]]]
    number, number_guessed = find_number(before)
    issued_on, place, date_guessed = find_date(
        until_reasons(top), ending, [line for line in (*segment.lines, *segment.tail) if len(line) < LONGEST]
    )
    issuer, issuer_guessed = find_issuer(before)
    # Where scanned columns came apart, the day stands between the type and what it is about.
    title = find_title([line for line in top if not is_place_and_day(line)], number, name)
    signer, signer_post, signer_guessed = find_signer(segment.tail)
    begins, ends, validity_unsure = find_validity(segment.lines, issued_on)
    # Where even the type is a guess there may be no head at all: a page that only names other papers.
    no_head = "type" in title.unsure and not issuer and not place
    guessed = {
        "number": number_guessed or (no_head and number != ""),
        "issued_on": date_guessed or (no_head and issued_on is not None),
        "issuer": issuer_guessed,
        "signer": signer_guessed,
    }
    return Head(
        title=title.title,
        number=number,
        type=title.type,
        issuer=issuer,
        place=place,
        abstract=title.abstract,
        signer=signer,
        signer_post=signer_post,
        receivers=find_receivers(segment.tail),
        issued_on=issued_on,
        in_force_from=begins,
        in_force_to=ends,
        unsure=frozenset(f for f, is_guess in guessed.items() if is_guess) | title.unsure | validity_unsure,
    )


def top_lines(lines: Sequence[str]) -> list[str]:
    """Return the lines of the head, both columns: what stands before the first article or part."""
    found: list[str] = []
    for line in lines[:HEAD_LINES]:
        sign = plain(line)
        if ARTICLE.match(sign) or CONTAINER.match(sign) or (ROMAN.match(sign) and found):
            break
        found += [c.strip() for c in line[:LONGEST].split(" | ") if without_motto(c)]
    return found or [line[:LONGEST] for line in lines[:HEAD_LINES]]


def until_reasons(lines: Sequence[str]) -> list[str]:
    """Return the lines above the reasons and the address, which name the days of other papers."""
    found: list[str] = []
    for line in lines:
        if line.startswith(("Căn cứ", "Kính gửi", "Theo ", "Xét ", "Thực hiện", "(")):
            break
        found.append(line)
    return found
