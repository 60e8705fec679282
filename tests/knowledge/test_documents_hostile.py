"""Texts made to be slow to read: each within the limits takes seconds at most, and beyond them is refused."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from knowledge.documents.reading import read_document
from knowledge.documents.reading.papers import LONGEST, MOST_PARAGRAPHS
from knowledge.documents.structure import analyse
from knowledge.problems import Refusal

MOST_SECONDS = 20
"""Of the processor; each takes 1 to 3, and a text whose time grows with its square takes minutes."""


@pytest.mark.parametrize(
    "sign", ["1", "“", '"', "(", ".", "Điều 1. ", "a) ", "số 1/QĐ-", "số 1/QĐ-UBND ", "a\u0301", "; "]
)
def test_one_endless_line_is_read(sign: str) -> None:
    begun = time.process_time()
    found = analyse((sign * (LONGEST // len(sign)),), "a.txt")
    assert time.process_time() - begun < MOST_SECONDS
    assert found.passages


@pytest.mark.parametrize("line", ["a", "1. x", "“a", "Phụ lục I", "QUYẾT ĐỊNH", "I. x", "Nơi nhận:"])
def test_many_lines_are_read(line: str) -> None:
    begun = time.process_time()
    analyse((line,) * MOST_PARAGRAPHS, "a.txt")
    assert time.process_time() - begun < MOST_SECONDS


@pytest.mark.parametrize("text", ["chữ " * 500_001, "chữ\n\n" * 40_001])
def test_too_much_text_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "a.txt"
    path.write_text(text)
    with pytest.raises(Refusal, match="this is too much text for one paper"):
        read_document(path)
