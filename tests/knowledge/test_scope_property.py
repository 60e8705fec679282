"""Nothing of a paper outside the reader's scope comes out by any way, nor changes what does come out."""

from __future__ import annotations

import asyncio
import os
import shutil
import sqlite3
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from hypothesis import HealthCheck, Phase, event, given, settings
from sqlalchemy import event as signals

from knowledge import Knowledge
from knowledge.documents import Filters
from tests.conftest import NOON
from tests.knowledge.worlds import NUMBERS, Built, World, build, forget_hidden, person, worlds

EXAMPLES = int(os.environ.get("SCOPE_EXAMPLES", "10"))
"""A long run once in a while: SCOPE_EXAMPLES=2000."""
DRAWN = settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize="SCOPE_EXAMPLES" not in os.environ,
    database=None,
    phases=[Phase.generate],  # worlds are small: to make them smaller takes longer than to read one
    suppress_health_check=list(HealthCheck),
)
NOBODYS = 9_999
"""An id that nothing has."""


@dataclass(frozen=True)
class Seen:
    """What one way out gave a reader, and how many statements it took."""

    way: str
    given: str
    statements: int


Note = Callable[[str, object], Awaitable[None]]


class Statements:
    """Counts what a database is asked."""

    def __init__(self, knowledge: Knowledge) -> None:
        self.count = 0
        database = knowledge.database
        signals.listen(database.engine.sync_engine, "before_cursor_execute", self._add)
        if database._here is not None:
            signals.listen(database._here, "before_cursor_execute", self._add)

    def _add(self, *_: object) -> None:
        self.count += 1


async def everything(knowledge: Knowledge, built: Built, reader: int) -> list[Seen]:
    """Go every way out of the papers as one reader."""
    who, documents = person(reader), knowledge.documents
    # A search waits two seconds at most for an index that follows: on a busy machine it would find less.
    await documents.index.catch_up(patience=None)
    statements = Statements(knowledge)
    seen: list[Seen] = []

    async def note(way: str, given: object) -> None:
        seen.append(Seen(way, repr(given), statements.count))
        statements.count = 0

    for query in built.world.queries:
        await note(f"search {query}", await documents.search(query, who, 10))
        await note(f"answer {query}", await documents.answer(query, who))
        await note(f"alike {query}", await knowledge.replies.alike(query, who, f"{reader} {query}", NOON))
    first = built.world.queries[0]
    await note("follow-up", await documents.answer("thời hạn?", who, first))
    for filters in (Filters(kind="reply"), Filters(type="quyết định"), Filters(document_id=1)):
        await note(f"{filters}", await documents.search(first, who, filters=filters))
    passages = [p for ids in built.passages.values() for p in {ids[0], ids[-1]}]
    for passage in (*passages, NOBODYS):
        await note(f"article {passage}", await documents.article(passage, who))
    await registered(knowledge, built, who, note)
    await note("titles", await documents.titles(who))
    await note("page", await documents.titles(who, 2, 1))
    for number in NUMBERS[1:]:
        await note(f"number {number}", await documents.find_by_number([number], who))
    for document in (*built.documents, *built.reply_documents, NOBODYS):
        await note(f"file {document}", await documents.file(document, 1, who))
    for enquiry in (*built.enquiries, NOBODYS):
        await note(f"enquiry {enquiry}", await knowledge.enquiries.get(who, enquiry))
        await note(f"reply {enquiry}", await knowledge.replies.get(who, enquiry))
    await note("waiting", await knowledge.enquiries.waiting(who, 10))
    await note("unanswered", await knowledge.unanswered.questions(who))
    await note("month", await knowledge.unanswered.month(who, NOON))
    return seen


async def registered(knowledge: Knowledge, built: Built, who: int, note: Note) -> None:
    """Go every way out of the registry."""
    registry, today = knowledge.registry, NOON.date()
    for wanted in ("quyết định", "nghị quyết 57", *built.world.queries):
        await note(f"find {wanted}", await registry.find(wanted, who, NOON))
    for document in (*built.documents, *built.reply_documents, NOBODYS):
        await note(f"card {document}", await registry.card(document, who, today))
        await note(f"force {document}", await registry.validity(document, who, today))
        await note(f"contents {document}", await registry.contents(document, who, 10, 0))
    await note("ended", sorted(await registry.ended(who, today)))


@asynccontextmanager
async def opened(url: str) -> AsyncIterator[Knowledge]:
    """Open a database that has all its tables."""
    async with Knowledge.open(url) as knowledge:
        yield knowledge


def judge(world: World, built: Built, reader: int, with_all: list[Seen], without: list[Seen]) -> None:
    """Compare what a reader was given with what is theirs."""
    said = "\n".join(seen.given for seen in with_all)
    assert [mark for mark in world.secrets(reader) if mark in said] == []
    for one, other in zip(with_all, without, strict=True):
        assert one == other
    hidden = world.hidden_papers(reader)
    by_way = {seen.way: seen for seen in with_all}
    nothing = by_way[f"article {NOBODYS}"]
    for n, document in enumerate(built.documents):
        for passage in {built.passages[document][0], built.passages[document][-1]}:
            article = by_way[f"article {passage}"]
            assert (article.given == "None") == (n in hidden)
            assert n not in hidden or article.statements == nothing.statements
        for way, none in (("file", "None"), ("card", "None"), ("force", "None"), ("contents", "[]")):
            found, nobodys = by_way[f"{way} {document}"], by_way[f"{way} {NOBODYS}"]
            assert (found.given == none) == (n in hidden), way
            assert n not in hidden or found.statements == nobodys.statements, way
        assert (world.papers[n].mark in by_way["titles"].given) == (n not in hidden)
    event(f"{len(hidden)} of {len(world.papers)} papers hidden")
    event("finds" if "PassageHit" in said else "finds nothing")


async def check_on_sqlite(world: World, template: Path) -> None:
    """Compare the database as it is with a copy in which the reader's hidden papers never were."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shutil.copy(template, folder / "all.db")
        async with opened(f"sqlite:///{folder / 'all.db'}") as knowledge:
            built = await build(knowledge, world)
            await compare_copies(knowledge, built, 0, folder)


async def compare_copies(knowledge: Knowledge, built: Built, reader: int, folder: Path) -> None:
    """Ask the whole database, then a copy without what is hidden."""
    copy = folder / f"less{reader}.db"
    with sqlite3.connect(folder / "all.db") as source:
        source.execute("VACUUM INTO ?", (str(copy),))
    source.close()
    with_all = await everything(knowledge, built, reader)
    async with opened(f"sqlite:///{copy}") as less:
        async with less.database.write() as connection:
            await forget_hidden(connection, built, reader)
        judge(built.world, built, reader, with_all, await everything(less, built, reader))


@DRAWN
@given(world=worlds())
def test_nothing_hidden_comes_out_or_changes_what_does(sqlite_template: Path, world: World) -> None:
    asyncio.run(check_on_sqlite(world, sqlite_template))


@settings(DRAWN, max_examples=max(2, EXAMPLES // 10))
@given(world=worlds())
def test_the_same_on_postgresql(postgresql: Callable[[], str], world: World) -> None:
    async def check() -> None:
        url = postgresql()
        async with opened(url) as knowledge:
            built = await build(knowledge, world)
            with_all = await everything(knowledge, built, 0)
            async with knowledge.database.write() as connection:
                await forget_hidden(connection, built, 0)
        async with opened(url) as less:
            judge(world, built, 0, with_all, await everything(less, built, 0))

    asyncio.run(check())
