"""Questions that take the topic before along, or ask only whether a paper is in force."""

from __future__ import annotations

from datetime import timedelta

import pytest

from knowledge import Knowledge
from knowledge.documents.answers.followups import (
    FollowUp,
    asks_force,
    follows_up,
    may_follow_up,
    paper_meant,
    topic_of,
)
from knowledge.models import Origin
from knowledge.upkeep import prune
from tests.conftest import CAST, NOON

ADA, EVE = CAST["ada"][0], CAST["eve"][0]


@pytest.mark.parametrize(
    ("line", "rest"),
    [
        ("thế còn cấp xã?", "cấp xã"),
        ("the con cap xa?", "cap xa"),
        ("Còn phường thì sao", "phường"),
        ("con phuong thi sao?", "phuong"),
        ("vậy thời hạn?", "thời hạn"),
        ("cấp xã thì sao?", "cấp xã"),
        ("và lệ phí?", "lệ phí"),
        ("what about wards?", "wards"),
        ("and how about wards", "wards"),
        ("And the clerk?", "the clerk"),
        ("The hall is booked when?", ""),
        ("vay vốn ngân hàng", ""),
        ("con nuôi được hưởng gì", ""),
        ("Chủ tịch tiếp công dân ngày nào?", ""),
        ("vậy " + "rất dài " * 10, ""),
    ],
)
def test_follow_ups_are_told_from_questions(line: str, rest: str) -> None:
    assert follows_up(line) == rest


@pytest.mark.parametrize(
    ("line", "paper"),
    [
        ("còn hiệu lực không?", ""),
        ("con hieu luc khong", ""),
        ("Văn bản này còn hiệu lực không?", ""),
        ("văn bản nào thay thế?", ""),
        ("hết hiệu lực khi nào?", ""),
        ("Is it still in force?", ""),
        ("NQ 57 còn hiệu lực không?", "nq 57"),
        ("NQ 57 của Bộ Chính trị còn hiệu lực không?", "nq 57 cua bo chinh tri"),
        ("Nghị quyết 57-NQ/TW đã hết hiệu lực chưa?", "nghi quyet 57-nq/tw"),
    ],
)
def test_questions_about_force(line: str, paper: str) -> None:
    assert asks_force(line)
    assert paper_meant(line) == paper


@pytest.mark.parametrize(
    "line",
    [
        "Hợp đồng tặng cho có hiệu lực khi nào nếu bất động sản không phải đăng ký?",
        "Chủ tịch tiếp công dân ngày nào?",
        "Ai được thay thế thành viên vắng mặt?",
    ],
)
def test_other_questions_are_not_about_force(line: str) -> None:
    assert not asks_force(line)


def test_topics() -> None:
    assert FollowUp("Thời hạn cấp tỉnh", "cấp xã").question == "Thời hạn cấp tỉnh – cấp xã"
    assert topic_of("Thời hạn cấp tỉnh? – cấp xã") == "Thời hạn cấp tỉnh"
    assert may_follow_up("thời hạn?") == "thời hạn"
    assert may_follow_up("lịch tiếp công dân của chủ tịch") == ""


async def test_a_question_is_noted_once_and_forgotten(staffed: Knowledge) -> None:
    asked = staffed.asked
    first = await asked.note(ADA, "e1", "a?", origin=Origin.PAPERS, passages=[7], confidence=0.9, now=NOON)
    again = await asked.note(ADA, "e1", "b?", origin=Origin.NOBODY, passages=[], confidence=0.1, now=NOON)
    assert first == again
    last = await asked.last(ADA, NOON + timedelta(minutes=9))
    assert last
    assert (last.question, last.passages, last.document_id) == ("a?", (7,), None)
    assert await asked.last(ADA, NOON + timedelta(minutes=11)) is None
    assert await asked.last(EVE, NOON) is None
    await prune(staffed.database, NOON + timedelta(days=91))
    assert await asked.last(ADA, NOON) is None
