"""Files that people hand in: every one is hostile or mistaken until shown otherwise."""

from __future__ import annotations

import asyncio
import contextlib
import multiprocessing
import os
import resource
import signal
import zipfile
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

from knowledge.problems import Refusal

T = TypeVar("T")

LARGEST_FILE = 20 * 2**20
"""Bytes; also the most that Telegram hands to a bot."""
MOST_ZIP_ENTRIES = 2_000
LARGEST_UNPACKED = 100 * 2**20
LARGEST_WRITTEN = 2 * LARGEST_UNPACKED
MOST_MEMORY = 1_200 * 2**20
MOST_CPU_SECONDS = 30
SLOWEST_PARSE = 60

ZIP = b"PK\x03\x04"
OLE = b"\xd0\xcf\x11\xe0"
LOCKED = "EncryptedPackage".encode("utf-16-le")
"""What Office puts around a new kind of file that has a password."""
MACROS = "_VBA_PROJECT".encode("utf-16-le")
MAGIC: dict[str, tuple[bytes, ...]] = {
    ".pdf": (b"%PDF",),
    ".docx": (ZIP,),
    ".xlsx": (ZIP,),
    ".ods": (ZIP,),
    ".xls": (OLE,),
    ".doc": (OLE, b"{\\rtf"),
    ".rtf": (b"{\\rtf",),
    ".png": (b"\x89PNG\r\n\x1a\n",),
    ".jpg": (b"\xff\xd8\xff",),
    ".jpeg": (b"\xff\xd8\xff",),
    ".tif": (b"II*\0", b"MM\0*"),
    ".tiff": (b"II*\0", b"MM\0*"),
}
"""How a binary file begins; text files have no such sign."""


def check(path: Path, accepted: frozenset[str]) -> None:
    """Refuse a file that is missing, empty, too large, of the wrong kind, or built to do harm."""
    check_content(path, check_outside(path, accepted))


def check_outside(path: Path, accepted: frozenset[str]) -> bytes:
    """Refuse a file by what can be seen without reading it; return how it begins."""
    name = path.name
    if not path.exists():
        raise Refusal("{name}: there is no such file. Check the path.", name=name)
    if not path.is_file():
        raise Refusal("{name}: this is not a file.", name=name)
    if path.suffix.lower() not in accepted:
        raise Refusal(
            "{name}: this kind is not read here. Save it as {kinds}.",
            name=name,
            kinds=", ".join(sorted(accepted)),
        )
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            start = file.read(8)
    except OSError as error:
        raise Refusal("{name}: the file cannot be opened. Check its permissions.", name=name) from error
    if not size:
        raise Refusal("{name}: the file is empty.", name=name)
    if size > LARGEST_FILE:
        raise Refusal(
            "{name}: the file is larger than {limit} MB. Split it.", name=name, limit=LARGEST_FILE // 2**20
        )
    return start


def check_content(path: Path, start: bytes) -> None:
    """Refuse a binary file that is not what its name says, is locked, or would do harm."""
    name = path.name
    signs = MAGIC.get(path.suffix.lower(), ())
    if ZIP in signs and start.startswith(OLE) and LOCKED in path.read_bytes():
        raise Refusal("{name}: the file is locked with a password. Save it without one.", name=name)
    if signs and not start.startswith(signs):
        raise Refusal(
            "{name}: the content does not fit the ending of the name. Open it and save it again.", name=name
        )
    if signs and start.startswith(ZIP):
        check_zip(path)
    if signs and start.startswith(OLE) and MACROS in path.read_bytes():
        raise harmful(path)


def harmful(path: Path) -> Refusal:
    """Return the refusal of a file that no honest program writes."""
    return Refusal(
        "{name}: the file looks harmful or damaged. Open it in Office and save it again.", name=path.name
    )


def check_zip(path: Path) -> None:
    """Refuse an Office file that would unpack into a bomb, or that carries macros or tricks of XML."""
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
            if len(entries) > MOST_ZIP_ENTRIES or sum(e.file_size for e in entries) > LARGEST_UNPACKED:
                raise harmful(path)
            for entry in entries:
                if ".." in entry.filename or entry.filename.startswith("/") or entry.flag_bits & 1:
                    raise harmful(path)
                if entry.filename.lower().endswith("vbaproject.bin"):
                    raise harmful(path)
                if entry.filename.endswith((".xml", ".rels")):
                    with archive.open(entry) as part:
                        head = part.read(4096)
                    if b"<!DOCTYPE" in head or b"<!ENTITY" in head:
                        raise harmful(path)
    except (zipfile.BadZipFile, NotImplementedError, OSError, RuntimeError) as error:
        raise harmful(path) from error


