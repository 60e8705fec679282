"""Words that speak to a machine or ask the reader for what no paper asks: never repeated as an answer."""

from __future__ import annotations

import re

from knowledge.vietnamese.text import clean, fold

NEAR = (
    # To the machine: forget, answer, show.
    (
        "bo qua|phot lo|quen di|xoa bo|khong tuan theo|vo hieu hoa",
        "quy tac|huong dan|chi dan|chi thi tren|lenh|noi dung tren|dieu tren",
    ),
    (
        "ignore|disregard|forget|override|bypass",
        "rules?|instructions?|prompts?|above|previous|guidelines|everything|passages?",
    ),
    ("tra loi|noi|khang dinh|viet|in ra|dap", "rang|dung mot|nguyen van"),
    (
        "answer|say|reply|respond|write|print|output|state|tell|confirm",
        "that|with|only|exactly|verbatim|in (?:html|markdown|json|base64)",
    ),
    (
        "reveal|show|list|dump|tiet lo|liet ke|hien thi",
        "prompts?|rules|instructions|passwords?|other papers|all papers|van ban khac|quy tac cua|mat khau",
    ),
    # To the reader: secrets, money, something to press.
    (
        "gui|cung cap|nhap|doc|chia se|send|give|enter|share|provide|type",
        "mat khau|(?:ma )?otp|ma xac thuc|ma xac nhan|ma pin|so tai khoan|so the|password|passcode|pin code",
    ),
    ("chuyen khoan|chuyen tien|nap tien|wire|transfer", "tai khoan|so|account|to|vao"),
    (
        "bam|nhan|an|click|press|tap|truy cap|vao|visit|open|quet|scan|tai ve|download",
        "lien ket|duong dan|link|vao day|here|nut|button|ma qr|qr|trang web|website",
    ),
)
"""A verb, and up to five words later what it is about; folded."""
ALONE = (
    r"\b(?:you are|you re|act as|pretend|role ?play|behave as|from now on|gia vo|dong vai(?! tro))\b",
    r"\b(?:ke )?tu bay gio\b",
    r"\b(?:system|assistant|developer|user|he thong|tro ly)\s?(?::|prompt|message|override)",
    r"\[/?inst\]|<\|?/?\w+\|?>|\bbegin prompt\b|\bend of (?:passages?|data|document)\b",
    r"\bhet (?:cac )?doan trich\b|\bket thuc du lieu\b",
    r"\b(?:base64|rot13|passage number|doan (?:trich )?so)\b",
    r"\b(?:as (?:an? )?(?:ai|language model)|(?:system|your|this|cau) prompt|may tra loi|jailbreak)\b",
    r"\b(?:you )?please\b|\bmust (?:now )?(?:click|send me|reply)\b",
    r"নির্দেশ\w*\s?(?:উপেক্ষা|ভুলে|অমান্য)|(?:উপেক্ষা|অমান্য) কর(?:ুন|ো)|উত্তর (?:দিন|দাও) যে|বলুন যে",
    r"পাসওয়ার্ড (?:পাঠান|দিন|লিখুন)|লিংকে ক্লিক|তুমি এখন|আপনি এখন",
)
ORDERS = re.compile(
    "|".join([*(rf"\b(?:{verb}) (?:\w+ ){{0,5}}(?:{what})(?!\w)" for verb, what in NEAR), *map(fold, ALONE)])
)
WITH_MARKS = re.compile(
    r"(?<!\w)(?:bạn|mày|đồng chí|anh chị|quý vị|người đọc|người dùng)"
    r" (?:là (?:một |trợ lý|hệ thống|máy|AI)|hãy)(?!\w)|^hãy(?!\w)",
    re.IGNORECASE,
)
"""What would be everyday words without their marks: "văn bản là", "hay"."""


def gives_orders(text: str) -> bool:
    """Tell whether a text speaks to the machine, or asks its reader for secrets, money or a press."""
    return bool(ORDERS.search(fold(text)) or WITH_MARKS.search(clean(text)))
