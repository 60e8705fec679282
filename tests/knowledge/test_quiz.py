from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from knowledge import Knowledge, Problem, Refusal
from knowledge.models import Reach
from knowledge.quiz import Reader
from knowledge.quiz.parsed import ParsedQuestion
from knowledge.quiz.questions import ParsedQuestions
from tests.conftest import CAST, COMMITTEE, NOON, OFFICE, WARD_B

ADA, GRACE, EVE = CAST["ada"][0], CAST["grace"][0], CAST["eve"][0]


def bank(count: int, topic: str = "Văn thư", start: int = 0) -> ParsedQuestions:
    return ParsedQuestions(
        "bank.csv",
        [
            ParsedQuestion(f"{topic} {n}?", ("no", "yes"), (1,), f"Because {n}.", f"Điều {n}", topic)
            for n in range(start, start + count)
        ],
    )


def choose(*places: int) -> Reader:
    return lambda shown: shown.given(places)


async def publish(
    knowledge: Knowledge, parsed: ParsedQuestions, unit: int = OFFICE, reach: str = Reach.UNIT
) -> None:
    await knowledge.quiz.import_bank(parsed, unit, reach, "Bộ câu hỏi", NOON)


async def test_the_same_import_again_changes_nothing(staffed: Knowledge) -> None:
    first = await staffed.quiz.import_bank(bank(3), OFFICE, Reach.UNIT, "Bank", NOON)
    again = await staffed.quiz.import_bank(bank(3), OFFICE, Reach.UNIT, " Bank ", NOON)
    assert (first.source, first.added, first.changed, first.same) == ("bank.csv", 3, 0, 0)
    assert first.changes[0] == "+ Văn thư 0?"
    assert (again.added, again.changed, again.same, again.changes) == (0, 0, 3, [])


async def test_a_changed_key_or_explanation_is_a_change(staffed: Knowledge) -> None:
    parsed = bank(3)
    await publish(staffed, parsed)
    parsed.questions[0] = replace(parsed.questions[0], rights=(0,))
    parsed.questions[1] = replace(parsed.questions[1], explanation="New.")
    parsed.problems.append(Problem(Refusal("Two options are equal."), 9))
    report = await staffed.quiz.import_bank(parsed, OFFICE, Reach.BELOW, "Bộ câu hỏi", NOON)
    assert (report.added, report.changed, report.same) == (0, 2, 1)
    assert report.changes == ["~ Bộ câu hỏi: unit → below", "~ Văn thư 0?", "~ Văn thư 1?"]
    assert [p.line for p in report.problems] == [9]
    again = await staffed.quiz.import_bank(parsed, OFFICE, Reach.BELOW, "Bộ câu hỏi", NOON)
    assert (again.same, again.changes) == (3, [])


async def test_a_dry_run_writes_nothing(staffed: Knowledge) -> None:
    dry = await staffed.quiz.import_bank(bank(2), OFFICE, Reach.UNIT, "Bank", NOON, dry_run=True)
    assert dry.added == 2
    with pytest.raises(Refusal, match="no question bank within your scope"):
        await staffed.quiz.start(ADA, "", "a", NOON, "s")
    await staffed.quiz.import_bank(bank(2), OFFICE, Reach.UNIT, "Bank", NOON)
    wider = await staffed.quiz.import_bank(bank(3), OFFICE, Reach.BELOW, "Bank", NOON, dry_run=True)
    assert (wider.added, wider.same) == (1, 2)
    real = await staffed.quiz.import_bank(bank(3), OFFICE, Reach.UNIT, "Bank", NOON)
    assert (real.added, real.same, real.changes) == (1, 2, ["+ Văn thư 2?"])


async def test_the_same_seed_gives_the_same_ten(staffed: Knowledge) -> None:
    await publish(staffed, bank(30))
    seen = []
    for cause, seed in (("a", "one"), ("b", "one"), ("c", "two")):
        standing = await staffed.quiz.start(ADA, "", cause, NOON, seed)
        assert standing.asked is not None
        assert standing.asked.total == 10
        seen.append(standing.asked.shown.text)
        await staffed.quiz.stop(ADA, NOON)
    assert seen[0] == seen[1]
    assert len({*seen}) == 2


async def test_the_same_cause_begins_once_and_the_unfinished_goes_on(staffed: Knowledge) -> None:
    await publish(staffed, bank(30))
    first = await staffed.quiz.start(ADA, "", "a", NOON, "a")
    repeat = await staffed.quiz.start(ADA, "", "a", NOON, "a")
    later = await staffed.quiz.start(ADA, "", "b", NOON, "b")
    assert (repeat.practice_id, repeat.is_new) == (first.practice_id, True)
    assert (later.practice_id, later.is_new) == (first.practice_id, False)
    assert later.asked == first.asked
    await staffed.quiz.stop(ADA, NOON)
    ended = await staffed.quiz.start(ADA, "", "a", NOON, "a")
    assert (ended.practice_id, ended.asked) == (first.practice_id, None)


@pytest.mark.parametrize(
    "topic", ["chuyển đổi số", "chuyen doi so", "CHUYỂN ĐỔI", "chuyen doi sô", "chuen doi so"]
)
async def test_a_topic_is_found_folded_and_misspelt(staffed: Knowledge, topic: str) -> None:
    await publish(staffed, bank(5))
    await publish(staffed, bank(5, "Chuyển đổi số"))
    standing = await staffed.quiz.start(ADA, topic, "a", NOON, "a")
    assert standing.asked is not None
    assert standing.asked.total == 5
    assert standing.asked.shown.text.startswith("Chuyển đổi số")


