"""Responses that do not end are broken off: one line without an end would fill the memory."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from typing import TYPE_CHECKING, cast

from typing_extensions import override

from knowledge.model.trouble import Trouble

if TYPE_CHECKING:
    from httpx2 import AsyncByteStream, Response

MOST_BYTES = 2**22
"""Of a response: twenty times a batch of embeddings."""


async def cap(response: Response) -> None:
    """Let a response break off that is longer than any answer."""
    # It comes with openai's two seconds of import.
    from httpx2 import AsyncByteStream

    stream = cast("AsyncByteStream", response.stream)

    class Capped(AsyncByteStream):
        @override
        async def __aiter__(self) -> AsyncGenerator[bytes, None]:
            left = MOST_BYTES
            async for part in stream:
                left -= len(part)
                if left < 0:
                    raise Trouble("the response does not end")
                yield part

        @override
        async def aclose(self) -> None:
            await stream.aclose()

    response.stream = Capped()
