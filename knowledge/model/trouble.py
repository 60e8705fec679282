"""What goes wrong at an endpoint, told without a word of what it said."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

LONGEST_PAUSE = 300.0
"""Seconds for which an endpoint that asks for a pause is believed."""
TOO_MANY = 429
NOT_UNDERSTOOD = {400, 422}


class Trouble(Exception):
    """The endpoint did not help; its words are a reason for the log and hold no text of anybody."""

    def __init__(self, reason: str, *, is_down: bool = False, pause: float | None = None) -> None:
        super().__init__(reason)
        self.is_down = is_down
        """Whether the next request is likely to fail as well."""
        self.pause = pause
        """Seconds for which the endpoint asks to be left alone."""


@contextmanager
def translated() -> Iterator[None]:
    """Turn whatever goes wrong into Trouble, without the words of the endpoint."""
    try:
        yield
    except Trouble:
        raise
    except TimeoutError:
        raise Trouble("timeout", is_down=True) from None
    except Exception as error:  # noqa: BLE001  # a foreign server may send anything; nothing of it reaches a log
        status = getattr(error, "status_code", None)
        reason = type(error).__name__ if status is None else f"{type(error).__name__} {status}"
        raise Trouble(
            reason,
            is_down=status is None or status not in NOT_UNDERSTOOD,
            pause=pause_of(error) if status == TOO_MANY else None,
        ) from None


def pause_of(error: Exception) -> float | None:
    """Return for how many seconds the endpoint asks to be left alone."""
    response = getattr(error, "response", None)
    try:
        asked = float(response.headers["retry-after"]) if response is not None else 0.0
    except (KeyError, ValueError):
        return None
    return min(asked, LONGEST_PAUSE) if asked > 0 else None
