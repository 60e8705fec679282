"""The OpenAI-compatible endpoint: the one module that knows the `openai` package."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncGenerator, Awaitable, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from typing import TYPE_CHECKING, Any, TypeVar, cast

from knowledge.model.capped import cap
from knowledge.model.trouble import NOT_UNDERSTOOD, Trouble, translated
from knowledge.problems import Refusal

if TYPE_CHECKING:
    from openai import AsyncOpenAI, AsyncStream
    from openai.types.chat import ChatCompletionChunk

SLOWEST_LOOK = 10
"""Seconds that a look at the endpoint may take."""
SLOWEST_BATCH = 30
"""Seconds for the embeddings of a batch of passages, which nobody waits for."""
MOST_TOKENS = 1200
MOST_CHARACTERS = 20_000
"""Of an answer; an endpoint that writes on is hung up on."""
MOST_TRIES = 4
Result = TypeVar("Result")
Message = dict[str, str]


@dataclass(frozen=True, slots=True)
class ModelSettings:
    """Where the models are, and how much of them a person may use."""

    base_url: str
    api_key: str | None = field(default=None, repr=False)
    chat_model: str | None = None
    embedding_model: str | None = None
    timeout: float = 20.0
    """Seconds that an answer may take."""
    daily_limit: int = 50
    """Answers a person and day."""


@dataclass(slots=True)
class Usage:
    """Tokens that one answer took."""

    tokens_in: int = 0
    tokens_out: int = 0


class Patience:
    """Seconds left to wait for the endpoint; what the reader's channel takes for itself does not count."""

    def __init__(self, seconds: float) -> None:
        self._left = seconds

    async def wait(self, awaitable: Awaitable[Result]) -> Result:
        """Wait for one thing; TimeoutError where patience ends."""
        loop = asyncio.get_running_loop()
        began = loop.time()
        try:
            async with asyncio.timeout(self._left):
                return await awaitable
        finally:
            self._left -= loop.time() - began


