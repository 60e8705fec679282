"""What a secretary confirmed stays when the paper comes again; the same text changes nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from knowledge import ImportReport, Knowledge
from knowledge.documents import ReadDocument
from knowledge.documents.confirmed import kept
from knowledge.documents.reading import HandedIn
from knowledge.documents.structure.head import Head
from tests.conftest import NOON, OFFICE
from tests.knowledge.documents_files import DECISION

SAM = 2
TODAY = NOON.date()
HEAD = Head(title="Quyết định Về họp", number="12/QĐ-UBND", type="quyết định", issuer="UBND phường",
            signer="Trần Văn A", issued_on=date(2026, 1, 5))  # fmt: skip


def read(text: str) -> ReadDocument:
    return ReadDocument(tuple(text.splitlines()))


async def imports(
    knowledge: Knowledge,
    text: str,
    reach: str = "unit",
    name: str = "qd.txt",
    *,
    content: bytes | None = None,
) -> ImportReport:
    return await knowledge.documents.import_document(read(text), OFFICE, reach, name, NOON, content=content)


async def files(knowledge: Knowledge, text: str, event: str, name: str = "qd.txt", **fields: str) -> int:
    """Hand a paper in and correct fields of it; return what waits."""
    handed = [HandedIn(name, text.encode(), read(text), None)]
    taken = (await knowledge.filings.take(SAM, handed, event, NOON))[0]
    assert taken.filing_id is not None
    for field, value in fields.items():
        assert await knowledge.filings.correct(taken.filing_id, SAM, field, value)
    return taken.filing_id


async def test_an_import_keeps_what_was_confirmed(staffed: Knowledge) -> None:
    waiting = await files(staffed, DECISION, "one", signer="Trần Văn A", number="13/QĐ-UBND")
    stored = await staffed.filings.store(waiting, SAM, NOON, as_version=False)
    assert stored is not None
    assert (await imports(staffed, DECISION)).same == 1
    card = await staffed.registry.card(stored.id, SAM, TODAY)
    assert card is not None
    assert (card.number, card.signer, card.unsure, card.version) == ("13/QĐ-UBND", "Trần Văn A", (), 1)


async def test_a_new_text_keeps_what_it_does_not_contradict(staffed: Knowledge) -> None:
    waiting = await files(staffed, DECISION, "one", place="Bình Giang")
    stored = await staffed.filings.store(waiting, SAM, NOON, as_version=False)
    assert stored is not None
    report = await imports(staffed, DECISION + "\nĐiều 9. Thêm\nBổ sung.")
    assert (report.changed, report.document_id) == (1, stored.id)
    card = await staffed.registry.card(stored.id, SAM, TODAY)
    assert card is not None
    assert (card.version, card.number) == (2, "12/QĐ-UBND")


async def test_what_nobody_confirmed_is_read_anew(staffed: Knowledge) -> None:
    await imports(staffed, DECISION)
    report = await imports(staffed, DECISION.replace("12/QĐ-UBND", "21/QĐ-UBND"))
    card = await staffed.registry.card(report.document_id or 0, SAM, TODAY)
    assert card is not None
    assert (card.version, card.number) == (2, "21/QĐ-UBND")


KEPT = [
    (Head(title=""), HEAD),
    (Head(title="Quyết định Về họp", number="12/qđ-ubnd"), HEAD),
    (Head(title="", signer="Lê Văn B"), replace(HEAD, signer="Lê Văn B")),
    (Head(title="", signer="Lê Văn B", unsure=frozenset({"signer"})), HEAD),
    (Head(title="Khác", number="13/QĐ-UBND"), Head(title="Khác", number="13/QĐ-UBND")),
    (Head(title="Khác", type="kế hoạch"), Head(title="Khác", type="kế hoạch")),
]


@pytest.mark.parametrize(("new", "expected"), KEPT)
def test_confirmed_fields_are_kept_unless_contradicted(new: Head, expected: Head) -> None:
    assert kept(HEAD, new) == expected


async def test_reach_alone_is_a_change_without_a_new_version(staffed: Knowledge) -> None:
    await imports(staffed, DECISION)
    report = await imports(staffed, DECISION, "below")
    assert (report.changed, report.same) == (1, 0)
    card = await staffed.registry.card(report.document_id or 0, SAM, TODAY)
    assert card is not None
    assert card.version == 1
    assert (await imports(staffed, DECISION, "below")).same == 1


async def test_a_file_is_added_to_a_paper_that_was_imported_without(staffed: Knowledge) -> None:
    await imports(staffed, DECISION)
    assert (await imports(staffed, DECISION, content=b"x")).changed == 1
    assert (await imports(staffed, DECISION, content=b"x")).same == 1


async def test_the_same_text_is_known_in_each_unit_that_the_secretary_files_for(staffed: Knowledge) -> None:
    await imports(staffed, DECISION)
    handed = [HandedIn("another.txt", b"other bytes", read(DECISION), None)]
    taken = await staffed.filings.take(SAM, handed, "one", NOON)
    assert taken[0].known is not None


async def test_another_paper_that_is_the_same_is_said_to_be_the_same(staffed: Knowledge) -> None:
    first = await files(staffed, DECISION, "one")
    second = await files(staffed, DECISION, "two")
    third = await files(staffed, DECISION, "three", number="99/QĐ-UBND")
    one = await staffed.filings.store(first, SAM, NOON, as_version=False)
    two = await staffed.filings.store(second, SAM, NOON, as_version=False)
    assert one is not None
    assert two is not None
    assert (two.id, two.is_same) == (one.id, True)
    three = await staffed.filings.store(third, SAM, NOON + timedelta(hours=1), as_version=False)
    assert three is not None
    assert three.id != one.id
    assert not three.is_same
