"""A programme that came in as a file or as a pasted text."""

from __future__ import annotations

import asyncio
import hashlib
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from knowledge.agenda.reading.files import SUFFIXES, parse_agenda
from knowledge.agenda.reading.pasted import read_pasted
from knowledge.files import LARGEST_FILE, check
from knowledge.problems import Refusal
from knowledge.vietnamese.text import clean

if TYPE_CHECKING:
    from knowledge.agenda.lines import ParsedAgenda
    from knowledge.files import Workshop


@dataclass(frozen=True, slots=True)
class HandedProgramme:
    """What was understood of a programme, and by what the same one is known again."""

    name: str
    content_hash: str
    read: ParsedAgenda


async def programme_in_file(workshop: Workshop, name: str, content: bytes, now: datetime) -> HandedProgramme:
    """Read a file in the workshop; its name is a stranger's and names nothing on our disk. Raises Refusal."""
    if len(content) > LARGEST_FILE:
        limit = LARGEST_FILE // 2**20
        raise Refusal("{name}: the file is larger than {limit} MB. Split it.", name=name, limit=limit)
    with TemporaryDirectory(prefix="canbo-") as folder:
        path = Path(folder) / f"programme{Path(name).suffix.lower()[:10]}"
        await asyncio.to_thread(path.write_bytes, content)
        try:
            check(path, frozenset(SUFFIXES))
            read = await workshop.parse(partial(parse_agenda, now=now), path)
        except Refusal as refusal:
            raise refusal.about(name) from refusal
    return HandedProgramme(name, hashlib.sha256(content).hexdigest(), read)


def programme_in_text(text: str, now: datetime) -> HandedProgramme:
    """Read a text that was pasted."""
    text = clean(text)
    return HandedProgramme("", hashlib.sha256(text.encode()).hexdigest(), read_pasted(text, now))
