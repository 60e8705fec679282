"""Text of the fonts before Unicode: TCVN3 (.VnTime) and VNI, letter by letter."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from knowledge.vietnamese.syllables import is_syllable, likeness

TCVN3 = "tcvn3"
VNI = "vni"

OLD_SIGNS = (
    "¡¢£¤¥¦§¨©ª«¬\u00ad®"
    "µ¸¶·¹»¾¼½ÆÇÊÈÉË"
    "ÌÐÎÏÑÒÕÓÔÖ×ÝØÜÞ"
    "ßãáâäåèæçéêíëìî"
    "ïóñòôõøö÷ùúýûüþ"
)  # fmt: skip
LETTERS = (
    "ĂÂÊÔƠƯĐăâêôơưđ"
    "àáảãạằắẳẵặầấẩẫậ"
    "èéẻẽẹềếểễệìíỉĩị"
    "òóỏõọồốổỗộờớởỡợ"
    "ùúủũụừứửữựỳýỷỹỵ"
)  # fmt: skip
FROM_TCVN3 = str.maketrans(OLD_SIGNS, LETTERS)
"""The letter ư is the soft hyphen there, which programs like to drop or to turn into another hyphen."""
HYPHENS = re.compile(r"(?<=\w)[\u2010\u2212-]|[\u2010\u2212-](?=\w)")
LEGACY = re.compile(r"[A-Za-z][¸µ¶·¹¨©ª«¬®]|[®§][A-Za-zéèêÐ]")
TONES = {"ø": "\u0300", "ù": "\u0301", "û": "\u0309", "õ": "\u0303", "ï": "\u0323", "": ""}
ROUND = {"à": "\u0300", "á": "\u0301", "å": "\u0309", "ã": "\u0303", "ä": "\u0323", "â": ""}
SHORT = {"è": "\u0300", "é": "\u0301", "ú": "\u0309", "ü": "\u0303", "ë": "\u0323", "ê": ""}
ALONE = {"ñ": "đ", "ô": "ơ", "ö": "ư", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ"}
LOST = re.compile(r"(?<![ưƯ])([ơờớởỡợƠỜỚỞỠỢ])(?=ng|NG|c|C|u\b|U\b)")
"""What stands before ng, c and u in no syllable: the ư before it was lost, as LibreOffice's PDFs lose it."""
FEW = 3
ENOUGH = 20_000
"""Letters on which it is decided."""
SURE = 1.2
BETTER = 0.5
"""Right readings reach 1.7 to 1.9, wrong ones 0.4 to 0.6; Spanish is none, however it is read."""


def vni_letters() -> dict[str, str]:
    """Return each letter of VNI: a base, the sign behind it, in either case."""
    small = {v + sign: v + tone for v in "aeiouy" for sign, tone in TONES.items() if sign}
    small |= {old + sign: new + tone for old, new in (("ô", "ơ"), ("ö", "ư")) for sign, tone in TONES.items()}
    small |= {v + sign: v + "\u0302" + tone for v in "aeo" for sign, tone in ROUND.items()}
    small |= {"a" + sign: "ă" + tone for sign, tone in SHORT.items()} | ALONE
    both = small | {old.upper(): new.upper() for old, new in small.items()}
    return {old: unicodedata.normalize("NFC", new) for old, new in both.items()}


FROM_VNI = vni_letters()
VNI_LETTER = re.compile("|".join(sorted(map(re.escape, FROM_VNI), key=len, reverse=True)))


def encoding_of(font: str) -> str:
    """Return the encoding that a font's name stands for; empty for those of Unicode."""
    name = font.rpartition("+")[2].lower()
    return TCVN3 if name.startswith(".vn") else VNI if name.startswith("vni") else ""


def converted(text: str, encoding: str, *, capitals: bool = False) -> str:
    """Return text of an old font in Unicode; `capitals` for a font that draws nothing else."""
    if encoding == VNI:
        return VNI_LETTER.sub(lambda m: FROM_VNI[m[0]], unicodedata.normalize("NFC", text))
    found = " ".join(map(letters_of, text.split(" ")))
    return found.upper() if capitals else recased(found)


def letters_of(word: str) -> str:
    """Return a word of TCVN3 in Unicode; a hyphen is a letter where it makes a syllable."""
    whole = HYPHENS.sub("\u00ad", word).translate(FROM_TCVN3)
    bare = re.sub(r"^\W+|\W+$", "", whole)
    return whole if HYPHENS.search(word) and is_syllable(bare) else word.translate(FROM_TCVN3)


def recased(text: str) -> str:
    """Return text whose words of capitals have capitals throughout: TCVN3 has none with marks."""
    words = re.split(r"(\W+)", text)
    shouted = [w != w.lower() and not any("a" <= c <= "z" for c in w) for w in words]
    sure = [yes and sum("A" <= c <= "Z" for c in w) > 1 for yes, w in zip(shouted, words, strict=True)]
    for i, word in enumerate(words):
        # One capital and one letter with a mark: "Số" here, "XÃ" there; the words around it tell.
        if shouted[i] and (sure[i] or any(sure[j] for j in (i - 2, i + 2) if 0 <= j < len(words))):
            words[i] = word.upper()
    return "".join(words)


def repaired(paragraphs: Sequence[str]) -> list[str]:
    """Return the paragraphs in Unicode, if one of the old encodings makes surely better words of them."""
    sample = "\n".join(p for p in paragraphs if not p.isascii())[:ENOUGH]
    now = likeness(sample)
    if not sample or now >= SURE:
        return list(paragraphs)
    best = max((TCVN3, VNI), key=lambda e: likeness(converted(sample, e)))
    if likeness(converted(sample, best)) < max(SURE, now + BETTER):
        return list(paragraphs)
    found = [converted(p, best) for p in paragraphs]
    is_lost = best == TCVN3 and len(LOST.findall("\n".join(found)[:ENOUGH])) > FEW
    return [restored(p) for p in found] if is_lost else found


def restored(text: str) -> str:
    """Return text with the letter ư where a program lost it and no other word is possible."""
    text = LOST.sub(lambda m: ("Ư" if m[1].isupper() else "ư") + m[0], text)
    text = re.sub(r"\b(?:ng|Ng)(?=ời\b)|\b[Dd](?=ới\b)", lambda m: m[0] + "ư", text)
    return re.sub(r"\b(?:[Nn]h|[Tt]h|[Tt]r|s)\b", lambda m: m[0] + "ư", text)


def is_legacy(paragraphs: Sequence[str]) -> bool:
    """Tell text in the encoding of the old .Vn fonts: signs such as ® and µ stand inside its words."""
    words = " ".join(paragraphs).split()
    return sum(1 for w in words if LEGACY.search(w)) > len(words) / 10
