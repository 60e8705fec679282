"""The way to Telegram: aiohttp with JSON bodies, and nothing that shows the token."""

from __future__ import annotations

import io
import json
import os
from dataclasses import dataclass
from functools import lru_cache
from http import HTTPStatus
from typing import Any, cast

import aiohttp
import orjson
from telegram.error import NetworkError
from telegram.request import BaseRequest, RequestData
from typing_extensions import override
from yarl import URL

from bot.channels.files import read_limited

# Read by the library: spans of time as timedelta, which will be its only way; without it each 429 warns.
os.environ.setdefault("PTB_TIMEDELTA", "true")

TIMEOUT = 20.0
"""Seconds for one call; well under the time after which another replica would repeat it."""
UPLOAD_TIMEOUT = 120.0
"""The same with a file, either way."""
CONNECT_TIMEOUT = 5.0
CONNECTIONS = 300
"""Open at once, more than notices take: whoever types never waits for one."""


class Unsent(NetworkError):
    """The call did not leave this machine: repeating it is safe."""


class Uncertain(NetworkError):
    """The call left, and no whole answer came: it may have been done."""


@dataclass(frozen=True, slots=True)
class Body:
    """Stands for the library's RequestData where all parameters are plain values already."""

    parameters: dict[str, object]


@dataclass(frozen=True, slots=True)
class Form(Body):
    """Parameters with a file."""

    field: str
    name: str
    content: bytes


class TelegramRequest(BaseRequest):
    """One session of its own."""

    def __init__(self, proxy_url: str | None = None, timeout: float = TIMEOUT) -> None:
        self._proxy = proxy_url
        self._timeout = timeout
        self._session: aiohttp.ClientSession | None = None

    @property
    @override
    def read_timeout(self) -> float | None:
        """Seconds for one call where its caller names none."""
        return self._timeout

    @override
    async def initialize(self) -> None:
        """Open the session; again is fine."""
        if self._session is None:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=CONNECTIONS, ttl_dns_cache=300),
                headers={"User-Agent": "canbo"},
                timeout=span(self._timeout),
            )

    @override
    async def shutdown(self) -> None:
        """Close the session."""
        if self._session is not None:
            session, self._session = self._session, None
            await session.close()

    @override
    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,
        write_timeout: Any = BaseRequest.DEFAULT_NONE,
        connect_timeout: Any = BaseRequest.DEFAULT_NONE,
        pool_timeout: Any = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """Make one call; errors carry the kind of trouble, never an address."""
        if self._session is None:
            raise Unsent("the way to Telegram is closed")
        usual = read_timeout is BaseRequest.DEFAULT_NONE
        body, headers = written(request_data)
        try:
            async with self._session.request(
                method,
                address(url),
                data=body,
                headers=headers,
                proxy=self._proxy,
                timeout=self._session.timeout if usual else span(read_timeout),
                allow_redirects=False,
            ) as response:
                return response.status, await response.read()
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            trouble = trouble_of(error)
        # Raised outside of the handler, so that no traceback leads to an error which knows the address.
        raise trouble

    async def call(
        self, url: str, parameters: dict[str, object], file: tuple[str, str, bytes] | None = None
    ) -> object:
        """Make one call, with a file (field, name, content) where given; errors are the library's.

        The library's own way there looks at every value first, which is half of the time outside of aiohttp.
        """
        if file:
            return await self.post(url, cast("RequestData", Form(parameters, *file)), UPLOAD_TIMEOUT)
        return await self.post(url, cast("RequestData", Body(parameters)))

    async def download(self, url: str, most: int) -> bytes | None:
        """Fetch a file; None where it is longer than allowed. Errors never carry its address."""
        if self._session is None:
            raise Unsent("the way to Telegram is closed")
        timeout = span(UPLOAD_TIMEOUT)
        trouble: NetworkError
        try:
            async with self._session.get(
                URL(url, encoded=True), proxy=self._proxy, timeout=timeout, allow_redirects=False
            ) as response:
                if response.status == HTTPStatus.OK:
                    return await read_limited(response.content, most)
                trouble = Uncertain(f"status {response.status}")
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            trouble = trouble_of(error)
        raise trouble

    @staticmethod
    @override
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """Read an answer, or raise without quoting it."""
        answer = loads(payload)
        if not isinstance(answer, dict):
            raise Uncertain("the answer is not JSON")
        if answer.get("ok") is True and "result" not in answer:
            raise Uncertain("the answer has no result")
        return answer


def written(data: object) -> tuple[Any, dict[str, str]]:
    """Return the body of a call and its headers: JSON, or a form where a file goes along."""
    if isinstance(data, Form):
        # Unquoted: Telegram takes names as they are, and shows percent signs.
        form = aiohttp.FormData(quote_fields=False)
        for name, value in data.parameters.items():
            form.add_field(name, value if isinstance(value, str) else orjson.dumps(value).decode())
        kind = "application/octet-stream"
        form.add_field(data.field, io.BytesIO(data.content), filename=data.name, content_type=kind)
        return form, {}
    body = orjson.dumps(data.parameters) if isinstance(data, Body | RequestData) else None
    return body, {"Content-Type": "application/json"}


def span(total: float) -> aiohttp.ClientTimeout:
    """Allow so many seconds for a call, and few for reaching the server."""
    return aiohttp.ClientTimeout(total=total, connect=CONNECT_TIMEOUT)


@lru_cache(maxsize=64)
def address(url: str) -> URL:
    """Parse the few addresses once: a tenth of a call's time."""
    return URL(url, encoded=True)


def trouble_of(error: Exception) -> NetworkError:
    """Tell what surely did not leave from what may have arrived."""
    unsent = (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError, aiohttp.InvalidURL)
    kind = Unsent if isinstance(error, unsent) else Uncertain
    return kind(type(error).__name__)


def loads(payload: bytes | str) -> object:
    """Read JSON, None if unreadable; half letters, which orjson refuses, become question marks."""
    try:
        return orjson.loads(payload)
    except orjson.JSONDecodeError:
        pass
    text = payload.decode("utf-8", "replace") if isinstance(payload, bytes) else payload
    try:
        whole = json.dumps(json.loads(text), ensure_ascii=False).encode("utf-8", "replace")
        return orjson.loads(whole)
    except (ValueError, RecursionError):
        return None
