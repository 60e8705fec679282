from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from knowledge import Knowledge, Refusal
from knowledge.assessments.drafts import Change
from knowledge.assessments.rows import Draw
from knowledge.assessments.sitting_rows import SittingView
from knowledge.models import Reach, Shows
from knowledge.quiz.marking import Given
from knowledge.quiz.parsed import ParsedQuestion
from knowledge.quiz.questions import ParsedQuestions
from tests.conftest import CAST, COMMITTEE, NOON, OFFICE, claim_all

ADA, SAM, LEA, GRACE, EVE = (CAST[name][0] for name in ("ada", "sam", "lea", "grace", "eve"))
OPENS, CLOSES = NOON + timedelta(days=1), NOON + timedelta(days=2)
DURING = OPENS + timedelta(hours=1)


def answer(word: str) -> Callable[[SittingView], Given]:
    return lambda view: view.shown.given([view.shown.options.index(word)])


async def bank(knowledge: Knowledge, count: int = 12) -> None:
    questions = [
        ParsedQuestion(
            f"Câu {n}?", ("đúng rồi", "chưa phải", "không phải"), (0,), "", f"Điều {n}", f"T{n % 2}"
        )
        for n in range(count)
    ]
    parsed = ParsedQuestions("bank.csv", questions)
    await knowledge.quiz.import_bank(parsed, COMMITTEE, Reach.BELOW, "Bank", NOON)


async def published(knowledge: Knowledge, by: int = LEA, **changes: object) -> int:
    await bank(knowledge)
    row = await knowledge.assessments.draft(by, "Quý một", (OPENS, CLOSES), f"e{by}", NOON)
    change = Change(blueprint=(Draw("T0", 0, 3), Draw("T1", 0, 2)), **changes)  # type: ignore[arg-type]  # a test's shorthand
    await knowledge.assessments.change(by, row.id, change)
    await knowledge.assessments.publish(by, row.id, NOON)
    return row.id


async def sit(
    knowledge: Knowledge,
    person: int,
    number: int,
    rights: int,
    *,
    cause: str = "",
    at: timedelta = timedelta(),
) -> SittingView:
    """Answer so many rightly and the others wrongly."""
    now = DURING + at
    view = await knowledge.assessments.sittings.begin(person, number, cause or f"sit{person}", now)
    for n in range(view.total):
        word = "đúng rồi" if n < rights else "chưa phải"
        await knowledge.assessments.sittings.answer(
            person, view.id, n, answer(word), changes=0, now=now + timedelta(seconds=n)
        )
    return view


async def test_it_is_drawn_from_the_blueprint_and_counted(staffed: Knowledge) -> None:
    number = await published(staffed)
    view = await sit(staffed, ADA, number, 4)
    assert view.total == 5
    result = await staffed.assessments.sittings.hand_in(ADA, view.id, DURING + timedelta(minutes=5))
    assert (result.right, result.total, result.percent, result.has_passed) == (4, 5, 80, True)
    assert {topic.topic: topic.total for topic in result.topics} == {"T0": 3, "T1": 2}
    assert len(result.to_read) == 1
    again = await staffed.assessments.sittings.hand_in(ADA, view.id, DURING + timedelta(hours=5))
    assert again.handed_in_at == result.handed_in_at


async def test_each_gets_another_draw_and_the_same_seed_the_same(staffed: Knowledge) -> None:
    number = await published(staffed)
    sittings = staffed.assessments.sittings
    ada = await sittings.begin(ADA, number, "a", DURING)
    grace = await sittings.begin(GRACE, number, "g", DURING)
    again = await sittings.begin(ADA, number, "b", DURING + timedelta(minutes=1))
    assert again.id == ada.id
    assert again.shown == ada.shown
    texts = [
        [(await sittings.look(who, view.id, n)).shown for n in range(5)]
        for who, view in ((ADA, ada), (GRACE, grace))
    ]
    assert texts[0] != texts[1]
    assert len({shown.text for shown in texts[0]}) == 5


async def test_an_answer_may_be_changed_until_the_end(staffed: Knowledge) -> None:
    number = await published(staffed)
    sittings = staffed.assessments.sittings
    view = await sittings.begin(ADA, number, "a", DURING)
    await sittings.answer(ADA, view.id, 0, answer("chưa phải"), changes=0, now=DURING)
    kept = await sittings.answer(ADA, view.id, 0, answer("đúng rồi"), changes=1, now=DURING)
    assert kept.is_kept
    assert (await sittings.hand_in(ADA, view.id, DURING)).right == 1
    late = await sittings.answer(ADA, view.id, 1, answer("đúng rồi"), changes=0, now=DURING)
    assert (late.is_kept, late.is_late) == (False, True)
    assert (await sittings.result(ADA, view.id, DURING)).right == 1


