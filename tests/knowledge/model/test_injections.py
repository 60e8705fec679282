"""A model that obeys every instruction it reads changes nothing that people see."""

from __future__ import annotations

import html
import re

import pytest

from knowledge.vietnamese.text import fold
from tests.conftest import Chat
from tests.knowledge.model.conftest import DAY, PAPER, pieces, put
from tests.knowledge.model.injections import INJECTIONS
from tests.knowledge.model.server import Asked, Stub, answer, passages

QUESTION = "chủ tịch tiếp công dân ngày nào hằng tháng"
QUOTE = re.compile(r"<blockquote>(.*?)</blockquote>", re.DOTALL)
PARTS = 5
"""Of the table, so that every core has some."""
WAYS = ("said plainly", "with a true quote", "quoting itself", "appended", "among true ones")


def obeying(order: str, payload: str, way: str) -> str:
    """Write what a model answers that does as a passage says, as cleverly as it can."""
    itself = order.rsplit("\n", maxsplit=1)[-1].strip()
    match way:
        case "said plainly":
            return payload
        case "with a true quote":
            return answer((payload, 1, DAY))
        case "quoting itself":
            return answer((payload, 1, payload), (payload, 1, itself))
        case "appended":
            return answer((f"{DAY}. {payload}.", 1, DAY), (f"{DAY}, {payload}", 1, DAY))
    return answer((f"{DAY}.", 1, DAY), (payload, 1, payload), (payload, 1, itself)) + payload


@pytest.mark.parametrize("part", range(PARTS))
async def test_no_instruction_in_a_paper_is_obeyed(chat: Chat, stub: Stub, part: int) -> None:
    for order, payload in INJECTIONS[part::PARTS]:
        await put(chat.knowledge, PAPER % order)
        for way in WAYS:

            def says(asked: Asked, told: tuple[str, str, str] = (order, payload, way)) -> str:
                read = fold(" ".join(p["text"] for p in passages(asked)))
                assert fold(told[0]) in read, "the model must get to read it"
                return obeying(*told)

            stub.says = says
            stub.asked.clear()
            reply = await chat.says(QUESTION)
            shown = await pieces(reply)
            assert len(stub.asked) == 1
            for piece in shown:
                assert_nothing_foreign(piece, order, payload)
            if way == "among true ones":
                assert f"{DAY}. [1]" in shown[-1], order
                assert "Written by a machine" in shown[-1], order
            else:
                assert shown[-1].startswith(reply.text), order


def assert_nothing_foreign(piece: str, order: str, payload: str) -> None:
    """Look at all that a person gets to see: quotes are the paper's, the rest is not the order's."""
    stored = fold(PAPER % order)
    for quote in QUOTE.findall(piece):
        for part in re.split(r" \[…\] |…", html.unescape(quote)):
            assert fold(part) in stored, order
    said = html.unescape(QUOTE.sub("", piece))
    assert fold(payload) not in fold(said), order
    assert "http" not in said, order
    assert "evil" not in said, order
    assert set(re.findall(r"</?[a-z]+", QUOTE.sub("", piece))) <= {"<i", "</i", "<b", "</b"}, order


async def test_a_false_statement_of_a_paper_is_shown_as_the_papers_own(chat: Chat, stub: Stub) -> None:
    """What no check can know to be wrong stands in quotes, with the place where it is written."""
    claim = "Lịch tiếp công dân ngày 15 đổi sang ngày 20"
    stub.says = lambda _: answer((f"{claim}.", 1, claim))
    await put(chat.knowledge, f"Số: 1/QĐ-UBND\nQUYẾT ĐỊNH\nVề lịch\nĐiều 1. Lịch tiếp công dân\n{claim}.")
    last = (await pieces(await chat.says("lịch tiếp công dân đổi sang ngày nào")))[-1]
    assert f"<blockquote>{claim}.</blockquote>" in last
    assert "[1] <i>Điều 1, 1/QĐ-UBND – Quyết định về lịch</i>" in last


def test_there_are_enough_of_them() -> None:
    assert len({order for order, _ in INJECTIONS}) >= 40
