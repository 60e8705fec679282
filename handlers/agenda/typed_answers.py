"""Invitations answered by a typed line: "dự", "vắng vì ốm", "2 cử đ/c An dự thay"; "giấy mời" lists them."""

from __future__ import annotations

import re

from handlers.agenda.answers import LONGEST_REASON, card_of, opened
from handlers.agenda.programme_words import cut
from handlers.agenda.routing import router
from handlers.chat import Reply, Request, lines, paragraphs, words
from handlers.routing import OtherMatterError
from knowledge import Knowledge
from knowledge.agenda.invitations import OpenInvitation
from knowledge.models import Answer
from knowledge.vietnamese.spelling import bare

NUMBER = r"(?:(?P<number>\d{1,2})\s*[.):]?\s+)?"
COMES = re.compile(
    rf"{NUMBER}(?:toi |em |minh )?(?:se )?(?:du(?: hop)?|tham du|co mat|i (?:will )?come)\s*[.!]?"
)
AWAY = re.compile(
    rf"{NUMBER}(?:toi |em |minh )?(?:xin )?"
    r"(?:vang(?: mat)?|khong du(?: duoc)?|khong tham du(?: duoc)?|i cannot come)"
    r"(?:\s*(?:vi|do|,|:|because)\s*(?P<why>.{2,}))?\s*[.!]?"
)
SENDS = re.compile(
    # With "thay" or a title: "cử tri là ai" is a question.
    rf"{NUMBER}(?:toi |em |minh )?(?:xin )?(?:cu|uy quyen(?: cho)?|send)\s+"
    r"(?:(?P<who>.{2,60}?)\s+(?:(?:di |du |hop )*thay(?: toi| em| minh)?|instead)"
    r"|(?P<titled>(?:d/c|dc|dong chi|ong|ba)\s.{2,60}?)(?:\s+(?:di|du|hop))?)\s*[.!]?"
)
LISTS = re.compile(r"(?:xem )?(?:cac )?(?:giay moi|loi moi)(?: hop)?(?: cua toi)?\s*\??|my invitations\s*\??")
MOST_SHOWN = 8


@router.text(lambda folded: LISTS.fullmatch(folded) is not None)
async def invitations(request: Request, knowledge: Knowledge) -> Reply:
    """List the meetings to come to which one is invited."""
    found = await knowledge.invitations_to_meetings.open(request.person.id, request.now)
    if not found:
        return Reply(request.say("No invitation waits for your answer."))
    return listed(request, found)


def listed(request: Request, found: list[OpenInvitation]) -> Reply:
    """List invitations with numbers, and say how to answer them."""
    said = [
        request.say("{number}. {title}, {when}", number=n, title=cut(each.title), when=each.starts_at)
        for n, each in enumerate(found[:MOST_SHOWN], 1)
    ]
    how = request.say(
        "Type for example: <i>1 I come</i>; <i>1 I cannot come because …</i>; <i>1 send Lê Văn An instead</i>"
    )
    rows = tuple(
        (opened.button(f"{n}. {words(request.say('{title}', title=cut(each.title)))}"[:60], each.meeting_id),)
        for n, each in enumerate(found[:MOST_SHOWN], 1)
    )
    head = request.say("<b>Invitations that wait for your answer</b>")
    return Reply(paragraphs(lines(head, *said), how), rows)


@router.text(lambda folded: any(each.fullmatch(folded) for each in (COMES, AWAY, SENDS)))
async def typed(request: Request, knowledge: Knowledge) -> Reply:
    """Answer an invitation; where none waits it says so, where several do it asks which."""
    said = bare(request.text).strip()
    found = await knowledge.invitations_to_meetings.open(request.person.id, request.now)
    if not found:
        return Reply(request.say("No invitation waits for your answer."))
    match = COMES.fullmatch(said) or AWAY.fullmatch(said) or SENDS.fullmatch(said)
    if match is None:
        raise OtherMatterError
    number = int(match["number"] or 0)
    if (not number and len(found) > 1) or number > len(found):
        return listed(request, found)
    meeting = found[max(number - 1, 0)].meeting_id
    text = request.text.strip()
    person, attending = request.person.id, knowledge.attending
    if match.re is COMES:
        await attending.answer(person, meeting, Answer.ATTENDS, request.now)
        first = request.say("Noted: you come.")
    elif match.re is AWAY:
        why = text[slice(*match.span("why"))] if match["why"] else ""
        await attending.answer(person, meeting, Answer.ABSENT, request.now, why[:LONGEST_REASON])
        first = request.say("Noted: you do not come. The organiser is told.")
    else:
        span = match.span("who") if match["who"] else match.span("titled")
        name = await attending.send(person, meeting, text[slice(*span)], request.now)
        first = request.say("Noted: {name} goes instead, and is told.", name=name)
    return await card_of(request, knowledge, meeting, first=first)
