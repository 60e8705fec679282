"""Hostile texts: each is read within bounds, and none holds up the chats."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from knowledge import Knowledge
from knowledge.documents.reading import read_document
from knowledge.documents.reading.papers import LONGEST, MOST_PARAGRAPHS
from knowledge.documents.structure import analyse
from knowledge.documents.understanding import SHORT, understood
from knowledge.problems import Refusal

HOSTILE = {
    "articles": "Điều 1. ",
    "clauses": "1. ",
    "points": "a) ",
    "numbers": "số 1/QĐ-",
    "digits": "1",
    "quotes": "“",
    "brackets": "(",
    "spaces": " x",
    "marks": "ế",
    "dates": "ngày 1 tháng 1 năm ",
    "references": "khoản 1 Điều 1, ",
    "capitals": "Ộ",
}
SIZE = 20_000
"""Characters of each: a hundredth of the most, whose time grows with the length."""
SECONDS = 5.0
"""Ten times what the slowest takes; what grows with the square of its length takes minutes at full length."""


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_text_is_read_in_proportion_to_its_length(kind: str) -> None:
    sign = HOSTILE[kind]
    for paragraphs in ([sign * (SIZE // len(sign))], [sign.strip() or sign] * (SIZE // len(sign) // 4)):
        begun = time.process_time()
        analyse(paragraphs, "a.txt")
        assert time.process_time() - begun < SECONDS


def test_more_text_than_a_paper_has_is_refused(tmp_path: Path) -> None:
    for text in ("x" * 100 + "\n\n", "y\n\n"):
        path = tmp_path / "a.txt"
        path.write_text(text * (LONGEST // 100 + MOST_PARAGRAPHS), encoding="utf-8")
        with pytest.raises(Refusal, match="too much text"):
            read_document(path)


async def test_a_long_paper_is_understood_in_the_child(memory: Knowledge) -> None:
    lines = ["Số: 9/QĐ-UBND", "QUYẾT ĐỊNH", "Về việc họp"]
    lines += [
        f"Điều {n}. Họp lần {n}\nCuộc họp này bàn việc {n}. {'Từng việc một. ' * 20}" for n in range(1, 99)
    ]
    paragraphs = "\n".join(lines).split("\n")
    assert sum(map(len, paragraphs)) > SHORT
    found = await understood(memory.workshop, paragraphs, "a.txt")
    assert found == analyse(paragraphs, "a.txt")
    assert found.passages[-1].path == "Điều 98"
