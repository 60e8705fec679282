"""The words every channel speaks: a Request comes in, a Reply goes out."""

from __future__ import annotations

import html
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import LiteralString, NamedTuple, NewType, Self
from zoneinfo import ZoneInfo

from handlers import language

Html = NewType("Html", str)
"""Text that is safe to send: written by us, with every value escaped.
Only `Request.say` and the joiners below make it, so mypy rejects a reply that leaks raw user input or that
skipped translation. Tags in use: b, i, code, blockquote.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Who is speaking, and how they like to be spoken to; id 0 is a stranger, whom no query serves."""

    id: int
    name: str
    language: str
    timezone: ZoneInfo


class Contact(NamedTuple):
    """A telephone number that was shared; `is_own` where the messenger vouches that it is the sender's."""

    phone: str
    is_own: bool


@dataclass(frozen=True, slots=True)
class IncomingFile:
    """A file that was sent to the bot; its content stays where it is until a handler asks for it."""

    name: str
    """As the sender's app calls it: nothing in it is to be trusted."""
    size: int | None
    """Bytes, where the messenger tells."""
    load: Callable[[], Awaitable[bytes]] = field(compare=False, repr=False)
    """Fetch the content; raises Refusal where it is too large, gone, or does not arrive."""


class PollAnswer(NamedTuple):
    """What somebody chose in a poll, by the messenger's name of it; None where it was taken back."""

    poll: str
    choice: int | None


class PaperFile(NamedTuple):
    """The file that one version of a paper was read from; for those who may read the paper."""

    document_id: int
    version: int


class MadeFile(NamedTuple):
    """A file that was made for one person; nobody else gets it."""

    id: int


FileKey = PaperFile | MadeFile
"""What a file is found by at the moment it leaves, when the scope is tested once more."""


@dataclass(frozen=True, slots=True)
class OutgoingFile:
    """A file to be sent or linked to; whoever makes it has tested the scope."""

    key: FileKey
    name: str
    size: int
    """Bytes."""
    is_picture: bool = False
    """A PNG that is shown where the channel can, and not only offered."""

    @classmethod
    def made(cls, id: int, name: str, content: bytes, *, is_picture: bool = False) -> Self:
        """Describe what `knowledge.made_files.keep` has just kept for the person."""
        return cls.made_of(id, name, len(content), is_picture=is_picture)

    @classmethod
    def made_of(cls, id: int, name: str, size: int, *, is_picture: bool = False) -> Self:
        """Describe a file that was made earlier, by its size in bytes."""
        return cls(MadeFile(id), name, size, is_picture)


