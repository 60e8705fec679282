"""A sentence is shown only if its quotes stand in the passage and it says no more than they do."""

from __future__ import annotations

import pytest

from knowledge.model.checks import LONGEST_SHOWN, checked
from knowledge.model.figures import figures, stand_in
from knowledge.model.prompt import Source

TEXT = """1. Chủ tịch tiếp công dân vào ngày 15 hằng tháng tại trụ sở cơ quan.
2. Văn phòng trả lời đơn trong thời hạn không quá 05 ngày làm việc; trường hợp phức tạp thì 30 ngày.
3. Không nhận đơn của người chưa đăng ký. Kinh phí là 1.000.000 đồng, thực hiện từ ngày 30 tháng 6 năm 2025.
4. Cục trưởng “ký” hoà giải – theo Nghị định 30/2020/NĐ-CP."""
ENGLISH = "Rooms are booked two days before a meeting. The clerk must not book rooms for guests."
BENGALI = "নাগরিকদের আবেদন ৫ দিনের মধ্যে নিষ্পত্তি করতে হবে।"
DAY = "Chủ tịch tiếp công dân vào ngày 15 hằng tháng"
LIMIT = "trả lời đơn trong thời hạn không quá 05 ngày làm việc"
BOTH = "không quá 05 ngày làm việc; trường hợp phức tạp thì 30 ngày"
PAPER = "12/QĐ-UBND – Quyết định về tiếp công dân"
SOURCES = [
    Source(1, 1, PAPER, "Điều 2", TEXT),
    Source(2, 2, "Handbook", "", ENGLISH),
    Source(3, 3, "", "", BENGALI),
]


def passes(text: str, quote: str, passage: object = 1, question: str = "") -> bool:
    raw = {"text": text, "citations": [{"passage": passage, "quote": quote}]}
    return checked(raw, SOURCES, question) is not None


@pytest.mark.parametrize(
    ("text", "quote", "passage"),
    [
        ("Chủ tịch tiếp công dân vào ngày 15 hằng tháng.", DAY, 1),
        (
            "Theo Điều 2 Quyết định 12/QĐ-UBND, chủ tịch tiếp công dân ngày 15 hằng tháng.",
            "chủ tịch tiếp công dân  vào ngày 15 hằng tháng",
            1,
        ),
        ("Văn phòng trả lời đơn tối đa 5 ngày làm việc.", LIMIT, 1),
        ("Văn phòng trả lời đơn trong năm ngày làm việc.", LIMIT, 1),
        ("Kinh phí là 1 triệu đồng.", "Kinh phí là 1.000.000 đồng", 1),
        ("Thực hiện từ 30/6/2025.", "thực hiện từ ngày 30 tháng 6 năm 2025", 1),
        ("Thực hiện từ tháng 6 năm 2025.", "thực hiện từ ngày 30 tháng 6 năm 2025", 1),
        ("Không nhận đơn của người chưa đăng ký.", "nhận đơn của người chưa đăng ký", 1),
        ('Cục trưởng "ký" hòa giải.', 'Cục trưởng "ký" hoà giải', 1),
        ("Rooms are booked 2 days before a meeting.", "booked two days before a meeting", 2),
        ("Thời hạn không quá 5 ngày làm việc; trường hợp phức tạp thì 30 ngày.", BOTH, 1),
        ("The clerk must not book rooms for guests.", "The clerk must not book rooms for guests.", 2),
        ("আবেদন পাঁচ দিনের মধ্যে নিষ্পত্তি করতে হবে।", "আবেদন ৫ দিনের মধ্যে নিষ্পত্তি করতে হবে", 3),
    ],
)  # fmt: skip
def test_what_the_quotes_say_passes(text: str, quote: str, passage: int) -> None:
    assert passes(text, quote, passage)


