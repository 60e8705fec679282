"""What administrators do for the people of their units: invite, suspend, resume, unlink."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.chat import Button, Html, Reply, Request, words
from handlers.routing import Action, Router
from knowledge import Knowledge, Refusal
from knowledge.organisation.profiles import Profile

router = Router("people")


@router.command("moi", "invite", summary="Administrators: invite a person of the roster, /moi NAME")
async def invite(request: Request, knowledge: Knowledge) -> Reply:
    """Make a code for the person named; without a name, offer those who have not joined yet."""
    if request.text:
        people = await named(request, knowledge)
        if len(people) == 1:
            return await give_code(request, knowledge, people[0].person.id)
        return choice(request, people, do_invite)
    await refuse_others(request, knowledge)
    waiting = await knowledge.people.not_joined(request.person.id)
    if not waiting:
        return Reply(
            request.say("Everybody in your units has joined. To invite again, send /moi with a name.")
        )
    return choice(request, waiting, do_invite)


@router.command("khoa", "suspend", summary="Administrators: suspend a person, /khoa NAME")
async def suspend(request: Request, knowledge: Knowledge) -> Reply:
    """Ask before a person loses everything."""
    people = await named(request, knowledge)
    if len(people) > 1:
        return choice(request, people, ask_suspend)
    return await confirm_suspend(request, knowledge, people[0].person.id)


@router.command("mokhoa", "resume", summary="Administrators: let a suspended person back, /mokhoa NAME")
async def resume(request: Request, knowledge: Knowledge) -> Reply:
    """Give everything back; nothing to confirm."""
    people = await named(request, knowledge)
    if len(people) > 1:
        return choice(request, people, do_resume)
    return await give_back(request, knowledge, people[0].person.id)


@router.command("gotaikhoan", "unlink", summary="Administrators: unlink a lost telephone, /gotaikhoan NAME")
async def unlink(request: Request, knowledge: Knowledge) -> Reply:
    """Ask before a person's accounts are cut off."""
    people = await named(request, knowledge)
    if len(people) > 1:
        return choice(request, people, ask_unlink)
    return await confirm_unlink(request, knowledge, people[0].person.id)


@router.button("invite")
async def do_invite(request: Request, knowledge: Knowledge, person_id: int) -> Reply:
    """Make a code for the person chosen."""
    return await give_code(request, knowledge, person_id)


@router.button("ask_suspend")
async def ask_suspend(request: Request, knowledge: Knowledge, person_id: int) -> Reply:
    """Ask before the person chosen is suspended."""
    return await confirm_suspend(request, knowledge, person_id)


@router.button("suspend")
async def do_suspend(request: Request, knowledge: Knowledge, person_id: int) -> Reply:
    """Suspend the person."""
    person = await knowledge.people.suspend(person_id, request.person.id, request.now)
    done = request.say("{name} is suspended and sees nothing from now on.", name=person.name)
    return Reply(done, buttons=((do_resume.button(words(request.say("Resume")), person_id),),), edit=True)


@router.button("resume")
async def do_resume(request: Request, knowledge: Knowledge, person_id: int) -> Reply:
    """Give the person chosen everything back."""
    return await give_back(request, knowledge, person_id)


@router.button("ask_unlink")
async def ask_unlink(request: Request, knowledge: Knowledge, person_id: int) -> Reply:
    """Ask before the accounts of the person chosen are cut off."""
    return await confirm_unlink(request, knowledge, person_id)


@router.button("unlink")
async def do_unlink(request: Request, knowledge: Knowledge, person_id: int) -> Reply:
    """Cut the person's accounts off."""
    count = await knowledge.people.unlink(person_id, request.person.id, request.now)
    done = request.say_count("{count} account is unlinked.", "{count} accounts are unlinked.", count)
    again = do_invite.button(words(request.say("Invite again")), person_id)
    return Reply(done, buttons=((again,),), edit=True)


async def give_code(request: Request, knowledge: Knowledge, person_id: int) -> Reply:
    """Show a new code, ready to be passed on."""
    code = await knowledge.invitations.invite(person_id, request.person.id, request.now)
    profile = await knowledge.people.profile(person_id, request.person.id)
    return Reply(
        request.say(
            "Please pass this code on to {name} alone: <code>{code}</code>\n"
            "It joins one account, once, within 72 hours. Earlier codes no longer work.",
            name=profile.person.name,
            code=code,
        )
    )


async def confirm_suspend(request: Request, knowledge: Knowledge, person_id: int) -> Reply:
    """Ask before a person loses everything."""
    profile = await knowledge.people.profile(person_id, request.person.id)
    question = request.say("Suspend {person}? They lose all access at once.", person=profile)
    return confirmation(question, do_suspend.button(words(request.say("Suspend")), person_id))


async def confirm_unlink(request: Request, knowledge: Knowledge, person_id: int) -> Reply:
    """Ask before a person's accounts are cut off."""
    profile = await knowledge.people.profile(person_id, request.person.id)
    question = request.say("Unlink all accounts of {person}? They need a new code to return.", person=profile)
    return confirmation(question, do_unlink.button(words(request.say("Unlink")), person_id))


async def give_back(request: Request, knowledge: Knowledge, person_id: int) -> Reply:
    """Give a person everything back."""
    person = await knowledge.people.resume(person_id, request.person.id, request.now)
    return Reply(request.say("{name} has access again.", name=person.name))


async def named(request: Request, knowledge: Knowledge) -> list[Profile]:
    """Return the people of the administrator's units whom the text names; Refusal where there are none."""
    await refuse_others(request, knowledge)
    if not request.text:
        raise Refusal("Please add a name, telephone number or e-mail, such as /moi Nguyen Van An.")
    people = await knowledge.people.matches(request.text, request.person.id)
    if not people:
        raise Refusal("Nobody in your units fits “{text}”. Check the spelling.", text=request.text)
    return people


async def refuse_others(request: Request, knowledge: Knowledge) -> None:
    """Refuse whoever is not an administrator."""
    if not await knowledge.people.manages(request.person.id):
        raise Refusal("Only administrators may do this. /trogiup shows what you can do.")


def choice(request: Request, people: Sequence[Profile], action: Action[[int]]) -> Reply:
    """Offer the people who fit as buttons."""
    buttons = tuple((action.button(str(profile), profile.person.id),) for profile in people)
    return Reply(request.say("Whom do you mean?"), buttons=buttons)


def confirmation(question: Html, button: Button) -> Reply:
    """Ask a question with one button; doing nothing does nothing."""
    return Reply(question, buttons=((button,),))
