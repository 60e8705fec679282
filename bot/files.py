"""Files of papers on their way out: their content, or a link to it, for those who may read the paper."""

from __future__ import annotations

import base64
import hmac
import html
import struct
from collections.abc import Callable
from datetime import datetime, timedelta
from urllib.parse import quote

from handlers import language
from handlers.chat import Html, OutgoingFile
from knowledge import Identity, Knowledge

LINK_LASTS = timedelta(minutes=15)
KEY = "links to files"
WHAT = struct.Struct(">IIIQ")
"""Document, version, person, and the second at which the link ends."""
SEAL = 16
"""Bytes of the signature."""

NameAndContent = tuple[str, bytes]


class Files:
    """Hands out files of papers; the scope is tested at the moment they leave."""

    def __init__(
        self,
        knowledge: Knowledge,
        now: Callable[[], datetime],
        *,
        public_url: str | None = None,
        language: str = "vi",
    ) -> None:
        self._knowledge = knowledge
        self._now = now
        self._public_url = public_url
        self._language = language

    async def content(
        self, channel: str, address: str, document_id: int, version: int
    ) -> NameAndContent | None:
        """Return what the person of this chat may have; None where that is nothing."""
        identity = await self._knowledge.identities.find(channel, address, address)
        person = person_of(identity)
        return await self._knowledge.documents.file(document_id, version, person) if person else None

    async def link(self, channel: str, address: str, file: OutgoingFile) -> Html:
        """Say where the person of this chat gets the file, for channels that take none."""
        identity = await self._knowledge.identities.find(channel, address, address)
        spoken, name = identity.language or self._language, html.escape(file.name, quote=False)
        if self._public_url is None:
            sentence = language.translate(spoken, "I cannot send files here. The chat page has {name}.")
            return Html(sentence.format(name=name))
        token = await self.sign(file.document_id, file.version, person_of(identity))
        url = f"{self._public_url}/file/s/{token}"
        sentence = language.translate(spoken, "{name}: {url} (this link works for 15 minutes)")
        return Html(sentence.format(name=name, url=url))

    async def sign(self, document_id: int, version: int, person_id: int) -> str:
        """Make a token that gives this person this file for a quarter of an hour."""
        until = int((self._now() + LINK_LASTS).timestamp())
        what = WHAT.pack(document_id, version, person_id, until)
        return base64.urlsafe_b64encode(what + await self._seal(what)).decode()

    async def opened(self, token: str) -> NameAndContent | None:
        """Return the file of a token; None where it is forged or over, or the person may read it no more."""
        try:
            signed = base64.b64decode(token, altchars=b"-_", validate=True)
        except ValueError:
            return None
        what, seal = signed[: WHAT.size], signed[WHAT.size :]
        if not hmac.compare_digest(seal, await self._seal(what)):
            return None
        document_id, version, person_id, until = WHAT.unpack(what)
        if until < self._now().timestamp():
            return None
        return await self._knowledge.documents.file(document_id, version, person_id)

    async def _seal(self, what: bytes) -> bytes:
        return hmac.digest(await self._knowledge.keys.get(KEY), what, "sha256")[:SEAL]


def person_of(identity: Identity) -> int:
    """Return the person's id; 0, whom no query serves, for strangers and the suspended."""
    return 0 if identity.suspended else identity.person_id or 0


def disposition(name: str) -> str:
    """Return the header that has a browser save a file under its name."""
    plain = "".join(c if (c.isascii() and c.isalnum()) or c in "-_. " else "_" for c in name)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
