"""Times as officials say them, at several moments of the year: limits, what repeats, what cannot be."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.vietnamese.dates import Found, find
from knowledge.vietnamese.slips import slips
from knowledge.vietnamese.spelling import bare

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
MARCH = datetime(2026, 3, 2, 12, tzinfo=HANOI)
"""A Monday."""
DECEMBER = datetime(2026, 12, 31, 9, tzinfo=HANOI)
"""A Thursday, the last day of the year."""
LEAP = datetime(2028, 2, 27, 20, tzinfo=HANOI)
"""A Sunday before a 29 February."""
TET = datetime(2026, 2, 10, 8, tzinfo=HANOI)
"""A Tuesday, a week before the lunar new year."""


def said(found: Found | None) -> str:
    """Write what was found as the tables do."""
    if found is None:
        return ""
    days = f"{found.first:%Y-%m-%d}" + (f"..{found.last:%Y-%m-%d}" if found.last != found.first else "")
    hours = [f"{clock:%H:%M}" for clock in (found.clock, found.until) if clock]
    return " ".join(filter(None, [days, "-".join(hours), found.limit, found.rule]))


IN_MARCH = [
    ("giữa tháng", "2026-03-16"),
    ("giữa tuần sau", "2026-03-11"),
    ("đầu tháng này", "2026-03-01"),
    ("đầu tháng sau", "2026-04-01"),
    ("cuối tháng 6", "2026-06-30"),
    ("cuối tháng 12/2026", "2026-12-31"),
    ("giữa năm", "2026-07-02"),
    ("quý II", "2026-04-01..2026-06-30"),
    ("quý 3", "2026-07-01..2026-09-30"),
    ("quý IV năm 2026", "2026-10-01..2026-12-31"),
    ("quý 1/2027", "2027-01-01..2027-03-31"),
    ("quý này", "2026-01-01..2026-03-31"),
    ("quý sau", "2026-04-01..2026-06-30"),
    ("cuối quý II", "2026-06-30"),
    ("đầu quý sau", "2026-04-01"),
    ("chậm nhất quý II", "2026-04-01..2026-06-30 before"),
    ("6 tháng đầu năm", "2026-01-01..2026-06-30"),
    ("sáu tháng cuối năm 2026", "2026-07-01..2026-12-31"),
    ("nửa đầu tháng 4", "2026-04-01..2026-04-15"),
    ("nửa cuối tháng sau", "2026-04-16..2026-04-30"),
    ("tuần sau nữa", "2026-03-16..2026-03-22"),
    ("thứ tư tuần sau nữa", "2026-03-18"),
    ("tuần tới nữa", "2026-03-16..2026-03-22"),
    ("nửa tháng nữa", "2026-03-17"),
    ("cách đây 2 tuần", "2026-02-16"),
    ("cách đây ba ngày", "2026-02-27"),
    ("10 ngày nữa", "2026-03-12"),
    ("hai mươi mốt ngày nữa", "2026-03-23"),
    ("trong vòng 10 ngày", "2026-03-12"),
    ("trong vòng 10 ngày làm việc", "2026-03-16"),
    ("5 ngày làm việc nữa", "2026-03-09"),
    ("3 tháng nữa", "2026-06-02"),
    ("từ thứ hai đến thứ tư", "2026-03-02..2026-03-04"),
    ("từ thứ ba đến thứ năm tuần sau", "2026-03-10..2026-03-12"),
    ("thứ 2 - thứ 4 tuần sau", "2026-03-09..2026-03-11"),
    ("từ thứ sáu đến chủ nhật", "2026-03-06..2026-03-08"),
    ("15-17/3", "2026-03-15..2026-03-17"),
    ("từ 15 đến 17/3", "2026-03-15..2026-03-17"),
    ("từ ngày 15 đến ngày 17/3/2026", "2026-03-15..2026-03-17"),
    ("từ ngày 28/3 đến ngày 2/4", "2026-03-28..2026-04-02"),
    ("từ ngày 15 đến 17 tháng 3 năm 2026", "2026-03-15..2026-03-17"),
    ("từ 8h đến 11h30 ngày 5/3", "2026-03-05 08:00-11:30"),
    ("8h-10h30 thứ tư", "2026-03-04 08:00-10:30"),
    ("14h00 - 16h30 ngày mai", "2026-03-03 14:00-16:30"),
    ("8 giờ đến 10 giờ sáng mai", "2026-03-03 08:00-10:00"),
    ("chiều mai từ 2 giờ đến 4 giờ", "2026-03-03 14:00-16:00"),
    ("14g30 chiều nay", "2026-03-02 14:30"),
    ("8 giờ kém mười lăm sáng mai", "2026-03-03 07:45"),
    ("9h kém 10 thứ năm", "2026-03-05 08:50"),
    ("2 giờ rưỡi chiều thứ ba", "2026-03-03 14:30"),
    ("15 giờ 45 phút ngày 20 tháng 3", "2026-03-20 15:45"),
    ("7h sáng chủ nhật", "2026-03-08 07:00"),
    ("20h tối nay", "2026-03-02 20:00"),
    ("8 giờ tối mai", "2026-03-03 20:00"),
    ("trước ngày 30/6/2026", "2026-06-30 before"),
    ("chậm nhất ngày 15/3", "2026-03-15 before"),
    ("chậm nhất 17h thứ sáu", "2026-03-06 17:00 before"),
    ("muộn nhất là thứ sáu tuần sau", "2026-03-13 before"),
    ("sau ngày 20/3", "2026-03-20 after"),
    ("kể từ ngày 1/4/2026", "2026-04-01 after"),
    ("by 30 June", "2026-06-30 before"),
    ("before friday", "2026-03-06 before"),
    ("next monday at 3pm", "2026-03-09 15:00"),
    ("end of march", "2026-03-31"),
    ("in two weeks", "2026-03-16"),
    ("tomorrow from 8:00 to 10:30", "2026-03-03 08:00-10:30 after"),
    ("last month", "2026-02-01..2026-02-28"),
    ("Quốc khánh", "2026-09-02"),
    ("ngày Quốc tế lao động", "2026-05-01"),
    ("ngày Nhà giáo Việt Nam", "2026-11-20"),
    ("Giỗ Tổ Hùng Vương", "2026-04-26"),
    ("mùng 10 tháng 3 âm lịch", "2026-04-26"),
    ("rằm tháng bảy", "2026-08-27"),
    ("Tết Trung thu", "2026-09-25"),
    ("Trung thu", "2026-09-25"),
    ("Tết Đoan Ngọ", "2026-06-19"),
    ("mùng 1 Tết 2027", "2027-02-06"),
    ("mồng 3 Tết", "2027-02-08"),
    ("giao thừa", "2027-02-05"),
    ("15/8 âm lịch", "2026-09-25"),
    ("23 tháng chạp", "2027-01-30"),
    ("thứ hai hàng tuần", "2026-03-02 FREQ=WEEKLY;BYDAY=MO"),
    ("thứ hai hằng tuần lúc 8h", "2026-03-09 08:00 FREQ=WEEKLY;BYDAY=MO"),
    ("8h sáng thứ ba hằng tuần", "2026-03-03 08:00 FREQ=WEEKLY;BYDAY=TU"),
    ("mỗi thứ sáu", "2026-03-06 FREQ=WEEKLY;BYDAY=FR"),
    ("chủ nhật hàng tuần", "2026-03-08 FREQ=WEEKLY;BYDAY=SU"),
    ("ngày 20 hằng tháng", "2026-03-20 FREQ=MONTHLY;BYMONTHDAY=20"),
    ("mùng 5 hàng tháng", "2026-03-05 FREQ=MONTHLY;BYMONTHDAY=5"),
    ("ngày làm việc cuối tháng", "2026-03-31 FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1"),
    ("ngày làm việc đầu tiên của tháng", "2026-03-02 FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1"),
    ("thứ hai đầu tiên hằng tháng", "2026-03-02 FREQ=MONTHLY;BYDAY=1MO"),
    ("hai tuần một lần", "2026-03-02 FREQ=WEEKLY;INTERVAL=2"),
    ("2 tuần 1 lần vào thứ năm", "2026-03-05 FREQ=WEEKLY;INTERVAL=2;BYDAY=TH"),
    ("mỗi sáng 7h", "2026-03-03 07:00 FREQ=DAILY"),
    ("hằng ngày", "2026-03-02 FREQ=DAILY"),
    ("hàng tuần", "2026-03-02 FREQ=WEEKLY"),
    ("hằng quý", "2026-03-02 FREQ=MONTHLY;INTERVAL=3"),
    ("các ngày làm việc", "2026-03-02 FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"),
    ("every monday at 9am", "2026-03-09 09:00 FREQ=WEEKLY;BYDAY=MO"),
    ("every working day", "2026-03-02 FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"),
    ("họp giao ban sáng thứ hai", "2026-03-02"),
    ("phòng họp 2 thứ sáu có trống không", "2026-03-06"),
    ("tuần sau có hội nghị nào về chuyển đổi số", "2026-03-09..2026-03-15"),
    ("chiều mai đồng chí A họp gì", "2026-03-03"),
    ("cuộc họp ngày 12/3 lúc 14h", "2026-03-12 14:00"),
    ("quy chế làm việc", ""),
    ("quý vị đại biểu", ""),
    ("báo cáo quý", ""),
    ("Nghị quyết số 57-NQ/TW", ""),
    ("Quyết định 15/QĐ-UBND", ""),
    ("khoản 2 Điều 5", ""),
    ("hai đồng chí", ""),
    ("phòng 301", ""),
    ("tết này vui", ""),
    ("năm đồng chí", ""),
    ("một số việc", ""),
]
IN_DECEMBER = [
    ("mai", "2027-01-01"),
    ("ngày kia", "2027-01-02"),
    ("thứ hai", "2027-01-04"),
    ("thứ năm", "2026-12-31"),
    ("thứ năm tuần sau", "2027-01-07"),
    ("tuần sau", "2027-01-04..2027-01-10"),
    ("tháng sau", "2027-01-01..2027-01-31"),
    ("tháng 1", "2027-01-01..2027-01-31"),
    ("15/1", "2027-01-15"),
    ("ngày 20", "2027-01-20"),
    ("cuối tháng", "2026-12-31"),
    ("năm sau", "2027-01-01..2027-12-31"),
    ("quý I", "2027-01-01..2027-03-31"),
    ("quý sau", "2027-01-01..2027-03-31"),
    ("6 tháng đầu năm", "2027-01-01..2027-06-30"),
    ("Tết dương lịch", "2027-01-01"),
    ("mùng 1 Tết", "2027-02-06"),
    ("8h", "2027-01-01 08:00"),
    ("10h", "2026-12-31 10:00"),
    ("1 ngày làm việc nữa", "2027-01-04"),
    ("từ 28/12 đến 3/1/2027", "2026-12-28..2027-01-03"),
]
IN_A_LEAP_YEAR = [
    ("29/2", "2028-02-29"),
    ("ngày kia", "2028-02-29"),
    ("cuối tháng", "2028-02-29"),
    ("chủ nhật", "2028-02-27"),
    ("thứ hai", "2028-02-28"),
    ("tuần này", "2028-02-21..2028-02-27"),
    ("tuần sau", "2028-02-28..2028-03-05"),
    ("thứ hai tuần sau", "2028-02-28"),
    ("cuối tuần", "2028-02-26..2028-02-27"),
    ("1 tháng nữa", "2028-03-27"),
    ("sáng mai", "2028-02-28"),
]
BEFORE_TET = [
    ("mùng 1 Tết", "2026-02-17"),
    ("mùng 2 tết", "2026-02-18"),
    ("giao thừa", "2026-02-16"),
    ("rằm tháng giêng", "2026-03-03"),
    ("23 tháng chạp", "2026-02-10"),
    ("5 ngày làm việc nữa", "2026-02-24"),
    ("trước Tết", ""),
    ("thứ ba", "2026-02-10"),
]
ROWS = [
    *((text, MARCH, expected) for text, expected in IN_MARCH),
    *((text, DECEMBER, expected) for text, expected in IN_DECEMBER),
    *((text, LEAP, expected) for text, expected in IN_A_LEAP_YEAR),
    *((text, TET, expected) for text, expected in BEFORE_TET),
]


@pytest.mark.parametrize("plain", [False, True], ids=["accented", "plain"])
@pytest.mark.parametrize(("text", "now", "expected"), ROWS, ids=[f"{t}-{n:%m%d}" for t, n, _ in ROWS])
def test_times_with_and_without_marks(text: str, now: datetime, expected: str, plain: bool) -> None:
    assert said(find(bare(text) if plain else text, now)) == expected


IMPOSSIBLE = [
    ("họp ngày 31/02", ["“31/02” is no day of the calendar. Correct it."]),
    ("30 tháng 2 năm 2026", ["“30 tháng 2 năm 2026” is no day of the calendar. Correct it."]),
    ("họp lúc 25:00", ["“25:00” is no time of the day. Correct it."]),
    ("8h75 ngày mai", ["“8h75” is no time of the day. Correct it."]),
    ("từ 10h - 8h30", ["“10h - 8h30” ends before it starts. Correct its hours."]),
    ("Thứ hai 18/02/2026", ["In “Thứ hai 18/02/2026” the weekday is not that of the date."]),
    ("thứ ba, ngày 3/3", []),
    ("thứ tư, ngày 3/3", ["In “thứ tư, ngày 3/3” the weekday is not that of the date."]),
    ("30/2 âm lịch", []),
    ("Quyết định số 31/2026/QĐ-UBND", []),
    ("mục 8.30", []),
    ("24h", []),
    ("phòng 301, 14h", []),
]


@pytest.mark.parametrize("plain", [False, True], ids=["accented", "plain"])
@pytest.mark.parametrize(("text", "expected"), IMPOSSIBLE)
def test_what_cannot_be_is_named(text: str, expected: list[str], plain: bool) -> None:
    found = [str(slip) for slip in slips(bare(text) if plain else text, MARCH)]
    assert found == [bare_words(sentence) if plain else sentence for sentence in expected]


def bare_words(sentence: str) -> str:
    """Take the marks off what is quoted."""
    before, _, rest = sentence.partition("“")
    words, _, after = rest.partition("”")
    return f"{before}“{bare(words)}”{after}"


@given(st.text(alphabet="0123456789/:.-hgđ agiờnữtuầthbáesmốykpqýcdliâằrTế\0😀", max_size=60))
def test_nothing_that_is_typed_breaks_them(text: str) -> None:
    found = find(text, LEAP)
    assert found is None or found.first <= found.last
    assert all(str(slip) for slip in slips(text, LEAP))


@given(st.sampled_from([text for text, _, expected in ROWS if expected]))
def test_a_phrase_within_a_sentence_is_found(text: str) -> None:
    alone = find(text, MARCH)
    within = find(f"Đề nghị đồng chí gửi báo cáo {text}", MARCH)
    assert alone is None or (within is not None and within.first == alone.first)
