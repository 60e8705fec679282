"""Coming in: /start, codes, contacts; and what people may see and change about themselves."""

from __future__ import annotations

from dataclasses import replace

from handlers import language
from handlers.chat import Button, Html, Reply, Request, lines, paragraphs, words
from handlers.routing import OtherMatterError, Router, command_button
from knowledge import Knowledge, Refusal
from knowledge.organisation.invitations import looks_like_code

router = Router("account")

LANGUAGE_NAMES = {"vi": "Tiếng Việt", "en": "English", "bn": "বাংলা"}
"""Each in its own words, so that whoever needs it can read it."""


@router.command("start", summary="", for_strangers=True)
async def start(request: Request, knowledge: Knowledge) -> Reply:
    """Welcome a known person; let a stranger in by the code of the link, or tell how to join."""
    if request.person.id and looks_like_code(request.text):
        # The link of a hall's QR code, or of an invitation that was used.
        raise OtherMatterError
    if request.person.id:
        return welcome(request, request.person.name)
    return await strange_text(request, knowledge)


@router.text(lambda _text: True, for_strangers=True)
async def strange_text(request: Request, knowledge: Knowledge) -> Reply:
    """Take a stranger's line for a code, or tell how to join."""
    if await knowledge.check_ins.is_code(request.text, request.now):
        return Reply(
            request.say(
                "This code checks you in at a meeting. Please type it in the chat in which you have joined, "
                "or join here first: send the code that your office gave you."
            ),
            asks_contact=True,
        )
    if not looks_like_code(request.text):
        return Reply(
            request.say(
                "I serve the people of this organisation. To join, send the code that your office gave you, "
                "or share your own telephone number."
            ),
            asks_contact=True,
        )
    person = await knowledge.invitations.join(request.text, request.channel, request.address, request.now)
    return welcome(speaking(request, person.language), person.name)


@router.text(lambda text: looks_like_code(text) and any(c.isdigit() for c in text) and not text.isdigit())
async def code_again(request: Request, _knowledge: Knowledge) -> Reply:
    """Tell a known person that they need no code."""
    return Reply(
        request.say("You are already here, {name}: you need no code.", name=request.person.name),
        buttons=next_steps(request),
    )


@router.contact
async def contact(request: Request, knowledge: Knowledge) -> Reply:
    """Join the sender whose own number is in the roster."""
    if request.person.id and looks_like_code(request.text):
        # The link of a hall's QR code, or of an invitation that was used.
        raise OtherMatterError
    if request.person.id:
        return welcome(request, request.person.name)
    if request.contact is None:
        raise Refusal("I received no telephone number. Please share your own.")
    person = await knowledge.invitations.join_by_contact(
        request.contact.phone,
        request.channel,
        request.address,
        request.now,
        is_own=request.contact.is_own,
    )
    return welcome(speaking(request, person.language), person.name)


@router.command("toi", "me", summary="Who I am here: my posts, language and time zone")
async def me(request: Request, knowledge: Knowledge) -> Reply:
    """Show people what is known of them, with buttons to change the language."""
    return await own_card(request, knowledge)


@router.command("ngonngu", "language", summary="Choose the language: Vietnamese, English or Bengali")
async def choose_language(request: Request, _knowledge: Knowledge) -> Reply:
    """Offer the languages."""
    return Reply(request.say("Which language shall I speak with you?"), buttons=language_buttons(request))


@router.button("language")
async def set_language(request: Request, knowledge: Knowledge, code: str) -> Reply:
    """Speak another language from now on, beginning with this very message."""
    if language.known(code) is None:
        raise Refusal("I do not speak this language yet.")
    await knowledge.people.set_language(request.person.id, code)
    return replace(await own_card(speaking(request, code), knowledge), edit=True)


@router.command("muigio", "timezone", summary="Set the time zone, such as /muigio Asia/Dhaka")
async def set_timezone(request: Request, knowledge: Knowledge) -> Reply:
    """Set the zone in which times are told; without one, say which it is."""
    if not request.text:
        return Reply(
            request.say(
                "Your time zone is {zone}. To change it, send for example <code>/muigio Asia/Dhaka</code>.",
                zone=request.person.timezone.key,
            )
        )
    await knowledge.people.set_timezone(request.person.id, request.text)
    return Reply(request.say("From now on I tell you times in {zone}.", zone=request.text))


async def own_card(request: Request, knowledge: Knowledge) -> Reply:
    """Write down what is known of the person."""
    profile = await knowledge.people.profile(request.person.id)
    posts = [
        request.say("• {title}, {unit}", title=post.title, unit=post.unit)
        if post.title
        else request.say("• {unit}", unit=post.unit)
        for post in profile.posts
    ]
    return Reply(
        paragraphs(
            request.say("<b>{name}</b>", name=profile.person.name),
            lines(*posts) if posts else request.say("You hold no post in any unit yet."),
            lines(
                request.say("Language: {language}", language=LANGUAGE_NAMES[request.person.language]),
                request.say("Time zone: {zone} (change it with /muigio)", zone=request.person.timezone.key),
            ),
        ),
        buttons=language_buttons(request),
    )


def language_buttons(request: Request) -> tuple[tuple[Button, ...], ...]:
    """Offer each language but the one in use."""
    others = [code for code in language.LANGUAGES if code != request.person.language]
    return (tuple(set_language.button(LANGUAGE_NAMES.get(code, code), code) for code in others),)


def speaking(request: Request, code: str | None) -> Request:
    """Return the request with answers in another language, where one is given."""
    return replace(request, person=replace(request.person, language=code)) if code else request


def welcome(request: Request, name: str) -> Reply:
    """Greet a person, with the first things to try."""
    return Reply(
        paragraphs(
            request.say("Hello, {name}!", name=name),
            lines(
                request.say("/lich: the agenda"),
                request.say("/han: your deadlines"),
                request.say("/luyen: practise for the assessment"),
                request.say("/hoi: ask the documents, or simply type the question"),
                request.say("/trogiup: everything else"),
            ),
        ),
        buttons=next_steps(request),
    )


def next_steps(request: Request) -> tuple[tuple[Button, ...], ...]:
    """Offer the four features as buttons."""

    def step(label: Html, command: str) -> Button:
        return command_button(words(label), command)

    return (
        (step(request.say("Agenda"), "/lich"), step(request.say("Deadlines"), "/han")),
        (step(request.say("Practise"), "/luyen"), step(request.say("Ask"), "/hoi")),
    )
