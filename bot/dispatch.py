"""One incoming message to one reply: find the handler, call it, never crash."""

from __future__ import annotations

import asyncio
import secrets
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import structlog

from bot.groups import answered_in_group
from bot.suggesting import suggestion
from handlers import ROUTERS, language
from handlers.chat import Button, Incoming, Person, Reply, Request
from handlers.routing import Action, Command, OtherMatterError, OutdatedButtonError
from knowledge import Identity, Knowledge, Refusal
from knowledge.vietnamese.text import clean, fold

log = structlog.get_logger(__name__)

COMMANDS: dict[str, Command] = {n: c for r in ROUTERS for c in r.commands for n in c.names}
ACTIONS: dict[str, Action[...]] = {n: a for r in ROUTERS for n, a in r.actions.items()}
STEPS: dict[str, Action[...]] = {n: a for r in ROUTERS for n, a in r.steps.items()}
TEXTS = [t for r in ROUTERS for t in r.texts]
CONTACTS = [c for r in ROUTERS for c in r.contacts]
FILES = [f for r in ROUTERS for f in r.files]

LONGEST_TEXT = 4096
"""Characters of one message; Telegram's own limit, the same for every channel."""
SLOWEST_ANSWER = 10
"""Seconds after which the person is told that it did not work."""
SLOWEST_FILE = 300
"""The same where a file was sent: it has to be fetched, and a scan is read page by page."""
TOUCH_EVERY = timedelta(hours=1)
"""How exactly it is known when an account was last used: notices go to the latest."""


@dataclass(frozen=True, slots=True)
class Defaults:
    """How people are spoken to who have not said otherwise."""

    language: str
    timezone: ZoneInfo
    public_url: str | None = None


