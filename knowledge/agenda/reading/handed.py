"""A programme that came in as a file or as a pasted text."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from knowledge.agenda.reading.files import SUFFIXES, parse_agenda
from knowledge.agenda.reading.pasted import read_pasted
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
    """Read a file in the workshop. Raises Refusal."""
    parser = partial(parse_agenda, now=now)
    read = await workshop.parse_content(parser, name, content, frozenset(SUFFIXES))
    return HandedProgramme(name, hashlib.sha256(content).hexdigest(), read)


def programme_in_text(text: str, now: datetime) -> HandedProgramme:
    """Read a text that was pasted."""
    text = clean(text)
    return HandedProgramme("", hashlib.sha256(text.encode()).hexdigest(), read_pasted(text, now))
