"""Days and hours as people type them; now is Monday, 2 March 2026, noon in Hanoi."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.vietnamese.dates import find
from knowledge.vietnamese.spelling import bare

NOW = datetime(2026, 3, 2, 12, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))

DAYS = [
    ("hôm nay", "2/3"),
    ("nay họp gì", None),  # alone it may be anything
    ("sáng nay", "2/3"),
    ("tối nay", "2/3"),
    ("mai", "3/3"),
    ("ngày mai", "3/3"),
    ("mai họp gì", "3/3"),
    ("chiều mai", "3/3"),
    ("ngày kia", "4/3"),
    ("ngày mốt", "4/3"),
    ("mốt", "4/3"),
    ("sáng mốt", "4/3"),
    ("hôm qua", "1/3"),
    ("hôm kia", "28/2"),
    ("thứ hai", "2/3"),  # today counts
    ("thứ ba", "3/3"),
    ("thứ tư", "4/3"),
    ("thứ 4", "4/3"),
    ("thứ năm", "5/3"),
    ("thứ sáu", "6/3"),
    ("t6", "6/3"),
    ("thứ bảy", "7/3"),
    ("chủ nhật", "8/3"),
    ("CN", "8/3"),
    ("thứ hai tuần sau", "9/3"),
    ("thứ 2 tuần tới", "9/3"),
    ("thứ sáu tuần này", "6/3"),
    ("thứ sáu tuần trước", "27/2"),
    ("thứ sáu tới", "6/3"),
    ("thứ sáu trước", "27/2"),
    ("tuần này", "2/3-8/3"),
    ("tuần sau", "9/3-15/3"),
    ("tuần tới", "9/3-15/3"),
    ("tuần trước", "23/2-1/3"),
    ("cuối tuần", "7/3-8/3"),
    ("cuối tuần sau", "14/3-15/3"),
    ("đầu tuần sau", "9/3"),
    ("tháng này", "1/3-31/3"),
    ("tháng sau", "1/4-30/4"),
    ("tháng trước", "1/2-28/2"),
    ("tháng 12", "1/12-31/12"),
    ("cuối tháng", "31/3"),
    ("cuối tháng sau", "30/4"),
    ("đầu tháng 5", "1/5"),
    ("cuối năm", "31/12"),
    ("năm nay", "1/1-31/12"),
    ("tháng 13", None),
    ("ngày 21/2", "21/2"),  # just past: this year's
    ("1/5", "1/5"),
    ("21-3-2026", "21/3"),
    ("21.3.2026", "21/3"),
    ("ngày 21/3/26", "21/3"),
    ("2026-03-21", "21/3"),
    ("ngày 21", "21/3"),
    ("ngày 1", "1/4"),  # this month's is over
    ("ngày 45", None),
    ("ngày 21 tháng 4", "21/4"),
    ("ngày 21 tháng tư năm 2026", "21/4"),
    ("ngày mùng 5 tháng 12", "5/12"),
    ("thứ bảy, ngày 21/3/2026", "21/3"),
    ("thứ 7 (21/3)", "21/3"),
    ("31/2", None),
    ("3 ngày nữa", "5/3"),
    ("ba ngày nữa", "5/3"),
    ("sau 3 ngày", "5/3"),
    ("2 tuần nữa", "16/3"),
    ("1 tháng nữa", "2/4"),
    ("2 ngày trước", "28/2"),
    ("today", "2/3"),
    ("tomorrow", "3/3"),
    ("the day after tomorrow", "4/3"),
    ("yesterday", "1/3"),
    ("friday", "6/3"),
    ("this friday", "6/3"),
    ("next monday", "9/3"),
    ("friday next week", "13/3"),
    ("next week", "9/3-15/3"),
    ("this month", "1/3-31/3"),
    ("weekend", "7/3-8/3"),
    ("end of the month", "31/3"),
    ("end of next month", "30/4"),
    ("start of the week", "2/3"),
    ("in 3 days", "5/3"),
    ("two weeks ago", "16/2"),
    ("21 April", "21/4"),
    ("21st april, 2026", "21/4"),
    ("10/4 âm lịch", "26/5"),
    ("mùng 1 Tết", "6/2/2027"),
    ("việc của tôi", None),
    ("Điều 21 khoản 2 quy định gì", None),
    ("văn bản số 12/3/QĐ-UBND", None),
    ("để sau nhé", None),
    ("một việc", None),
    ("", None),
]


@pytest.mark.parametrize(("text", "expected"), DAYS)
@pytest.mark.parametrize("plain", [False, True], ids=["accented", "plain"])
def test_days_are_read_with_and_without_marks(text: str, expected: str | None, plain: bool) -> None:
    found = find(bare(text) if plain else text, NOW)
    assert (found and said(found.first, found.last)) == expected


def said(first: date, last: date) -> str:
    ends = [f"{d.day}/{d.month}" + (f"/{d.year}" if d.year != NOW.year else "") for d in (first, last)]
    return ends[0] if first == last else "-".join(ends)


CLOCKS = [
    ("14h", "2/3 14:00"),
    ("14h30", "2/3 14:30"),
    ("14:30", "2/3 14:30"),
    ("14 giờ 30 phút", "2/3 14:30"),
    ("8 giờ", "3/3 08:00"),  # over today
    ("2 giờ rưỡi chiều", "2/3 14:30"),
    ("8 giờ kém 15 sáng mai", "3/3 07:45"),
    ("7 rưỡi tối mai", "3/3 19:30"),
    ("1 giờ trưa mai", "3/3 13:00"),
    ("2h mai", "3/3 14:00"),  # nobody meets at two in the morning
    ("02:00 mai", "3/3 02:00"),
    ("mười bốn giờ ba mươi mai", "3/3 14:30"),
    ("trước thứ sáu 17h", "6/3 17:00"),
    ("thứ hai 9h", "9/3 09:00"),  # today's nine o'clock is over
    ("từ 8h đến 11h30 sáng mai", "3/3 08:00"),
    ("2 tiếng nữa", "2/3 14:00"),
    ("30 phút nữa", "2/3 12:30"),
    ("friday 5pm", "6/3 17:00"),
    ("friday 5:30 pm", "6/3 17:30"),
    ("tomorrow at 12am", "3/3 00:00"),
    ("0 giờ kém 15", None),
    ("tháng 3 am", None),
    ("25h", None),
]


@pytest.mark.parametrize(("text", "expected"), CLOCKS)
@pytest.mark.parametrize("plain", [False, True], ids=["accented", "plain"])
def test_hours_are_read_with_and_without_marks(text: str, expected: str | None, plain: bool) -> None:
    found = find(bare(text) if plain else text, NOW)
    if expected is None:
        assert found is None or found.clock is None
    else:
        assert found is not None
        assert f"{found.first.day}/{found.first.month} {found.clock:%H:%M}" == expected


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("nộp báo cáo quý trước thứ sáu 17h", "nộp báo cáo quý"),
        ("nop bao cao quy truoc thu sau 17h", "nop bao cao quy"),
        ("báo cáo chị Mai trước 10h ngày mai", "báo cáo chị Mai"),
        ("submit the report by friday 5pm", "submit the report"),
        ("trước 17h thứ sáu: gửi kế hoạch", "gửi kế hoạch"),
        ("3 ngày nữa nộp kế hoạch", "nộp kế hoạch"),
        ("tuần này", ""),
    ],
)
def test_what_is_left_is_the_work(text: str, rest: str) -> None:
    found = find(text, NOW)
    assert found is not None
    assert found.rest == rest


@pytest.mark.parametrize("text", ["Gọi Mai", "thu hai khoản phí cũ", "gửi ngay cho tôi, thứ nhất"])
def test_marks_tell_words_apart(text: str) -> None:
    assert find(text, NOW) is None


@given(st.text(alphabet="0123456789/:.-hg agiờnữtuầthbáesmốykp\0\u200b😀", max_size=60))
def test_nothing_that_is_typed_breaks_it(text: str) -> None:
    found = find(text, NOW)
    assert found is None or found.first <= found.last
