"""The totals of a conference equal a recount by hand, over random units, lists, check-ins and reports."""

from __future__ import annotations

import random
from typing import Any, NamedTuple

from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from knowledge import Knowledge
from knowledge.agenda.conferences.figures import Figures
from knowledge.models import (
    Attendee,
    CheckIn,
    ConnectionPoint,
    Person,
    PointReport,
    Unit,
    UnitTree,
)
from tests.conftest import COMMITTEE, NOON, WARD_A, WARD_B
from tests.knowledge.agenda.test_conferences import LEA, conference

Rows = list[dict[str, Any]]


class Crowd(NamedTuple):
    """What was written."""

    chains: dict[int, list[int]]
    """Each unit with those above it."""
    points: Rows
    lists: Rows
    came: Rows
    reports: Rows


async def write_units(connection: AsyncConnection, chance: random.Random) -> dict[int, list[int]]:
    units = range(10, 50)
    above = {unit: chance.choice([COMMITTEE, WARD_A, WARD_B, *range(10, unit)]) for unit in units}
    for unit in units:
        row = {
            "id": unit,
            "parent_id": above[unit],
            "name": f"Unit {unit}",
            "folded_name": f"unit {unit}",
        }
        await connection.execute(insert(Unit), [row])
    chains = {unit: [unit] for unit in units}
    for unit in units:
        at = unit
        while at in above:
            at = above[at]
            chains[unit].append(at)
        if chains[unit][-1] != COMMITTEE:
            chains[unit].append(COMMITTEE)
    pairs = [{"unit_id": unit, "above_id": over} for unit, chain in chains.items() for over in chain]
    await connection.execute(insert(UnitTree), pairs)
    return chains


async def write_crowd(connection: AsyncConnection, chance: random.Random, id_: int) -> Crowd:
    chains = await write_units(connection, chance)
    people = range(100, 700)
    names = [{"id": person, "name": f"P{person}", "folded_name": f"p{person}"} for person in people]
    await connection.execute(insert(Person), names)
    points: Rows = [
        {
            "id": number,
            "meeting_id": id_,
            "unit_id": chance.choice(range(10, 50)),
            "name": f"Hall {number}",
            "folded_name": f"hall {number}",
            "expected": chance.choice([0, 20]),
            "code": f"CODE{number:04}",
            "chased": 0,
        }
        for number in range(1, 61)
    ]
    await connection.execute(insert(ConnectionPoint), points)
    lists: Rows = [
        {
            "meeting_id": id_,
            "person_id": person,
            "point_id": chance.choice([None, *range(1, 61)]),
            "answer": chance.choice(["", "attends", "absent"]),
            "role": chance.choice(["invited", "invited", "substitute"]),
        }
        for person in people
        if chance.random() < 0.7
    ]
    await connection.execute(insert(Attendee), lists)
    came: Rows = [
        {
            "meeting_id": id_,
            "person_id": person,
            "point_id": chance.choice([None, *range(1, 61)]),
            "at": NOON,
            "way": "code",
            "is_late": chance.random() < 0.2,
        }
        for person in people
        if chance.random() < 0.5
    ]
    await connection.execute(insert(CheckIn), came)
    reports: Rows = [
        {
            "point_id": number,
            "expected": 30,
            "present": chance.randrange(20),
            "excused": chance.randrange(5),
            "substitutes": 0,
            "late": 0,
            "reasons": "",
            "reported_by": LEA,
            "reported_at": NOON,
        }
        for number in range(1, 61)
        if chance.random() < 0.3
    ]
    await connection.execute(insert(PointReport), reports)
    return Crowd(chains, points, lists, came, reports)


async def test_totals_equal_a_recount(staffed: Knowledge) -> None:
    id_ = await conference(staffed, "")
    async with staffed.database.write() as connection:
        crowd = await write_crowd(connection, random.Random(7), id_)

    shown = await staffed.conferences.get(LEA, id_)
    assert shown
    totals = shown.totals
    arrived = {row["person_id"]: row for row in crowd.came}
    listed = {row["person_id"]: row for row in crowd.lists}
    told = {row["point_id"]: row for row in crowd.reports}

    def recount(point: int | None, fixed: int) -> Figures:
        there = [row for row in crowd.came if row["point_id"] == point]
        expected = [row for row in crowd.lists if row["point_id"] == point and row["role"] == "invited"]
        if point is None:
            expected = [row for row in expected if not arrived.get(row["person_id"], {}).get("point_id")]
        instead = sum(listed.get(row["person_id"], {}).get("role") == "substitute" for row in there)
        away = sum(row["answer"] == "absent" and row["person_id"] not in arrived for row in expected)
        counted = Figures(fixed or len(expected), len(there), away, instead, sum(r["is_late"] for r in there))
        if report := told.get(point):
            present = max(counted.present, report["present"])
            return Figures(30, present, report["excused"], counted.substitutes, counted.late)
        return counted

    expected = {row["id"]: recount(row["id"], row["expected"]) for row in crowd.points}
    assert {point.id: point.figures for point in totals.points} == expected
    assert totals.elsewhere == recount(None, 0)
    assert totals.whole.figures == sum(expected.values(), totals.elsewhere)
    homes = {row["id"]: row["unit_id"] for row in crowd.points}
    for unit in (COMMITTEE, WARD_A, 10, 20):
        inside = [expected[point] for point, home in homes.items() if unit in [home, *crowd.chains[home]]]
        assert totals.sum_of(unit).figures == sum(inside, Figures())
        sums, own = totals.below(unit)
        below = [*(each.figures for each in sums), *(each.figures for each in own)]
        assert sum(below, Figures()) == sum(inside, Figures())
    assert sum((level.figures for level in totals.levels()), Figures()) == sum(expected.values(), Figures())