async def test_of_two_devices_the_first_answer_counts(staffed: Knowledge) -> None:
    number = await published(staffed)
    sittings = staffed.assessments.sittings
    view = await sittings.begin(ADA, number, "a", DURING)
    first = await sittings.answer(ADA, view.id, 0, answer("đúng rồi"), changes=0, now=DURING)
    other = await sittings.answer(ADA, view.id, 0, answer("chưa phải"), changes=0, now=DURING)
    double = await sittings.answer(ADA, view.id, 0, answer("đúng rồi"), changes=0, now=DURING)
    assert (first.is_kept, other.is_kept, double.is_kept) == (True, False, True)
    assert other.view.given == first.view.answered[0].given
    assert other.view.position == 0


async def test_it_goes_on_where_it_was_left(staffed: Knowledge) -> None:
    number = await published(staffed)
    sittings = staffed.assessments.sittings
    view = await sittings.begin(ADA, number, "a", DURING)
    await sittings.answer(ADA, view.id, 0, answer("đúng rồi"), changes=0, now=DURING)
    await sittings.mark(ADA, view.id, 3, on=True, now=DURING)
    elsewhere = await sittings.open_one(ADA, DURING + timedelta(minutes=1))
    assert elsewhere is not None
    assert (elsewhere.id, elsewhere.position, set(elsewhere.answered)) == (view.id, 1, {0})
    assert elsewhere.marks == {3}
    assert await sittings.open_one(GRACE, DURING) is None


async def test_time_ends_it_by_itself_and_its_person_is_told(staffed: Knowledge) -> None:
    number = await published(staffed, minutes=10)
    await claim_all(staffed, NOON + timedelta(minutes=1))
    view = await sit(staffed, ADA, number, 5)
    end = DURING + timedelta(minutes=10)
    sittings = staffed.assessments.sittings
    on_the_way = await sittings.answer(
        ADA, view.id, 4, answer("chưa phải"), changes=1, now=end + timedelta(seconds=4)
    )
    assert on_the_way.is_kept
    assert await sittings.hand_in_expired(end + timedelta(seconds=4)) == 0
    late = await sittings.answer(
        ADA, view.id, 3, answer("chưa phải"), changes=1, now=end + timedelta(seconds=6)
    )
    assert late.is_late
    assert await sittings.hand_in_expired(end + timedelta(seconds=6)) == 1
    assert await sittings.hand_in_expired(end + timedelta(seconds=60)) == 0
    result = await sittings.result(ADA, view.id, end)
    assert (result.right, result.handed_in_at) == (4, end)
    told = await claim_all(staffed, end + timedelta(seconds=10))
    assert [(due.kind, due.subject_id) for due in told if due.kind == "assessment_result"] == [
        ("assessment_result", view.id)
    ]
    people = await staffed.assessments.results.people(LEA, number)
    assert [row.late_answers for row in people if row.name == "Ada Example"] == [1]


@pytest.mark.parametrize(
    ("at", "reason"),
    [
        (OPENS - timedelta(minutes=1), "It opens"),
        (CLOSES, "It closed"),
        (CLOSES + timedelta(days=9), "It closed"),
    ],
)
async def test_before_and_after_nobody_begins(staffed: Knowledge, at: object, reason: str) -> None:
    number = await published(staffed)
    with pytest.raises(Refusal, match=reason):
        await staffed.assessments.sittings.begin(ADA, number, "a", at)  # type: ignore[arg-type]  # a table of moments


async def test_attempts_are_counted_and_the_best_stands(staffed: Knowledge) -> None:
    number = await published(staffed, attempts=2, shows=Shows.AT_ONCE)
    sittings = staffed.assessments.sittings
    for n, rights in enumerate((4, 2)):
        view = await sit(staffed, ADA, number, rights, cause=f"a{n}", at=timedelta(hours=n))
        result = await sittings.hand_in(ADA, view.id, DURING + timedelta(hours=n))
        assert result.attempts_left == 1 - n
        assert result.marked is not None
    with pytest.raises(Refusal, match="all attempts"):
        await sittings.begin(ADA, number, "a3", DURING + timedelta(hours=3))
    ada = next(row for row in await staffed.assessments.results.people(LEA, number) if row.attempts)
    assert (ada.right, ada.attempts) == (4, 2)


async def test_late_grace_lets_those_finish_who_began_in_time(staffed: Knowledge) -> None:
    number = await published(staffed, minutes=60, late_minutes=20)
    sittings = staffed.assessments.sittings
    view = await sittings.begin(ADA, number, "a", CLOSES - timedelta(minutes=10))
    assert view.ends_at == CLOSES + timedelta(minutes=20)


