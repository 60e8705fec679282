"""What came in as bytes, a file or a ZIP of files: each one read, or refused with a sentence of its own."""

from __future__ import annotations

import asyncio
import re
from collections import Counter
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from knowledge.documents.reading.archive import Member, unpack
from knowledge.documents.reading.contents import ScannedPaper
from knowledge.documents.reading.pages.scan import recognise
from knowledge.documents.reading.papers import SUFFIXES, ReadDocument, read_checked, read_document
from knowledge.documents.reading.secrecy import noted, refuse_secret
from knowledge.files import LARGEST_FILE, Workshop, kind_of
from knowledge.problems import Refusal
from knowledge.vietnamese.text import clean

LONGEST_NAME = 120
UNFIT = re.compile(r'[\x00-\x1f\x7f<>:"|?*]+')
"""Characters that some system does not take in the name of a file."""


@dataclass(frozen=True, slots=True)
class HandedIn:
    """One file that somebody handed in: what it says, or why it was not read."""

    name: str
    """For people and as the paper's source: without folders and control characters, of bounded length."""
    content: bytes
    """The file itself; empty where it was refused."""
    read: ReadDocument | None
    refusal: Refusal | None


async def handed_in(workshop: Workshop, name: str, content: bytes) -> list[HandedIn]:
    """Read a file, or each file of a ZIP; what cannot be read is a refusal and the rest goes on.

    The name is taken from a stranger: it names nothing on our disk. Nothing stays there at the end.
    """
    shown = shown_name(name, content)
    if len(content) > LARGEST_FILE:
        limit = LARGEST_FILE // 2**20
        refusal = Refusal("{name}: the file is larger than {limit} MB. Split it.", name=shown, limit=limit)
        return [HandedIn(shown, b"", None, refusal)]
    with TemporaryDirectory(prefix="canbo-") as folder:
        path = Path(folder) / f"paper{Path(shown).suffix.lower()}"
        await asyncio.to_thread(path.write_bytes, content)
        if path.suffix != ".zip":
            return [await read_one(workshop, path, shown, name)]
        return await read_archive(workshop, path, shown, name)


async def read_archive(workshop: Workshop, path: Path, shown: str, name: str) -> list[HandedIn]:
    """Read each member of a ZIP that lies in a folder of its own."""
    try:
        refuse_names(name)
        members = await workshop.parse(unpack, path)
    except Refusal as refusal:
        return [HandedIn(shown, b"", None, noted(refusal).about(shown))]
    names = member_names(members)
    return [
        await read_one(workshop, path.with_name(m.file), shown, m.name)
        if m.refusal is None
        else HandedIn(shown, b"", None, noted(m.refusal).about(shown))
        for m, shown in zip(members, names, strict=True)
    ]


async def read_one(workshop: Workshop, path: Path, shown: str, name: str) -> HandedIn:
    """Read one file by the name that people know it by."""
    try:
        refuse_names(name)
        read = await read_paper(workshop, path)
    except Refusal as refusal:
        return HandedIn(shown, b"", None, noted(refusal).about(shown))
    read = replace(read, remarks=tuple(remark.about(shown) for remark in read.remarks))
    return HandedIn(shown, await asyncio.to_thread(path.read_bytes), read, None)


async def read_paper(workshop: Workshop, path: Path) -> ReadDocument:
    """Check and read a file in the workshop; Refusal says why not.

    A scan is recognised page by page: files that came in meanwhile have their turn between two pages.
    """
    try:
        return await workshop.parse(read_checked, path)
    except ScannedPaper as scan:
        pages = scan.pages
    recognised = {
        n: await workshop.parse(partial(recognise, number=n, first=n == pages[0]), path) for n in pages
    }
    return await workshop.parse(partial(read_document, recognised=recognised), path)


def refuse_names(name: str) -> None:
    """Refuse a mark of secrecy in the name of the file or of a folder around it."""
    for part in re.split(r"[\\/]", name):
        refuse_secret(part, ())


def shown_name(name: str, content: bytes = b"") -> str:
    """Return a name that is safe to show and to keep; its ending is the content's where it has none."""
    last = clean(UNFIT.sub(" ", re.split(r"[\\/]", name.replace("\0", ""))[-1])).replace("\n", " ")
    path = Path(" ".join(last.split()).strip(". ") or "paper")
    if path.suffix.lower() in SUFFIXES | {".zip"}:
        stem, suffix = path.stem, path.suffix
    else:
        stem, suffix = path.name, kind_of(content, named=bool(path.suffix))
    return f"{stem[: LONGEST_NAME - len(suffix)].rstrip()}{suffix}"


def member_names(members: list[Member]) -> list[str]:
    """Return a name for each member: folders stand before those that would be the same, then numbers."""
    names = [shown_name(m.name) for m in members]
    count = Counter(names)
    long = [
        name if count[name] == 1 else shown_name(m.name.strip("/").replace("/", " - "))
        for m, name in zip(members, names, strict=True)
    ]
    return [n if long.index(n) == i else shown_name(f"{i + 1} {n}") for i, n in enumerate(long)]
