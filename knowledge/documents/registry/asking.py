"""Lines that name a paper, told from questions about one: pure functions on folded text."""

from __future__ import annotations

import re

from knowledge.documents.registry.days import without_days
from knowledge.documents.registry.names import TYPES
from knowledge.documents.registry.tokens import tokens_of
from knowledge.documents.registry.wanted import LEAD, Draft

QUESTION = re.compile(
    r"\?|(?<!\w)(?:gi|nao|bao nhieu|bao lau|khi nao|bao gio|tai sao|vi sao|ra sao|la ai|cua ai|o dau|co phai"
    r"|noi ve|con hieu luc|het hieu luc|thay the|what|which|who|when|where|why|how|does|is|are)(?!\w)"
    r"|(?<!\w)(?:khong|chua)$"
)
"""What makes a line a question about a paper: the answers read it."""
ASKED_FOR = re.compile(
    r"(?:(?:hay|cho toi|cho em|giup toi|giup em) )*(?:xem|tim|mo|tai|lay|tra cuu) "
    r"(?:(?:giup|cho) (?:toi|em) )?"
    rf"(?:(?:cac |nhung |mot )?van ban|{'|'.join(sorted(TYPES, key=len, reverse=True))}) \w"
)


def names_a_paper(folded: str) -> bool:
    """Tell whether a line is the name of a paper, or "tìm văn bản về …", and no question about it."""
    if QUESTION.search(folded):
        return False
    if ASKED_FOR.match(folded):
        return True
    lead = LEAD.match(folded)
    start = lead.end() if lead else 0
    rest = without_days(folded[start:])
    draft = Draft(tokens_of(rest))
    draft.read()
    if not draft.number or not (draft.types or draft.issuers or start):
        return False
    begins = not draft.words or not rest.strip().startswith(draft.words[0])
    return begins and (not draft.words or re.search(r"(?<!\w)(?:ve|cua)(?!\w)", rest) is not None)