def kind_of(content: bytes, *, named: bool) -> str:
    """Return the ending that a file's content asks for; empty where it is not known.

    Plain text shows no sign of its kind: it is taken for text only where the name claims nothing else.
    """
    if content.startswith(ZIP):
        inside = {b"word/document.xml": ".docx", b"xl/workbook.xml": ".xlsx"}
        return next((suffix for part, suffix in inside.items() if part in content), ".zip")
    for suffix, signs in MAGIC.items():
        if ZIP not in signs and OLE not in signs and content.startswith(signs):
            return suffix
    return "" if named or b"\0" in content else ".txt"


class Workshop:
    """A child process in which files are parsed, so that none can hurt the bot; made anew when it dies.

    One file at a time: who waits for their turn does not use up their own time.
    """

    def __init__(self) -> None:
        self._pool: ProcessPoolExecutor | None = None
        self._turn = asyncio.Lock()

    async def parse_content(
        self, parser: Callable[[Path], T], name: str, content: bytes, accepted: frozenset[str]
    ) -> T:
        """Run a parser on what was sent; its name is a stranger's, and names nothing on our disk."""
        if len(content) > LARGEST_FILE:
            limit = LARGEST_FILE // 2**20
            raise Refusal("{name}: the file is larger than {limit} MB. Split it.", name=name, limit=limit)
        with TemporaryDirectory(prefix="canbo-") as folder:
            path = Path(folder) / f"sent{Path(name).suffix.lower()[:10]}"
            await asyncio.to_thread(path.write_bytes, content)
            try:
                check(path, accepted)
                return await self.parse(parser, path)
            except Refusal as refusal:
                raise refusal.about(name) from refusal

    async def parse(self, parser: Callable[[Path], T], path: Path) -> T:
        """Run a module-level parser on the path; it may raise Refusal, and its result must be picklable."""
        async with self._turn:
            self._pool = self._pool or ProcessPoolExecutor(
                1,
                # spawn: a forked child would share the database's connections.
                mp_context=multiprocessing.get_context("spawn"),
                initializer=live_apart,
            )
            try:
                return await run_within(self._pool, parser, path)
            except (BrokenProcessPool, TimeoutError) as error:
                self.close()
                raise Refusal(
                    "{name}: reading took too much time or memory. Split it or save it again.",
                    name=path.name,
                ) from error
            except asyncio.CancelledError:
                # Nobody waits for it any more, and the next file must not wait behind it.
                self.close()
                raise

    def close(self) -> None:
        """End the child, busy or not, and the programs that it runs."""
        pool, self._pool = self._pool, None
        if pool is None:
            return
        for process in list((pool._processes or {}).values()):  # noqa: SLF001  # the executor has no other way to end a busy child
            process.kill()
            if process.pid:
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(process.pid, signal.SIGKILL)
        pool.shutdown(wait=True, cancel_futures=True)


async def run_within(pool: ProcessPoolExecutor, parser: Callable[[Path], T], path: Path) -> T:
    """Run the parser in the child for as long as a file may take."""
    try:
        async with asyncio.timeout(SLOWEST_PARSE):
            return await asyncio.get_running_loop().run_in_executor(pool, run_limited, parser, path)
    except (Refusal, BrokenProcessPool, TimeoutError):
        raise
    except Exception as error:
        # Whatever a library raises on a damaged file, the person needs one sentence.
        raise Refusal(
            "{name}: the file cannot be read. Open it, save it again, and retry.", name=path.name
        ) from error


def live_apart() -> None:
    """Set what holds for the child's whole life: a group of its own, no secrets at hand, limits."""
    os.setsid()
    for name in [n for n in os.environ if n.startswith("CANBO_")]:
        del os.environ[name]
    limit_memory()


def limit_memory() -> None:
    """Bound what the process may take from others."""
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (LARGEST_WRITTEN, LARGEST_WRITTEN))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def run_limited(parser: Callable[[Path], T], path: Path) -> T:
    """Give one file its own share of processor time, then parse it."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    seconds = int(used.ru_utime + used.ru_stime) + MOST_CPU_SECONDS
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, resource.getrlimit(resource.RLIMIT_CPU)[1]))
    return parser(path)
