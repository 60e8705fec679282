"""Thirty papers, each in the forms that offices have them in: every head, place and reference is right."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import pytest

from knowledge.documents.reading import read_document
from knowledge.documents.structure import Structure, analyse
from knowledge.documents.structure.places import place_of
from tests.papers.forms import FORMS
from tests.papers.offices import OFFICE_FORMS

MASTERS = sorted((Path(__file__).parent / "masters").glob("*.txt"))
WORDS = 4
"""By so many words a line is known in the expectations."""
MIXED = {
    *(("17_bien_ban", form) for form in ("interleaved", "markdown", "pdf")),
    ("17_bien_ban", "sheet"),
    *(("03_chi_thi", "pdf"), ("19_doan_the", "pdf"), ("23_plain", "pdf")),
}
"""Where columns or paragraphs run into each other, so that names mix; places must be right."""
NAMES = ("title", "abstract", "issuer", "place", "signer", "signer_post", "receivers", "unsure")
NOT_MADE = {("22_bengali", "pdf"), ("22_bengali", "tcvn3"), ("21_regulation_english", "tcvn3")}
"""The writer of the tests' PDF knows no Bengali ligatures; the old fonts were for Vietnamese."""


def outlined(structure: Structure) -> Iterator[str]:
    """Give head, references and places as they stand in the files of expectations."""
    for field, value in asdict(structure.head).items():
        several = isinstance(value, tuple | frozenset)
        if value:
            yield f"{field}: {'; '.join(sorted(value) if field == 'unsure' else value) if several else value}"
    for r in structure.references:
        yield f"{r.kind}: {' | '.join(str(x) for x in (r.number, r.name, r.issued_on, r.part, r.path) if x)}"
    yield from (f"warning: {w}" for w in structure.warnings)
    yield from places(structure)


def places(structure: Structure) -> Iterator[str]:
    """Give each place of the paper once, with the words that begin it."""
    last, article = "", -1
    for passage in structure.passages:
        if passage.path and passage.article != article and passage.heading:
            last = passage.path.split(", ")[0]
            yield f"[{last}] {first_words(passage.heading)}"
        article = passage.article
        for line in passage.text.split("\n") if passage.text != passage.heading else ():
            here = place_of(passage.path, passage.text, line)
            if here and here != last:
                yield f"[{here}] {first_words(line)}"
            last = here


def first_words(line: str) -> str:
    return " ".join(line.split()[:WORDS])


ALL_FORMS = FORMS | OFFICE_FORMS
CASES = [(m, f) for m in MASTERS for f in ALL_FORMS if (m.stem, f) not in NOT_MADE]


@pytest.mark.parametrize(("master", "form"), CASES, ids=[f"{m.stem}-{f}" for m, f in CASES])
def test_a_paper_is_understood_in_each_form(master: Path, form: str, tmp_path: Path) -> None:
    suffix, write = ALL_FORMS[form]
    path = tmp_path / f"paper{suffix}"
    write(path, master.read_text(encoding="utf-8"))
    found = list(outlined(analyse(read_document(path).paragraphs, "ban.txt")))
    expected = master.with_suffix(".expected").read_text(encoding="utf-8").strip().split("\n")
    if (master.stem, form) in MIXED:
        found, expected = without_names(found), without_names(expected)
    assert found == expected


def without_names(lines: list[str]) -> list[str]:
    return [line for line in lines if line.split(":")[0] not in NAMES]


def test_there_are_thirty() -> None:
    assert len(MASTERS) == 30
