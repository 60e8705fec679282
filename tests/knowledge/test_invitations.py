"""Codes and contacts: once, in time, by the right people, and not by guessing."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from knowledge import Knowledge, Refusal
from knowledge.organisation import invitations
from tests.conftest import NOON

ADA, SAM, LEA, GRACE, ADAM, EVE = range(1, 7)


async def join(knowledge: Knowledge, code: str, address: str = "new", hours: float = 0) -> int:
    person = await knowledge.invitations.join(code, "test", address, NOON + timedelta(hours=hours))
    return person.id


async def test_a_code_joins_once_however_it_is_typed(staffed: Knowledge) -> None:
    code = await staffed.invitations.invite(ADA, ADAM, NOON)
    assert set(code) <= set(invitations.ALPHABET)
    assert not set(code) & set("1I0O")
    assert await join(staffed, f" {code[:4].lower()}-{code[4:]} ") == ADA
    assert await join(staffed, code) == ADA  # the same account again: the same answer
    with pytest.raises(Refusal, match="not valid"):
        await join(staffed, code, "other")


async def test_after_72_hours_or_a_newer_code_it_is_over(staffed: Knowledge) -> None:
    old = await staffed.invitations.invite(ADA, None, NOON)
    new = await staffed.invitations.invite(ADA, None, NOON)
    with pytest.raises(Refusal, match="not valid"):
        await join(staffed, old)
    with pytest.raises(Refusal, match="not valid"):
        await join(staffed, new, hours=72.1)
    assert await join(staffed, new, hours=71.9) == ADA


async def test_of_two_at_once_one_joins(staffed: Knowledge) -> None:
    code = await staffed.invitations.invite(ADA, None, NOON)
    results = await asyncio.gather(*(join(staffed, code, f"a{n}") for n in range(4)), return_exceptions=True)
    assert sorted(str(type(result).__name__) for result in results) == ["Refusal"] * 3 + ["int"]


async def test_guessing_is_limited_per_account_and_per_channel(
    staffed: Knowledge, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = await staffed.invitations.invite(ADA, None, NOON)
    for _ in range(5):
        with pytest.raises(Refusal, match="not valid"):
            await join(staffed, "22222222")
    with pytest.raises(Refusal, match="Too many"):
        await join(staffed, code)
    monkeypatch.setattr(invitations, "MOST_REFUSED_IN_CHANNEL", 5)
    with pytest.raises(Refusal, match="Too many"):
        await join(staffed, code, "another")
    assert await join(staffed, code, hours=1.1) == ADA


@pytest.mark.parametrize("inviter", [ADA, SAM, LEA, GRACE, EVE])
async def test_only_administrators_invite(staffed: Knowledge, inviter: int) -> None:
    with pytest.raises(Refusal, match="scope"):
        await staffed.invitations.invite(ADA, inviter, NOON)


async def test_an_administrator_of_one_post_is_not_enough(staffed: Knowledge) -> None:
    """Else an office's administrator could come in as the chair who also sits in the office."""
    from knowledge.models import Post
    from tests.conftest import OFFICE

    async with staffed.database.edit() as session:
        session.add(Post(id=90, person_id=SAM, unit_id=OFFICE, role="admin", title=""))
        session.add(Post(id=91, person_id=LEA, unit_id=OFFICE, role="member", title=""))
    assert await staffed.invitations.invite(ADA, SAM, NOON)
    with pytest.raises(Refusal, match="scope"):
        await staffed.invitations.invite(LEA, SAM, NOON)


async def test_suspended_people_neither_get_nor_use_a_code(staffed: Knowledge) -> None:
    code = await staffed.invitations.invite(ADA, None, NOON)
    await staffed.people.suspend(ADA, None, NOON)
    with pytest.raises(Refusal, match="not valid"):
        await join(staffed, code)
    with pytest.raises(Refusal, match="suspended"):
        await staffed.invitations.invite(ADA, None, NOON)


async def test_somebody_elses_account_does_not_move(staffed: Knowledge) -> None:
    code = await staffed.invitations.invite(ADA, None, NOON)
    with pytest.raises(Refusal, match="already here as Grace"):
        await join(staffed, code, "grace")


@pytest.mark.parametrize(
    ("phone", "own", "joins"),
    [
        ("84900000001", True, True),
        ("+84900000001", True, True),
        ("0900000001", True, True),
        ("84900000001", False, False),
        ("84900000099", True, False),
        ("nothing", True, False),
    ],
)
async def test_only_the_own_number_of_the_roster(
    staffed: Knowledge,
    phone: str,
    own: bool,  # a column of the table
    joins: bool,  # a column of the table
) -> None:
    contact = staffed.invitations.join_by_contact(phone, "test", "new", NOON, is_own=own)
    if joins:
        assert (await contact).id == ADA
    else:
        with pytest.raises(Refusal, match="with this number"):
            await contact
