"""Which questions ask the same: the pairs that the threshold was set on, and others that it never saw."""

from __future__ import annotations

import pytest

from knowledge.documents.enquiries.likeness import ALIKE, asks, grouped, likeness

LIKE = [
    ("Báo cáo tuần nộp trước ngày nào?", "Nộp báo cáo tuần trước ngày nào ạ?"),
    ("Báo cáo tuần nộp trước ngày nào?", "bao cao tuan nop truoc ngay nao"),
    ("Thời hạn giải quyết hồ sơ đất đai là bao lâu?", "hồ sơ đất đai giải quyết thời hạn bao lâu"),
    ("Thời hạn giải quyết hồ sơ đất đai là bao lâu?", "Xin hỏi thời hạn giải quyết hồ sơ đất đai?"),
    ("Thời hạn giải quyết hồ sơ đất đai là bao lâu?", "thoi han giai quyet ho so dat dai"),
    ("Ai ký giấy đi đường?", "Giấy đi đường do ai ký?"),
    ("Ai ký giấy đi đường?", "cho em hỏi ai ký giấy đi đường ạ"),
    ("Ai được cấp thẻ ra vào trụ sở?", "Những ai được cấp thẻ ra vào trụ sở?"),
    ("Lịch tiếp công dân của chủ tịch xã", "Chủ tịch xã tiếp công dân lịch thế nào?"),
    ("Chủ tịch xã tiếp công dân ngày nào?", "chu tich xa tiep cong dan vao ngay nao"),
    ("Chế độ công tác phí cho cán bộ xã là bao nhiêu?", "Công tác phí cán bộ xã bao nhiêu?"),
    ("Chế độ công tác phí cho cán bộ xã là bao nhiêu?", "che do cong tac phi can bo xa"),
    ("Quy trình tiếp nhận văn bản đến như thế nào?", "Quy trình tiếp nhận văn bản đến"),
    ("Quy trình tiếp nhận văn bản đến như thế nào?", "quy trinh tiep nhan van ban den ra sao"),
    ("Hội trường đặt trước mấy ngày?", "Đặt hội trường trước mấy ngày?"),
    ("Hội trường đặt trước mấy ngày?", "dat hoi truong truoc may ngay a"),
    ("Ai chủ trì họp giao ban?", "Họp giao ban ai chủ trì?"),
    ("Ai chủ trì họp giao ban?", "Đồng chí nào chủ trì họp giao ban?"),
    ("Xe công được dùng khi nào?", "Khi nào được dùng xe công?"),
    ("Hồ sơ cán bộ lưu ở đâu?", "Hồ sơ cán bộ được lưu tại đâu?"),
    ("Mức đóng đảng phí là bao nhiêu?", "Đảng phí đóng mức bao nhiêu?"),
    ("Mức đóng đảng phí là bao nhiêu?", "muc dong dang phi bao nhieu"),
    ("Chữ ký số hết hạn thì làm thế nào?", "Chữ ký số hết hạn phải làm gì?"),
    ("Văn bản mật gửi qua hệ thống có được không?", "Có được gửi văn bản mật qua hệ thống không?"),
    ("Thủ tục chuyển sinh hoạt đảng gồm những gì?", "Thủ tục chuyển sinh hoạt đảng"),
    ("Hoà giải cơ sở do ai làm?", "Ai làm hòa giải cơ sở?"),
    ("Nghỉ phép bao nhiêu ngày một năm?", "Một năm được nghỉ phép bao nhiêu ngày?"),
    ("How many days of leave in a year?", "How many days of leave do I have in a year?"),
    ("Nghỉ phép cần báo trước mấy ngày?", "nghi phep can bao truoc may ngay"),
    ("Kinh phí tổ chức hội nghị lấy từ nguồn nào?", "Nguồn kinh phí tổ chức hội nghị lấy từ đâu?"),
    ("Ai duyệt kế hoạch công tác quý?", "Kế hoạch công tác quý ai duyệt?"),
    ("Mật khẩu hộp thư công vụ quên thì làm sao?", "Quên mật khẩu hộp thư công vụ phải làm sao?"),
]
UNLIKE = [
    ("Báo cáo tuần nộp trước ngày nào?", "Báo cáo tháng nộp trước ngày nào?"),
    ("Báo cáo tuần nộp trước ngày nào?", "bao cao quy nop truoc ngay nao"),
    ("Báo cáo tuần nộp trước ngày nào?", "Báo cáo tuần gửi cho ai?"),
    ("Báo cáo tuần nộp trước ngày nào?", "Mẫu báo cáo tuần ở đâu?"),
    ("Thời hạn giải quyết hồ sơ đất đai là bao lâu?", "Thời hạn giải quyết hồ sơ hộ tịch là bao lâu?"),
    ("Thời hạn giải quyết hồ sơ đất đai là bao lâu?", "Thời hạn lưu hồ sơ đất đai là bao lâu?"),
    ("Thời hạn giải quyết hồ sơ đất đai là bao lâu?", "thoi han giai quyet khieu nai"),
    ("Thời hạn giải quyết hồ sơ đất đai là bao lâu?", "Ai giải quyết hồ sơ đất đai của người nước ngoài?"),
    ("Ai ký giấy đi đường?", "Ai ký giấy mời?"),
    ("Ai ký giấy đi đường?", "Ai ký giấy giới thiệu?"),
    ("Lịch tiếp công dân của chủ tịch xã", "Lịch tiếp công dân của chủ tịch tỉnh"),
    ("Lịch tiếp công dân của chủ tịch xã", "Lịch tiếp công dân của phó chủ tịch xã"),
    ("Chủ tịch xã tiếp công dân ngày nào?", "Bí thư xã tiếp công dân ngày nào?"),
    ("Điều 5 quy định gì?", "Điều 6 quy định gì?"),
    ("Nghị quyết 57 nói gì về chuyển đổi số?", "Nghị quyết 18 nói gì về chuyển đổi số?"),
    ("Nghị quyết 57 nói gì về chuyển đổi số?", "Nghị quyết 57 nói gì về nhân lực?"),
    ("Bàn giao tài sản thế nào?", "Bán tài sản thế nào?"),
    ("Quản lý bán hàng", "Quản lý bàn hàng"),
    ("Nghỉ phép bao nhiêu ngày?", "Nghỉ ốm bao nhiêu ngày?"),
    ("Tăng lương khi nào?", "Giảm lương khi nào?"),
    ("Được nghỉ thứ bảy", "Không được nghỉ thứ bảy"),
    ("Hội trường đặt trước mấy ngày?", "Hội trường có bao nhiêu chỗ?"),
    ("Mức đóng đảng phí là bao nhiêu?", "Mức đóng đoàn phí là bao nhiêu?"),
    ("Mức đóng đảng phí là bao nhiêu?", "muc dong doan phi bao nhieu"),
    ("Ai chủ trì họp giao ban?", "Họp giao ban lúc mấy giờ?"),
    ("Ai chủ trì họp giao ban?", "Ai ghi biên bản họp giao ban?"),
    ("Thủ tục chuyển sinh hoạt đảng gồm những gì?", "Thủ tục kết nạp đảng gồm những gì?"),
    ("Quy trình tiếp nhận văn bản đến như thế nào?", "Quy trình phát hành văn bản đi như thế nào?"),
    ("Kinh phí tổ chức hội nghị lấy từ nguồn nào?", "Kinh phí mua sắm lấy từ nguồn nào?"),
    ("Tuổi nghỉ hưu của nam", "Tuổi nghỉ hưu của nữ"),
    ("tuoi nghi huu nam", "tuoi nghi huu nu"),
    ("Họp trực tuyến dùng phần mềm nào?", "Họp trực tuyến thì ai được dự?"),
    (
        "Chế độ công tác phí cho cán bộ xã là bao nhiêu?",
        "Chế độ công tác phí trong nước ngoài tỉnh là bao nhiêu?",
    ),
    ("Hồ sơ cán bộ lưu ở đâu?", "Hồ sơ cán bộ gồm những gì?"),
    ("Chữ ký số hết hạn thì làm thế nào?", "Chữ ký số cấp cho ai?"),
    ("Xe công được dùng khi nào?", "Xe công sửa ở đâu?"),
    ("?", "??"),
]
LIKE_UNSEEN = [
    ("Ai phê duyệt dự toán quý?", "Dự toán quý do ai phê duyệt?"),
    ("Lịch trực lãnh đạo tuần này xem ở đâu?", "xem lich truc lanh dao tuan nay o dau"),
    ("Quy định về đeo thẻ công chức", "quy dinh deo the cong chuc"),
    ("Con dấu của đảng ủy xã do ai giữ?", "Ai giữ con dấu đảng ủy xã?"),
    ("Biên bản họp gửi trước mấy giờ?", "bien ban hop gui truoc may gio a"),
    ("Hồ sơ kết nạp đảng viên gồm những giấy tờ gì?", "Hồ sơ kết nạp đảng viên gồm giấy tờ gì?"),
    ("Có được mang điện thoại vào phòng họp không?", "Được mang điện thoại vào phòng họp không ạ?"),
    ("Khi nào nộp bản kiểm điểm cuối năm?", "Bản kiểm điểm cuối năm nộp khi nào?"),
    ("Đăng ký xe đi công tác thế nào?", "dang ky xe di cong tac the nao"),
    ("Phòng nào quản lý kho lưu trữ?", "Kho lưu trữ phòng nào quản lý?"),
]
UNLIKE_UNSEEN = [
    ("Ai phê duyệt dự toán quý?", "Ai phê duyệt dự toán năm?"),
    ("Lịch trực lãnh đạo tuần này xem ở đâu?", "Lịch họp lãnh đạo tuần này xem ở đâu?"),
    ("Quy định về đeo thẻ công chức", "Quy định về cấp thẻ công chức"),
    ("Con dấu của đảng ủy xã do ai giữ?", "Con dấu của ủy ban xã do ai giữ?"),
    ("Biên bản họp gửi trước mấy giờ?", "Giấy mời họp gửi trước mấy giờ?"),
    ("Hồ sơ kết nạp đảng viên gồm những giấy tờ gì?", "Hồ sơ khai trừ đảng viên gồm những giấy tờ gì?"),
    ("Có được mang điện thoại vào phòng họp không?", "Có được mang máy tính vào phòng họp không?"),
    ("Khi nào nộp bản kiểm điểm cuối năm?", "Ai nhận bản kiểm điểm cuối năm?"),
    ("Đăng ký xe đi công tác thế nào?", "Thanh toán xe đi công tác thế nào?"),
    ("Phòng nào quản lý kho lưu trữ?", "Phòng nào quản lý kho vật tư?"),
]


@pytest.mark.parametrize(("one", "other"), LIKE + LIKE_UNSEEN)
def test_the_same_question_in_other_words(one: str, other: str) -> None:
    assert likeness(asks(one), asks(other)) >= ALIKE
    assert likeness(asks(other), asks(one)) >= ALIKE


@pytest.mark.parametrize(("one", "other"), UNLIKE + UNLIKE_UNSEEN)
def test_another_question_in_the_same_words(one: str, other: str) -> None:
    assert likeness(asks(one), asks(other)) < ALIKE
    assert likeness(asks(other), asks(one)) < ALIKE


def test_groups_keep_the_order() -> None:
    found = grouped(["Ai ký giấy mời?", "Xe công sửa ở đâu?", "giay moi ai ky", "?"], str)
    assert found == [["Ai ký giấy mời?", "giay moi ai ky"], ["Xe công sửa ở đâu?"], ["?"]]