@dataclass(frozen=True, slots=True, kw_only=True)
class Incoming:
    """One thing that happened in a channel, before we know who it was."""

    channel: str
    address: str
    """The chat: where the answer goes."""
    sender: str
    """The account: who it was; the same as the address in a private chat."""
    event: str
    """The channel's own key of this event; the same key is the same event."""
    text: str = ""
    button: str | None = None
    """The data of the pressed button."""
    message: str | None = None
    """The message that the pressed button hangs on, for an edit."""
    press: str | None = None
    """The channel's name of the press itself, where it wants an answer."""
    contact: Contact | None = None
    file: IncomingFile | None = None
    """A paper that was sent; `text` is its caption."""
    unreadable: bool = False
    """A sticker, a voice note, a place: something we cannot read."""
    is_group: bool = False
    poll: PollAnswer | None = None
    sender_name: str = ""
    language: str | None = None
    """The app's language, for strangers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One thing a person asked, whichever app they asked it in."""

    person: Person
    text: str
    """What they wrote, cleaned, without the command; empty when a button was pressed."""
    now: datetime
    """The only clock a handler may look at: aware, in the person's time zone."""
    event: str
    """Unique among all events: what must not happen twice is keyed by it."""
    channel: str
    address: str
    sender: str = ""
    """The account: in a group anybody's."""
    sender_name: str = ""
    poll: PollAnswer | None = None
    contact: Contact | None = None
    file: IncomingFile | None = None
    public_url: str | None = None
    """Where this server is reached from outside, without a slash at the end; None where nobody said."""

    def say(self, message: LiteralString, **values: object) -> Html:
        """Translate a message for this person and fill in the values, escaped; moments become words."""
        template = language.translate(self.person.language, message)
        return Html(template.format(**self._escaped(values)))

    def say_count(self, one: LiteralString, many: LiteralString, count: int, **values: object) -> Html:
        """Translate the form that fits the count, which fills in `{count}`."""
        template = language.translate_count(self.person.language, one, many, count)
        return Html(template.format(count=count, **self._escaped(values)))

    def day(self, day: date) -> str:
        """Say a day in words, with today and tomorrow named."""
        return language.day(self.person.language, day, self.now.date())

    def moment(self, moment: datetime) -> str:
        """Say a moment in words, in the person's time zone."""
        return language.moment(self.person.language, moment.astimezone(self.person.timezone), self.now)

    def clock(self, moment: datetime) -> str:
        """Say the time of day, in the person's time zone."""
        return f"{moment.astimezone(self.person.timezone):%H:%M}"

    def _escaped(self, values: dict[str, object]) -> dict[str, str]:
        return {key: html.escape(self._in_words(value), quote=False) for key, value in values.items()}

    def _in_words(self, value: object) -> str:
        if isinstance(value, datetime):
            return self.moment(value)
        return self.day(value) if isinstance(value, date) else str(value)


@dataclass(frozen=True, slots=True)
class Button:
    """Something to press under a message; made by `Action.button` or `command_button`."""

    label: str
    """Plain text, not HTML: apps show labels as they are."""
    data: str


@dataclass(frozen=True, slots=True)
class Poll:
    """A quiz poll of the messenger's own, in the place of the text where the channel has such polls."""

    question: str
    options: tuple[str, ...]
    right: int
    explanation: str
    buttons: tuple[tuple[Button, ...], ...]
    sent: Callable[[str], Awaitable[None]] = field(compare=False, repr=False)
    """Is told the name by which its answers come."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What to say back. Channels that have no buttons list them as text."""

    text: Html
    buttons: tuple[tuple[Button, ...], ...] = ()
    edit: bool = False
    """Replace the message whose button was pressed, where the channel can."""
    expects: str | None = None
    """The step that the next typed line answers; made by `Action.expect`."""
    asks_contact: bool = False
    """Offer to share one's own telephone number, where the channel can."""
    file: OutgoingFile | None = None
    """A file to send along, or to link to where the channel takes no files."""
    replaces: bool = False
    """Of a notice: put it in the place of an earlier one about the same row, where the channel can."""
    grows: Callable[[], AsyncIterator[Html]] | None = field(default=None, compare=False, repr=False)
    """What replaces the text, piece by piece, while it is being written; the last piece stays.

    `text` can be shown at once and stands by itself if nothing comes. A channel that cannot edit a message
    waits for the last piece, and sends only that. The buttons stay the same throughout.
    """

    poll: Poll | None = None
    """In a group, what a channel with polls of its own shows instead."""
    watches: Callable[[], Awaitable[Html]] | None = field(default=None, compare=False, repr=False)
    """Says the text anew: the message follows what goes on, until the person does anything else.

    `text` stands by itself where the channel cannot change it. Raises Refusal once it may not be seen.
    """

    @property
    def choices(self) -> tuple[str, ...]:
        """The data of the buttons in reading order: a typed 1 presses the first."""
        return tuple(button.data for row in self.buttons for button in row)


def lines(*parts: Html) -> Html:
    """Put each part on its own line."""
    return Html("\n".join(parts))


def paragraphs(*parts: Html) -> Html:
    """Put an empty line between the parts."""
    return Html("\n\n".join(parts))


def words(text: Html) -> str:
    """Return translated text as plain text, for a button's label."""
    return html.unescape(text)
