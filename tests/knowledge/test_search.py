"""The index follows the database, and finds for each reader what that reader may read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import delete, insert, select, update

from knowledge import Knowledge
from knowledge.documents import Filters, ReadDocument
from knowledge.documents.search.mending import near
from knowledge.documents.search.passages import scope_term
from knowledge.documents.search.scopes import scopes
from knowledge.documents.search.textindex import TextIndex
from knowledge.documents.storage import next_change
from knowledge.documents.structure import analyse
from knowledge.models import Counter, Document, DocumentState, Passage, Person, Post, Reach, Role
from knowledge.scope import visible_to
from tests.conftest import CAST, COMMITTEE, NOON, OFFICE, WARD_A, WARD_B
from tests.knowledge.documents_files import DECISION

ADA, SAM, LEA, GRACE, ADAM, EVE = (CAST[n][0] for n in ("ada", "sam", "lea", "grace", "adam", "eve"))
NOTICE = "THÔNG BÁO\nVề lịch trực bảo vệ kho lưu trữ\nTổ bảo vệ trực kho lưu trữ từ 18 giờ mỗi ngày."


async def put(
    knowledge: Knowledge,
    text: str,
    source: str,
    unit: int = OFFICE,
    reach: str = "unit",
    head: dict[str, object] | None = None,
) -> int:
    read = ReadDocument(tuple(text.split("\n")))
    given = replace(analyse(read.paragraphs, source).head, **head) if head else None  # type: ignore[arg-type]  # a test's shorthand
    await knowledge.documents.import_document(read, unit, reach, source, NOON, head=given)
    async with knowledge.database.read() as connection:
        where = (Document.unit_id == unit) & (Document.source == source)
        return (await connection.execute(select(Document.id).where(where))).scalar_one()


async def change(knowledge: Knowledge, paper: int, **columns: object) -> None:
    async with knowledge.database.write() as connection:
        row = {**columns, "change": await next_change(connection)}
        await connection.execute(update(Document).where(Document.id == paper).values(row))


async def found(knowledge: Knowledge, query: str, viewer: int | None, **filters: object) -> list[int]:
    narrowed = Filters(**filters)  # type: ignore[arg-type]  # a test's shorthand
    hits = await knowledge.documents.search(query, viewer, 20, filters=narrowed)
    return list(dict.fromkeys(hit.document_id for hit in hits))


async def test_what_is_imported_is_found_at_once_and_what_is_withdrawn_is_not(staffed: Knowledge) -> None:
    assert await found(staffed, "trực kho lưu trữ", ADA) == []
    paper = await put(staffed, NOTICE, "a.txt")
    assert await found(staffed, "trực kho lưu trữ", ADA) == [paper]
    await put(staffed, NOTICE.replace("kho lưu trữ", "nhà truyền thống"), "a.txt")
    hits = await staffed.documents.search("trực kho lưu trữ", ADA)
    assert all("kho lưu trữ" not in hit.text for hit in hits)
    assert await found(staffed, "nhà truyền thống", ADA) == [paper]
    await change(staffed, paper, state=DocumentState.WITHDRAWN)
    assert await found(staffed, "nhà truyền thống", ADA) == []
    await change(staffed, paper, state=DocumentState.PUBLISHED)
    assert await found(staffed, "nhà truyền thống", ADA) == [paper]


async def test_another_process_on_the_database_is_followed(staffed: Knowledge) -> None:
    url = staffed.database.url.render_as_string(hide_password=False)
    async with Knowledge.open(url) as other:
        first = await put(staffed, NOTICE, "a.txt")
        assert await found(other, "kho lưu trữ", ADA) == [first]
        second = await put(other, NOTICE.replace("18 giờ", "19 giờ"), "b.txt")
        assert set(await found(staffed, "kho lưu trữ", ADA)) == {first, second}
        assert set(await found(other, "kho lưu trữ", ADA)) == {first, second}


@pytest.mark.parametrize("reach", Reach)
async def test_reach_and_post_decide_and_take_effect_at_once(staffed: Knowledge, reach: Reach) -> None:
    papers = {unit: await put(staffed, NOTICE, "a.txt", unit, reach) for unit in (COMMITTEE, OFFICE, WARD_A)}
    for viewer in (ADA, SAM, LEA, GRACE, ADAM, EVE):
        query = select(Document.unit_id).where(visible_to(viewer, Document.unit_id, Document.reach))
        async with staffed.database.read() as connection:
            units = set((await connection.execute(query)).scalars())
        assert set(await found(staffed, "kho lưu trữ", viewer)) == {papers[u] for u in units}
    assert set(await found(staffed, "kho lưu trữ", None)) == set(papers.values())
    await change(staffed, papers[OFFICE], reach=Reach.EVERYONE)
    assert papers[OFFICE] in await found(staffed, "kho lưu trữ", GRACE)
    await change(staffed, papers[OFFICE], reach=Reach.UNIT)
    assert papers[OFFICE] not in await found(staffed, "kho lưu trữ", GRACE)


async def test_who_moves_finds_the_new_units_papers_and_who_is_suspended_nothing(staffed: Knowledge) -> None:
    here, there = await put(staffed, NOTICE, "a.txt"), await put(staffed, NOTICE, "a.txt", WARD_B)
    assert await found(staffed, "kho lưu trữ", ADA) == [here]
    async with staffed.database.write() as connection:
        await connection.execute(update(Post).where(Post.person_id == ADA).values(unit_id=WARD_B))
    assert await found(staffed, "kho lưu trữ", ADA) == [there]
    async with staffed.database.write() as connection:
        await connection.execute(update(Person).where(Person.id == ADA).values(suspended_at=NOON))
    assert await found(staffed, "kho lưu trữ", ADA) == []
    assert (await staffed.documents.rank("kho lưu trữ", ADA)).weights
    async with staffed.database.write() as connection:
        await connection.execute(delete(Post).where(Post.person_id == GRACE))
    assert await found(staffed, "kho lưu trữ", GRACE) == []


async def test_the_words_of_scope_mean_what_the_condition_means(staffed: Knowledge) -> None:
    """Each viewer, unit and reach: SQL and the index agree, with roles in several places too."""
    async with staffed.database.write() as connection:
        await connection.execute(insert(Post).values(person_id=GRACE, unit_id=OFFICE, role=Role.SECRETARY))
        await connection.execute(insert(Post).values(person_id=ADAM, unit_id=WARD_A, role=Role.LEAD))
    for unit in (COMMITTEE, OFFICE, WARD_A, WARD_B):
        for reach in Reach:
            await put(staffed, f"{NOTICE} {reach}", f"{reach}.txt", unit, reach)
    for viewer in (ADA, SAM, LEA, GRACE, ADAM, EVE):
        query = select(Document.unit_id, Document.reach)
        reaching = query.where(visible_to(viewer, Document.unit_id, Document.reach))
        async with staffed.database.read() as connection:
            every = (await connection.execute(query)).all()
            meant = set((await connection.execute(reaching)).all())
        words = await scopes(staffed.database, viewer)
        assert (words is None) == (viewer == LEA)
        assert {row for row in every if words is None or scope_term(*row) in words} == meant
    assert await scopes(staffed.database, None) is None


def answers_of(hits: list[object]) -> list[object]:
    return [(h.passage_id, h.score) for h in hits]  # type: ignore[attr-defined]  # hits of a ranking


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("trực kho lưu trữu", "trực kho lưu trữ"),
        ("tổ bảo vẹe trực từ mấy gio", "tổ bảo vệ trực từ mấy giờ"),
        ("bao vẹ kho lutu tru", "bảo vệ kho lưu trữ"),
    ],
)
async def test_slips_of_the_finger_are_understood(staffed: Knowledge, typed: str, meant: str) -> None:
    await put(staffed, NOTICE, "a.txt")
    await put(staffed, DECISION, "b.txt")
    [right, *_] = await staffed.documents.search(meant, ADA)
    [hit, *_] = await staffed.documents.search(typed, ADA)
    assert hit.passage_id == right.passage_id


@pytest.mark.parametrize(
    ("query", "right"),
    [
        ("đường", "đường"),
        ("dương", "dương"),
        ('"kho lưu trữ"', "lưu trữ"),
        ('"kho luu tru" ở đâu', "lưu trữ"),
        ("“lưu trữ kho”", ""),
        ('"tru kho"', ""),
        ('"kho lưu trừ"', ""),
        ("hoà", "hòa"),
    ],
)
async def test_quotation_marks_and_marks_are_meant(staffed: Knowledge, query: str, right: str) -> None:
    for word in ("dương", "đường", "lưu trữ", "hòa"):
        await put(staffed, f"Ghi chú\nTại kho {word} có người trực.", f"{word}.txt")
    hits = await staffed.documents.search(query, ADA)
    assert right in hits[0].text if right else not hits


@pytest.mark.parametrize("query", ["lịch tiếp công dân", "lich tiep cong dna", "12/QĐ-UBND", "kho lưu trữ"])
async def test_papers_out_of_scope_change_nothing_at_all(staffed: Knowledge, query: str) -> None:
    for n in range(8):
        await put(staffed, DECISION.replace("15", str(10 + n)), f"{n}.txt")
    await put(staffed, NOTICE, "notice.txt")
    before = await staffed.documents.rank(query, ADA, 20)
    for n in range(30):
        text = NOTICE + f"\nLịch tiếp công dân số {n}, công dna, " + "tiếp công dân " * n
        await put(staffed, text, f"{n}.txt", WARD_A, "below", head={"number": "12/QĐ-UBND"})
    after = await staffed.documents.rank(query, ADA, 20)
    assert (after.weights, after.ideal) == (before.weights, before.ideal)
    assert answers_of([*after.hits]) == answers_of([*before.hits])


async def test_filters_are_part_of_the_query(staffed: Knowledge) -> None:
    head = {"type": "Thông báo", "issuer": "Ủy ban nhân dân Thành phố", "issued_on": date(2025, 5, 1)}
    old = await put(staffed, NOTICE, "a.txt", head={**head, "in_force_to": date(2025, 12, 31)})
    newer = {"type": "Quyết định", "in_force_from": date(2026, 1, 1)}
    new = await put(staffed, NOTICE + " Mới.", "b.txt", head=newer)
    ask: Callable[..., object] = lambda **f: found(staffed, "kho lưu trữ", ADA, **f)  # noqa: E731  # shorter than a function
    for filters, expected in (
        ({}, {old, new}),
        ({"type": "thông báo"}, {old}),
        ({"type": "quyet dinh"}, {new}),
        ({"issuer": "UBND"}, set()),
        ({"issuer": "ủy ban nhân dân"}, {old}),
        ({"year": 2025}, {old}),
        ({"in_force_on": date(2025, 12, 31)}, {old}),
        ({"in_force_on": date(2026, 1, 1)}, {new}),
        ({"document_id": new}, {new}),
        ({"without": frozenset({new})}, {old}),
        ({"kind": "reply"}, set()),
    ):
        assert set(await ask(**filters)) == expected, filters  # type: ignore[misc]  # the shorthand above


async def test_the_index_is_written_anew_when_the_database_is_older_or_another(staffed: Knowledge) -> None:
    first = await put(staffed, NOTICE, "a.txt")
    second = await put(staffed, NOTICE + " Hai.", "b.txt")
    assert set(await found(staffed, "kho lưu trữ", ADA)) == {first, second}
    # As after a restored backup: a lower counter, and a paper that is another one.
    async with staffed.database.write() as connection:
        await connection.execute(update(Document).where(Document.id == second).values(change=1))
        await connection.execute(update(Document).where(Document.id == first).values(change=1))
        await connection.execute(update(Counter).values(value=1))
        await connection.execute(update(Passage).where(Passage.document_id == first).values(text="Bản cũ."))
    [hit] = await staffed.documents.search("bản cũ", ADA, filters=Filters(document_id=first))
    assert hit.text == "Bản cũ."


def test_the_index_is_empty_until_it_is_opened() -> None:
    index = TextIndex(None)
    assert not index.is_open
    index.open()
    assert (index.held, index.papers()) == (-1, {})
    index.close()


@pytest.mark.parametrize(
    ("typed", "form", "likely"),
    [
        ("hpu", "phu", True),  # swapped
        ("quyn", "quyen", True),  # left out
        ("luuu", "luu", True),  # doubled
        ("luat", "luan", False),  # another letter
        ("luxt", "lut", False),  # one too many
        ("20q5", "2025", False),  # a letter where a digit belongs
        ("inetrnet2", "internet2", True),
    ],
)
def test_slips_and_how_likely_they_are(typed: str, form: str, likely: bool) -> None:
    assert near(typed)[form] is likely


def test_no_digit_that_was_typed_is_lost() -> None:
    assert all(digit in form for form in near("20q5") for digit in "205")