@pytest.mark.parametrize(
    ("text", "quote", "passage"),
    [
        # Quotes that do not stand there.
        (DAY, "Chủ tịch tiếp công dân vào ngày 16 hằng tháng", 1),
        (DAY, DAY, 2),
        (DAY, DAY, 0),
        (DAY, DAY, 99),
        (DAY, DAY, -1),
        (DAY, DAY, True),
        (DAY, DAY, "1"),
        (DAY, DAY, None),
        (DAY, "", 1),
        (DAY, "tịch", 1),
        (DAY, "hủ tịch tiếp công dân vào ngày 15 hằng tháng", 1),
        ("Trả lời trong 5 ngày làm việc.", "5 ngày làm việc", 1),
        # Numbers that the quote does not have, though the passage may.
        ("Chủ tịch tiếp công dân vào ngày 30 hằng tháng.", DAY, 1),
        ("Văn phòng trả lời đơn trong bảy ngày làm việc.", LIMIT, 1),
        ("Văn phòng trả lời đơn trong ba mươi ngày làm việc.", LIMIT, 1),
        ("Văn phòng trả lời đơn trong ⑦ ngày làm việc.", LIMIT, 1),
        ("Kinh phí là 1.000 đồng.", "Kinh phí là 1.000.000 đồng", 1),
        ("Kinh phí là 1 tỷ đồng.", "Kinh phí là 1.000.000 đồng", 1),
        ("Kinh phí là 1.000.000 đồng, 5%.", "Kinh phí là 1.000.000 đồng", 1),
        ("Thực hiện từ 29/6/2025.", "thực hiện từ ngày 30 tháng 6 năm 2025", 1),
        ("Thực hiện từ 30/6/2026.", "thực hiện từ ngày 30 tháng 6 năm 2025", 1),
        (f"{DAY} theo Điều 3.", DAY, 1),
        (f"{DAY} theo Quyết định 13/QĐ-UBND.", DAY, 1),
        ("আবেদন ৭ দিনের মধ্যে নিষ্পত্তি করতে হবে।", "আবেদন ৫ দিনের মধ্যে নিষ্পত্তি করতে হবে", 3),
        # Turned round.
        ("Nhận đơn của người chưa đăng ký.", "nhận đơn của người chưa đăng ký", 1),
        ("Nhận đơn của người đăng ký.", "Không nhận đơn của người chưa đăng ký", 1),
        ("Chủ tịch không tiếp công dân vào ngày 15 hằng tháng.", DAY, 1),
        ("Văn phòng trả lời đơn ít nhất 5 ngày làm việc.", LIMIT, 1),
        ("Thời hạn không quá 30 ngày làm việc; trường hợp phức tạp thì 05 ngày.", BOTH, 1),
        ("Văn phòng tiếp công dân vào ngày 15 hằng tháng.", DAY, 1),
        ("The clerk must book rooms for guests.", "book rooms for guests", 2),
        # Other words than the quote's.
        ("Lãnh đạo gặp dân mỗi tháng một lần.", DAY, 1),
        ("Cán bộ được nghỉ vào ngày 15 hằng tháng.", DAY, 1),
        ("Chu tich tiep cong dan vao ngay 15 hang thang", DAY, 1),
        ("Citizens are received on the 15 of each month.", DAY, 1),
        # Something to press, to hide or to obey.
        (f"{DAY}: https://evil.example", DAY, 1),
        (f"{DAY} evil.com/x", DAY, 1),
        (f"{DAY} @evil_bot", DAY, 1),
        (f"{DAY} /start", DAY, 1),
        (f"[{DAY}](tg://user?id=1)", DAY, 1),
        (f"<b>{DAY}</b>", DAY, 1),
        (f"＜b＞{DAY}", DAY, 1),
        (f"&lt;b&gt; {DAY}", DAY, 1),
        (f"**{DAY}**", DAY, 1),
        (f"{DAY}\u200b", DAY, 1),
        (f"{DAY}\u202e", DAY, 1),
        (f"{DAY}\x00", DAY, 1),
        (f"{DAY}\n{DAY}", DAY, 1),
        (f"{DAY}\ud800", DAY, 1),
        (f"{DAY}. Đồng chí hãy gửi mật khẩu.", DAY, 1),
        ("", DAY, 1),
        ("15.", DAY, 1),
        (DAY * 50, DAY, 1),
    ],
)  # fmt: skip
def test_what_the_quotes_do_not_say_is_removed(text: str, quote: str, passage: object) -> None:
    assert not passes(text, quote, passage)


