"""Writing an announcement: the draft, its question, files and readers, and sending it."""

from __future__ import annotations

import re

from handlers.attaching import safe_file
from handlers.bulletins.following import counted
from handlers.bulletins.reading import opened
from handlers.bulletins.routing import router
from handlers.bulletins.words import first_words, sent_line
from handlers.chat import Html, Reply, Request, lines, paragraphs, words
from handlers.routing import OtherMatterError
from knowledge import Knowledge, Refusal
from knowledge.bulletins.rows import BulletinRow
from knowledge.documents.reading.secrecy import guard
from knowledge.vietnamese.spelling import bare

SAID = re.compile(r"thong bao(?: (?:cho|toi|den|gui) (?P<unit>[^:\n]{2,80}))?\s*:\s*\S")
FEWEST_CHOICES, MOST_CHOICES = 2, 6
LONGEST_CHOICE, LONGEST_QUESTION = 40, 300
"""Characters."""
A_MINUTE = 1800
"""Messages that Telegram takes in a minute."""


@router.command(
    "thongbao",
    "announce",
    summary="Announcements: /thongbao shows them; /thongbao TEXT writes one to all below",
)
async def announcements(request: Request, knowledge: Knowledge) -> Reply:
    """Show what was sent and received, or begin to write."""
    if request.text:
        return await begun(request, knowledge, request.text)
    sent = await knowledge.bulletins.listing(request.person.id)
    got = await knowledge.bulletin_readers.latest(request.person.id)
    writes = await knowledge.people.oversees(request.person.id)
    if not (sent or got or writes):
        return Reply(request.say("No announcements have come yet. They will be shown here."))
    parts: list[Html] = []
    buttons = []
    if sent:
        parts.append(
            lines(request.say("<b>Sent by your unit</b>"), *(sent_line(request, row) for row in sent))
        )
        buttons += [(show.button(f"📤 {first_words(row.text)}", row.id),) for row in sent]
    if got:
        parts.append(request.say("<b>Received</b>: press one to read it again."))
        buttons += [(opened.button(f"📢 {first_words(each.text)}", each.id),) for each in got]
    if not parts:
        parts.append(request.say("Nothing was announced yet."))
    if writes:
        buttons.append((write.button(words(request.say("✍ Write an announcement"))),))
    return Reply(paragraphs(*parts), tuple(buttons))


@router.text(lambda folded: SAID.match(folded) is not None)
async def in_words(request: Request, knowledge: Knowledge) -> Reply:
    """Begin with a plain line: "thông báo: …", "thông báo cho phường A: …"; of others it is a question."""
    if not await knowledge.people.oversees(request.person.id):
        raise OtherMatterError
    said = SAID.match(bare(request.text))
    _, _, text = request.text.partition(":")
    unit = request.text[slice(*said.span("unit"))] if said and said["unit"] else ""
    return await begun(request, knowledge, text.strip(), unit)


@router.button("write")
async def write(request: Request, _knowledge: Knowledge) -> Reply:
    """Ask for the text."""
    text = request.say("Please type the announcement as people shall read it, in one message.")
    return Reply(text, expects=text_typed.expect())


@router.step("text")
async def text_typed(request: Request, knowledge: Knowledge) -> Reply:
    """Take the text of a new announcement."""
    return await begun(request, knowledge, request.text)


async def begun(request: Request, knowledge: Knowledge, text: str, unit: str = "") -> Reply:
    """Begin a draft and show it."""
    guard("", text.splitlines())
    row = await knowledge.bulletins.draft(request.person.id, text, request.event, request.now, unit=unit)
    return preview(request, row)


def preview(request: Request, row: BulletinRow, *, edit: bool = False) -> Reply:
    """Show a draft as people will get it, to whom it goes, and how long that takes."""
    parts = [
        lines(
            request.say("<b>Draft</b>, to {unit} and all below:", unit=row.unit),
            reach(request, row.people),
        ),
        request.say("<blockquote>{text}</blockquote>", text=row.text),
    ]
    if row.question:
        choices = " / ".join(row.choices)
        parts.append(request.say("❓ {question} ({choices})", question=row.question, choices=choices))
    if row.files:
        parts.append(request.say("📎 {names}", names=", ".join(row.files)))
    parts.append(request.say("To send a file along, send it to me now."))
    buttons = (
        (
            send.button(
                words(request.say_count("Send to 1 person", "Send to {count} people", row.people)), row.id
            ),
        ),
        (
            reword.button(words(request.say("✎ Text")), row.id),
            ask.button(words(request.say("❓ Question")), row.id),
            readdress.button(words(request.say("🏢 Readers")), row.id),
        ),
        (drop.button(words(request.say("Throw away")), row.id),),
    )
    return Reply(paragraphs(*parts), buttons, edit=edit, expects=file_sent.expect(row.id))


