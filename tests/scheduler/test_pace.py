"""Pace: never faster than allowed, as told after a refusal, and back to full speed."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.pace import CHAT_MEMORY, LONGEST_AWAY, TROUBLES, Pace


@dataclass
class Watch:
    """A clock that only moves when told."""

    seconds: float = 1000.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def watch() -> Watch:
    return Watch()


def sends(pace: Pace, watch: Watch, chats: list[str], until: float, *, late: float = 0.0) -> list[float]:
    """Send to the chats in turn whenever the pace allows; a timer comes so many seconds late."""
    times: list[float] = []
    end = watch.seconds + until
    while watch.seconds < end:
        chat = chats[len(times) % len(chats)]
        wait = max(pace.wait(), pace.chat_wait(chat))
        if wait > 0:
            watch.seconds += wait + late
        else:
            pace.spend(chat)
            times.append(watch.seconds)
    return times


def test_thirty_a_second_and_no_more(watch: Watch) -> None:
    pace = Pace(30, 1.0, clock=watch)
    times = sends(pace, watch, [str(n) for n in range(1000)], 20)
    assert 599 <= len(times) <= 604
    for start in times:
        assert sum(start <= t < start + 1 for t in times) <= 30 * 1.1 + 1


@given(late=st.floats(0, 0.05))
def test_a_timer_that_is_late_costs_nothing(late: float) -> None:
    watch = Watch()
    times = sends(Pace(30, 1.0, clock=watch), watch, [str(n) for n in range(1000)], 20, late=late)
    assert len(times) >= 595


def test_one_a_second_in_a_chat_and_twenty_a_minute_in_a_group(watch: Watch) -> None:
    pace = Pace(30, 1.0, clock=watch)
    assert len(sends(pace, watch, ["7"], 10)) == 10
    assert len(sends(pace, watch, ["-7"], 60)) == 20


def test_an_answer_goes_at_once_and_notices_after_it(watch: Watch) -> None:
    pace = Pace(10, 1.0, clock=watch)
    for number in range(30):
        pace.spend(f"typing {number}")
    assert 2.8 <= pace.wait() <= 3.0
    assert 0.9 < pace.chat_wait("typing 1") <= 1


def test_a_refusal_that_can_be_the_chats_own_pauses_that_chat(watch: Watch) -> None:
    pace = Pace(30, 1.0, clock=watch)
    pace.spend("7")
    watch.seconds += 1
    pace.spend("7")
    pace.refused("7", 5)
    assert pace.wait() <= 0
    assert pace.chat_wait("7") == 5
    assert pace.chat_wait("8") < 0


def test_chats_that_are_refused_one_after_another_are_not_the_reason(watch: Watch) -> None:
    pace = Pace(30, 1.0, clock=watch)
    chats = [str(n) for n in range(5)]
    for _ in range(2):
        sends(pace, watch, chats, 1)
        watch.seconds += 1
    for chat in chats[:2]:
        pace.refused(chat, 5)
    pace.succeeded()
    for chat in chats[:2]:
        pace.refused(chat, 5)
    assert pace.wait() <= 0
    pace.refused(chats[2], 5)
    assert pace.wait() == 5


@pytest.mark.parametrize("earlier", [False, True])
def test_a_refusal_that_cannot_be_the_chats_own_pauses_everybody_as_told(
    watch: Watch, *, earlier: bool
) -> None:
    pace = Pace(30, 1.0, clock=watch)
    if earlier:
        pace.spend("7")
        watch.seconds += CHAT_MEMORY + 1
    pace.spend("7")
    pace.refused("7", 5)
    assert pace.wait() == 5
    watch.seconds += 5
    assert pace.wait() <= 0
    # What was refused was not sent: the chat is not held to have got it.
    pace.spend("7")
    pace.refused("7", 3)
    assert pace.wait() == 3


def test_a_pace_that_is_refused_again_becomes_slower_and_recovers(watch: Watch) -> None:
    pace = Pace(30, 1.0, clock=watch)
    chats = [str(n) for n in range(5000)]
    for _ in range(2):
        pace.pause(2)
        watch.seconds += 3
    slowed = len(sends(pace, watch, chats, 2)) / 2
    assert 20 < slowed < 27
    sends(pace, watch, chats, 30)
    assert len(sends(pace, watch, chats, 10)) >= 298


def test_a_single_refusal_slows_nothing(watch: Watch) -> None:
    pace = Pace(30, 1.0, clock=watch)
    pace.pause(2)
    # Those under way at that moment bring the same news.
    pace.pause(2)
    watch.seconds += 2
    assert len(sends(pace, watch, [str(n) for n in range(500)], 10)) >= 299


def test_a_messenger_that_is_away_is_left_alone_and_tried_now_and_then(watch: Watch) -> None:
    pace = Pace(30, 1.0, clock=watch)
    for _ in range(TROUBLES - 1):
        pace.failed()
    assert pace.wait() <= 0
    waits = []
    for _ in range(8):
        pace.failed()
        pace.failed()
        waits.append(pace.wait())
        watch.seconds += waits[-1]
    assert waits == [1, 2, 4, 8, 16, LONGEST_AWAY, LONGEST_AWAY, LONGEST_AWAY]
    pace.succeeded()
    pace.failed()
    assert pace.wait() <= 0


def test_chats_are_forgotten(watch: Watch) -> None:
    pace = Pace(1000, 1.0, clock=watch)
    for number in range(500):
        pace.spend(str(number))
    watch.seconds += 2 * CHAT_MEMORY
    pace.spend("new")
    assert len(pace._chats) == 1


def test_without_limits_nothing_waits(watch: Watch) -> None:
    pace = Pace(clock=watch)
    for _ in range(1000):
        pace.spend("7")
    assert max(pace.wait(), pace.chat_wait("7")) <= 0
