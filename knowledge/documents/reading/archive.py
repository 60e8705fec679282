"""A ZIP of papers, unpacked within limits; run it in a Workshop."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from knowledge.files import LARGEST_FILE, LARGEST_UNPACKED
from knowledge.problems import Refusal

MOST_MEMBERS = 200
NESTED = frozenset({".zip", ".rar", ".7z", ".tar", ".gz", ".tgz", ".bz2", ".xz", ".jar", ".iso"})
LEFT_BY_SYSTEMS = ("__macosx", "thumbs.db", "desktop.ini")
UTF_8 = 0x800
"""The flag of a member whose name is in UTF-8."""


@dataclass(frozen=True, slots=True)
class Member:
    """One file of a ZIP: where it lies now, beside the ZIP, or why it was left inside."""

    name: str
    """As the ZIP has it, with its folders: never a path of ours."""
    file: str
    refusal: Refusal | None


def unpack(path: Path) -> list[Member]:
    """Write each member beside the ZIP under a name of our own; Refusal where the whole is unfit."""
    try:
        with zipfile.ZipFile(path) as archive:
            entries = [e for e in archive.infolist() if not e.is_dir() and not is_left_over(e.filename)]
            if len(entries) > MOST_MEMBERS:
                raise Refusal(
                    "{name}: more than {limit} files in one archive. Split it.",
                    name=path.name,
                    limit=MOST_MEMBERS,
                )
            if not entries:
                raise Refusal("{name}: no text was found in it.", name=path.name)
            return list(written(archive, entries, path.parent))
    except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError) as error:
        raise Refusal(
            "{name}: the file cannot be read. Open it, save it again, and retry.", name=path.name
        ) from error


def written(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo], folder: Path) -> Iterator[Member]:
    """Give each member once it is written; all together stay within the limit."""
    left = LARGEST_UNPACKED
    for number, entry in enumerate(entries):
        name = real_name(entry)
        suffix = PurePosixPath(name).suffix.lower()
        target = folder / f"{number:04}{suffix if suffix[1:].isalnum() and len(suffix) < 8 else ''}"  # noqa: PLR2004  # longer than any kind's
        refusal = refused(entry, name, suffix, left) or copied(archive, entry, target)
        left -= target.stat().st_size if refusal is None else 0
        yield Member(name, target.name, refusal)


def refused(entry: zipfile.ZipInfo, name: str, suffix: str, left: int) -> Refusal | None:
    """Return why a member is not even looked into; None where nothing speaks against it."""
    if suffix in NESTED:
        return Refusal("{name}: an archive within an archive is not opened. Send it by itself.", name=name)
    if entry.flag_bits & 1:
        return Refusal("{name}: the file is locked with a password. Save it without one.", name=name)
    if entry.file_size > min(LARGEST_FILE, left):
        limit = LARGEST_FILE // 2**20
        return Refusal("{name}: the file is larger than {limit} MB. Split it.", name=name, limit=limit)
    return None


def copied(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, target: Path) -> Refusal | None:
    """Write a member, as long as it claims to be; return why that failed."""
    try:
        with archive.open(entry) as source:
            target.write_bytes(source.read(entry.file_size))
    except Exception:  # noqa: BLE001  # each method of compression raises its own on damaged content
        return Refusal(
            "{name}: the file cannot be read. Open it, save it again, and retry.", name=entry.filename
        )
    return None


def real_name(entry: zipfile.ZipInfo) -> str:
    """Return the member's name; many programs write UTF-8 without saying so."""
    if entry.flag_bits & UTF_8:
        return entry.filename
    try:
        return entry.filename.encode("cp437").decode()
    except UnicodeError:
        return entry.filename


def is_left_over(name: str) -> bool:
    """Tell what a system left in the ZIP for itself."""
    parts = name.lower().split("/")
    return parts[0] in LEFT_BY_SYSTEMS or parts[-1] in LEFT_BY_SYSTEMS or parts[-1].startswith(".")
