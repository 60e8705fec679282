"""The types of papers (NĐ 30/2020, the Party's, laws) and the letters that numbers bear for them."""

from __future__ import annotations

TYPES = frozenset(
    """HIẾN PHÁP|BỘ LUẬT|LUẬT|PHÁP LỆNH|LỆNH|SẮC LỆNH|NGHỊ ĐỊNH|NGHỊ QUYẾT|NGHỊ QUYẾT LIÊN TỊCH|THÔNG TƯ
|THÔNG TƯ LIÊN TỊCH|QUYẾT ĐỊNH|CHỈ THỊ|QUY CHẾ|QUY CHẾ PHỐI HỢP|QUY ĐỊNH|QUY TRÌNH|QUY HOẠCH|NỘI QUY|ĐIỀU LỆ
|THÔNG CÁO|THÔNG BÁO|THÔNG TRI|THÔNG BÁO KẾT LUẬN|HƯỚNG DẪN|CHƯƠNG TRÌNH|CHƯƠNG TRÌNH HÀNH ĐỘNG
|CHƯƠNG TRÌNH CÔNG TÁC|CHƯƠNG TRÌNH PHỐI HỢP|KẾ HOẠCH|KẾT LUẬN|PHƯƠNG ÁN|ĐỀ ÁN|DỰ ÁN|CHIẾN LƯỢC|ĐỀ CƯƠNG
|BÁO CÁO|BIÊN BẢN|TỜ TRÌNH|HỢP ĐỒNG|CÔNG VĂN|CÔNG ĐIỆN|BẢN GHI NHỚ|BẢN THỎA THUẬN|GIẤY ỦY QUYỀN|GIẤY MỜI
|GIẤY GIỚI THIỆU|GIẤY CHỨNG NHẬN|GIẤY ĐI ĐƯỜNG|GIẤY NGHỈ PHÉP|PHIẾU GỬI|PHIẾU CHUYỂN|PHIẾU BÁO|THƯ CÔNG
|LỜI KÊU GỌI|TUYÊN BỐ|CƯƠNG LĨNH|DANH MỤC|BẢN CAM KẾT|CAM KẾT|PHIẾU TRÌNH""".replace("\n", "").split("|")
)
MAIN_TYPE = {
    "CHƯƠNG TRÌNH HÀNH ĐỘNG": "chương trình",
    "CHƯƠNG TRÌNH CÔNG TÁC": "chương trình",
    "CHƯƠNG TRÌNH PHỐI HỢP": "chương trình",
    "QUY CHẾ PHỐI HỢP": "quy chế",
    "THÔNG BÁO KẾT LUẬN": "thông báo",
}
"""Longer names under which a type is filed as its shorter one."""
NOTATIONS: dict[str, tuple[str, ...]] = {
    "NQ": ("nghị quyết",),
    "NQLT": ("nghị quyết liên tịch",),
    "QĐ": ("quyết định", "quy định"),
    "QYĐ": ("quy định",),
    "QC": ("quy chế",),
    "CT": ("chỉ thị",),
    "KL": ("kết luận",),
    "TC": ("thông cáo",),
    "TB": ("thông báo",),
    "TT": ("thông tư", "thông tri"),
    "TTLT": ("thông tư liên tịch",),
    "HD": ("hướng dẫn",),
    "CTR": ("chương trình",),
    "CTHĐ": ("chương trình",),
    "KH": ("kế hoạch",),
    "PA": ("phương án",),
    "ĐA": ("đề án",),
    "DA": ("dự án",),
    "BC": ("báo cáo",),
    "BB": ("biên bản",),
    "TTR": ("tờ trình",),
    "HĐ": ("hợp đồng",),
    "CV": ("công văn",),
    "CĐ": ("công điện",),
    "BGN": ("bản ghi nhớ",),
    "BTT": ("bản thỏa thuận",),
    "GUQ": ("giấy ủy quyền",),
    "GM": ("giấy mời",),
    "GGT": ("giấy giới thiệu",),
    "GNP": ("giấy nghỉ phép",),
    "PG": ("phiếu gửi",),
    "PC": ("phiếu chuyển",),
    "PB": ("phiếu báo",),
    "NĐ": ("nghị định",),
    "PL": ("pháp lệnh",),
    "L": ("lệnh",),
}
LONGEST_TYPE = max(len(t.split()) for t in TYPES)


def type_of(line: str) -> tuple[str, str]:
    """Return the type that a line of capitals begins with, and what follows it; empty for no type.

    "KẾ HOẠCH THỰC HIỆN NGHỊ QUYẾT" gives "KẾ HOẠCH" and the rest; "Kế hoạch năm" is a sentence, no title.
    """
    words = line.split(maxsplit=LONGEST_TYPE + 1)
    for count in range(min(LONGEST_TYPE, len(words)), 0, -1):
        first = " ".join(words[:count])
        bare = first.rstrip(":*.")
        if bare in TYPES:
            return (bare, line[len(first) :].strip()) if bare == first or count == len(words) else ("", "")
    return "", ""


def main_type(name: str) -> str:
    """Return the type as it is filed: "Chương trình hành động" is a chương trình."""
    return MAIN_TYPE.get(name, name.lower())


def types_of_number(number: str) -> tuple[str, ...]:
    """Return the types that a number's letters stand for: QĐ is both quyết định and quy định."""
    parts = number.replace("–", "-").replace("/", "-").split("-")
    for part in parts[1:]:
        if part.isdigit():
            continue
        if part.upper().startswith("QH") and part[2:].isdigit():
            return ("luật", "bộ luật", "nghị quyết")
        return NOTATIONS.get(part.upper(), ())
    return ()
