from __future__ import annotations

from datetime import UTC, timedelta

import fsrs
import pytest

from knowledge import Knowledge
from knowledge.models import Card, Reach
from knowledge.quiz.banks import contrasted
from knowledge.quiz.choosing import pick
from knowledge.quiz.marking import is_like
from knowledge.quiz.memory import known, known_at, reviewed, scheduler
from knowledge.quiz.parsed import ParsedQuestion
from knowledge.quiz.questions import ParsedQuestions
from tests.conftest import NOON, OFFICE


def learnt(question: int, answers: str, days: float = 3, seconds: float = 20) -> Card:
    card: Card | None = None
    for n, right in enumerate(answers):
        card = reviewed(
            card, 1, question, right=right == "+", seconds=seconds, now=NOON + timedelta(days=days * n)
        )
    assert card is not None
    return card


@pytest.mark.parametrize("days", [0, 1, 7, 100])
def test_our_curve_is_the_librarys(days: float) -> None:
    card = learnt(1, "+++")
    theirs = fsrs.Card(
        card_id=1,
        state=fsrs.State(card.state),
        stability=card.stability,
        difficulty=card.difficulty,
        last_review=card.reviewed_at.astimezone(UTC),
    )
    at = card.reviewed_at.astimezone(UTC) + timedelta(days=days)
    expected = scheduler().get_card_retrievability(theirs, at)
    assert known_at(card, at) == pytest.approx(expected, abs=1e-9)


def test_nine_of_ten_are_known_after_the_stability() -> None:
    assert known(12, 12) == pytest.approx(0.9)


def test_a_wrong_answer_is_due_in_ten_minutes_and_right_ones_later_and_later() -> None:
    wrong, once, twice = learnt(1, "-"), learnt(1, "+"), learnt(1, "++")
    assert wrong.due_at - NOON == timedelta(minutes=10)
    assert once.due_at - NOON > timedelta(days=1)
    assert twice.due_at - twice.reviewed_at > timedelta(days=3)
    assert twice.stability > once.stability > wrong.stability


def test_a_clock_that_was_put_back_does_no_harm() -> None:
    card = learnt(1, "++")
    before = card.reviewed_at
    after = reviewed(card, 1, 1, right=True, seconds=20, now=NOON - timedelta(days=9))
    assert after.reviewed_at == before


def test_wrong_ones_come_first_then_due_ones_with_new_ones() -> None:
    now = NOON + timedelta(days=4)
    cards = {1: learnt(1, "+-"), 2: learnt(2, "++", days=0.1), 3: learnt(3, "++", days=3)}
    taken = pick(cards, range(1, 40), 10, now, "seed")
    assert len(taken) == len({*taken}) == 10
    assert 1 in taken
    assert pick(cards, range(1, 40), 10, now, "seed") == taken
    assert pick(cards, [1, 2, 3], 10, now, "seed").count(3) == 1


def test_old_and_new_are_mixed() -> None:
    cards = {n: learnt(n, "++") for n in range(20)}
    taken = pick(cards, range(60), 10, NOON + timedelta(days=60), "seed")
    assert sum(n >= 20 for n in taken) == 3


@pytest.mark.parametrize(
    ("typed", "accepted", "like"),
    [
        ("Ngày 25", "ngày 25", True),
        ("ngay 26", "ngày 25", False),
        ("Ban", "Bên", False),
        ("Ban Tổ chưc", "Ban Tổ chức", True),
        ("UBND", "UBMTTQ", False),
        ("chuyển đổi sô", "chuyển đổi số", True),
        ("", "x", False),
    ],
)
def test_a_slip_is_forgiven_and_another_number_is_not(typed: str, accepted: str, *, like: bool) -> None:
    assert is_like(typed, accepted) is like


async def test_a_changed_question_is_another_version_and_near_ones_are_shown(staffed: Knowledge) -> None:
    texts = ["Thời hạn gửi báo cáo quý là khi nào?", "Thời hạn nộp báo cáo quý là khi nào?"]
    first, second = (ParsedQuestion(text, ("a", "b"), (0,)) for text in texts)
    bank = ("bank.csv", OFFICE, Reach.UNIT, "Bank", NOON)
    await staffed.quiz.import_bank(ParsedQuestions(bank[0], [first]), *bank[1:])
    report = await staffed.quiz.import_bank(ParsedQuestions(bank[0], [second]), *bank[1:])
    assert [str(remark) for remark in report.remarks] == [
        f"“{texts[1]}” is nearly the same as “{texts[0]}”; please check."
    ]
    again = await staffed.quiz.import_bank(ParsedQuestions(bank[0], [first, second]), *bank[1:])
    assert (again.remarks, again.same) == ([], 2)


def test_two_long_texts_are_shown_where_they_part() -> None:
    same = "Luật sửa đổi quy định hạn tuổi cao nhất của sĩ quan phục vụ tại ngũ theo cấp bậc quân hàm "
    shown = contrasted(f"{same}cấp úy", f"{same}trung tá")
    assert shown == {
        "text": "…tại ngũ theo cấp bậc quân hàm cấp úy",
        "other": "…tại ngũ theo cấp bậc quân hàm trung tá",
    }
    assert contrasted("Ai ký?", "Ai ký nháy?") == {"text": "Ai ký?", "other": "Ai ký nháy?"}
