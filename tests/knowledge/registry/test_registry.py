"""Papers are found by what people type, in the reader's scope; validity follows from what papers say."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from knowledge import Knowledge
from knowledge.documents.registry import Force
from tests.conftest import CAST, COMMITTEE, NOON, OFFICE, WARD_A, WARD_B
from tests.knowledge.registry.papers import file, relate

ADA, SAM, LEA, GRACE, EVE = (CAST[name][0] for name in ("ada", "sam", "lea", "grace", "eve"))
TODAY = NOON.date()


async def names(knowledge: Knowledge, query: str, viewer: int = ADA) -> list[str]:
    return [p.number for p in (await knowledge.registry.find(query, viewer, NOON)).papers]


@pytest.fixture
async def registry(staffed: Knowledge) -> Knowledge:
    """A shelf of papers with like numbers."""
    politburo: dict[str, Any] = {"issuer": "Bộ Chính trị", "type": "nghị quyết"}
    await file(
        staffed, "57-NQ/TW", "Nghị quyết về đột phá phát triển khoa học", date(2024, 12, 22), **politburo
    )
    await file(
        staffed, "57-NQ/TU", "Nghị quyết về cây xanh đô thị", date(2026, 2, 1), issuer="Thành ủy Bình Giang"
    )
    await file(staffed, "571-QĐ/TU", "Quyết định về biên chế", date(2026, 1, 20))
    await file(staffed, "05-CT/TU", "Chỉ thị về đẩy mạnh chuyển đổi số trong các cơ quan", date(2026, 1, 9))
    await file(staffed, "06-CT/TU", "Chỉ thị về chuyển đổi số trong trường học", date(2025, 6, 9))
    await file(staffed, "204-QĐ/TW", "Quy định về quản lý văn thư", date(2025, 3, 3), type="quy định")
    await file(staffed, "12/2025/QĐ-UBND", "Quyết định ban hành giá đất", date(2025, 5, 5))
    await file(staffed, "12/QĐ-UBND", "Quyết định thành lập tổ công tác", date(2026, 1, 5))
    await file(staffed, "", "Nội quy cơ quan Văn phòng", date(2026, 2, 3))
    return staffed


QUERIES = [
    ("57", ["57-NQ/TU", "57-NQ/TW"]),
    ("nq 57", ["57-NQ/TU", "57-NQ/TW"]),
    ("57 nq tw", ["57-NQ/TW"]),
    ("57/NQ–TW", ["57-NQ/TW"]),
    ("nghị quyết 57 của Bộ Chính trị", ["57-NQ/TW"]),
    ("nghị quyết 57 trung ương", ["57-NQ/TW"]),
    ("nghị quyết 57 của thành ủy", ["57-NQ/TU"]),
    ("nghị quyết 57 về cây xanh", ["57-NQ/TU"]),
    ("57-NQ/TW ngày 22/12/2024", ["57-NQ/TW"]),
    ("57-NQ/TW ngày 23/12/2024", []),
    ("nghị quyết 57 năm 2024", ["57-NQ/TW"]),
    ("571", ["571-QĐ/TU"]),
    ("chỉ thị 5", ["05-CT/TU"]),
    ("chỉ thị về chuyển đổi số tháng 1", ["05-CT/TU"]),
    ("chi thi chuyen doi so", ["05-CT/TU", "06-CT/TU"]),
    ("chỉ thị chuyển dổi sô trường hoc", ["06-CT/TU"]),
    ("chuyển đổi số trong trường học", ["06-CT/TU"]),
    ("chỉ thị 2025", ["06-CT/TU"]),
    ("quyết định 204", ["204-QĐ/TW"]),
    ("qđ 12/2025", ["12/2025/QĐ-UBND"]),
    ("12/qd-ubnd", ["12/QĐ-UBND"]),
    ("l2/QĐ-UBND", ["12/QĐ-UBND"]),
    ("quyết định 12 ubnd", ["12/QĐ-UBND", "12/2025/QĐ-UBND"]),
    ("nội quy", [""]),
    ("noi quy co quan", [""]),
    ("nghị quyết 58", []),
    ("thông tư 57", []),
    ("giá vàng thế giới", []),
    ("🙂", []),
]


async def test_papers_are_found_by_what_people_type(registry: Knowledge) -> None:
    for query, expected in QUERIES:
        assert await names(registry, query) == expected, query
        assert await names(registry, query, GRACE) == await names(registry, query, EVE) == [], query


async def test_one_clear_winner_is_told_from_several(registry: Knowledge) -> None:
    assert (await registry.registry.find("57 nq tw", ADA, NOON)).is_clear
    assert (await registry.registry.find("chuyển đổi số trong trường học", ADA, NOON)).is_clear
    assert not (await registry.registry.find("nq 57", ADA, NOON)).is_clear


async def test_a_card_is_for_those_who_may_read_the_paper(staffed: Knowledge) -> None:
    paper = await file(
        staffed, "1-QĐ/VP", "Quyết định", signer="Trần Văn A", signer_post="Chánh Văn phòng", content=b"x"
    )
    card = await staffed.registry.card(paper, ADA, TODAY)
    assert card is not None
    assert (card.signer, card.signer_post, card.file_size) == ("Trần Văn A", "Chánh Văn phòng", 1)
    assert [p.label for p in await staffed.registry.contents(paper, ADA, 9, 1)] == ["Điều 1", "Điều 2"]
    assert not card.may_edit
    by_sam = await staffed.registry.card(paper, SAM, TODAY)
    assert by_sam is not None
    assert by_sam.may_edit
    by_lea = await staffed.registry.card(paper, LEA, TODAY)
    assert by_lea is not None
    assert not by_lea.may_edit
    for outsider in (GRACE, EVE):
        assert await staffed.registry.card(paper, outsider, TODAY) is None
        assert await staffed.registry.validity(paper, outsider, TODAY) is None
        assert await staffed.registry.contents(paper, outsider, 9, 0) == []


async def test_validity_follows_from_days_and_from_other_papers(staffed: Knowledge) -> None:
    old = await file(staffed, "31-QĐ/TU", "Quy định cũ", date(2024, 1, 1))
    new = await file(staffed, "40-QĐ/TU", "Quy định mới", date(2026, 2, 1), in_force_from=date(2026, 3, 1))
    await relate(staffed, new, "replaces", "31-QĐ/TU")
    over = await file(staffed, "7-KH/TU", "Kế hoạch", date(2025, 1, 1), in_force_to=date(2025, 12, 31))
    coming = await file(staffed, "8-KH/TU", "Kế hoạch sau", date(2026, 2, 1), in_force_from=date(2026, 4, 1))
    eve_of = date(2026, 2, 28)
    before, after = (
        await staffed.registry.validity(old, ADA, eve_of),
        await staffed.registry.validity(old, ADA, TODAY),
    )
    assert before is not None
    assert after is not None
    assert (before.state, before.until) == (Force.IN_FORCE, eve_of)
    assert (after.state, after.since, [p.number for p in after.by]) == (
        Force.ENDED,
        date(2026, 3, 1),
        ["40-QĐ/TU"],
    )
    third = await staffed.registry.validity(coming, ADA, TODAY)
    assert third is not None
    assert (third.state, third.since) == (Force.NOT_YET, date(2026, 4, 1))
    assert await staffed.registry.ended(ADA, TODAY) == {old, over}
    assert await staffed.registry.ended(ADA, eve_of) == {over}
    assert await staffed.registry.ended(EVE, TODAY) == set()


async def test_a_part_that_is_replaced_or_an_amendment_ends_nothing(staffed: Knowledge) -> None:
    old = await file(staffed, "31-QĐ/TU", "Quy định cũ", date(2024, 1, 1))
    new = await file(staffed, "40-QĐ/TU", "Quy định mới", date(2026, 2, 1))
    await relate(staffed, new, "replaces", "31-QĐ/TU", part="khoản 2 Điều 5")
    await relate(staffed, new, "amends", "31-QĐ/TU")
    assert await staffed.registry.ended(ADA, TODAY) == set()
    card = await staffed.registry.card(old, ADA, TODAY)
    assert card is not None
    assert [(x.kind, x.incoming) for x in card.links] == [("replaces", True), ("amends", True)]


async def test_relations_reach_only_as_far_as_the_readers_scope(staffed: Knowledge) -> None:
    own = await file(staffed, "31-QĐ/TU", "Quy định chung", date(2024, 1, 1), unit=COMMITTEE, reach="below")
    far = await file(staffed, "9-QĐ/ĐU", "Quy định của phường", date(2026, 1, 1), unit=WARD_B)
    await relate(staffed, far, "replaces", "31-QĐ/TU")
    await relate(staffed, own, "implements", "9-QĐ/ĐU", "Quyết định số 9-QĐ/ĐU của phường B")
    ada, grace = await staffed.registry.card(own, ADA, TODAY), await staffed.registry.card(own, GRACE, TODAY)
    assert ada is not None
    assert grace is not None
    assert ada.validity.state == Force.IN_FORCE
    assert [(x.document_id, x.name) for x in ada.links] == [(None, "Quyết định số 9-QĐ/ĐU của phường B")]
    assert grace.validity.state == Force.ENDED
    assert [x.document_id for x in grace.links] == [None, far]
    assert await staffed.registry.ended(ADA, TODAY) == set()


async def test_one_number_in_several_papers_is_resolved_by_day_and_issuer(staffed: Knowledge) -> None:
    wide: dict[str, Any] = {"reach": "everyone"}
    of_a = await file(
        staffed,
        "12/QĐ-UBND",
        "Quyết định A",
        date(2025, 1, 5),
        unit=WARD_A,
        issuer="Ủy ban nhân dân phường An",
        **wide,
    )
    of_b = await file(
        staffed,
        "12/QĐ-UBND",
        "Quyết định B",
        date(2025, 2, 6),
        unit=WARD_B,
        issuer="Ủy ban nhân dân phường Bình",
        **wide,
    )
    by_day = await file(staffed, "1/QĐ-X", "Một", date(2026, 1, 1))
    by_name = await file(staffed, "2/QĐ-X", "Hai", date(2026, 1, 1))
    unclear = await file(staffed, "3/QĐ-X", "Ba", date(2026, 1, 1))
    number = "12/QĐ-UBND"
    await relate(staffed, by_day, "replaces", number, day=date(2025, 2, 6))
    await relate(staffed, unclear, "replaces", number)
    assert await staffed.registry.ended(ADA, TODAY) == {of_b}
    await relate(
        staffed, by_name, "repeals", number, name="Quyết định số 12/QĐ-UBND của Ủy ban nhân dân phường An"
    )
    assert await staffed.registry.ended(ADA, TODAY) == {of_a, of_b}
    card = await staffed.registry.card(unclear, ADA, TODAY)
    assert card is not None
    assert card.links[0].document_id is None


async def test_papers_without_a_number_are_no_ones_target(staffed: Knowledge) -> None:
    await file(staffed, "", "Nội quy", date(2024, 1, 1), unit=OFFICE)
    new = await file(staffed, "2-QĐ/VP", "Quyết định", date(2026, 1, 1))
    await relate(staffed, new, "replaces", "")
    assert await staffed.registry.ended(ADA, TODAY) == set()
