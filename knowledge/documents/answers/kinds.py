"""What kind of thing a question asks for, and whether some words hold such a thing."""

from __future__ import annotations

import re
from enum import StrEnum

from knowledge.vietnamese.text import fold


class Kind(StrEnum):
    """What is asked for."""

    ANYTHING = ""
    DURATION = "duration"
    QUANTITY = "quantity"
    TIME = "time"
    NAME = "name"


ASKS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    (
        Kind.DURATION,
        re.compile(
            r"\bbao lau\b|thoi (?:han|gian) (?:la )?(?:bao|may|toi)|how long"
            r"|\b(?:bao nhieu|may) (?:nam|thang|tuan|ngay|gio|phut|giay)\b|কত (?:দিন|মাস|বছর|সময়)"
        ),
    ),
    (
        Kind.QUANTITY,
        re.compile(
            r"\bbao nhieu\b|\bmay\b(?! moc| bay| tinh)|ty le|phan tram|so luong"
            r"|muc (?:phat|nao)|how (?:many|much)|কত"
        ),
    ),
    (
        Kind.TIME,
        re.compile(
            r"khi nao|bao gio|luc nao|\b(?:nam|ngay|thang|thoi diem|the ky|thoi gian|giai doan|thu)"
            r" (?:nao|may)|\b(?:nam|ngay) (?:la gi|bao nhieu)|\bwhen\b|কখন|কবে"
        ),
    ),
    (
        Kind.NAME,
        re.compile(
            r"\bai\b|\b(?:nguoi|ong|ba|co quan|don vi|to chuc|doi|cong ty|hang|phong|ban|bo|so|quoc gia|nuoc"
            r"|thanh pho|tinh|truong|noi) nao|\bwho\b|\bwhere\b|o dau|\bten\b|(?<!\S)কে(?!\S)|কোথায়"
        ),
    ),
)
NUMERALS = r"mot|hai|ba|bon|nam|sau|bay|tam|chin|muoi|tram|nghin|trieu|ty"
DURATION = re.compile(
    rf"(?:\d|\b(?:{NUMERALS})) ?(?:nam|thang|tuan|ngay|gio|phut|giay|the ky|thap ky"
    r"|years?|months?|weeks?|days?|hours?|minutes?)\b"
)
TIME = re.compile(
    r"\b(?:1\d|20)\d\d\b|\b\d{1,2}/\d{1,2}\b|\bngay \d+|\bthang \d+|\bthe ky\b|\b\d+ ?(?:gio|h)\b"
    r"|\bchu nhat\b|\bthu (?:hai|ba|tu|nam|sau|bay)\b|\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b"
)
NUMBER = re.compile(r"\d[\d.,]*")
WRITTEN = re.compile(rf"%|\b(?:{NUMERALS}|mot nua|phan tram)\b")
NAME = re.compile(r"(?<=[^\s.!?:;\"“] )[^\W\d_]\w*")
BODY = re.compile(
    r"\b(?:chu tich|bo truong|giam doc|thu truong|uy ban|hoi dong|toa an|co quan|bo|so|phong|chinh phu"
    r"|quoc hoi|thu tuong|nguoi|to chuc|vien|hoi|cong ty|van phong)\b"
)
BENGALI_DIGITS = str.maketrans("০১২৩৪৫৬৭৮৯", "0123456789")


def kind_of(question: str) -> Kind:
    """Tell what a question asks for; it may be typed without diacritics."""
    folded = fold(question)
    return next((kind for kind, asks in ASKS if asks.search(folded)), Kind.ANYTHING)


def holds(kind: Kind, text: str, known: frozenset[str]) -> float:
    """Return from 0 to 1 how well a text holds a thing of a kind; `known` words are the question's own."""
    folded = fold(text).translate(BENGALI_DIGITS)
    if kind == Kind.DURATION:
        return float(bool(DURATION.search(folded)))
    if kind == Kind.QUANTITY:
        is_new = any(n.strip(".,") not in known for n in NUMBER.findall(folded))
        return 1.0 if is_new else 0.6 if WRITTEN.search(folded) else 0.0
    if kind == Kind.TIME:
        return float(any(is_news(t.group(), known) for t in TIME.finditer(folded)))
    if kind == Kind.NAME:
        is_new = any(n[0].isupper() and fold(n) not in known for n in NAME.findall(text))
        return 1.0 if is_new else 0.5 if BODY.search(folded) else 0.0
    return 0.0


def is_news(moment: str, known: frozenset[str]) -> bool:
    """Tell whether a moment has other numbers than the question."""
    found = re.findall(r"\d+", moment)
    return not found or not known.issuperset(found)
