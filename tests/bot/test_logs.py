from __future__ import annotations

import io
import json
import logging

import pytest
import structlog

from bot import logs

TOKEN = "123456789:" + "A" * 35


@pytest.mark.parametrize("form", ["json", "text"])
def test_tokens_and_telephone_numbers_are_blotted_out(form: str, output: io.StringIO) -> None:
    logs.configure(form, output)
    structlog.get_logger("ours").info(
        "sent", person_id=7, url=f"https://host/bot{TOKEN}/getMe", said="0912345678"
    )
    logging.getLogger("theirs").warning("calling %s with %s", "+84912345678", TOKEN)
    written = output.getvalue()
    assert "AAAA" not in written
    assert "12345678" not in written
    assert written.count("[token]") == written.count("[phone]") == 2
    assert "person_id" in written


def test_an_exception_shows_its_places_and_not_its_words(output: io.StringIO) -> None:
    logs.configure("json", output)
    try:
        int("what the person wrote")
    except ValueError as error:
        structlog.get_logger("ours").exception("failed")
        logging.getLogger("theirs").exception("oh")
        caught = error
    structlog.get_logger("ours").error("again", exc_info=caught)
    written = [json.loads(line) for line in output.getvalue().splitlines()]
    assert [line["error"] for line in written] == ["ValueError"] * 3
    assert "test_logs.py" in written[0]["places"]
    assert "wrote" not in output.getvalue()


def test_a_time_is_no_telephone_number(output: io.StringIO) -> None:
    logs.configure("text", output)
    structlog.get_logger("ours").info("ticked", at="2026-03-02T05:00:00.123456Z", rows=1000)
    assert "[phone]" not in output.getvalue()
