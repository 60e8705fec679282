"""Questions that need the one before to be understood, or ask for a paper's force: pure functions."""

from __future__ import annotations

import re
from dataclasses import dataclass

from knowledge.documents.search.terms import NUMBER
from knowledge.vietnamese.text import clean, fold

LEAD = re.compile(
    r"^(?:(?:thế|vậy|the|vay)\s+(?:còn|con|thì|thi|nếu|neu|ở|đối với|doi voi|với|voi)\b|(?:thế|vậy|còn|và)\b"
    r"|con(?=\s.{0,40}\bthi (?:sao|the nao)\b)|(?:and\s+)?(?:what|how)\s+about\b|and\b|আর\s|তাহলে\s)\s*",
    re.IGNORECASE,
)
"""Without diacritics, "the" may be English, "vay" a loan and "con" a child: then more must follow."""
TAIL = re.compile(
    r"\s*(?:,?\s*\b(?:thì|thi)\s+(?:sao|thế nào|the nao|như thế nào|nhu the nao)"
    r"|\s+(?:thế nào|ra sao))?\s*[?.!।]*\s*$",
    re.IGNORECASE,
)
JOIN = " – "
LONGEST_FOLLOW_UP = 10
"""Words; a longer line says itself what it is about."""
SHORT = 3
"""Words of a question so short that it may be about the topic before."""
FORCE = re.compile(
    r"\b(?:(?:con|da)? ?(?:het |co )?hieu luc|con (?:gia tri|ap dung|dung duoc)"
    r"|(?:bi|duoc) (?:thay the|bai bo)|(?:van ban|cai|quyet dinh|nghi quyet|nghi dinh|thong tu|luat)"
    r" nao thay(?: the)?"
    r"|thay the (?:bang|boi)"
    r"|still (?:in force|valid)|in force|replaced|repealed)\b|কার্যকর|বলবৎ"
)
MOST_OF_A_NAME = 5
"""Words beside a paper's number that may belong to its name: "nq 57 của Bộ Chính trị"."""
FILLER = """
van ban nay do no so quyet dinh nghi quyet thong tu chi thi luat bo cong ke hoach quy che huong dan
bao cao con da co khong chua thi vay the khi nao den tu ngay gio bao bi boi bang gi cai thay het nua
a la xin hoi cho biet is it this that paper still what which when has been by does valid or not কি
এখনও এটি
"""
FILLING = frozenset(FILLER.split())
"""What else a line may say that asks for nothing but a paper's force."""


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A question with the topic that it takes along."""

    topic: str
    rest: str

    @property
    def question(self) -> str:
        """Return it as one who reads it alone understands it."""
        return f"{self.topic}{JOIN}{self.rest}"


def follows_up(text: str) -> str:
    """Return what a follow-up asks in addition ("thế còn cấp xã?": "cấp xã"); empty for any other line."""
    plain = clean(text)
    if len(plain.split()) > LONGEST_FOLLOW_UP:
        return ""
    lead = LEAD.match(plain)
    rest = TAIL.sub("", plain[lead.end() :] if lead else plain)
    ends = TAIL.search(plain)
    if lead or (ends and fold(ends.group()).strip(" ?.!,").startswith("thi")):
        return rest.strip()
    return ""


def may_follow_up(text: str) -> str:
    """Return a question that is so short that it may be about the topic before; empty for any other."""
    plain = clean(text)
    return plain.rstrip(" ?.!।") if len(plain.split()) <= SHORT else ""


def topic_of(question: str) -> str:
    """Return what a question is about, without what an earlier follow-up added to it."""
    return question.partition(JOIN)[0].rstrip(" ?.!।")


def asks_force(text: str) -> bool:
    """Tell whether a line asks nothing but if a paper is in force, or what replaces it."""
    folded = fold(text)
    if not FORCE.search(folded):
        return False
    rest = FORCE.sub(" ", fold(NUMBER.sub(" ", clean(text))))
    others = set(re.findall(r"[^\W\d_]+", rest)) - FILLING
    return len(others) <= (MOST_OF_A_NAME if re.search(r"\d", folded) else 0)


def paper_meant(text: str) -> str:
    """Return which paper a question about its force names: "nq 57"; empty where it names none."""
    rest = re.sub(r"\b(?:khong|chua|khi nao|tu|den)\b", " ", FORCE.sub(" ", fold(text)))
    return " ".join(rest.strip(" ?.!।").split()) if re.search(r"\d", rest) else ""
