"""Deadlines in the sentences of directives: until when, and whom they bind; days that are none."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.deadlines.written import deadlines_in

ISSUED = date(2026, 3, 4)
"""A Wednesday."""

MORE_SENTENCES: list[tuple[str, list[tuple[str, str]]]] = [
    (
        "Các tổ chức cơ sở đảng gửi báo cáo trước ngày 10/6, tổng kết trước ngày 10/12 hằng năm.",
        [("2026-06-10", "Các tổ chức cơ sở đảng"), ("yearly:12-10", "Các tổ chức cơ sở đảng")],
    ),
    (
        "Trong thời gian 07 ngày làm việc, kể từ ngày nhận đủ hồ sơ, cơ quan có thẩm quyền phải trả kết quả.",
        [("workdays:7", "cơ quan có thẩm quyền")],
    ),
    (
        "Thanh tra tỉnh kết thúc trước 20/04/2026, báo cáo trong vòng 05 ngày sau khi kết thúc.",
        [("2026-04-20", "Thanh tra tỉnh"), ("days:5 after kết thúc", "Thanh tra tỉnh")],
    ),
    ("Từ nay đến ngày 30/4/2026, các chi hội tổ chức 01 buổi.", [("2026-04-30", "các chi hội")]),
    ("Mỗi quý một lần, các chi bộ sinh hoạt chuyên đề.", [("quarterly", "các chi bộ")]),
    ("Phòng Giáo dục nộp báo cáo trước 11h30' ngày 08/3/2026.", [("2026-03-08T11:30", "Phòng Giáo dục")]),
    ("Đề nghị các cơ quan gửi trước 16 giờ 00 phút, ngày 09/3/2026.", [("2026-03-09T16:00", "các cơ quan")]),
    ("Thời gian thực hiện: Từ ngày 15/3/2026 đến ngày 15/4/2026.", [("2026-04-15", "")]),
    ("Thời hạn giải quyết không quá 30 ngày, trường hợp phức tạp không quá 60 ngày.", [("days:30", "")]),
    ("Mời các đồng chí dự họp lúc 14 giờ 00 ngày 10/3/2026.", []),
    ("Nhiệm kỳ bắt đầu từ tháng 7/2026.", []),
    ("Trước mắt, các đơn vị rà soát hồ sơ.", []),
]
SENTENCES: list[tuple[str, list[tuple[str, str]]]] = [
    ("Các chi bộ gửi biên bản họp về Đảng ủy trước ngày 25/3/2026.", [("2026-03-25", "Các chi bộ")]),
    (
        "Phòng Nội vụ hoàn thành việc thống kê trước ngày 10 tháng 4 năm 2026.",
        [("2026-04-10", "Phòng Nội vụ")],
    ),
    ("Đề nghị Sở Y tế có văn bản trả lời trước 15/4.", [("2026-04-15", "Sở Y tế")]),
    ("Hồ sơ nộp chậm nhất vào lúc 11 giờ 30 phút ngày 20/3/2026.", [("2026-03-20T11:30", "")]),
    ("Văn bản góp ý gửi trước 9h sáng thứ Sáu tuần này.", [("2026-03-06T09:00", "")]),
    (
        "Giao Trung tâm Văn hóa dựng sân khấu xong trước 17h chiều mai.",
        [("2026-03-05T17:00", "Trung tâm Văn hóa")],
    ),
    ("Danh sách gửi về Ban Tổ chức chậm nhất hết ngày 31/3/2026.", [("2026-03-31", "")]),
    ("Thời hạn nộp bài: trước 16h00 ngày 02/4/2026.", [("2026-04-02T16:00", "")]),
    ("Hạn chót đăng ký là ngày 18/3/2026.", [("2026-03-18", "")]),
    ("Ủy ban nhân dân xã niêm yết danh sách trong 05 ngày làm việc.", [("workdays:5", "Ủy ban nhân dân xã")]),
    (
        "Trong vòng 30 ngày kể từ ngày nhận được Chỉ thị này, các sở, ban, ngành xây dựng kế hoạch.",
        [("days:30", "các sở, ban, ngành")],
    ),
    (
        "Không quá 02 giờ kể từ khi xảy ra sự cố, trực ban báo cáo lãnh đạo.",
        [("hours:2 after xảy ra sự cố", "")],
    ),
    ("Hội Nông dân tổ chức tổng kết, hoàn thành trong tháng 5/2026.", [("2026-05-31", "Hội Nông dân")]),
    ("Bí thư chi bộ trình kế hoạch trong quý II/2026.", [("2026-06-30", "Bí thư chi bộ")]),
    ("Hoàn thành số hóa hồ sơ trước quý IV năm 2026.", [("2026-09-30", "")]),
    ("Phấn đấu hết năm 2027 đạt 95% dịch vụ công trực tuyến toàn trình.", [("2027-12-31", "")]),
    ("Các trường học báo cáo hằng tháng, trước ngày 25 hằng tháng.", [("monthly:25", "Các trường học")]),
    (
        "Hằng năm, trước ngày 15 tháng 11 hằng năm, Thanh tra tổng hợp kết quả.",
        [("yearly:11-15", "Thanh tra")],
    ),
    ("Ba tháng một lần, Tổ công tác họp đánh giá tiến độ.", [("every:3months", "Tổ công tác")]),
    ("Chiều thứ Sáu hằng tuần, Văn phòng tổng hợp báo cáo Thường trực.", [("weekly:FR", "Văn phòng")]),
    ("Báo cáo trước ngày 10 của tháng đầu quý sau.", [("quarterly:10 of the first month", "")]),
    ("Định kỳ hằng quý, Phòng Tài chính báo cáo Chủ tịch.", [("quarterly", "Phòng Tài chính")]),
    (
        "Công an xã rà soát xong trước ngày 20/3/2026; Ban Chỉ huy Quân sự báo cáo trước ngày 25/3/2026.",
        [("2026-03-20", "Công an xã"), ("2026-03-25", "Ban Chỉ huy Quân sự")],
    ),
    (
        "1. Giao Ban Dân vận chủ trì, phối hợp Mặt trận Tổ quốc, gửi Văn phòng trước ngày 30/4/2026.",
        [("2026-04-30", "Ban Dân vận")],
    ),
    (
        "Yêu cầu Thủ trưởng các cơ quan khẩn trương khắc phục, xong trước 30/6.",
        [("2026-06-30", "Thủ trưởng các cơ quan")],
    ),
    ("Đợt vận động từ ngày 10/3 đến hết ngày 30/3/2026 do Hội Chữ thập đỏ phát động.", [("2026-03-30", "")]),
    ("Đoàn xã mở đăng ký từ ngày 05/3 đến ngày 15/3/2026.", [("2026-03-15", "Đoàn xã")]),
    ("Nội dung này xong trước Đại hội Đảng bộ xã.", [("event:Đại hội Đảng bộ xã", "")]),
    ("Kế toán quyết toán xong trước Tết Nguyên đán.", [("event:Tết Nguyên đán", "Kế toán")]),
    ("Đồng chí Trưởng phòng trình dự thảo trong tuần này.", [("2026-03-08", "Đồng chí Trưởng phòng")]),
    ("Các đơn vị nộp báo cáo cuối tháng này.", []),
    ("UBND phường báo cáo kết quả trước cuối tháng này.", [("2026-03-31", "UBND phường")]),
    ("Thời gian hoàn thành: trong tháng 4 năm 2026.", [("2026-04-30", "")]),
    ("Cấp ủy hoàn thành việc kiểm điểm trong 6 tháng đầu năm 2026.", [("2026-06-30", "Cấp ủy")]),
    (
        "Toàn thể đảng viên nộp bản cam kết chậm nhất ngày 31 tháng 01 hằng năm.",
        [("yearly:01-31", "Toàn thể đảng viên")],
    ),
    ("Căn cứ Công văn số 15-CV/TU ngày 02/3/2026 của Thành ủy.", []),
    ("Hội nghị khai mạc lúc 8 giờ ngày 12/3/2026 tại Hội trường.", []),
    ("Quy định này có hiệu lực từ ngày 01/4/2026.", []),
    ("Hồ sơ tiếp nhận trước ngày 01/7/2026 thực hiện theo quy định cũ.", []),
    ("Năm 2026 là năm đẩy mạnh chuyển đổi số.", []),
    ("Trước đây việc này do phòng thực hiện.", []),
    ("Số liệu tính đến hết ngày 28/2/2026.", []),
    ("Kế hoạch đã ban hành trước ngày 10/3/2026 vẫn có giá trị.", []),
    ("Báo cáo số 12 ngày 01/3/2026 đã nêu rõ.", []),
    ("Trước hết, các chi bộ quán triệt Nghị quyết.", []),
    ("Sinh trước ngày 01/01/2008 thì được đăng ký.", []),
    ("Các đơn vị thường xuyên kiểm tra.", []),
    ("Báo cáo gửi trước ngày 31/02/2026.", []),
    ("Báo cáo gửi trước ngày 20/01/2026.", []),
]


@pytest.mark.parametrize(("sentence", "expected"), SENTENCES + MORE_SENTENCES)
def test_a_sentence_sets_its_deadlines(sentence: str, expected: list[tuple[str, str]]) -> None:
    assert [(found.due, found.who) for found in deadlines_in(sentence, ISSUED)] == expected


def test_a_whole_directive_is_read_sentence_by_sentence() -> None:
    text = (
        "Căn cứ Nghị quyết số 05-NQ/TU ngày 10/01/2026, Ban Thường vụ yêu cầu:\n"
        "1. Các chi bộ quán triệt xong trước ngày 20/3/2026.\n"
        "2. Văn phòng theo dõi, tổng hợp, báo cáo trước ngày 5 hằng tháng. Chỉ thị có hiệu lực từ ngày ký.\n"
    )
    found = deadlines_in(text, ISSUED)
    assert [(each.due, each.who) for each in found] == [
        ("2026-03-20", "Các chi bộ"),
        ("monthly:5", "Văn phòng"),
    ]
    assert found[0].words == "1. Các chi bộ quán triệt xong trước ngày 20/3/2026."


PIECES = (
    "trước ", "chậm nhất ", "ngày ", "31/02", "99/99/9999", "24h00 ", "quý V ", "trong ", "không quá ",
    "0 ngày", "tháng 13/2026", "hằng tháng", "ngày 77 ", "Các chi bộ ", "báo cáo", ";", ",", ".", "\n",
    "năm 2099", "hạn: ",
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=200) | st.lists(st.sampled_from(PIECES), max_size=30).map("".join))
def test_no_text_makes_it_raise(text: str) -> None:
    for found in deadlines_in(text, ISSUED):
        assert found.due
        assert found.words
