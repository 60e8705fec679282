"""The files that papers were read from: for those who may read the paper, and nobody else."""

from __future__ import annotations

import pytest
from sqlalchemy import update

from knowledge import Knowledge
from knowledge.documents import ReadDocument
from knowledge.models import Document, DocumentState
from tests.conftest import NOON, OFFICE

ADA, GRACE, EVE = 1, 4, 6
PAPER = ("Điều 1. Phạm vi", "Quy định này nói về việc họp.")


@pytest.fixture
async def filed(staffed: Knowledge) -> Knowledge:
    """An office's paper in two versions, each with its file."""
    for content, words in ((b"first", PAPER), (b"second", (*PAPER, "Điều 2. Hiệu lực", "Từ nay."))):
        read = ReadDocument(paragraphs=words)
        await staffed.documents.import_document(read, OFFICE, "unit", "họp.txt", NOON, content=content)
    return staffed


async def test_each_version_has_its_own_file(filed: Knowledge) -> None:
    assert await filed.documents.file(1, 1, ADA) == ("họp.txt", b"first")
    assert await filed.documents.file(1, 2, ADA) == ("họp.txt", b"second")
    assert await filed.documents.file(1, 3, ADA) is None
    assert await filed.documents.file(2, 1, ADA) is None


async def test_out_of_scope_there_is_no_file(filed: Knowledge) -> None:
    for viewer in (GRACE, EVE, 0, 99):
        assert await filed.documents.file(1, 2, viewer) is None


async def test_a_withdrawn_paper_gives_no_file(filed: Knowledge) -> None:
    async with filed.database.write() as connection:
        await connection.execute(update(Document).values(state=DocumentState.WITHDRAWN))
    assert await filed.documents.file(1, 2, ADA) is None
