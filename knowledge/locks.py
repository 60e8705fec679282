"""PostgreSQL's advisory locks, each with a key of its own: two that shared one would wait for each other."""

from __future__ import annotations

from enum import IntEnum, unique


@unique
class Lock(IntEnum):
    """What is done by one process at a time, or by one after another."""

    JOINING = 7_301
    """Attempts to join are counted one after another."""
    CLAIMING = 0x63616E626F
    """Replicas claim events one after another: the order of a chat would break without it."""
    SENDING = 7_302
    """One process sends."""