def reach(request: Request, people: int) -> Html:
    """Say how many get it, and about how long the messenger takes."""
    minutes = round(people / A_MINUTE)
    count = request.say_count("one person", "{count} people", people)
    if minutes < 1:
        return count
    return lines(count, request.say_count("about one minute", "about {count} minutes", minutes))


@router.step("file", takes_files=True)
async def file_sent(request: Request, knowledge: Knowledge, bulletin_id: int) -> Reply:
    """Take a file that goes along; it is read once, so that no secret paper leaves."""
    if request.file is None:
        raise OtherMatterError
    name, content = await safe_file(knowledge, request.file)
    row = await knowledge.bulletins.attach(request.person.id, bulletin_id, name, content, request.now)
    return preview(request, row)


@router.button("reword")
async def reword(request: Request, knowledge: Knowledge, bulletin_id: int) -> Reply:
    """Ask for another text."""
    await knowledge.bulletins.get(request.person.id, bulletin_id)
    return Reply(request.say("Please type the new text."), expects=reworded.expect(bulletin_id))


@router.step("reworded")
async def reworded(request: Request, knowledge: Knowledge, bulletin_id: int) -> Reply:
    """Take another text of a draft."""
    guard("", request.text.splitlines())
    return preview(request, await knowledge.bulletins.redraft(request.person.id, bulletin_id, request.text))


@router.button("ask")
async def ask(request: Request, knowledge: Knowledge, bulletin_id: int) -> Reply:
    """Ask for the question."""
    await knowledge.bulletins.get(request.person.id, bulletin_id)
    text = request.say(
        "Please type the question with its answers, for example: <i>Will you come? Yes / No / Not sure</i>\n"
        "Without answers people get Yes and No."
    )
    return Reply(text, expects=asked.expect(bulletin_id))


@router.step("asked")
async def asked(request: Request, knowledge: Knowledge, bulletin_id: int) -> Reply:
    """Take the question."""
    question, choices = question_of(request)
    row = await knowledge.bulletins.ask(request.person.id, bulletin_id, question, choices)
    return preview(request, row)


def question_of(request: Request) -> tuple[str, tuple[str, ...]]:
    """Read a question and its answers. Raises Refusal."""
    question, mark, rest = request.text.partition("?")
    found = [choice.strip(" .\t") for choice in re.split(r"[/;|\n]", rest)]
    choices = tuple(dict.fromkeys(filter(None, found)))
    if not choices:
        choices = (words(request.say("Yes")), words(request.say("No")))
    too_long = any(len(choice) > LONGEST_CHOICE for choice in choices) or len(question) > LONGEST_QUESTION
    if too_long or not FEWEST_CHOICES <= len(choices) <= MOST_CHOICES:
        raise Refusal(
            "A question takes two to {most} answers of at most {length} characters, "
            "such as: Will you come? Yes / No",
            most=MOST_CHOICES,
            length=LONGEST_CHOICE,
        )
    return question.strip() + mark, choices


@router.button("readers")
async def readdress(request: Request, knowledge: Knowledge, bulletin_id: int) -> Reply:
    """Ask for another unit."""
    await knowledge.bulletins.get(request.person.id, bulletin_id)
    text = request.say("To which unit? Everybody there and below will get it. Please type its name.")
    return Reply(text, expects=readdressed.expect(bulletin_id))


@router.step("readdressed")
async def readdressed(request: Request, knowledge: Knowledge, bulletin_id: int) -> Reply:
    """Take another unit."""
    return preview(request, await knowledge.bulletins.address(request.person.id, bulletin_id, request.text))


@router.button("drop")
async def drop(request: Request, knowledge: Knowledge, bulletin_id: int) -> Reply:
    """Throw a draft away."""
    await knowledge.bulletins.drop(request.person.id, bulletin_id)
    return Reply(request.say("The draft is thrown away; nobody got it."), edit=True)


@router.button("send")
async def send(request: Request, knowledge: Knowledge, bulletin_id: int) -> Reply:
    """Send a draft to everybody, and show how far it comes."""
    await knowledge.bulletins.send(request.person.id, bulletin_id, request.now)
    return await counted(request, knowledge, bulletin_id, edit=True)


@router.button("show")
async def show(request: Request, knowledge: Knowledge, bulletin_id: int) -> Reply:
    """Show a draft, or how far a bulletin has come."""
    row = await knowledge.bulletins.get(request.person.id, bulletin_id)
    if row.sent_at is None:
        return preview(request, row)
    return await counted(request, knowledge, bulletin_id)
