"""Organisations, papers and readers drawn at random, and in plain Python who may read what."""

from __future__ import annotations

from dataclasses import dataclass

from hypothesis import strategies as st
from sqlalchemy import delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from knowledge import Knowledge
from knowledge.documents import ReadDocument
from knowledge.documents.enquiries import replies, rows
from knowledge.documents.search.terms import number_key
from knowledge.models import (
    Account,
    Asked,
    Document,
    Enquiry,
    EnquiryAsker,
    EnquiryState,
    Passage,
    Person,
    Relation,
    Unit,
    UnitTree,
    Vote,
)
from knowledge.models import Post as PostRow
from tests.conftest import NOON

WORDS = ["báo cáo", "tiếp công dân", "chuyển đổi số", "hội trường", "nộp", "thời hạn", "ngày 15", "chủ tịch"]
NUMBERS = ["", "57-NQ/TW", "30/2020/NĐ-CP"]
VERBS = {"thay thế": "replaces", "sửa đổi, bổ sung": "amends", "bãi bỏ": "repeals", "hướng dẫn": "implements"}
REACHES = ["unit", "below", "everyone"]
OVERSEEING = {"secretary", "lead"}
TYPOS = ["báo cóa tiếp công dna", "chuyen doi ssó zqvan1y", "zqvan0x", "chủ tịhc nộp hội trườg zqvan2"]
QUESTIONS = ["Ai ký giấy đi đường?", "Xe công sửa ở đâu?"]


@dataclass(frozen=True)
class Paper:
    """A paper to be; `mark` is a word that stands in it and nowhere else."""

    unit: int
    reach: str
    number: str
    lines: tuple[str, ...]
    names: tuple[str, str]
    """What it does to which number; empty for nothing."""
    mark: str

    @property
    def text(self) -> tuple[str, ...]:
        head = (f"Số: {self.number}",) if self.number else ()
        verb, number = self.names
        relation = (f"Điều 3. Hiệu lực\n1. Quyết định này {verb} văn bản {number}.",) if number else ()
        body = "\n".join(
            (
                *head,
                "Mẫu, ngày 05 tháng 01 năm 2026",
                "QUYẾT ĐỊNH",
                f"Về {self.lines[0]} {self.mark}",
                f"Điều 1. Phạm vi {self.mark}",
                f"1. {self.lines[0].capitalize()} {self.mark}.",
                "Điều 2. Nội dung",
                *(f"{n}. Quy định về {line}, {self.mark}." for n, line in enumerate(self.lines, 1)),
                *relation,
            )
        )
        return tuple(body.split("\n"))


@dataclass(frozen=True)
class Reader:
    """Somebody with posts: unit and role."""

    posts: tuple[tuple[int, str], ...]
    suspended: bool


@dataclass(frozen=True)
class Reply:
    """An enquiry: open, or answered and approved for a reach, about a paper or none."""

    unit: int
    reach: str
    paper: int
    question: str
    asker: int
    approved: bool
    mark: str


@dataclass(frozen=True)
class World:
    """An organisation; units are numbered from 0, each below one with a smaller number."""

    above: tuple[int, ...]
    papers: tuple[Paper, ...]
    readers: tuple[Reader, ...]
    replies: tuple[Reply, ...]
    queries: tuple[str, ...]

    def lineage(self, unit: int) -> set[int]:
        """Return a unit and all above it."""
        found = {unit}
        while unit:
            unit = self.above[unit]
            found.add(unit)
        return found

    def holds(self, reader: int, unit: int) -> bool:
        """Tell whether a reader is secretary or lead at or above a unit."""
        who = self.readers[reader]
        return not who.suspended and any(
            role in OVERSEEING and place in self.lineage(unit) for place, role in who.posts
        )

    def reads(self, reader: int, unit: int, reach: str) -> bool:
        """Tell whether what a unit published reaches a reader: the rule, not the query."""
        who = self.readers[reader]
        if who.suspended or not who.posts:
            return False
        if reach == "everyone" or self.holds(reader, unit):
            return True
        if any(place == unit for place, _ in who.posts):
            return True
        return reach == "below" and any(unit in self.lineage(place) for place, _ in who.posts)

    def hidden_papers(self, reader: int) -> list[int]:
        return [n for n, p in enumerate(self.papers) if not self.reads(reader, p.unit, p.reach)]

    def hidden_replies(self, reader: int) -> list[int]:
        """Return the approved replies that do not reach a reader."""
        return [
            n for n, r in enumerate(self.replies) if r.approved and not self.reads(reader, r.unit, r.reach)
        ]

    def foreign_enquiries(self, reader: int) -> list[int]:
        """Return the enquiries that a reader neither asked nor may answer."""
        return [n for n, r in enumerate(self.replies) if r.asker != reader and not self.holds(reader, r.unit)]

    def secrets(self, reader: int) -> list[str]:
        """Return the marks that a reader must never see."""
        known = {
            *(n for n in range(len(self.replies)) if n not in self.foreign_enquiries(reader)),
            *(n for n, r in enumerate(self.replies) if r.approved and n not in self.hidden_replies(reader)),
        }
        return [
            *(self.papers[n].mark for n in self.hidden_papers(reader)),
            *(r.mark for n, r in enumerate(self.replies) if n not in known),
        ]


