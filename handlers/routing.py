"""From what a person did to the function that answers it."""

from __future__ import annotations

import inspect
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Concatenate, Generic, LiteralString

from typing_extensions import ParamSpec

from handlers.chat import Button, Reply, Request
from knowledge import Knowledge

if TYPE_CHECKING:
    from knowledge.messages.outbox import Due

P = ParamSpec("P")

MAX_BUTTON_BYTES = 64
"""The smallest limit among our channels (Telegram's callback_data)."""

Handler = Callable[[Request, Knowledge], Awaitable[Reply]]
Matcher = Callable[[str], bool]
"""Tells from the folded text (lower case, no diacritics) whether a handler understands it."""
NoticeHandler = Callable[[Request, Knowledge, "Due"], Awaitable[Reply | None]]
"""Writes a notice for the request's person; None when it has become pointless (done, out of scope)."""

DECODERS: dict[str, Callable[[str], object]] = {"int": int, "str": str, "date": date.fromisoformat}
SEPARATOR = ":"


class OutdatedButtonError(Exception):
    """A button's data no longer fits the code: an older version made it, or somebody forged it."""


class OtherMatterError(Exception):
    """A line or a file is not for this handler: the next one that understands it shall have it.

    Of a command: its argument is read as a line.
    """

    def __init__(self, *offers: Button) -> None:
        super().__init__()
        self.offers = offers
        """What this handler could do with a file all the same: it stands below the other's reply."""


class Action(Generic[P]):
    """A handler that a button or a typed line can call, with the arguments it carries."""

    def __init__(
        self,
        name: str,
        handler: Callable[Concatenate[Request, Knowledge, P], Awaitable[Reply]],
        *,
        takes_files: bool = False,
    ) -> None:
        self.name = name
        self.takes_files = takes_files
        self.handler: Callable[..., Awaitable[Reply]] = handler
        self.__doc__ = handler.__doc__
        parameters = list(inspect.signature(handler).parameters.values())[2:]
        self._decoders = [DECODERS[str(p.annotation)] for p in parameters]

    def button(self, label: str, *args: P.args, **kwargs: P.kwargs) -> Button:
        """Make a button which, when pressed, calls this handler with these arguments."""
        return Button(label, self._pack(*args, *kwargs.values()))

    def expect(self, *args: P.args, **kwargs: P.kwargs) -> str:
        """Make the `expects` of a reply: the next typed line calls this handler with these arguments.

        It waits in our database, not in a messenger: any length will do, but no argument may hold a colon.
        """
        return SEPARATOR.join([self.name, *map(str, (*args, *kwargs.values()))])

    async def call(self, request: Request, knowledge: Knowledge, *args: str) -> Reply:
        """Call the handler with the arguments that a button or chat carried."""
        if len(args) != len(self._decoders):
            raise OutdatedButtonError
        try:
            decoded = [decode(arg) for decode, arg in zip(self._decoders, args, strict=True)]
        except ValueError as error:
            raise OutdatedButtonError from error
        return await self.handler(request, knowledge, *decoded)

    def _pack(self, *args: object) -> str:
        data = SEPARATOR.join([self.name, *map(str, args)])
        if len(data.encode()) > MAX_BUTTON_BYTES:
            msg = f"button data is longer than {MAX_BUTTON_BYTES} bytes: {data}"
            raise ValueError(msg)
        return data


def command_button(label: str, command: str) -> Button:
    """Make a button which, when pressed, does what typing the command (such as "/lich mai") would."""
    return Button(label, command)


@dataclass(frozen=True, slots=True)
class Command:
    """What /name answers, and the line that /help shows for it."""

    names: tuple[str, ...]
    """The Vietnamese name without diacritics first, then the English one."""
    summary: LiteralString
    handler: Handler
    for_strangers: bool


@dataclass(frozen=True, slots=True)
class Text:
    """A handler of plain text that its matcher understands."""

    matches: Matcher
    handler: Handler
    for_strangers: bool


