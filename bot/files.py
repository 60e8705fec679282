"""Files on their way out: their content, or a link to it, for those who may have them."""

from __future__ import annotations

import base64
import hmac
import html
import struct
from collections.abc import Callable
from datetime import datetime, timedelta
from urllib.parse import quote

from handlers import language
from handlers.chat import FileKey, Html, MadeFile, OutgoingFile, PaperFile
from knowledge import Identity, Knowledge

LINK_LASTS = timedelta(minutes=15)
KEY = "links to files"
WHAT = struct.Struct(">BIIIQ")
"""Kind, document or made file, version, person, and the second at which the link ends."""
PAPER, MADE = 0, 1
"""Kinds."""
SEAL = 18
"""Bytes of the signature; with what is signed a multiple of three, which base64 writes in one way only."""

NameAndContent = tuple[str, bytes]


class Files:
    """Hands out files; the scope is tested at the moment they leave."""

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

    async def content(self, channel: str, address: str, key: FileKey) -> NameAndContent | None:
        """Return what the person of this chat may have; None where that is nothing."""
        identity = await self._knowledge.identities.find(channel, address, address)
        person = person_of(identity)
        return await self._of(key, person) if person else None

    async def _of(self, key: FileKey, person_id: int) -> NameAndContent | None:
        match key:
            case PaperFile(document_id, version):
                return await self._knowledge.documents.file(document_id, version, person_id)
            case MadeFile(id):
                return await self._knowledge.made_files.get(id, person_id)

    async def link(self, channel: str, address: str, file: OutgoingFile) -> Html:
        """Say where the person of this chat gets the file, for channels that take none."""
        identity = await self._knowledge.identities.find(channel, address, address)
        spoken, name = identity.language or self._language, html.escape(file.name, quote=False)
        if self._public_url is None:
            sentence = language.translate(spoken, "I cannot send files here. The chat page has {name}.")
            return Html(sentence.format(name=name))
        token = await self.sign(file.key, person_of(identity))
        url = f"{self._public_url}/file/s/{token}"
        sentence = language.translate(spoken, "{name}: {url} (this link works for 15 minutes)")
        return Html(sentence.format(name=name, url=url))

    async def spoken(self, channel: str, address: str) -> str:
        """Return the language of this chat's person."""
        return (await self._knowledge.identities.find(channel, address, address)).language or self._language

    async def sign(self, key: FileKey, person_id: int) -> str:
        """Make a token that gives this person this file for a quarter of an hour."""
        until = int((self._now() + LINK_LASTS).timestamp())
        kind, number, version = (PAPER, *key) if isinstance(key, PaperFile) else (MADE, key.id, 0)
        what = WHAT.pack(kind, number, version, person_id, until)
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
        kind, number, version, person_id, until = WHAT.unpack(what)
        if until < self._now().timestamp():
            return None
        return await self._of(PaperFile(number, version) if kind == PAPER else MadeFile(number), person_id)

    async def _seal(self, what: bytes) -> bytes:
        return hmac.digest(await self._knowledge.keys.get(KEY), what, "sha256")[:SEAL]


def person_of(identity: Identity) -> int:
    """Return the person's id; 0, whom no query serves, for strangers and the suspended."""
    return 0 if identity.suspended else identity.person_id or 0


def disposition(name: str, how: str = "attachment") -> str:
    """Return the header that has a browser save a file under its name, or show it."""
    plain = "".join(c if (c.isascii() and c.isalnum()) or c in "-_. " else "_" for c in name)
    return f"{how}; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
