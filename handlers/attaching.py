"""Files that people send along with what they write."""

from __future__ import annotations

from handlers.chat import IncomingFile
from knowledge import Knowledge, Refusal
from knowledge.documents.reading import SUFFIXES, read_document
from knowledge.documents.reading.secrecy import guard, noted

PICTURES = (".jpg", ".jpeg", ".png")


async def safe_file(knowledge: Knowledge, file: IncomingFile) -> tuple[str, bytes]:
    """Fetch a file and read it once, so that no secret paper is kept. Raises Refusal."""
    name, content = file.name, await file.load()
    guard(name)
    if not name.lower().endswith(PICTURES):
        try:
            await knowledge.workshop.parse_content(read_document, name, content, SUFFIXES)
        except Refusal as refusal:
            raise noted(refusal) from None
    return name, content