class Endpoint:
    """A client of the endpoint, made when it is first needed."""

    def __init__(self, settings: ModelSettings) -> None:
        self.settings = settings
        self._client: AsyncOpenAI | None = None
        self._extras: dict[str, object] = {
            "max_completion_tokens": MOST_TOKENS,
            "temperature": 0,
            "stream_options": {"include_usage": True},
        }
        """What not every endpoint takes; what this one refuses is left out from then on."""
        self._format = "json_schema"

    async def close(self) -> None:
        """Hang up."""
        if self._client is not None:
            await self._client.close()
            self._client = None

    async def stream(
        self, messages: Sequence[Message], schema: dict[str, object], usage: Usage
    ) -> AsyncGenerator[str, None]:
        """Yield an answer's text piece by piece and fill in its usage; Trouble where it does not come."""
        patience = Patience(self.settings.timeout)
        with translated():
            chunks = await self._begin(messages, schema, patience)
            length = 0
            async with chunks:
                while (chunk := await patience.wait(anext(chunks, None))) is not None:
                    if chunk.usage:
                        usage.tokens_in, usage.tokens_out = (
                            chunk.usage.prompt_tokens,
                            chunk.usage.completion_tokens,
                        )
                    piece = text_of(chunk)
                    length += len(piece)
                    if length > MOST_CHARACTERS:
                        raise Trouble("the answer does not end")
                    if piece:
                        yield piece

    async def embed(self, texts: Sequence[str], seconds: float = SLOWEST_BATCH) -> list[list[float]]:
        """Return the vector of each text; Trouble where they do not come in time."""
        with translated():
            client = await self._connect()
            made = await Patience(seconds).wait(
                client.embeddings.create(model=self.settings.embedding_model or "", input=list(texts))
            )
            vectors = [[float(v) for v in row.embedding] for row in sorted(made.data, key=lambda r: r.index)]
        if len(vectors) != len(texts) or not all(vectors) or len({len(v) for v in vectors}) > 1:
            raise Trouble("these are no embeddings")
        return vectors

    async def missing(self, wanted: Sequence[str]) -> list[str]:
        """Return which of the wanted models the endpoint does not list."""
        client = await self._connect()
        listed = {model.id async for model in client.models.list(timeout=SLOWEST_LOOK)}
        return [model for model in wanted if model not in listed]

    async def _connect(self) -> AsyncOpenAI:
        if self._client is None:
            # Two seconds of import, for those who have an endpoint, and not on the event loop.
            openai = await asyncio.to_thread(import_module, "openai")
            # At its lowest level the library logs whole requests.
            logging.getLogger("openai").setLevel(logging.WARNING)
            self._client = openai.AsyncOpenAI(
                base_url=self.settings.base_url,
                # The client insists on a key; local endpoints ask for none.
                api_key=self.settings.api_key or "none",
                max_retries=0,
                # A redirect would take questions and passages to where nobody meant them to go.
                http_client=openai.DefaultAioHttpClient(
                    follow_redirects=False, event_hooks={"response": [cap]}
                ),
            )
        return self._client

    async def _begin(
        self, messages: Sequence[Message], schema: dict[str, object], patience: Patience
    ) -> AsyncStream[ChatCompletionChunk]:
        """Ask, and ask again more simply where the endpoint does not know what we ask for."""
        client = await self._connect()
        for attempt in range(1, MOST_TRIES + 1):
            options = dict(self._extras)
            if self._format == "json_schema":
                options["response_format"] = {
                    "type": "json_schema",
                    "json_schema": {"name": "answer", "strict": True, "schema": schema},
                }
            elif self._format:
                options["response_format"] = {"type": self._format}
            create = cast("Any", client.chat.completions.create)
            try:
                return cast(
                    "AsyncStream[ChatCompletionChunk]",
                    await patience.wait(
                        create(
                            model=self.settings.chat_model,
                            messages=messages,
                            stream=True,
                            timeout=None,
                            **options,
                        )
                    ),
                )
            except Exception as error:
                if attempt == MOST_TRIES or not self._simpler(error):
                    raise
        raise AssertionError

    def _simpler(self, error: Exception) -> bool:
        """Leave out what the endpoint did not understand; False where there is nothing left to try."""
        if getattr(error, "status_code", None) not in NOT_UNDERSTOOD:
            return False
        named = str(getattr(error, "param", None) or "").partition(".")[0]
        if named in self._extras:
            value = self._extras.pop(named)
            if named == "max_completion_tokens":
                self._extras["max_tokens"] = value
        elif self._format:
            self._format = "json_object" if self._format == "json_schema" else ""
        elif self._extras:
            self._extras.clear()
        else:
            return False
        return True


def text_of(chunk: ChatCompletionChunk) -> str:
    """Return what a piece of the stream adds; Trouble where the model refuses or is cut off."""
    if not chunk.choices:
        return ""
    choice = chunk.choices[0]
    if choice.delta.refusal:
        raise Trouble("refused")
    if choice.finish_reason in {"length", "content_filter"}:
        raise Trouble(choice.finish_reason)
    return choice.delta.content or ""


async def missing_models(base_url: str, api_key: str | None, wanted: Sequence[str]) -> list[str]:
    """Return which of the wanted models the endpoint does not list; Refusal where it can't be reached."""
    endpoint = Endpoint(ModelSettings(base_url, api_key))
    try:
        return await endpoint.missing(wanted)
    except Exception as error:
        openai_error = (await asyncio.to_thread(import_module, "openai")).OpenAIError
        if not isinstance(error, openai_error):
            raise
        raise Refusal(
            "The model endpoint {url} does not answer ({reason}). Check CANBO_OPENAI_BASE_URL and its key.",
            url=base_url,
            reason=type(error).__name__,
        ) from error
    finally:
        await endpoint.close()