@st.composite
def worlds(draw: st.DrawFn) -> World:
    """Draw an organisation."""
    units = draw(st.integers(2, 6))
    above = (0, *(draw(st.integers(0, n - 1)) for n in range(1, units)))
    place = st.integers(0, units - 1)
    phrases = st.lists(st.sampled_from(WORDS), min_size=1, max_size=3).map(" ".join)
    papers = tuple(
        Paper(
            unit=draw(place),
            reach=draw(st.sampled_from(REACHES)),
            number=draw(st.sampled_from(NUMBERS)),
            lines=tuple(draw(st.lists(phrases, min_size=1, max_size=3))),
            names=(draw(st.sampled_from(sorted(VERBS))), draw(st.sampled_from(NUMBERS))),
            mark=f"zqvan{n}x",
        )
        for n in range(draw(st.integers(2, 6)))
    )
    role = st.sampled_from(["member", "member", "secretary", "lead", "admin", "auditor"])
    posts = st.lists(st.tuples(place, role), max_size=3, unique=True).map(tuple)
    readers = tuple(Reader(draw(posts), draw(st.integers(0, 7)) == 0) for _ in range(draw(st.integers(2, 3))))
    asked = tuple(
        Reply(
            unit=draw(place),
            reach=draw(st.sampled_from(REACHES)),
            paper=draw(st.integers(-1, len(papers) - 1)),
            question=f"{draw(st.sampled_from(QUESTIONS))} zqhoi{n}x",
            asker=draw(st.integers(0, len(readers) - 1)),
            approved=draw(st.booleans()),
            mark=f"zqhoi{n}x",
        )
        for n in range(draw(st.integers(0, 2)))
    )
    queries = (
        draw(phrases),
        draw(st.sampled_from(TYPOS)),
        f"{draw(phrases)} {draw(st.sampled_from(NUMBERS[1:]))}",
        draw(st.sampled_from(QUESTIONS)),
    )
    return World(above, papers, readers, asked, queries)


@dataclass
class Built:
    """A world in a database."""

    world: World
    documents: list[int]
    passages: dict[int, list[int]]
    """Of each paper and reply document."""
    enquiries: list[int]
    reply_documents: list[int]
    """0 where the reply is not approved."""


def person(reader: int) -> int:
    """Return a reader's id."""
    return reader + 1


async def build(knowledge: Knowledge, world: World) -> Built:
    """Write a world into an empty database, as the bot itself would."""
    async with knowledge.database.edit() as session:
        for unit, above in enumerate(world.above):
            session.add(
                Unit(
                    id=unit + 1,
                    parent_id=above + 1 if unit else None,
                    name=f"Unit {unit}",
                    folded_name=f"unit {unit}",
                )
            )
            await session.flush()
            session.add_all(UnitTree(above_id=a + 1, unit_id=unit + 1) for a in world.lineage(unit))
        for n, reader in enumerate(world.readers):
            suspended = NOON if reader.suspended else None
            session.add(
                Person(
                    id=person(n),
                    name=f"Reader {n}",
                    folded_name=f"reader {n}",
                    language="en",
                    suspended_at=suspended,
                )
            )
            await session.flush()
            session.add(
                Account(person_id=person(n), channel="test", address=f"r{n}", linked_at=NOON, used_at=NOON)
            )
            session.add_all(PostRow(person_id=person(n), unit_id=u + 1, role=r) for u, r in reader.posts)
    for n, paper in enumerate(world.papers):
        await knowledge.documents.import_document(
            ReadDocument(paper.text),
            paper.unit + 1,
            paper.reach,
            f"{n}.txt",
            NOON,
            content=paper.mark.encode(),
        )
    async with knowledge.database.write() as connection:
        documents = list((await connection.execute(select(Document.id).order_by(Document.id))).scalars())
        enquiries = [await put_enquiry(connection, r, n, documents) for n, r in enumerate(world.replies)]
        await put_relations(connection, world, documents)
        await put_questions(connection, world)
        found = await connection.execute(select(Enquiry.reply_document_id).order_by(Enquiry.id))
        reply_documents = [id or 0 for id in found.scalars()]  # noqa: A001  # the field's own word
        passages: dict[int, list[int]] = {}
        for row in await connection.execute(select(Passage.id, Passage.document_id).order_by(Passage.id)):
            passages.setdefault(row.document_id, []).append(row.id)
    return Built(world, documents, passages, enquiries, reply_documents)


