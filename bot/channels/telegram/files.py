"""Files from Telegram: named, asked for and fetched, with the token kept out of sight."""

from __future__ import annotations

import mimetypes
from collections.abc import Awaitable, Callable
from functools import partial
from urllib.parse import quote

import structlog
from telegram import Message
from telegram.error import TelegramError

from bot.channels.files import MOST_BYTES, tidy, too_large
from bot.channels.telegram.errors import says
from bot.channels.telegram.request import TelegramRequest
from handlers.chat import IncomingFile
from knowledge import Refusal

log = structlog.get_logger(__name__)

TOO_BIG = "file is too big"
MOST_SENT = 50 * 2**20
"""Bytes of one document that a bot may send."""
MOST_SHOWN = 10 * 2**20
"""Bytes of one photo; Telegram also refuses those whose sides add up to more than 10,000 pixels."""

Fetch = Callable[[str, int | None], Awaitable[bytes]]
"""From a file's id and told size to its content."""


def file_of(message: Message, fetch: Fetch) -> IncomingFile | None:
    """Return the document or photo of a message; None for anything else, such as a voice note."""
    if message.document and not message.animation:
        document = message.document
        kind = mimetypes.guess_extension(document.mime_type or "") or ""
        name = tidy(document.file_name or "", f"tep{kind}")
        return IncomingFile(name, document.file_size, partial(fetch, document.file_id, document.file_size))
    if message.photo:
        largest = max(message.photo, key=lambda size: size.width * size.height)
        return IncomingFile("anh.jpg", largest.file_size, partial(fetch, largest.file_id, largest.file_size))
    return None


async def fetch(request: TelegramRequest, call_url: str, file_url: str, id: str, size: int | None) -> bytes:
    """Fetch a file by its id; Refusal where it is too large, gone, or does not arrive."""
    if (size or 0) > MOST_BYTES:
        raise too_large()
    try:
        told = await request.call(f"{call_url}/GetFile", {"file_id": id})
        path, size = (told.get("file_path"), told.get("file_size")) if isinstance(told, dict) else ("", 0)
        if (size or 0) > MOST_BYTES:
            raise too_large()
        content = await request.download(f"{file_url}/{quote(path or '')}", MOST_BYTES)
    except TelegramError as error:
        if says(error, TOO_BIG):
            raise too_large() from None
        log.warning("telegram_file_failed", error=type(error).__name__)
        raise Refusal("The file did not arrive. Please send it again in a moment.") from None
    if content is None:
        raise too_large()
    return content
