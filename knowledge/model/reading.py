"""One question to a model about a text, answered in JSON: within budgets, and never raised."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

import structlog

from knowledge.model.breaker import Breaker
from knowledge.model.endpoint import Endpoint, Usage
from knowledge.model.prompt import as_data
from knowledge.model.trouble import Trouble
from knowledge.model.use import account, reserve
from knowledge.model.written import estimate

if TYPE_CHECKING:
    from knowledge.database import Database

log = structlog.get_logger(__name__)


class ModelReader:
    """Lets a model read a text by fixed rules; what it says is compared with the text by whoever asks."""

    def __init__(
        self, database: Database, endpoint: Endpoint | None, ticks: Callable[[], float] = time.monotonic
    ) -> None:
        self._database = database
        self._endpoint = endpoint if endpoint and endpoint.settings.chat_model else None
        self._breaker = Breaker(ticks)

    @property
    def is_there(self) -> bool:
        """Whether a model is configured."""
        return self._endpoint is not None

    async def read(
        self, rules: str, schema: dict[str, object], text: str, person_id: int, day: date
    ) -> str | None:
        """Return a model's answer to a text; None where it cannot be asked."""
        endpoint = self._endpoint
        if endpoint is None or not self._breaker.begins():
            return None
        if not await reserve(self._database, person_id, day, endpoint.settings.daily_limit):
            return None
        usage, answer = Usage(), ""
        asked = [{"role": "system", "content": rules}, {"role": "user", "content": as_data({"text": text})}]
        try:
            async for piece in endpoint.stream(asked, schema, usage):
                answer += piece
        except Trouble as trouble:
            log.warning("model_failed", reason=str(trouble))
            if trouble.is_down:
                self._breaker.failed(trouble.pause)
            return None
        finally:
            estimate(usage, asked, len(answer))
            await account(self._database, person_id, day, usage)
        self._breaker.succeeded()
        return answer


def listed(answer: str, name: str, most: int) -> list[dict[str, object]]:
    """Return the list under a name in a model's answer; empty where the answer is no JSON of this shape."""
    try:
        found = json.loads(answer[answer.index("{") : answer.rindex("}") + 1])[name]
        return [dict(each) for each in found[:most]]
    except (ValueError, KeyError, TypeError):
        log.warning("model_failed", reason="no answer in JSON")
        return []