class Dispatch:
    """Answers what comes in from every channel."""

    def __init__(self, knowledge: Knowledge, defaults: Defaults) -> None:
        self.knowledge = knowledge
        self.defaults = defaults
        self._late: set[asyncio.Task[Reply | None]] = set()

    async def answer(self, incoming: Incoming, now: datetime) -> Reply | None:
        """Return what to say back; None where silence is meant. Never raises."""
        work = asyncio.create_task(self._attempt(incoming, now))
        patience = SLOWEST_FILE if incoming.file else SLOWEST_ANSWER
        done, _ = await asyncio.wait({work}, timeout=patience)
        if done:
            return work.result()
        # Not cancelled: a transaction that is cut off may hold SQLite's lock. It ends by itself, unheard.
        self._late.add(work)
        work.add_done_callback(self._late.discard)
        return self._apology(self.request(incoming, None, now), "answer_late", incoming)

    async def _attempt(self, incoming: Incoming, now: datetime) -> Reply | None:
        request = self.request(incoming, None, now)
        try:
            identity = await self.knowledge.identities.find(
                incoming.channel, incoming.sender, incoming.address
            )
            request = self.request(incoming, identity, now)
            if identity.person_id and (not identity.used_at or now - identity.used_at > TOUCH_EVERY):
                await self.knowledge.people.touch(incoming.channel, incoming.sender, now)
            reply = await self._answer(incoming, request, identity)
            if incoming.button is not None and incoming.message and request.person.id:
                message = f"{incoming.channel}:{incoming.address}:{incoming.message}"
                await self.knowledge.outbox.see(message, now)
            if reply and not incoming.is_group:
                await self._remember(incoming, identity, reply)
        except Refusal as refusal:
            return Reply(request.say(refusal.message, **refusal.values))
        except OutdatedButtonError:
            return Reply(request.say("This button is from an older message. Please ask again."))
        except Exception as error:  # noqa: BLE001  # the one place where the unexpected is caught
            return self._apology(request, "answer_failed", incoming, error)
        else:
            return reply

    def _apology(
        self, request: Request, event: str, incoming: Incoming, error: Exception | None = None
    ) -> Reply:
        """Log trouble once and apologise for it once, under the same id."""
        trouble = secrets.token_hex(4)
        about = {"trouble": trouble, "person_id": request.person.id, "channel": incoming.channel}
        log.error(event, exc_info=error, **about)
        return Reply(
            request.say(
                "Something went wrong on our side (code {trouble}). Please try again in a moment.",
                trouble=trouble,
            ),
        )

    def request(self, incoming: Incoming, identity: Identity | None, now: datetime) -> Request:
        """Put together what handlers see."""
        known = identity if identity and identity.person_id and not identity.suspended else None
        person = self.person(
            known.person_id if known and known.person_id else 0,
            known.name if known else "",
            known.language if known else language.known(incoming.language),
            known.timezone if known else None,
        )
        return Request(
            person=person,
            text="",
            now=now.astimezone(person.timezone),
            event=f"{incoming.channel}:{incoming.event}",
            channel=incoming.channel,
            address=incoming.address,
            sender=incoming.sender,
            sender_name=incoming.sender_name,
            poll=incoming.poll,
            contact=incoming.contact,
            file=incoming.file,
            public_url=self.defaults.public_url,
        )

    def person(self, person_id: int, name: str, language: str | None, timezone: str | None) -> Person:
        """Fill in what the person has not chosen."""
        return Person(
            id=person_id,
            name=name,
            language=language or self.defaults.language,
            timezone=ZoneInfo(timezone) if timezone else self.defaults.timezone,
        )

    async def _answer(self, incoming: Incoming, request: Request, identity: Identity) -> Reply | None:
        if incoming.is_group:
            return await answered_in_group(incoming, request, self.knowledge)
        if identity.suspended:
            return Reply(request.say("Your account is not active. Please ask your office's administrator."))
        if incoming.contact:
            return await CONTACTS[0](request, self.knowledge)
        if incoming.file and request.person.id and FILES:
            caption = clean(incoming.text)[:LONGEST_TEXT]
            return await self._take_file(replace(request, text=caption), incoming.file.name, identity)
        if incoming.unreadable or incoming.file:
            return Reply(
                request.say(
                    "I can read only text and papers that are sent as files. "
                    "Please type your question, or /trogiup."
                )
            )
        if incoming.button is not None:
            return await self._press(incoming.button, request, identity)
        text = clean(incoming.text)
        if len(text) > LONGEST_TEXT:
            return Reply(
                request.say(
                    "That message is too long ({count} characters; {limit} at most). Please shorten it.",
                    count=len(text),
                    limit=LONGEST_TEXT,
                ),
            )
        if not text:
            return Reply(request.say("I received no text. Please type your question, or /trogiup for help."))
        return await self._read(text, request, identity)

    async def _read(self, text: str, request: Request, identity: Identity) -> Reply:
        if text.startswith("/"):
            return await self._command(text, request, identity)
        if text.isdecimal() and identity.choices and 1 <= int(text) <= len(identity.choices):
            return await self._press(identity.choices[int(text) - 1], request, identity)
        request = replace(request, text=text)
        step, args = expected_step(identity)
        if step:
            with suppress(OtherMatterError):
                return await step.call(request, self.knowledge, *args)
        folded = fold(text)
        if (name := folded.replace(" ", "")) in COMMANDS:
            # "han", "thong bao": whoever leaves out the slash means the command.
            return await self._command(f"/{name}", request, identity)
        stranger = request.person.id == 0
        for understood in TEXTS:
            if understood.for_strangers == stranger and understood.matches(folded):
                with suppress(OtherMatterError):
                    return await understood.handler(request, self.knowledge)
        raise AssertionError("the last handler of each kind takes every line")

    async def _command(self, text: str, request: Request, identity: Identity) -> Reply:
        name, _, rest = text[1:].partition(" ")
        name = fold(name.partition("@")[0])
        command = COMMANDS.get(name)
        stranger = request.person.id == 0
        if command and (command.for_strangers or not stranger):
            try:
                return await command.handler(replace(request, text=rest.strip()), self.knowledge)
            except OtherMatterError:
                return await self._read(rest.strip(), request, identity)
        if stranger:
            return await COMMANDS["start"].handler(request, self.knowledge)
        return suggestion(name, COMMANDS, request)

    async def _take_file(self, request: Request, name: str, identity: Identity) -> Reply:
        """Give a file to the step or feature that wants it; what others offer stands below its reply."""
        step, args = expected_step(identity)
        if step and step.takes_files:
            with suppress(OtherMatterError):
                return await step.call(request, self.knowledge, *args)
        folded = fold(f"{request.text}\n{name}")
        offers: list[Button] = []
        for file in FILES:
            if not file.matches(folded):
                continue
            try:
                reply = await file.handler(request, self.knowledge)
            except OtherMatterError as other:
                offers += other.offers
                continue
            return replace(reply, buttons=(*reply.buttons, *((offer,) for offer in offers)))
        return Reply(request.say("Nobody here reads this file. Please type your question, or /trogiup."))

    async def _press(self, data: str, request: Request, identity: Identity) -> Reply:
        """Answer a pressed button; one from an older version says so politely."""
        if data.startswith("/"):
            return await self._command(data, request, identity)
        name, *args = data.split(":")
        if name not in ACTIONS or request.person.id == 0:
            raise OutdatedButtonError
        return await ACTIONS[name].call(request, self.knowledge, *args)

    async def _remember(self, incoming: Incoming, identity: Identity, reply: Reply) -> None:
        """Keep the open question and choices of the chat, if they changed."""
        if (reply.expects, reply.choices) != (identity.expects, identity.choices):
            await self.knowledge.chats.remember(
                incoming.channel, incoming.address, reply.expects, reply.choices
            )


def expected_step(identity: Identity) -> tuple[Action[...] | None, list[str]]:
    """Return the step that the chat's last reply expects, with its arguments."""
    name, *args = (identity.expects or "").split(":")
    return STEPS.get(name), args