async def test_a_bank_is_found_by_its_title_and_an_unknown_topic_lists_what_there_is(
    staffed: Knowledge,
) -> None:
    await publish(staffed, bank(2))
    assert (await staffed.quiz.start(ADA, "bo cau hoi", "a", NOON, "a")).asked is not None
    await staffed.quiz.stop(ADA, NOON)
    with pytest.raises(Refusal, match=r"“rừng”\. You can practise: Văn thư"):
        await staffed.quiz.start(ADA, "rừng", "b", NOON, "b")


async def test_the_first_answer_counts(staffed: Knowledge) -> None:
    await publish(staffed, bank(2))
    practice = (await staffed.quiz.start(ADA, "", "a", NOON, "a")).practice_id
    wrong = await staffed.quiz.answer(ADA, practice, 0, choose(0), NOON)
    assert wrong.result is not None
    assert (wrong.is_first, wrong.result.is_right, wrong.result.right) == (True, False, (1,))
    second = await staffed.quiz.answer(ADA, practice, 0, choose(1), NOON)
    assert second.result == wrong.result
    assert (second.is_first, second.asked) == (False, wrong.asked)
    end = await staffed.quiz.answer(ADA, practice, 1, choose(1), NOON + timedelta(hours=1))
    assert end.asked is None
    assert end.score is not None
    assert (end.score.right, end.score.answered) == (1, 2)
    assert [(r.given, r.source) for r in end.score.wrong] == [((0,), wrong.result.source)]
    after = await staffed.quiz.answer(ADA, practice, 1, choose(0), NOON)
    assert (after.is_first, after.score) == (False, end.score)
    assert await staffed.quiz.current(ADA) is None


async def test_a_corrected_key_changes_no_past_score(staffed: Knowledge) -> None:
    await publish(staffed, bank(2))
    practice = (await staffed.quiz.start(ADA, "", "a", NOON, "a")).practice_id
    await staffed.quiz.answer(ADA, practice, 0, choose(1), NOON)
    parsed = bank(2)
    parsed.questions = [replace(q, rights=(0,)) for q in parsed.questions]
    await publish(staffed, parsed)
    standing = await staffed.quiz.current(ADA)
    assert standing is not None
    assert standing.asked is not None
    assert (await staffed.quiz.stop(ADA, NOON)).score is not None
    again = await staffed.quiz.answer(ADA, practice, 0, choose(1), NOON)
    assert again.result is not None
    assert (again.result.right, again.result.is_right) == ((0,), True)


@pytest.mark.parametrize("choice", [-1, 2])
async def test_an_option_that_is_not_there_is_refused(staffed: Knowledge, choice: int) -> None:
    await publish(staffed, bank(2))
    practice = (await staffed.quiz.start(ADA, "", "a", NOON, "a")).practice_id
    with pytest.raises(Refusal, match="no such option"):
        await staffed.quiz.answer(ADA, practice, 0, choose(choice), NOON)


@pytest.mark.parametrize("position", [-1, 1, 99])
async def test_a_question_that_is_not_open_takes_no_answer(staffed: Knowledge, position: int) -> None:
    await publish(staffed, bank(2))
    begun = await staffed.quiz.start(ADA, "", "a", NOON, "a")
    standing = await staffed.quiz.answer(ADA, begun.practice_id, position, choose(1), NOON)
    assert (standing.is_first, standing.result, standing.asked) == (False, None, begun.asked)


async def test_a_practice_is_its_owners_alone(staffed: Knowledge) -> None:
    await publish(staffed, bank(2), COMMITTEE, Reach.BELOW)
    practice = (await staffed.quiz.start(ADA, "", "a", NOON, "a")).practice_id
    for other in (EVE, GRACE):
        with pytest.raises(Refusal, match="not within your scope"):
            await staffed.quiz.answer(other, practice, 0, choose(1), NOON)
        assert await staffed.quiz.current(other) is None
        with pytest.raises(Refusal, match="no unfinished practice"):
            await staffed.quiz.stop(other, NOON)


async def test_questions_come_from_banks_in_scope_only(staffed: Knowledge) -> None:
    await publish(staffed, bank(5))
    await publish(staffed, bank(5, "Ward"), WARD_B)
    mine = await staffed.quiz.start(ADA, "", "a", NOON, "a")
    theirs = await staffed.quiz.start(GRACE, "", "g", NOON, "g")
    assert mine.asked is not None
    assert theirs.asked is not None
    assert (mine.asked.total, theirs.asked.total) == (5, 5)
    assert theirs.asked.shown.text.startswith("Ward")
    with pytest.raises(Refusal, match="no question bank within your scope"):
        await staffed.quiz.start(EVE, "", "e", NOON, "e")


async def test_a_bank_that_left_the_scope_is_passed_over(staffed: Knowledge) -> None:
    await publish(staffed, bank(3, "Hẹp"), COMMITTEE, Reach.BELOW)
    begun = await staffed.quiz.start(ADA, "", "a", NOON, "a")
    await staffed.quiz.answer(ADA, begun.practice_id, 0, choose(0), NOON)
    await publish(staffed, bank(3, "Hẹp"), COMMITTEE, Reach.UNIT)
    current = await staffed.quiz.current(ADA)
    assert current is not None
    assert current.asked is None
    assert current.score is not None
    assert (current.score.answered, current.score.wrong) == (1, ())
    await publish(staffed, bank(4))
    fresh = await staffed.quiz.start(ADA, "", "b", NOON, "b")
    assert fresh.practice_id != begun.practice_id
    assert fresh.is_new