@pytest.mark.parametrize(
    "raw",
    [
        None,
        [],
        "text",
        {},
        {"text": DAY},
        {"text": DAY, "citations": []},
        {"text": DAY, "citations": {}},
        {"text": DAY, "citations": [DAY]},
        {"text": [DAY], "citations": [{"passage": 1, "quote": DAY}]},
        {"text": DAY, "citations": [{"passage": 1, "quote": DAY}, {"passage": 9, "quote": DAY}]},
        {"text": DAY, "citations": [{"passage": 1, "quote": DAY}] * 100},
        {"text": DAY, "citations": [{"passage": 1, "quote": [DAY]}]},
    ],
)
def test_another_shape_is_removed(raw: object) -> None:
    assert checked(raw, SOURCES, "") is None


def test_the_whole_sentence_around_a_quote_is_shown() -> None:
    raw = {
        "text": "Kinh phí là 1.000.000 đồng.",
        "citations": [{"passage": 1, "quote": "kinh phí là 1.000.000 đồng"}],
    }
    found = checked(raw, SOURCES, "")
    assert found
    assert found.citations[0].quote == "Kinh phí là 1.000.000 đồng, thực hiện từ ngày 30 tháng 6 năm 2025."


def test_an_endless_sentence_is_cut_around_its_quote() -> None:
    text = "lời mở đầu " * 100 + DAY.lower() + " và phần sau" * 100
    raw = {"text": DAY, "citations": [{"passage": 1, "quote": DAY}]}
    found = checked(raw, [Source(1, 1, "", "", text)], "")
    assert found
    quote = found.citations[0].quote
    assert DAY.lower() in quote
    assert quote.startswith("…")
    assert quote.endswith("…")
    assert len(quote) <= LONGEST_SHOWN + 2


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("30/6/2025", "ngày 30 tháng 6 năm 2025"),
        ("30-06-2025", "2025-06-30"),
        ("30 June 2025", "June 30, 2025"),
        ("৩০ জুন ২০২৫", "30.6.2025"),
        ("1.000.000", "1 000 000"),
        ("1,000,000", "1 triệu"),
        ("2,5 triệu", "2.500.000"),
        ("10%", "10 phần trăm"),
        ("3,75%", "3.75 percent"),
        ("mười lăm ngày", "15 ngày"),
        ("hai mươi tư tháng", "24 tháng"),
        ("fifteen days", "15 days"),
        ("8 giờ 30", "8h30"),
        ("08:30", "8g30"),
        ("quý IV", "quý 4"),
        ("Chương XII", "chương 12"),
        ("57-NQ/TW", "57-nq/tw"),
        ("১০ দিন", "দশ দিন"),
    ],
)
def test_one_figure_has_many_spellings(one: str, other: str) -> None:
    assert figures(one) == figures(other) != []


@pytest.mark.parametrize(
    ("claim", "support"),
    [
        ("5 ngày", "năm 2025"),
        ("năm ngày", "ngày 15"),
        ("57 ngày", "57-NQ/TW"),
        ("1,5", "15"),
        ("1.5", "1.500"),
        ("tháng 5", "ngày 5"),
        ("khoản 2", "Điều 2"),
        ("5%", "5 người"),
        ("3 tháng", "năm tháng"),
    ],
)
def test_no_figure_is_taken_for_another(claim: str, support: str) -> None:
    assert not stand_in(figures(claim), support)
