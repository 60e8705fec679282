"""A parsed roster into the tables: for the people and units that it names, the file is the truth."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from typing import TYPE_CHECKING

from rapidfuzz import fuzz
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from knowledge.models import AuditEntry, Person, Post
from knowledge.organisation.roster import ParsedRoster, RosterEntry
from knowledge.organisation.units import Tree
from knowledge.problems import ImportReport, Problem, Refusal
from knowledge.vietnamese.text import fold

if TYPE_CHECKING:
    from knowledge.database import Database

SAME_NAME = 60
"""Similarity, of 100, below which a known number with another name is another person, not a correction."""


class UndoneError(Exception):
    """Ends the transaction of a dry run, so that nothing stays."""


async def import_roster(
    database: Database, parsed: ParsedRoster, *, dry_run: bool, now: datetime
) -> ImportReport:
    """Bring the tables up to date in one transaction; a dry run is the same, undone at its end."""
    report = ImportReport(parsed.source, problems=list(parsed.problems))
    with suppress(UndoneError):
        async with database.edit() as session:
            await Roster(session, report).store(parsed.entries)
            if report.added or report.changed:
                session.add(
                    AuditEntry(at=now, person_id=None, action="roster", subject=f"rows:{len(parsed.entries)}")
                )
            if dry_run:
                raise UndoneError
    report.problems.sort(key=lambda problem: problem.line or 0)
    return report


class Roster:
    """The people and posts of one open transaction, by all that identifies them."""

    def __init__(self, session: AsyncSession, report: ImportReport) -> None:
        self._session = session
        self._report = report
        self._by_contact: dict[str, Person] = {}
        self._by_name: dict[str, list[Person]] = {}
        self._posts: dict[tuple[int, int], dict[str, Post]] = {}
        self._places: dict[Person, set[int]] = {}
        self._old: set[Person] = set()
        self._touched: set[Person] = set()

    async def store(self, entries: Sequence[RosterEntry]) -> None:
        """Store every good row: units first, then people, then their posts."""
        await self._load()
        tree = await Tree.load(self._session)
        units = {entry.line: await tree.ensure(entry.unit) for entry in entries}
        self._report.changes += [f"+ {path}" for path in tree.created]
        owners = [(entry, person) for entry in entries if (person := self._resolve(entry, units[entry.line]))]
        await self._session.flush()
        wanted: dict[tuple[int, int], dict[str, RosterEntry]] = {}
        people = {person.id: person for _, person in owners}
        for entry, person in owners:
            wanted.setdefault((person.id, units[entry.line]), {})[entry.role] = entry
        for (person_id, unit_id), roles in wanted.items():
            self._add_posts(people[person_id], unit_id, roles)
        await self._drop_posts(people, set(units.values()), wanted)
        self._count(people)

    async def _load(self) -> None:
        people = {person.id: person for person in await self._session.scalars(select(Person))}
        for person in people.values():
            self._know(person)
        self._old.update(people.values())
        for post in await self._session.scalars(select(Post)):
            self._posts.setdefault((post.person_id, post.unit_id), {})[post.role] = post
            self._places.setdefault(people[post.person_id], set()).add(post.unit_id)

    def _know(self, person: Person) -> None:
        self._by_contact.update({contact: person for contact in (person.phone, person.email) if contact})
        namesakes = self._by_name.setdefault(person.folded_name, [])
        if person not in namesakes:
            namesakes.append(person)

    def _resolve(self, entry: RosterEntry, unit_id: int) -> Person | None:
        """Return the entry's person, brought up to date or new; a contradiction becomes a problem."""
        try:
            person = self._identify(entry, unit_id)
        except Refusal as refusal:
            self._report.problems.append(Problem(refusal, entry.line))
            return None
        if person is None:
            person = Person(
                name=entry.name, folded_name=fold(entry.name), phone=entry.phone, email=entry.email
            )
            self._session.add(person)
        else:
            self._update(person, entry)
        self._know(person)
        self._places.setdefault(person, set()).add(unit_id)
        return person

    def _identify(self, entry: RosterEntry, unit_id: int) -> Person | None:
        by_phone = self._by_contact.get(entry.phone or "")
        by_email = self._by_contact.get(entry.email or "")
        if by_phone and by_email and by_phone is not by_email:
            raise Refusal("The telephone number and the e-mail belong to two different people.")
        if person := by_phone or by_email:
            if fuzz.ratio(fold(entry.name), person.folded_name) < SAME_NAME:
                raise Refusal(
                    "{contact} is {name}'s so far. Give {name} another one first, or correct this row.",
                    contact=entry.phone if by_phone else entry.email,
                    name=person.name,
                )
            return person
        fits = [p for p in self._by_name.get(fold(entry.name), []) if self._may_be(p, entry, unit_id)]
        if len(fits) > 1:
            raise Refusal("Several people of this name are in this unit. Add the telephone number.")
        return fits[0] if fits else None

    def _may_be(self, person: Person, entry: RosterEntry, unit_id: int) -> bool:
        """Tell whether a namesake without another number or address is in this unit."""
        apart = (person.phone and entry.phone) or (person.email and entry.email)
        return not apart and unit_id in self._places.get(person, ())

    def _update(self, person: Person, entry: RosterEntry) -> None:
        before = (person.name, person.phone, person.email)
        person.name, person.folded_name = entry.name, fold(entry.name)
        person.phone, person.email = entry.phone or person.phone, entry.email or person.email
        if person in self._old and before != (person.name, person.phone, person.email):
            changed = ", ".join(filter(None, (person.phone, person.email)))
            self._note(person, f"~ {before[0]}: {person.name}, {changed}")

    def _note(self, person: Person, change: str) -> None:
        self._touched.add(person)
        self._report.changes.append(change)

    def _add_posts(self, person: Person, unit_id: int, roles: dict[str, RosterEntry]) -> None:
        held = self._posts.get((person.id, unit_id), {})
        for role, entry in roles.items():
            shown = f"{person.name}: {' / '.join(entry.unit)}, {entry.title or '-'}, {role}"
            if role not in held:
                self._session.add(Post(person_id=person.id, unit_id=unit_id, role=role, title=entry.title))
                self._note(person, f"+ {shown}")
            elif held[role].title != entry.title:
                held[role].title = entry.title
                self._note(person, f"~ {shown}")

    async def _drop_posts(
        self,
        people: dict[int, Person],
        units: set[int],
        wanted: dict[tuple[int, int], dict[str, RosterEntry]],
    ) -> None:
        """Take away what the file no longer says: a lost role must not live on, nor a post that was left."""
        for (person_id, unit_id), held in self._posts.items():
            for role, post in held.items():
                if (
                    person_id in people
                    and unit_id in units
                    and role not in wanted.get((person_id, unit_id), {})
                ):
                    await self._session.delete(post)
                    self._note(people[person_id], f"- {people[person_id].name}: {post.title or '-'}, {role}")

    def _count(self, people: dict[int, Person]) -> None:
        for person in people.values():
            if person not in self._touched:
                self._report.same += 1
            elif person in self._old:
                self._report.changed += 1
            else:
                self._report.added += 1