async def put_enquiry(connection: AsyncConnection, reply: Reply, n: int, documents: list[int]) -> int:
    """Write an enquiry, and approve its reply."""
    values = {
        "person_id": person(reply.asker),
        "unit_id": reply.unit + 1,
        "document_id": documents[reply.paper] if reply.paper >= 0 else None,
        "event": f"enquiry {n}",
        "question": reply.question,
        "asked_at": NOON,
        "state": EnquiryState.ANSWERED if reply.approved else EnquiryState.OPEN,
        "reply": f"Chánh Văn phòng, {reply.mark}.",
        "hits": 0,
    }
    enquiry_id = (await connection.execute(insert(Enquiry).values(values).returning(Enquiry.id))).scalar_one()
    asker = {"enquiry_id": enquiry_id, "person_id": person(reply.asker), "event": f"asker {n}"}
    await connection.execute(insert(EnquiryAsker).values(asker | {"asked_at": NOON, "value": 0, "voted": ""}))
    if reply.approved:
        [row] = await rows.found(connection, Enquiry.id == enquiry_id)
        await replies.publish(connection, row, reply.reach, person(reply.asker), NOON)
    return enquiry_id


async def put_relations(connection: AsyncConnection, world: World, documents: list[int]) -> None:
    """Write what each paper does to another, whether or not its text was understood."""
    await connection.execute(delete(Relation))
    for document, paper in zip(documents, world.papers, strict=True):
        verb, number = paper.names
        if number:
            row = {"document_id": document, "kind": VERBS[verb], "number": number}
            row |= {"number_key": number_key(number), "name": f"văn bản {number}", "part": "", "path": ""}
            await connection.execute(insert(Relation).values(row))


async def put_questions(connection: AsyncConnection, world: World) -> None:
    """Note for each reader a question that nobody answered."""
    for n in range(len(world.readers)):
        values = {"person_id": person(n), "event": f"asked {n}", "question": f"Chờ gì zqnguoi{n}x?"}
        await connection.execute(
            insert(Asked).values(
                values | {"asked_at": NOON, "origin": "nobody", "passages": [], "confidence": 0.0}
            )
        )


def foreign_questions(world: World, reader: int) -> list[int]:
    """Return whose questions a reader must not see."""
    return [
        n
        for n, other in enumerate(world.readers)
        if n != reader and not any(world.holds(reader, unit) for unit, _ in other.posts)
    ]


async def forget_hidden(connection: AsyncConnection, built: Built, reader: int) -> None:
    """Remove from a database all that a reader must not see, as if it had never been there."""
    world = built.world
    gone = [built.documents[n] for n in world.hidden_papers(reader)]
    gone += [built.reply_documents[n] for n in world.hidden_replies(reader)]
    alien = [built.enquiries[n] for n in world.foreign_enquiries(reader)]
    reached = [n for n, r in enumerate(world.replies) if r.approved and n not in world.hidden_replies(reader)]
    alien = [e for e in alien if e not in {built.enquiries[n] for n in reached}]
    strangers = [person(n) for n in foreign_questions(world, reader)]
    await connection.execute(delete(EnquiryAsker).where(EnquiryAsker.enquiry_id.in_(alien)))
    await connection.execute(delete(Enquiry).where(Enquiry.id.in_(alien)))
    for column in (Enquiry.document_id, Enquiry.reply_document_id):
        await connection.execute(update(Enquiry).where(column.in_(gone)).values({column.key: None}))
    await connection.execute(delete(Vote).where(Vote.person_id.in_(strangers)))
    await connection.execute(delete(Asked).where(Asked.person_id.in_(strangers)))
    for table in (Passage, Relation):
        await connection.execute(delete(table).where(table.document_id.in_(gone)))
    await connection.execute(delete(Document).where(Document.id.in_(gone)))
