"""Whom one can be in the demo, and the addresses that switch between them."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from aiohttp import web

from bot.channels.web.channel import WebChannel
from bot.channels.web.guard import HEADERS, guarded
from bot.channels.web.routes import Intake, Pages
from bot.demo.content import remind_soon
from knowledge import Knowledge, Refusal

SEPARATOR = "."
"""Between the browser's own token and the person's key, so that each person has a chat of their own there."""


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """Somebody to be; a name that is not in the roster is a guest."""

    key: str
    name: str
    post: str


PEOPLE = (
    DemoPerson("member", "Nguyễn Thị Thu Hà", "Chuyên viên – Văn phòng Thành ủy"),
    DemoPerson("secretary", "Trần Minh Quân", "Văn thư – Văn phòng Thành ủy"),
    DemoPerson("lead", "Lê Quang Vinh", "Bí thư – Thành ủy Bình Giang"),
    DemoPerson("branch", "Phạm Ngọc Ánh", "Đảng viên – Đảng ủy phường Sông Trà"),
    DemoPerson("admin", "Đỗ Hải Đăng", "Quản trị – Văn phòng Thành ủy"),
    DemoPerson("guest", "Khách", "Chưa có tài khoản"),
)
BY_KEY = {person.key: person for person in PEOPLE}
GUEST = "guest"


class Demo:
    """Lets a browser choose who it is."""

    def __init__(self, knowledge: Knowledge, now: Callable[[], datetime]) -> None:
        self.knowledge = knowledge
        self.now = now
        self.pages: Pages

    async def arrive(self, token: str, address: str) -> None:
        """Make a new browser's chat that of the person its token names, or of the first."""
        key = key_of(token)
        if key != GUEST:
            person = await self.knowledge.people.find(BY_KEY[key].name)
            await self.knowledge.people.link(person.id, "web", address, self.now())
        if key == PEOPLE[0].key:
            await remind_soon(self.knowledge, address, self.now())

    async def people(self, request: web.Request) -> web.Response:
        """List whom one can be, and who one is."""
        me = key_of(request.cookies.get(self.pages.cookie, ""))
        people = [{"key": p.key, "name": p.name, "post": p.post, "me": p.key == me} for p in PEOPLE]
        return web.json_response(people, headers=HEADERS)

    async def switch(self, request: web.Request) -> web.Response:
        """Become another person; the page reloads."""
        try:
            key = str(json.loads(await request.read())["person"])
        except (ValueError, KeyError, TypeError):
            key = ""
        token = request.cookies.get(self.pages.cookie, "")
        if key not in BY_KEY or not token:
            raise Refusal("The page sent something unreadable. Please reload it and try again.")
        response = web.json_response({}, headers=HEADERS)
        own = token.partition(SEPARATOR)[0]
        await self.pages.enter(response, own if key == PEOPLE[0].key else own + SEPARATOR + key)
        return response


def key_of(token: str) -> str:
    """Return whom the token's browser chose to be."""
    key = token.partition(SEPARATOR)[2]
    return key if key in BY_KEY else PEOPLE[0].key


def routes(
    channel: WebChannel,
    intake: Intake,
    knowledge: Knowledge,
    now: Callable[[], datetime],
    *,
    public_url: str | None = None,
    language: str = "vi",
    timezone: str = "Asia/Ho_Chi_Minh",
) -> list[web.RouteDef]:
    """Return the addresses of the chat page with the demo's beside them."""
    demo = Demo(knowledge, now)
    demo.pages = Pages(
        channel,
        intake,
        knowledge,
        now,
        public_url=public_url,
        language=language,
        timezone=timezone,
        arrival=demo.arrive,
    )
    return [
        *demo.pages.routes(),
        web.get("/demo/people", demo.people),
        web.post("/demo/person", guarded(demo.switch, demo.pages)),
    ]
