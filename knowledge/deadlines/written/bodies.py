"""Which body a deadline binds: the subject of its part of the sentence."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from knowledge.deadlines.written.terms import Term


def words_of(table: str) -> tuple[str, ...]:
    """Return what stands between the bars, the longest first."""
    return tuple(sorted((" ".join(word.split()) for word in table.split("|")), key=len, reverse=True))


LEADS = re.compile(
    r"\W*(?:(?:\d{1,2}|[a-z])[.)]\s+)?"
    r"(?:(?:de nghi|yeu cau|giao|phan cong|chi dao|de|trong do|dong thoi|rieng|con)"
    r"(?: (?:cho|trach nhiem cho|nhiem vu cho))? )*"
)
"""What stands before the body."""
BODIES = words_of("""
    ban | van phong | so | phong | ubnd | uy ban | hdnd | hoi dong | thuong truc | dang uy | dang bo
    | dang doan | chi bo | chi uy | doan | cong doan | lien doan | hoi | mat tran | mttq | ubmttq |
    cong an | quan su | bo chi huy | don vi | co quan | dia phuong | xa | phuong | huyen | quan |
    thanh pho | tinh | thu truong | truong | pho | chanh | giam doc | dong chi | d/c | chu tich | bi
    thu | thanh tra | vien | toa an | cuc | chi cuc | to | trung tam | benh vien | kho bac | bao |
    dai | nganh | bo | cong chuc | can bo | dang vien | dai bieu | thanh uy | tinh uy | huyen uy |
    quan uy | khoi | cap uy | thanh vien | ke toan | chuyen vien | bo phan | nhom | doanh nghiep |
    cong ty | tap doan | hop tac xa | chinh phu | bo truong | chi huy | to truong | doi | chi hoi |
    hieu truong | tram | nguoi dung dau | cac | moi | tat ca | toan the | tung
""")
NO_BODIES = words_of("""
    ban hanh | phong chong | phong ngua | phong, chong | hoi nghi | hoi thao | bao cao | bao dam |
    to chuc | truong hop | bo sung | bo tri | doan ket | dai hoi | khoi cong | cac noi dung | cac
    nhiem vu | moi noi dung | cac bao cao | cac y kien | cac kien nghi | quan triet | quan ly | so
    lieu | so luong | pho bien | hoi vien | cac cong viec | cac ho so | tinh den | tinh tu | bo cuc
    | cac chi tieu | can cu | moi quy | moi thang | moi tuan | moi nam | moi ngay | moi lan
""")
BODY = re.compile(rf"(?!(?:{'|'.join(map(re.escape, NO_BODIES))})\b)(?:{'|'.join(map(re.escape, BODIES))})\b")
VERBS = re.compile(
    r"\b(?:"
    + "|".join(
        words_of("""
    co trach nhiem | chiu trach nhiem | tien hanh | phu trach | khan truong | nghiem tuc | chu tri |
    chu dong | phoi hop | bao cao | gui | nop | hoan thanh | hoan tat | xay dung | trinh | ra soat |
    tong hop | ban hanh | thuc hien | trien khai | to chuc | tham dinh | tham muu | don doc | chuan
    bi | co y kien | lay y kien | cho y kien | phan cong | cap nhat | kiem tra | cong bo | dang ky |
    tiep tuc | nghien cuu | de xuat | bo tri | ket thuc | cu | lap | danh gia | so ket | tong ket |
    giai quyet | xu ly | tra loi | thong bao | phai | can | se | duoc | tang cuong | quan triet |
    pho bien | dua | bo sung | khac phuc | tuyen truyen | cung cap | theo doi | huong dan | trao doi
    | gop y | tham gia | dam bao | bao dam | thong nhat | ket noi | van hanh | so hoa | thanh toan |
    quyet toan | giai ngan | phan bo | chi dao | hop | kien toan | cai cach | chap hanh | xac dinh |
    xac nhan | khai bao | ke khai | nhap | tiep nhan | co | dung | lam | viet | chon | lua chon |
    moi | tap huan | kham | phat | treo | mua | sua | trong | ve sinh | dieu tra | khao sat | thong
    ke | phe duyet | cho | nhan | thu | tiep | don | phuc vu | van dong | dat | bau | cham | xet |
    sinh hoat | tiep thu | giai trinh | ban giao | chuyen | niem yet | thanh lap | sap xep | ky | mo
    | chot | phat dong | giam sat | vao cuoc | tap trung | thay doi | dieu chinh | tu
