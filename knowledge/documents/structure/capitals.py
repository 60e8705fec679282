"""Names that papers write in capitals, as they are written in a sentence: pure functions."""

from __future__ import annotations

from functools import lru_cache

PHRASES = {
    p.lower(): p
    for p in """Ủy ban nhân dân|Ủy ban Thường vụ Quốc hội|Ủy ban Kiểm tra
|Ủy ban Mặt trận Tổ quốc Việt Nam|Hội đồng nhân dân|Ban Chấp hành|Ban Thường vụ|Ban Bí thư
|Bộ Chính trị|Ban Tổ chức|Ban Tuyên giáo|Ban Dân vận|Ban Nội chính|Ban Chỉ đạo|Ban Quản lý
|Ban Thư ký|Đảng bộ|Đảng ủy|Tỉnh ủy|Thành ủy|Huyện ủy|Quận ủy|Thị ủy|Chi bộ|Trung ương Đảng
|Trung ương|Đảng Cộng sản Việt Nam|Đoàn Thanh niên Cộng sản Hồ Chí Minh|Đoàn TNCS Hồ Chí Minh
|Hội Liên hiệp Phụ nữ|Hội Nông dân|Hội Cựu chiến binh|Mặt trận Tổ quốc Việt Nam|Liên đoàn Lao động
|Việt Nam|Hồ Chí Minh|Thủ tướng Chính phủ|Thủ tướng|Chính phủ|Quốc hội|Nhà nước|Tòa án nhân dân
|Viện kiểm sát nhân dân|Phó Thủ tướng|Phó Chủ tịch|Chủ tịch|Phó Bí thư|Bí thư|Phó Giám đốc|Giám đốc
|Chánh Văn phòng|Phó Chánh Văn phòng|Trưởng Ban|Phó Trưởng Ban|Trưởng phòng|Phó Trưởng phòng
|Bộ trưởng|Thứ trưởng|Cục trưởng|Phó Cục trưởng|Chủ tọa|Thư ký|Thường trực|Tổng Bí thư|Hiệu trưởng
|UBND|HĐND|UBMTTQ|BCH|BTV|TNCS|MTTQ|TM.|KT.|TL.|TUQ.|Q.|TP.|XHCN|CNTT|UBKT
|ban hành|Cao đẳng|Đại học|Vụ trưởng|Phó Vụ trưởng|Vụ trưởng Vụ|Phó Vụ trưởng Vụ|xã hội|thực hiện
|văn phòng""".replace("\n", "").split("|")
}
LONGEST = max(len(p.split()) for p in PHRASES)
BODIES = {
    p.lower(): p
    for p in [
        "Ủy ban",
        "Hội đồng",
        "Ban",
        "Đoàn",
        "Hội",
        "Sở",
        "Bộ",
        "Cục",
        "Tổng cục",
        "Chi cục",
        "Phòng",
        "Văn phòng",
        "Trung tâm",
        "Trường",
        "Học viện",
        "Viện",
        "Thanh tra",
        "Công an",
        "Công ty",
        "Đảng",
    ]
}
"""Names of bodies that are also ordinary words: in a title they stay small."""
FIELD = (frozenset(BODIES) | {"vụ trưởng vụ", "phó vụ trưởng vụ"}) - {"văn phòng", "đảng"}
"""Behind these, the first word of the field has a capital: "Sở Nội vụ". "Vụ" alone also ends such names."""
PLACES = frozenset({"thành phố", "tỉnh", "thị xã", "thị trấn", "huyện", "quận", "xã", "phường", "đặc khu"})
SEATED = frozenset({"cao đẳng", "đại học", "tỉnh ủy", "thành ủy", "huyện ủy", "quận ủy", "thị ủy"})
"""A name of a place stands behind these, each syllable with a capital."""
ENDING = frozenset(
    [
        "và",
        "của",
        "các",
        "-",
        "–",
        "trong",
        "năm",
        "giai",
        "về",
        "nhiệm",
        "khóa",
        "đến",
        "từ",
        "có",
        "được",
        "tại",
        "cho",
        "theo",
        "quý",
        "tháng",
        "lần",
        "thi",
        "với",
        "để",
        "số",
    ]
)
"""Words that end the name of a place."""


def in_a_sentence(text: str, *, body: bool = False) -> str:
    """Return "ỦY BAN NHÂN DÂN TỈNH MẪU" as "Ủy ban nhân dân tỉnh Mẫu"; text in small letters as it is.

    `body` says that it names a body: in a title, "BAN" may begin "ban đầu".
    """
    return spelled(text, body=body) if text.isupper() else text


@lru_cache(maxsize=1024)
def spelled(text: str, *, body: bool) -> str:
    """Spell a text in capitals word by word."""
    words = text.split()[:200]
    out: list[str] = []
    at, capital, place = 0, False, False
    while at < len(words):
        phrase, count = known(words, at, body=body)
        word = words[at].lower()
        if phrase:
            capital, place = phrase.lower() in FIELD, phrase.lower() in PLACES | SEATED
            out.append(phrase)
        else:
            place = place and word not in ENDING and not word[0].isdigit()
            named = (place or capital) and word not in ENDING
            out.append(word[:1].upper() + word[1:] if named else word)
            capital = body and (word == "và" or word.endswith(","))
            place = place and not word.endswith((",", ";", "."))
        at += count
    joined = " ".join(out)
    return joined[:1].upper() + joined[1:]


def known(words: list[str], at: int, *, body: bool) -> tuple[str, int]:
    """Return the longest known phrase that begins here, and how many words it has (1 for none)."""
    for count in range(min(LONGEST, len(words) - at), 0, -1):
        folded = " ".join(words[at : at + count]).lower()
        phrase = PHRASES.get(folded) or (BODIES.get(folded) if body else None)
        if phrase or folded in PLACES:
            return phrase or folded, count
    return "", 1
