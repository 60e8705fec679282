"""Whom words mean: names, given names, posts; the nearest one, one to choose from, or nobody."""

from __future__ import annotations

import pytest

from knowledge import Knowledge
from knowledge.agenda.naming import named_in, posts_as_said, whom
from knowledge.models import Person, Post
from knowledge.vietnamese.text import fold
from tests.conftest import COMMITTEE, OFFICE, WARD_A, WARD_B

ADA, LEA, GRACE, EVE = 1, 3, 4, 6
VINH, MAI, MAI_OF_A, TOAN, BINH, HEAD_A, HEAD_B = 11, 12, 13, 14, 15, 16, 17
PEOPLE = {
    VINH: ("Lê Quang Vinh", COMMITTEE, "Bí thư"),
    MAI: ("Hoàng Thị Mai", COMMITTEE, "Phó Bí thư Thường trực"),
    MAI_OF_A: ("Trần Thị Mai", WARD_A, "Văn phòng"),
    TOAN: ("Lương Đức Toàn", WARD_A, "Bí thư Đảng ủy"),
    BINH: ("Ngô Thanh Bình", OFFICE, "Chánh Văn phòng"),
    HEAD_A: ("Đỗ Văn An", WARD_A, "Trưởng ban"),
    HEAD_B: ("Đỗ Văn Ba", WARD_B, "Trưởng ban"),
}


@pytest.fixture
async def office(staffed: Knowledge) -> Knowledge:
    async with staffed.database.edit() as session:
        for id_, (name, _, _) in PEOPLE.items():
            session.add(Person(id=id_, name=name, folded_name=fold(name)))
        await session.flush()
        for id_, (_, unit, title) in PEOPLE.items():
            session.add(Post(person_id=id_, unit_id=unit, title=title))
    return staffed


@pytest.mark.parametrize(
    ("unit", "text", "expected"),
    [
        (COMMITTEE, "Lê Quang Vinh", {VINH: ""}),
        (COMMITTEE, "Bí thư Lê Quang Vinh", {VINH: ""}),
        (COMMITTEE, "Đ/c Phó Bí thư Thường trực", {MAI: "Phó Bí thư Thường trực"}),
        (WARD_A, "Phó Bí thư Thường trực", {MAI: "Phó Bí thư Thường trực"}),
        (COMMITTEE, "Chánh Văn phòng", {BINH: "Chánh Văn phòng"}),
        (COMMITTEE, "Bí thư", {VINH: "Bí thư"}),
        (WARD_A, "Trưởng ban", {HEAD_A: "Trưởng ban"}),
        (COMMITTEE, "Trưởng ban", {}),
        (COMMITTEE, "Trưởng ban Ward B", {HEAD_B: "Trưởng ban"}),
        (WARD_B, "Bí thư Đảng ủy", {}),
        (WARD_B, "Lương Đức Toàn", {TOAN: ""}),
        (COMMITTEE, "Chánh Văn phòng Lê Quang Vinh", {}),
        (COMMITTEE, "Mai", {}),
        (COMMITTEE, "", {}),
        (COMMITTEE, "các phòng ban", {}),
    ],
)
async def test_whom_a_programme_names(
    office: Knowledge, unit: int, text: str, expected: dict[int, str]
) -> None:
    async with office.database.view() as session:
        assert await named_in(session, unit, [fold(text)]) == expected


@pytest.mark.parametrize(
    ("viewer", "text", "expected"),
    [
        (LEA, "Hoàng Thị Mai", [MAI]),
        (LEA, "đ/c Mai", [MAI, MAI_OF_A]),
        (LEA, "dong chi mai", [MAI, MAI_OF_A]),
        (LEA, "Hoang Thi Mia", [MAI]),
        (LEA, "Bí thư Lê Quang Vinh", [VINH]),
        (LEA, "Phó Bí thư Thường trực", [MAI]),
        (LEA, "Trưởng ban", [HEAD_A, HEAD_B]),
        (LEA, "trưởng ban Ward B", [HEAD_B]),
        (LEA, "Ada", [ADA]),
        (ADA, "đ/c Mai", [MAI]),
        (ADA, "Lương Đức Toàn", []),
        (EVE, "Lê Quang Vinh", []),
        (LEA, "Không Có Ai", []),
        (LEA, " ", []),
    ],
)
async def test_whom_somebody_means(office: Knowledge, viewer: int, text: str, expected: list[int]) -> None:
    async with office.database.view() as session:
        assert sorted(who.person_id for who in await whom(session, viewer, text)) == expected


def test_a_post_is_said_with_its_unit_too() -> None:
    assert posts_as_said("Bí thư Đảng ủy", "Đảng ủy phường Sông Trà") == {
        "bi thu dang uy",
        "bi thu dang uy phuong song tra",
    }
    assert posts_as_said("", "Office") == frozenset()