@pytest.mark.parametrize(
    ("shows", "at_once", "after"),
    [(Shows.AT_ONCE, True, True), (Shows.AFTER, False, True), (Shows.NEVER, False, False)],
)
async def test_the_key_is_shown_when_it_may_be(
    staffed: Knowledge, shows: Shows, *, at_once: bool, after: bool
) -> None:
    number = await published(staffed, shows=shows)
    view = await sit(staffed, ADA, number, 2)
    result = await staffed.assessments.sittings.hand_in(ADA, view.id, DURING)
    assert (result.marked is not None) is at_once
    later = await staffed.assessments.sittings.result(ADA, view.id, CLOSES)
    assert (later.marked is not None) is after


async def test_a_trial_is_no_attempt_and_counts_as_practice(staffed: Knowledge) -> None:
    number = await published(staffed)
    sittings = staffed.assessments.sittings
    view = await sittings.begin(ADA, number, "m", NOON, is_mock=True)
    for n in range(view.total):
        await sittings.answer(ADA, view.id, n, answer("đúng rồi"), changes=0, now=NOON)
    result = await sittings.hand_in(ADA, view.id, NOON + timedelta(minutes=1))
    assert (result.is_mock, result.percent) == (True, 100)
    assert result.marked is not None
    assert [row.attempts for row in await staffed.assessments.results.people(LEA, number)] == [0] * 5
    assert (await sit(staffed, ADA, number, 0)).total == 5


async def test_a_trial_asks_only_what_its_person_may_practise(staffed: Knowledge) -> None:
    number = await published(staffed)
    empty = ParsedQuestions("bank.csv", [ParsedQuestion("Thêm?", ("a", "b"), (0,))])
    await staffed.quiz.import_bank(empty, COMMITTEE, Reach.UNIT, "Bank", NOON)
    with pytest.raises(Refusal, match="not open to you"):
        await staffed.assessments.sittings.begin(ADA, number, "m", NOON, is_mock=True)


async def test_what_changes_in_the_bank_later_changes_no_score(staffed: Knowledge) -> None:
    number = await published(staffed)
    view = await sit(staffed, ADA, number, 5)
    parsed = ParsedQuestions("bank.csv", [])
    parsed.questions = [replace(q, rights=(1,)) for q in await staffed.quiz.questions(COMMITTEE, "Bank")]
    await staffed.quiz.import_bank(parsed, COMMITTEE, Reach.BELOW, "Bank", NOON)
    assert (await staffed.assessments.sittings.hand_in(ADA, view.id, DURING)).right == 5


async def test_a_corrected_key_counts_everybody_anew(staffed: Knowledge) -> None:
    number = await published(staffed)
    view = await sit(staffed, ADA, number, 5)
    await staffed.assessments.sittings.hand_in(ADA, view.id, DURING)
    items = await staffed.assessments.results.items(LEA, number)
    question = items[0].question.id
    assert await staffed.assessments.results.correct_key(LEA, number, question, [1]) == 1
    assert (await staffed.assessments.sittings.result(ADA, view.id, CLOSES)).right == 4
    assert await staffed.assessments.results.correct_key(LEA, number, question, None) == 1
    result = await staffed.assessments.sittings.result(ADA, view.id, CLOSES)
    assert (result.right, result.total) == (4, 4)
    with pytest.raises(Refusal, match="not within your scope"):
        await staffed.assessments.results.correct_key(ADA, number, question, [1])


async def test_only_those_are_reminded_who_have_not_begun(staffed: Knowledge) -> None:
    number = await published(staffed)
    await sit(staffed, ADA, number, 5)
    await claim_all(staffed, DURING)
    with pytest.raises(Refusal, match="while the assessment is open"):
        await staffed.assessments.nudge(LEA, number, NOON)
    assert await staffed.assessments.nudge(LEA, number, DURING) == 4
    told = [due for due in await claim_all(staffed, DURING) if due.kind == "assessment_nudge"]
    assert ADA not in {due.person_id for due in told}
    with pytest.raises(Refusal, match="a moment ago"):
        await staffed.assessments.nudge(LEA, number, DURING + timedelta(minutes=1))


async def test_numbers_by_unit_and_names_only_where_it_says_so(staffed: Knowledge) -> None:
    number = await published(staffed, by=LEA)
    view = await sit(staffed, ADA, number, 5)
    await staffed.assessments.sittings.hand_in(ADA, view.id, DURING)
    mine = {
        row.unit: (row.people, row.handed_in, row.passed)
        for row in await staffed.assessments.results.turnout(LEA, number)
    }
    assert mine["Office"] == (2, 1, 1)
    sams = await staffed.assessments.results.turnout(SAM, number)
    assert [row.unit for row in sams] == ["Office"]
    with pytest.raises(Refusal, match="numbers by unit"):
        await staffed.assessments.results.people(SAM, number)
    for other in (ADA, GRACE, EVE):
        with pytest.raises(Refusal, match="not within your scope"):
            await staffed.assessments.results.turnout(other, number)


