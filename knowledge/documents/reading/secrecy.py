"""The gate before everything: a paper with a mark of state secrecy is refused."""

from __future__ import annotations

import re
from collections.abc import Sequence

from knowledge.problems import SecretPaper
from knowledge.vietnamese.text import clean, fold

HEAD_LINES = 15
"""A mark of secrecy stands above the title."""
SECRET_LINE = re.compile(
    r"^[\W_]*(?:(?:mức )?độ\s+mật\s*:\s*)?(?:(?:TUYỆT|TỐI)\s+)?MẬT[\W_]*$"
    r"|^[\W_]*(?:TUYET MAT|TOI MAT|MAT)[\W_]*$"
    r"|^(?:mức )?độ\s+mật\s*:\s*(?:tuyệt\s+|tối\s+)?mật"
)
SECRET_NAME = re.compile(
    r"(?:tuyet|toi)[\W_]*mat(?![^\W_])|^[\W_]*\[?mat[\])][\W_]|[(\[]mat[)\]]", re.IGNORECASE
)
SECRET_WORD = re.compile(r"(?:^|[\W_])(?:MẬT|MAT)(?:$|[\W_])")
NOT_A_MARK = re.compile(r"(?:bí|bảo|bi|bao)[\W_]+(?:mật|mat)", re.IGNORECASE)


def refuse_secret(name: str, paragraphs: Sequence[str]) -> None:
    """Refuse a paper that carries a mark of state secrecy, before anything of it is kept."""
    stem = name.rsplit(".", 1)[0]
    bare = fold(stem)
    in_name = SECRET_NAME.search(bare) or (SECRET_WORD.search(clean(stem)) and not NOT_A_MARK.search(stem))
    head = [line.strip("# *") for p in paragraphs[:HEAD_LINES] for line in p.split(" | ")]
    if in_name or any(SECRET_LINE.match(line) or SECRET_LINE.match(line.lower()) for line in head):
        raise SecretPaper(
            "{name}: this bears a mark of state secrecy; nothing of it was kept. Keep such papers out.",
            name=name,
        )
