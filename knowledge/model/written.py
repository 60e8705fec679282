"""Answers that a model writes from the passages that a person may read, each sentence checked."""

from __future__ import annotations

import time
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from datetime import date
from enum import Enum, auto
from typing import TYPE_CHECKING

import structlog

from knowledge.model.breaker import Breaker
from knowledge.model.checks import Sentence, checked
from knowledge.model.endpoint import Endpoint, Usage
from knowledge.model.prompt import MOST_SENTENCES, Source, chosen, messages, schema
from knowledge.model.stream import AnswerReader
from knowledge.model.trouble import Trouble
from knowledge.model.use import account, answers_of, reserve

if TYPE_CHECKING:
    from knowledge.database import Database

log = structlog.get_logger(__name__)

CHARACTERS_A_TOKEN = 3
"""For endpoints that do not count: Vietnamese takes about so many."""


class State(Enum):
    """How far an answer is, or why there is none."""

    WRITING = auto()
    WRITTEN = auto()
    UNSUPPORTED = auto()
    """The model answered, and nothing of it holds, or it says itself that the passages do not answer."""
    FAILED = auto()
    """The endpoint did not help, or is being left alone."""
    BUSY = auto()
    """Another answer is being written for the same person."""
    USED_UP = auto()
    """The person's answers of the day are used up."""


@dataclass(frozen=True, slots=True)
class Written:
    """What is written so far; only sentences that were checked."""

    state: State
    sentences: tuple[Sentence, ...] = ()
    sources: tuple[Source, ...] = ()
    """The passages that the sentences' numbers speak of."""


class Writer:
    """Writes answers, one at a time for each person."""

    def __init__(
        self, database: Database, endpoint: Endpoint | None, ticks: Callable[[], float] = time.monotonic
    ) -> None:
        self._database = database
        self._endpoint = endpoint if endpoint and endpoint.settings.chat_model else None
        self._breaker = Breaker(ticks)
        self._busy: set[int] = set()

    @property
    def is_there(self) -> bool:
        """Whether a model is configured."""
        return self._endpoint is not None

    async def obstacle(self, person_id: int, day: date) -> State | None:
        """Return what keeps an answer from being written now, without asking the model."""
        if self._endpoint is None or self._breaker.rests:
            return State.FAILED
        if person_id in self._busy:
            return State.BUSY
        used = await answers_of(self._database, person_id, day)
        return State.USED_UP if used >= self._endpoint.settings.daily_limit else None

    async def write(
        self, question: str, sources: Sequence[Source], person_id: int, day: date
    ) -> AsyncGenerator[Written, None]:
        """Yield the answer sentence by sentence, then as a whole; the last one's state says what it is."""
        if self._endpoint is None or not sources:
            yield Written(State.FAILED)
            return
        if person_id in self._busy:
            yield Written(State.BUSY)
            return
        self._busy.add(person_id)
        try:
            if not await reserve(self._database, person_id, day, self._endpoint.settings.daily_limit):
                yield Written(State.USED_UP)
                return
            usage = Usage()
            try:
                # Closed with us, so that a reader who leaves lets go of the endpoint at once.
                async with aclosing(
                    self._attempt(self._endpoint, question, chosen(sources), usage)
                ) as attempt:
                    async for written in attempt:
                        yield written
            finally:
                await account(self._database, person_id, day, usage)
        finally:
            self._busy.discard(person_id)

    async def _attempt(
        self, endpoint: Endpoint, question: str, sources: list[Source], usage: Usage
    ) -> AsyncGenerator[Written, None]:
        if not self._breaker.begins():
            yield Written(State.FAILED)
            return
        asked = messages(question, sources)
        reader, found, length = AnswerReader(), [], 0
        try:
            async with aclosing(endpoint.stream(asked, schema(len(sources)), usage)) as pieces:
                async for piece in pieces:
                    length += len(piece)
                    new = [checked(raw, sources, question) for raw in reader.feed(piece)]
                    found += [s for s in new if s and s not in found]
                    if any(new) and len(found) <= MOST_SENTENCES:
                        yield Written(State.WRITING, tuple(found), tuple(sources))
                    if reader.is_broken:
                        break
        except Trouble as trouble:
            log.warning("model_failed", reason=str(trouble))
            if trouble.is_down:
                self._breaker.failed(trouble.pause)
            yield Written(State.FAILED)
            return
        finally:
            estimate(usage, asked, length)
        self._breaker.succeeded()
        if not reader.is_whole:
            log.warning("model_failed", reason="no answer in JSON")
            yield Written(State.FAILED)
        elif not reader.enough or not found:
            yield Written(State.UNSUPPORTED)
        else:
            yield Written(State.WRITTEN, tuple(found[:MOST_SENTENCES]), tuple(sources))


def estimate(usage: Usage, asked: Sequence[dict[str, str]], length: int) -> None:
    """Fill in a usage that the endpoint did not tell, where it has written anything."""
    if length and not usage.tokens_in:
        usage.tokens_in = sum(len(m["content"]) for m in asked) // CHARACTERS_A_TOKEN
        usage.tokens_out = length // CHARACTERS_A_TOKEN + 1
