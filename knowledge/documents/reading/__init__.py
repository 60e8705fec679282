"""From a file to paragraphs of clean text: `read_paper` for a path, `handed_in` for what came as bytes."""

from __future__ import annotations

from knowledge.documents.reading.handed import HandedIn, handed_in, read_paper
from knowledge.documents.reading.lines import joined, split_text
from knowledge.documents.reading.papers import SUFFIXES, ReadDocument, read_document
from knowledge.documents.reading.programs import can_read_old_word, can_read_scans
from knowledge.documents.reading.secrecy import guard, refuse_secret

__all__ = [
    "SUFFIXES",
    "HandedIn",
    "ReadDocument",
    "can_read_old_word",
    "can_read_scans",
    "guard",
    "handed_in",
    "joined",
    "read_document",
    "read_paper",
    "refuse_secret",
    "split_text",
]
