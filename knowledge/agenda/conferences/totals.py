"""How many are there: by connection point, by unit, by level, and altogether."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property, reduce
from operator import add
from typing import TYPE_CHECKING

from knowledge.agenda.conferences.figures import Figures

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


TOP = 0
"""Instead of a unit's id: what stands above all."""


@dataclass(frozen=True, slots=True)
class PointTotals:
    """A connection point with its numbers.

    Present is the larger of what its reporter told and of who checked in: some have no telephone, and some
    come after the report. The same for those who are late, and for substitutes.
    """

    id: int
    name: str
    unit_id: int
    unit: str
    reporter_id: int | None
    reporter: str
    figures: Figures
    checked_in: int
    reasons: str
    reported_at: datetime | None

    @property
    def is_silent(self) -> bool:
        """Tell whether nothing is known of it: no report, and nobody checked in."""
        return self.reported_at is None and not self.checked_in


@dataclass(frozen=True, slots=True)
class Sum:
    """Several points together."""

    id: int
    """The unit's; `TOP` for all."""
    name: str
    points: int
    silent: int
    figures: Figures


@dataclass(frozen=True)
class Totals:
    """The numbers of a conference, as far as one person sees them."""

    points: tuple[PointTotals, ...]
    above: Mapping[int, tuple[str, int | None]]
    """Name and parent of each unit that has a point, or stands above one that has."""
    elsewhere: Figures = field(default_factory=Figures)
    """Those who belong to no point."""

    @cached_property
    def whole(self) -> Sum:
        """Return all of it."""
        own = summed(TOP, "", self.points)
        return Sum(TOP, "", own.points, own.silent, own.figures + self.elsewhere)

    def sum_of(self, unit_id: int) -> Sum:
        """Return a unit's points together, with those of the units below it."""
        name = self.above[unit_id][0] if unit_id in self.above else ""
        return summed(unit_id, name, self.inside(unit_id))

    def inside(self, unit_id: int) -> list[PointTotals]:
        """Return the points of a unit and of those below it."""
        return [point for point in self.points if unit_id in self.chain(point.unit_id)]

    @property
    def silent(self) -> tuple[PointTotals, ...]:
        """Return the points of which nothing is known."""
        return tuple(point for point in self.points if point.is_silent)

    @cached_property
    def root(self) -> int:
        """Return the lowest unit that stands above all points."""
        chains = [self.chain(unit) for unit in {point.unit_id for point in self.points}]
        shared = reduce(lambda a, b: [unit for unit in a if unit in b], chains) if chains else []
        return shared[0] if shared else TOP

    def chain(self, unit_id: int) -> list[int]:
        """Return a unit and those above it, the nearest first."""
        chain, at = [], unit_id
        while at in self.above and at not in chain:
            chain.append(at)
            at = self.above[at][1] or TOP
        return chain

    def below(self, unit_id: int) -> tuple[list[Sum], list[PointTotals]]:
        """Return the sums of the units directly below one, and the points of the unit itself."""
        groups: dict[int, list[PointTotals]] = defaultdict(list)
        own = []
        for point in self.points:
            chain = self.chain(point.unit_id)
            if point.unit_id == unit_id:
                own.append(point)
            elif unit_id in chain:
                groups[chain[chain.index(unit_id) - 1]].append(point)
        return [summed(unit, self.above[unit][0], points) for unit, points in groups.items()], own

    def levels(self) -> list[Sum]:
        """Return the sums of each level of the organisation, from the top; the id is its depth."""
        groups: dict[int, list[PointTotals]] = defaultdict(list)
        for point in self.points:
            groups[len(self.chain(point.unit_id))].append(point)
        return [summed(depth, "", groups[depth]) for depth in sorted(groups)]


def summed(id: int, name: str, points: Iterable[PointTotals]) -> Sum:
    """Add points up."""
    points = list(points)
    figures = reduce(add, (point.figures for point in points), Figures())
    return Sum(id, name, len(points), sum(point.is_silent for point in points), figures)
