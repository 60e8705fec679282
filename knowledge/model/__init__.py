"""The OpenAI-compatible endpoint: the one module that knows the `openai` package."""

from __future__ import annotations

from collections.abc import Sequence

from knowledge.problems import Refusal

SLOWEST_LOOK = 10
"""Seconds that a look at the endpoint may take."""


async def missing_models(base_url: str, api_key: str | None, wanted: Sequence[str]) -> list[str]:
    """Return which of the wanted models the endpoint does not list; Refusal where it can't be reached."""
    # Two seconds of import, for those who have an endpoint.
    from openai import AsyncOpenAI, OpenAIError

    try:
        async with AsyncOpenAI(
            base_url=base_url,
            # The client insists on a key; local endpoints ask for none.
            api_key=api_key or "none",
            timeout=SLOWEST_LOOK,
            max_retries=0,
        ) as client:
            listed = {model.id async for model in client.models.list()}
    except OpenAIError as error:
        raise Refusal(
            "The model endpoint {url} does not answer ({reason}). Check CANBO_OPENAI_BASE_URL and its key.",
            url=base_url,
            reason=type(error).__name__,
        ) from error
    return [model for model in wanted if model not in listed]