async def test_names_for_leads_where_it_says_so(staffed: Knowledge) -> None:
    number = await published(staffed, names_to_leads=True)
    assert {row.name for row in await staffed.assessments.results.people(SAM, number)} == {
        "Ada Example",
        "Sam Example",
    }


async def test_a_paper_is_its_persons_alone(staffed: Knowledge) -> None:
    number = await published(staffed)
    view = await sit(staffed, ADA, number, 5)
    sittings = staffed.assessments.sittings
    for other in (EVE, GRACE, LEA):
        for forged in (
            sittings.look(other, view.id),
            sittings.answer(other, view.id, 0, answer("chưa phải"), changes=1, now=DURING),
            sittings.hand_in(other, view.id, DURING),
            sittings.result(other, view.id, DURING),
            sittings.mark(other, view.id, 0, on=True, now=DURING),
        ):
            with pytest.raises(Refusal, match="not within your scope"):
                await forged
    with pytest.raises(Refusal, match="not within your scope"):
        await sittings.begin(EVE, number, "e", DURING)
    assert (await sittings.hand_in(ADA, view.id, DURING)).right == 5


async def test_whoever_oversees_nothing_sets_nothing(staffed: Knowledge) -> None:
    await bank(staffed)
    with pytest.raises(Refusal, match="secretary or lead"):
        await staffed.assessments.draft(ADA, "Mine", (OPENS, CLOSES), "e", NOON)
    row = await staffed.assessments.draft(SAM, "Ours", (OPENS, CLOSES), "e", NOON)
    assert (row.unit, row.people, row.questions) == ("Office", 2, 12)
    with pytest.raises(Refusal, match="not within your scope"):
        await staffed.assessments.change(LEA, row.id, Change(minutes=5))
    with pytest.raises(Refusal, match="Ward A"):
        await staffed.assessments.address(SAM, row.id, "Ward A")
    with pytest.raises(Refusal, match="not within your scope"):
        await staffed.assessments.address(SAM, row.id, "Committee")
    await staffed.assessments.publish(SAM, row.id, NOON)
    with pytest.raises(Refusal, match="not within your scope"):
        await staffed.assessments.sittings.begin(GRACE, row.id, "g", DURING)


async def test_a_blueprint_that_the_banks_cannot_fill_is_refused(staffed: Knowledge) -> None:
    await bank(staffed)
    row = await staffed.assessments.draft(LEA, "X", (OPENS, CLOSES), "e", NOON)
    for blueprint, reason in (
        ((Draw("T0", 0, 7),), "6 questions for “T0”, and 7"),
        ((Draw("", 3, 1),), "0 questions"),
        ((), "1 to 200"),
        ((Draw("", 0, 12), Draw("T1", 0, 1)), "asked for"),
    ):
        await staffed.assessments.change(LEA, row.id, Change(blueprint=blueprint))
        with pytest.raises(Refusal, match=reason):
            await staffed.assessments.publish(LEA, row.id, NOON)


@pytest.mark.parametrize(
    "change",
    [
        Change(minutes=0),
        Change(attempts=11),
        Change(pass_percent=101),
        Change(late_minutes=-1),
        Change(closes_at=OPENS),
    ],
)
async def test_what_makes_no_sense_is_refused(staffed: Knowledge, change: Change) -> None:
    await bank(staffed)
    row = await staffed.assessments.draft(LEA, "X", (OPENS, CLOSES), "e", NOON)
    with pytest.raises(Refusal):
        await staffed.assessments.change(LEA, row.id, change)


async def test_called_off_nobody_sits_it_and_nobody_is_told(staffed: Knowledge) -> None:
    number = await published(staffed)
    await staffed.assessments.cancel(LEA, number)
    with pytest.raises(Refusal, match="not within your scope"):
        await staffed.assessments.sittings.begin(ADA, number, "a", DURING)
    assert not [due for due in await claim_all(staffed, DURING) if due.kind.startswith("assessment")]


async def test_it_can_be_extended_and_not_shortened(staffed: Knowledge) -> None:
    number = await published(staffed)
    with pytest.raises(Refusal, match="only be extended"):
        await staffed.assessments.extend(LEA, number, CLOSES - timedelta(hours=1), DURING)
    row = await staffed.assessments.extend(LEA, number, CLOSES + timedelta(days=1), DURING)
    assert row.is_open(CLOSES)
    assert OFFICE
