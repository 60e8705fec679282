"""Finds every message in the code, as the catalogues must have it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent
REFUSALS = {"Refusal", "SecretPaper", "ScannedPaper"}
PACKAGES = ("bot", "handlers", "knowledge", "scheduler")


@dataclass(frozen=True)
class Message:
    """A literal that is translated, with its plural form if it has one, and where it stands."""

    text: str
    plural: str | None
    place: str


def messages() -> Iterator[Message]:
    """Read all code; a message that is not a literal raises TypeError with its place."""
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call):
                    yield from of_call(node, f"{path.relative_to(ROOT)}:{node.lineno}")
                elif isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "NEAR_DAYS":
                    yield from (Message(literal(day, ""), None, "language") for day in node.value.values)  # type: ignore[attr-defined]  # a dict's node


def of_call(call: ast.Call, place: str) -> Iterator[Message]:
    """Yield the messages that one call names."""
    name = getattr(call.func, "attr", getattr(call.func, "id", ""))
    if name == "say_count":
        yield Message(literal(call.args[0], place), literal(call.args[1], place), place)
    elif name in REFUSALS or (name == "say" and not passes_on(call.args[0])):
        yield Message(literal(call.args[0], place), None, place)
    elif name == "translate" and len(call.args) > 1 and isinstance(call.args[1], ast.Constant):
        yield Message(literal(call.args[1], place), None, place)
    for keyword in call.keywords:
        is_shown = (name, keyword.arg) in {("command", "summary"), ("Field", "description")}
        if is_shown and literal(keyword.value, place):
            yield Message(literal(keyword.value, place), None, place)


def passes_on(node: ast.expr) -> bool:
    """Tell whether the argument is a refusal's message or a command's summary: literals elsewhere."""
    return any(ast.unparse(node).endswith(end) for end in (".message", ".summary", "summary", "['meaning']"))


def literal(node: ast.expr, place: str) -> str:
    """Return a literal's text."""
    if not (isinstance(node, ast.Constant) and isinstance(node.value, str)):
        msg = f"{place}: a message must be a literal, or no catalogue can have it"
        raise TypeError(msg)
    return node.value
