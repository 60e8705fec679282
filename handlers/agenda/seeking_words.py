"""How one asks about people, rooms and topics: which words name them, and which only ask."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from knowledge.vietnamese.dates import find
from knowledge.vietnamese.spelling import bare

WHO = r"(?:d/c|dong chi|ong|ba|anh|chi)"


POST = (
    r"(?:pho |nguyen |quyen |tong )?(?:bi thu|chu tich|chu nhiem|giam doc|thu truong|chanh \w+|uy vien"
    r"|(?:truong|pho) (?:ban|phong|doan|so|khoa|to)|(?:vu|cuc|vien|hieu|tram|doi) truong)"
)


HAS = r"(?:co )?(?:hop|lich|lam viec|ban|di|o dau|cong tac)(?: (?:gi|nao|o dau|viec|hop|dau))*(?: khong)?"


PERSON = re.compile(
    rf"(?:{HAS} (?:cua )?)?(?P<who>{WHO} [^?]{{1,50}}?)(?: {HAS})?(?: khong)?\s*\??"
    rf"|(?P<post>{POST}(?: [^?]{{1,50}}?)?) {HAS}(?: khong)?\s*\??"
    rf"|lich(?: hop| lam viec| cong tac)? cua (?P<whose>(?!toi|em|minh)[^?]{{2,50}}?)(?: {HAS})?\s*\??"
    r"|what does (?P<en>[^?]{2,50}?) (?:do|have)(?: on)?\s*\??"
)


ROOM = re.compile(
    r"(?P<room>(?:phong(?: hop)?|hoi truong|xe|room|hall|car)(?: [^?]{1,40}?)??)"
    r" (?:co |con )?(?:trong|ranh|ban|ai (?:dung|hop|dat)|free|busy|taken)(?: khong| chua)?\s*\??"
    r"|is (?P<en>(?:room|hall|car) ?[^?]{1,40}?) (?:free|busy|taken)\s*\??"
)


TOPIC = re.compile(
    r"(?:co )?(?:hoi nghi|cuoc hop|buoi hop|hop|lich)(?: nao| gi)? (?:ve|lien quan(?: den| toi)?|noi ve) "
    r"(?P<topic>[^?]{2,60}?)(?: khong)?\s*\??"
    r"|(?:any |which )?meetings? (?:about|on) (?P<en>[^?]{2,60}?)\s*\??"
)


ANY_DAY = datetime(2026, 3, 2, tzinfo=UTC)
"""To see whether a text names a time; which one is no matter."""


def asks(folded: str) -> bool:
    """Tell a question about a room, or about somebody or a topic at some time; others are for the papers."""
    when = find(folded, ANY_DAY)
    rest = bare(when.rest).strip() if when else folded
    if ROOM.fullmatch(rest):
        return True
    return when is not None and (TOPIC.fullmatch(rest) or PERSON.fullmatch(rest)) is not None


def named(match: re.Match[str], text: str) -> str:
    """Return what a question names, as it was typed."""
    group = next(name for name, value in match.groupdict().items() if value)
    return text[slice(*match.span(group))].strip()
