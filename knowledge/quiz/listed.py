"""The lines of a list of questions, put together to what stands in each."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

QUESTION = re.compile(
    r"\s*(?:câu(?: hỏi)?|question|bài|প্রশ্ন)\s*(?P<number>\d{1,4})\s*[.:)\-–]*\s*(?P<text>.*)", re.IGNORECASE
)
NUMBERED = re.compile(r"\s*(?P<number>\d{1,4})\s*[.)]\s+(?P<text>\S.*)")
OPTION = re.compile(r"(?P<star>[*✓✔]\s*)?(?P<letter>[A-Ha-h])\s*(?P<sign>[.):/])\s*")
NAMED = re.compile(
    r"\s*(?:(?:đáp án|phương án)(?: đúng)?|trả lời|answer|ans|key|correct answer|đ/a)\s*(?:là)?\s*[:.\-]?\s*"
    r"(?P<letters>[A-Ha-h](?:\s*[,;&+]\s*[A-Ha-h])*)\s*[.)]?\s*",
    re.IGNORECASE,
)
EXPLAINED = re.compile(r"\s*(?:giải thích|explanation|lý giải)\s*:\s*(?P<text>.*)", re.IGNORECASE)
SOURCE = re.compile(r"\s*(?:căn cứ|nguồn|trích dẫn|source|reference)\s*:\s*(?P<text>.*)", re.IGNORECASE)
TOPIC = re.compile(
    r"\s*(?:chủ đề|chuyên đề|lĩnh vực|phần|topic|part)\s*(?:[IVX\d]+)?\s*[:.\-–]\s*(?P<text>\S.*)",
    re.IGNORECASE,
)
SHORT = re.compile(r"\s*(?:đáp án|trả lời|answer)\s*(?:đúng|ngắn)?\s*:\s*(?P<text>\S.*)", re.IGNORECASE)
"""Of a question without options: what is accepted, several parted by |."""
OF_THE_QUESTION = {
    "kind": re.compile(r"\s*(?:loại(?: câu hỏi)?|dạng|kind)\s*:\s*(?P<text>\S.*)", re.IGNORECASE),
    "level": re.compile(r"\s*(?:mức độ|độ khó|level|difficulty)\s*:\s*(?P<text>\S.*)", re.IGNORECASE),
    "author": re.compile(r"\s*(?:người (?:biên )?soạn|tác giả|author)\s*:\s*(?P<text>\S.*)", re.IGNORECASE),
}
MOST_MARKED = 0.6
"""Share of an option's letters that are bold, underlined or coloured, from which it counts as marked."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a file; `marks` has a 1 for each letter that stands out."""

    number: int
    text: str
    marks: bytes = b""


@dataclass(slots=True)
class Choice:
    """An option as it stands in the file."""

    letter: str
    text: str
    is_starred: bool = False
    is_marked: bool = False


@dataclass(slots=True)
class Listed:
    """A question as it stands in the file."""

    line: int
    number: int
    text: str
    topic: str
    choices: list[Choice] = field(default_factory=list)
    named: str = ""
    """The letters that a line below it names as right."""
    explanation: str = ""
    source: str = ""
    kind: str = ""
    level: str = ""
    author: str = ""
    accepted: str = ""
    """Of a short answer."""

    @property
    def answered(self) -> bool:
        """Whether what is chosen from or accepted has been read."""
        return bool(self.choices or self.accepted)


@dataclass(slots=True)
class Reader:
    """Reads line by line; whatever is nothing else goes on with what stands above it."""

    has_words: bool
    """The file writes "Câu 1"; otherwise numbers or nothing stand before a question."""
    found: list[Listed] = field(default_factory=list)
    topic: str = ""
    rests: bool = True
    """An empty line, or an answer, has ended what stood above."""
    into: str = ""
    """The field of the question to which a further line belongs."""

    def pause(self) -> None:
        """Take an empty line."""
        self.rests = True

    def take(self, line: Line) -> None:
        """Take a line that is not empty."""
        now = self.found[-1] if self.found else None
        if self.begins(line, now):
            return
        options = list(options_in(line))
        if options and now is not None:
            now.choices += options
            self.rests, self.into = False, ""
        elif now is not None and (named := NAMED.fullmatch(line.text)) and now.choices:
            now.named = "".join(re.findall(r"[A-H]", named["letters"].upper()))
            self.rests, self.into = True, ""
        elif now is not None and self.says_of(now, line):
            self.rests, self.into = True, ""
        elif now is not None and (match := EXPLAINED.fullmatch(line.text)):
            now.explanation, self.into, self.rests = match["text"], "explanation", False
        elif now is not None and now.answered and (match := SOURCE.fullmatch(line.text)):
            now.source, self.into, self.rests = match["text"], "source", False
        elif (match := TOPIC.fullmatch(line.text)) and (now is None or now.answered):
            self.topic, self.rests, self.into = match["text"], True, ""
        elif now is not None and not (self.rests and now.answered):
            self.go_on(now, line.text.strip())
        elif not self.has_words:
            self.begin(line.number, len(self.found) + 1, line.text)

    @staticmethod
    def says_of(now: Listed, line: Line) -> bool:
        """Take a line that says of what kind a question is, how difficult, whose, or what is accepted."""
        for name, pattern in OF_THE_QUESTION.items():
            if (match := pattern.fullmatch(line.text)) and now.text:
                setattr(now, name, match["text"].strip())
                return True
        if not now.choices and now.text and (match := SHORT.fullmatch(line.text)):
            now.accepted = match["text"]
            return True
        return False

    def begins(self, line: Line, now: Listed | None) -> bool:
        """Begin a question where the line is the first of one."""
        match = QUESTION.fullmatch(line.text)
        if match is None and not self.has_words and (now is None or now.answered):
            match = NUMBERED.fullmatch(line.text)
        if match is None:
            return False
        self.begin(line.number, int(match["number"]), match["text"])
        return True

    def begin(self, line: int, number: int, text: str) -> None:
        """Begin a question."""
        self.found.append(Listed(line, number, text.strip(), self.topic))
        self.rests, self.into = False, "text"

    def go_on(self, now: Listed, text: str) -> None:
        """Add a line to what stands above it."""
        if self.into in {"explanation", "source"}:
            setattr(now, self.into, f"{getattr(now, self.into)} {text}".strip())
        elif now.choices:
            now.choices[-1].text = f"{now.choices[-1].text} {text}"
        else:
            now.text = f"{now.text} {text}".strip()


def options_in(line: Line) -> Iterator[Choice]:
    """Yield the options of a line: one, or several that follow each other ("A. x   B. y")."""
    text = line.text
    start = len(text) - len(text.lstrip())
    first = OPTION.match(text, start)
    if first is None:
        return
    heads = [first]
    for head in OPTION.finditer(text, first.end()):
        is_next = ord(head["letter"].upper()) == ord(heads[-1]["letter"].upper()) + 1
        if is_next and head["sign"] == first["sign"] and text[head.start() - 1 : head.start()].isspace():
            heads.append(head)
    for head, end in zip(heads, [*(h.start() for h in heads[1:]), len(text)], strict=True):
        words = text[head.end() : end].strip()
        marks = line.marks[head.end() : head.end() + len(text[head.end() : end].rstrip())]
        is_marked = bool(marks) and sum(marks) >= MOST_MARKED * len(marks)
        yield Choice(head["letter"].upper(), words, bool(head["star"]), is_marked)
