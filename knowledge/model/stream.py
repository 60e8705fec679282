"""Sentences out of a JSON answer that is still being written."""

from __future__ import annotations

import json

DEEPEST = 8
"""Of brackets: an honest answer has five."""
MOST = 20
"""Sentences that are read; an honest answer has six."""
OPEN, CLOSE = "{[", "}]"


class AnswerReader:
    """Reads one answer piece by piece: what stands before and after its JSON object is left out."""

    def __init__(self) -> None:
        self.enough: bool | None = None
        """What the answer says of itself, once it is whole."""
        self.is_whole = False
        self.is_broken = False
        self._text: list[str] = []
        self._open: list[str] = []
        self._in_string = False
        self._escaped = False
        self._word = 0
        """Where the latest string began."""
        self._key = ""
        self._sentence = 0
        """Where the sentence being read began."""
        self._found = 0
        self._before = ""
        self._thinks = False

    def feed(self, piece: str) -> list[object]:
        """Take the next piece; returns the entries of "sentences" that are complete with it."""
        found: list[object] = []
        for letter in piece:
            if self.is_whole or self.is_broken:
                break
            if not self._open and self._skips(letter):
                continue
            self._text.append(letter)
            if self._in_string:
                self._in_quotes(letter)
            elif letter == '"':
                self._in_string, self._word = True, len(self._text)
            elif letter in OPEN:
                self._opens(letter)
            elif letter in CLOSE:
                found += self._closes(letter)
        return found

    def _skips(self, letter: str) -> bool:
        """Tell whether the object has not begun; what a model thinks aloud before it does not count."""
        self._before = (self._before + letter)[-len("</think>") :]
        if self._before.endswith("<think>"):
            self._thinks = True
        elif self._before == "</think>":
            self._thinks = False
        return letter != "{" or self._thinks

    def _in_quotes(self, letter: str) -> None:
        if self._escaped:
            self._escaped = False
        elif letter == "\\":
            self._escaped = True
        elif letter == '"':
            self._in_string = False
            if len(self._open) == 1:
                self._key = "".join(self._text[self._word : -1])

    def _opens(self, letter: str) -> None:
        self._open.append(letter)
        self.is_broken = len(self._open) > DEEPEST
        if self._is_sentence(letter):
            self._sentence = len(self._text) - 1

    def _is_sentence(self, bracket: str) -> bool:
        return self._key == "sentences" and self._open == ["{", "[", "{"] and bracket in "{}"

    def _closes(self, letter: str) -> list[object]:
        if OPEN.index(self._open[-1]) != CLOSE.index(letter):
            self.is_broken = True
            return []
        found = []
        if self._is_sentence(letter):
            self._found += 1
            self.is_broken = self._found > MOST
            found = [parsed("".join(self._text[self._sentence :]))]
        self._open.pop()
        if not self._open:
            self._end()
        return found

    def _end(self) -> None:
        whole = parsed("".join(self._text))
        self.is_whole = isinstance(whole, dict) and isinstance(whole.get("sentences"), list)
        self.is_broken = not self.is_whole
        if isinstance(whole, dict):
            self.enough = whole.get("enough") is True


def parsed(text: str) -> object:
    """Return what JSON says; None where it is none."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None