def register_once(actions: dict[str, Action[...]], action: Action[P]) -> Action[P]:
    """Keep an action under its name; a second one of the same name would silently take its place."""
    if action.name in actions:
        msg = f"two handlers are called {action.name}"
        raise ValueError(msg)
    actions[action.name] = action
    return action


@dataclass(frozen=True, slots=True)
class File:
    """A handler of files that its matcher understands; the caption is the text."""

    matches: Matcher
    handler: Handler


class Router:
    """The commands, buttons, steps, texts, files and notices of one feature."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.commands: list[Command] = []
        self.actions: dict[str, Action[...]] = {}
        self.steps: dict[str, Action[...]] = {}
        self.texts: list[Text] = []
        self.contacts: list[Handler] = []
        self.files: list[File] = []
        self.notices: dict[str, NoticeHandler] = {}
        self.in_groups: dict[str, Handler] = {}
        """Commands that are answered in a group: nothing in them may be of one person."""
        self.group_actions: set[str] = set()
        """Names of buttons that anybody in a group may press."""
        self.polls: list[Handler] = []
        self.same_for_all: set[str] = set()
        """Kinds of notices that say the same to everybody."""

    def command(
        self,
        *names: str,
        summary: LiteralString,
        for_strangers: bool = False,
    ) -> Callable[[Handler], Handler]:
        """Answer `/name`; an empty summary keeps the command out of /help."""

        def register(handler: Handler) -> Handler:
            self.commands.append(Command(names, summary, handler, for_strangers))
            return handler

        return register

    def in_group(self, *names: str) -> Callable[[Handler], Handler]:
        """Answer `/name` in a group, and not in a private chat."""

        def register(handler: Handler) -> Handler:
            self.in_groups |= dict.fromkeys(names, handler)
            return handler

        return register

    def poll(self, handler: Handler) -> Handler:
        """Take what somebody chose in a poll."""
        self.polls.append(handler)
        return handler

    def button(
        self,
        name: str,
        *,
        in_groups: bool = False,
    ) -> Callable[[Callable[Concatenate[Request, Knowledge, P], Awaitable[Reply]]], Action[P]]:
        """Answer a button; the decorated function gains `.button(label, ...)`."""

        def register(handler: Callable[Concatenate[Request, Knowledge, P], Awaitable[Reply]]) -> Action[P]:
            action = Action(f"{self.name}.{name}", handler)
            if in_groups:
                self.group_actions.add(action.name)
            return register_once(self.actions, action)

        return register

    def step(
        self, name: str, *, takes_files: bool = False
    ) -> Callable[[Callable[Concatenate[Request, Knowledge, P], Awaitable[Reply]]], Action[P]]:
        """Answer the line or file that follows a reply which expects it; it gains `.expect(...)`."""

        def register(handler: Callable[Concatenate[Request, Knowledge, P], Awaitable[Reply]]) -> Action[P]:
            action = Action(f"{self.name}.{name}", handler, takes_files=takes_files)
            return register_once(self.steps, action)

        return register

    def text(self, matches: Matcher, *, for_strangers: bool = False) -> Callable[[Handler], Handler]:
        """Answer plain text that the matcher understands, people's or strangers'; in the routers' order."""

        def register(handler: Handler) -> Handler:
            self.texts.append(Text(matches, handler, for_strangers))
            return handler

        return register

    def contact(self, handler: Handler) -> Handler:
        """Answer a shared telephone number."""
        self.contacts.append(handler)
        return handler

    def file(self, matches: Matcher) -> Callable[[Handler], Handler]:
        """Answer a file from somebody of the roster whose folded caption and name the matcher understands."""

        def register(handler: Handler) -> Handler:
            self.files.append(File(matches, handler))
            return handler

        return register

    def notice(self, kind: str, *, same_for_all: bool = False) -> Callable[[NoticeHandler], NoticeHandler]:
        """Write the message of a due notice of this kind; one that is the same for all is written once.

        Once for all who are told of one row at once in one language: nothing in it may be of one person.
        """

        def register(handler: NoticeHandler) -> NoticeHandler:
            self.notices[kind] = handler
            if same_for_all:
                self.same_for_all.add(kind)
            return handler

        return register
