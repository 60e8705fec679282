"""Units by name, path and alias, with and without diacritics."""

from __future__ import annotations

import pytest

from knowledge import Knowledge, Refusal
from knowledge.models import UnitAlias
from knowledge.organisation.units import ensure_path
from tests.conftest import COMMITTEE, OFFICE, WARD_A


@pytest.fixture
async def grown(staffed: Knowledge) -> Knowledge:
    async with staffed.database.edit() as session:
        session.add(UnitAlias(unit_id=OFFICE, folded_name="vp", name="VP"))
    return staffed


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("", COMMITTEE),
        ("ward a", WARD_A),
        ("Committee / Ward A", WARD_A),
        ("Committee > Ward A", WARD_A),
        ("VP", OFFICE),
        ("offic", OFFICE),
        ("Ofice", OFFICE),
        ("commitee", COMMITTEE),
    ],
)
async def test_found(grown: Knowledge, text: str, unit: int) -> None:
    assert (await grown.units.find(text)).id == unit


@pytest.mark.parametrize(("text", "sentence"), [("ward", "Several units"), ("navy", "No unit")])
async def test_refused(grown: Knowledge, text: str, sentence: str) -> None:
    with pytest.raises(Refusal, match=sentence):
        await grown.units.find(text)


async def test_a_viewer_finds_only_what_is_near(grown: Knowledge) -> None:
    ada, grace, eve = 1, 4, 6
    assert (await grown.units.find("office", ada)).id == OFFICE
    for outsider in (grace, eve):
        with pytest.raises(Refusal):
            await grown.units.find("office", outsider)


async def test_paths_are_made_once_without_diacritics(knowledge: Knowledge) -> None:
    async with knowledge.database.edit() as session:
        first = await ensure_path(session, "Thành ủy / Văn phòng")
        session.add(UnitAlias(unit_id=first, folded_name="vp", name="VP"))
    async with knowledge.database.edit() as session:
        assert await ensure_path(session, "thanh uy > van phong") == first
        assert await ensure_path(session, "Thanh uy / VP") == first
        with pytest.raises(ValueError, match="at least one"):
            await ensure_path(session, " / ")
    assert (await knowledge.units.find("VAN PHONG")).id == first


async def test_an_office_without_a_roster_has_a_nameless_top_that_the_roster_names(
    knowledge: Knowledge,
) -> None:
    top = await knowledge.units.topmost()
    assert top.name == ""
    assert await knowledge.units.topmost() == top
    async with knowledge.database.edit() as session:
        assert await ensure_path(session, "Committee") == top.id
    assert (await knowledge.units.topmost()).name == "Committee"
