"""Papers that came through the programs of an office: old Word files, and scans that are recognised."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pypdfium2
import pytest

from knowledge.documents.reading import read_document
from knowledge.documents.structure import analyse
from knowledge.files import Workshop
from tests.knowledge.documents_files import drawn, scanned
from tests.knowledge.test_documents_scans import needs, one, workshop
from tests.papers.offices import printable
from tests.papers.test_papers import MASTERS, outlined

PAPERS: tuple[str, ...] = ("03_chi_thi", "09_quy_dinh", "28_quyet_dinh_bai_bo")
"""A directive, a regulation of the Party, a decision that repeals others; PAPERS=all for all thirty."""
if os.environ.get("PAPERS") == "all":
    PAPERS = tuple(master.stem for master in MASTERS)
MIXED = {"01_quyet_dinh_quy_che", "04_ke_hoach"}
"""Recognition reads the signers below the first words of what is enclosed: its places are mixed."""
UNPRINTED = {"20_handbook", "30_ho_ngan", "22_bengali"}
"""Headings of a word processor, which no print has, and letters that tesseract was not taught."""
__all__ = ["workshop"]
DOTS = 200
"""An inch, as office scanners are set."""


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with each paper as an old Word file and as a printed page."""
    folder = tmp_path_factory.mktemp("office")
    for master in MASTERS:
        if master.stem in PAPERS:
            printable(folder / f"{master.stem}.docx", master.read_text(encoding="utf-8"))
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    for kind in ("doc", "pdf"):
        command = ["soffice", profile, "--headless", "--convert-to", kind, "--outdir", str(folder)]
        made = [str(path) for path in sorted(folder.glob("*.docx"))]
        subprocess.run([*command, *made], check=True, capture_output=True)
    return folder


def expected(name: str) -> list[str]:
    master = next(m for m in MASTERS if m.stem == name)
    return master.with_suffix(".expected").read_text(encoding="utf-8").strip().split("\n")


@needs("soffice")
@pytest.mark.parametrize("name", [p for p in PAPERS if p not in UNPRINTED or p == "22_bengali"])
def test_an_old_word_file(office: Path, name: str) -> None:
    found = analyse(read_document(office / f"{name}.doc").paragraphs, "ban.txt")
    assert list(outlined(found)) == expected(name)


@needs("soffice")
@needs("tesseract")
@pytest.mark.parametrize("name", [p for p in PAPERS if p not in MIXED | UNPRINTED])
async def test_a_scan(office: Path, name: str, workshop: Workshop) -> None:
    content = (office / f"{name}.pdf").read_bytes()
    document = pypdfium2.PdfDocument(content)
    pages = [drawn(content, DOTS, number) for number in range(len(document))]
    document.close()
    handed = await one(workshop, "scan.pdf", scanned(pages))
    assert handed.read, handed.refusal
    found = list(outlined(analyse(handed.read.paragraphs, "scan.pdf")))
    # Letters may be wrong, not what the paper is and where its parts are.
    assert essentials(found) == essentials(expected(name))


def essentials(lines: list[str]) -> list[str]:
    """Keep number, type, date and the places."""
    kept = ("number:", "type:", "issued_on:")
    return [
        line if line.startswith(kept) else line.partition("]")[0]
        for line in lines
        if line.startswith((*kept, "["))
    ]
