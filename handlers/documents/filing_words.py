"""What is said of a paper that waits to be confirmed: its fields, who sees it, how it is corrected."""

from __future__ import annotations

import re
from datetime import date

from handlers.chat import Html, Reply, Request, lines, words
from handlers.documents.cards import cut, dated, relation
from handlers.documents.reading import shortened
from knowledge.documents.filings import FilingRow, Waiting
from knowledge.documents.registry import Link
from knowledge.documents.structure.head import Head

TYPED = {
    "so": "number",
    "number": "number",
    "loai": "type",
    "type": "type",
    "trich yeu": "abstract",
    "about": "abstract",
    "co quan": "issuer",
    "issuer": "issuer",
    "dia danh": "place",
    "place": "place",
    "nguoi ky": "signer",
    "signer": "signer",
    "chuc vu": "signer_post",
    "post": "signer_post",
    "ngay": "issued_on",
    "date": "issued_on",
    "hieu luc tu": "in_force_from",
    "from": "in_force_from",
    "hieu luc den": "in_force_to",
    "until": "in_force_to",
}
"""How a typed correction begins: "số 12/QĐ-UBND", "ngày 5/1/2026"."""
MOST_NAMED = 6
LONGEST_NAME = 120
DAYS = ("issued_on", "in_force_from", "in_force_to")
CORRECTABLE = ("number", "type", "abstract", "issuer", "place", "signer", "signer_post", *DAYS)
LINE = re.compile(rf"({'|'.join(sorted(TYPED, key=len, reverse=True))})\b[ :]*(?=\S)")


def named(filing: FilingRow | Waiting) -> str:
    """Name a waiting paper by number and title."""
    return " – ".join(filter(None, (filing.head.number, filing.head.title))) or filing.name


def shown(filing: FilingRow, field: str) -> bool:
    """Tell whether a field has something to show."""
    return bool(getattr(filing.head, field)) or field in filing.doubtful


def told(request: Request, filing: FilingRow, field: str) -> Html:
    """Say one field of a waiting paper, marked where it should be looked at."""
    return line_of(request, filing.head, filing.doubtful, field)


def line_of(request: Request, head: Head, doubtful: frozenset[str], field: str) -> Html:
    """Say one field of a head, marked where it is doubtful."""
    value = getattr(head, field)
    text = dated(value) if isinstance(value, date) else cut(str(value or "–"))
    mark = " ⚠" if field in doubtful else ""
    return request.say("{field}: {value}{mark}", field=name_of(request, field), value=text, mark=mark)


def named_there(request: Request, filing: FilingRow) -> tuple[Html, ...]:
    """List the papers that a waiting one names, with what it does to them; what changes them comes first."""
    told = []
    for other in sorted(filing.references, key=lambda other: other.kind == "refers")[:MOST_NAMED]:
        name = other.name if other.number in other.name else f"{other.number} {other.name}".strip()
        if other.kind == "refers":
            told.append(request.say("Refers to: {paper}", paper=shortened(name, LONGEST_NAME)))
        else:
            link = Link(other.kind, shortened(name, LONGEST_NAME), other.part, None)
            told.append(relation(request, link))
    return (lines(*told),) if told else ()


def name_of(request: Request, field: str) -> str:
    """Name a field for people."""
    names = {
        "number": request.say("Number"),
        "type": request.say("Type"),
        "abstract": request.say("About"),
        "issuer": request.say("Issuer"),
        "place": request.say("Place"),
        "signer": request.say("Signer"),
        "signer_post": request.say("Signer's post"),
        "issued_on": request.say("Date"),
        "in_force_from": request.say("In force from"),
        "in_force_to": request.say("In force until"),
    }
    return words(names[field])


def seen_by(request: Request, reach: str, unit: str) -> Html:
    """Say in words who will see a paper."""
    if reach == "everyone":
        return request.say("Seen by: everyone in the organisation")
    if reach == "below":
        return request.say("Seen by: {unit} and all units below it", unit=unit)
    return request.say("Seen by: only {unit}", unit=unit)


def over(request: Request) -> Reply:
    """Say that a paper no longer waits, or is somebody else's: the same for both."""
    return Reply(request.say("This paper is no longer waiting: it was stored or dropped before."))