""")
    )
    + r")\b"
)
SPELT = {
    "co": "có", "nhan": "nhận", "thu": "thu", "don": "đón", "cho": "cho", "moi": "mời", "dung":
    "dựng", "bau": "bầu", "dat": "đạt", "mo": "mở", "ky": "ký", "tu": "tự", "tiep": "tiếp", "lam":
    "làm", "chon": "chọn", "phat": "phát", "mua": "mua", "sua": "sửa", "trong": "trồng", "xet":
    "xét", "can": "cần", "se": "sẽ", "cu": "cử", "lap": "lập", "dua": "đưa", "hop": "họp", "chot":
    "chốt", "nhap": "nhập", "treo": "treo", "viet": "viết", "cham": "chấm", "kham": "khám", "phai":
    "phải", "gui": "gửi", "nop": "nộp",
}  # fmt: skip
"""Short verbs that are other words without their marks: "nhân dân", "thư", "cơ quan", "đơn vị"."""
PLURAL = re.compile(r"(?:cac|moi|tat ca|toan the|tung|tat ca cac)\s*")
"""Behind it stands no verb: "các tổ chức" are bodies."""
ATTRIBUTE = re.compile(r"co (?:tham quyen|lien quan|chuc nang|trach nhiem lien quan|nhiem vu lien quan)\b")
LONGEST = 120


@dataclass(frozen=True, slots=True)
class Subject:
    """A body that is named as who does something."""

    words: str
    start: int


def bound(sentence: str, folded: str, term: Term) -> str:
    """Return the body that a term binds: the nearest before it, else the first behind it."""
    subjects = subjects_in(sentence, folded)
    before = [subject for subject in subjects if subject.start <= term.start]
    chosen = before[-1] if before else subjects[0] if subjects else None
    return chosen.words if chosen else ""


def subjects_in(sentence: str, folded: str) -> list[Subject]:
    """Return the bodies with which the parts between commas begin; a list of bodies is one."""
    found: list[Subject] = []
    pending: int | None = None
    for start, end in parts(folded):
        lead = LEADS.match(folded, start, end)
        at = lead.end() if lead else start
        if not BODY.match(folded, at, end) or sentence[at : at + 2].lower() == "số":
            pending = None
            continue
        begins = at if pending is None else pending
        verb = verb_after(sentence, folded, at, end)
        if verb is None:
            # "Các ban đảng, văn phòng báo cáo": the verb stands behind the last of them.
            pending = begins
            continue
        pending = None
        words = " ".join(sentence[begins:verb].split()).strip(" ,:-–")
        if words and len(words) <= LONGEST:
            found.append(Subject(words, begins))
    return found


def parts(folded: str) -> list[tuple[int, int]]:
    """Return where the parts between commas and colons begin and end."""
    borders = [match.start() for match in re.finditer(r"[,:]", folded)]
    starts = [0, *(border + 1 for border in borders)]
    return list(zip(starts, [*borders, len(folded)], strict=True))


def verb_after(sentence: str, folded: str, start: int, end: int) -> int | None:
    """Return where the first verb behind a body begins; a capital is part of a name ("Ủy ban Kiểm tra")."""
    for match in VERBS.finditer(folded, start, end):
        if PLURAL.fullmatch(folded, start, match.start()) or ATTRIBUTE.match(folded, match.start()):
            continue
        meant = SPELT.get(match[0])
        if meant and meant != sentence[match.start() : match.end()]:
            continue
        if match.start() > start and sentence[match.start()].islower():
            return match.start()
    return None
