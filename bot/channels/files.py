"""What comes in whole from outside: never longer than we can take, under a name that can be shown."""

from __future__ import annotations

import re

from aiohttp import StreamReader

from knowledge import Refusal
from knowledge.vietnamese.text import clean

MOST_BYTES = 20 * 2**20
"""Of one file that comes in: as much as Telegram lets a bot fetch."""
LONGEST_NAME = 200
UNSHOWABLE = re.compile(r'[\x00-\x1f\x7f"<>|:*?\\/]')


async def read_limited(stream: StreamReader, most: int) -> bytes | None:
    """Read to the end; None if more comes than allowed, whatever was told before."""
    body = bytearray()
    async for chunk in stream.iter_any():
        body += chunk
        if len(body) > most:
            return None
    return bytes(body)


def tidy(name: str, otherwise: str) -> str:
    """Return the last part of a path, without signs that file systems refuse; too long, its end stays."""
    last = name.replace("\\", "/").rpartition("/")[2]
    return UNSHOWABLE.sub("", clean(last)).strip(" .")[-LONGEST_NAME:] or otherwise


def too_large() -> Refusal:
    """Say how large a file may be."""
    return Refusal(
        "That file is larger than {limit} MB. Please send a smaller one, or have your technician import it.",
        limit=MOST_BYTES // 2**20,
    )
