"""Long texts for Telegram: split at paragraph ends, with the tags kept balanced."""

from __future__ import annotations

import re

LONGEST = 4096
"""UTF-16 units of one message; Telegram counts without tags and entities, we with them: never over."""
CLOSERS = 128
"""Room kept for the tags that a cut has to close."""
SHORTEST = 2
"""A part is at least 1/2 full before the next weaker kind of cut is tried."""

TAG = re.compile(r"<(/?)([a-z]+)[^<>]*>")
UNBREAKABLE = re.compile(r"<[^<>]*>|&(?:[a-z]+|#\w+);")
ENDS = ("\n\n", "\n", " ")
"""Where to cut, the best first."""


def split(html: str, longest: int = LONGEST) -> list[str]:
    """Return the text in parts that Telegram accepts, none of them blank."""
    parts: list[str] = []
    rest = html
    while units(rest) > longest:
        at = cut(rest, head(rest, longest - CLOSERS))
        part, rest = rest[:at], rest[at:].lstrip()
        opened = open_tags(part)
        part = part.rstrip() + "".join(f"</{name}>" for name, _ in reversed(opened))
        rest = "".join(tag for _, tag in opened) + rest
        parts.append(part)
    parts.append(rest)
    return [part for part in parts if TAG.sub("", part).strip()]


def units(text: str) -> int:
    """Count as Telegram does: letters beyond the basic plane are two."""
    return len(text.encode("utf-16-le", "replace")) // 2


def head(text: str, longest: int) -> int:
    """Return how many characters fit into so many units."""
    return len(text.encode("utf-16-le")[: 2 * longest].decode("utf-16-le", "ignore"))


def cut(html: str, longest: int) -> int:
    """Return where to cut: at the best end in the second half, and never within a tag or an entity."""
    start = after_tags(html)
    for end in ENDS:
        at = html.rfind(end, max(start, longest // SHORTEST), longest)
        while at > 0 and within(html, at) is not None:
            at = html.rfind(end, max(start, longest // SHORTEST), at)
        if at > 0:
            return at
    inside = within(html, longest)
    return inside if inside is not None and inside > start else longest


def after_tags(html: str) -> int:
    """Return the length of the tags at the start: a cut before their end would go nowhere."""
    at = 0
    while match := TAG.match(html, at):
        at = match.end()
    return at


def within(html: str, at: int) -> int | None:
    """Return the start of the tag or entity that a cut here would break."""
    for match in UNBREAKABLE.finditer(html, max(0, at - CLOSERS), at + CLOSERS):
        if match.start() < at < match.end():
            return match.start()
    return None


def open_tags(html: str) -> list[tuple[str, str]]:
    """Return the tags still open at the end, outermost first: the name and the whole tag."""
    opened: list[tuple[str, str]] = []
    for match in TAG.finditer(html):
        if match[1]:
            if opened and opened[-1][0] == match[2]:
                opened.pop()
        else:
            opened.append((match[2], match[0]))
    return opened
