"""A reply that shall answer others too: approved with its reach, changed, or taken back."""

from __future__ import annotations

from handlers.chat import Button, Html, Reply, Request, lines, paragraphs, words
from handlers.documents.enquiry_words import drafted, reach_in_words, short
from handlers.documents.routing import router
from knowledge import Knowledge
from knowledge.documents.enquiries.replies import reaches
from knowledge.documents.enquiries.rows import EnquiryRow
from knowledge.messages.outbox import Due
from knowledge.models import EnquiryState


@router.notice("enquiry_approval")
async def tell_approver(request: Request, knowledge: Knowledge, due: Due) -> Reply | None:
    """Show a reply to somebody who may approve it; silent when it is approved."""
    row = await knowledge.replies.get(request.person.id, due.subject_id)
    if row is None or row.state != EnquiryState.ANSWERED:
        return None
    text = request.say("{name} has answered a question. Shall the answer serve others too?", name=row.replier)
    return Reply(paragraphs(text, shown(request, row)), buttons(request, row))


@router.notice("reply_set_aside")
async def tell_set_aside(request: Request, knowledge: Knowledge, due: Due) -> Reply | None:
    """Tell an approver that a reply is out of use because its paper changed."""
    row = await knowledge.replies.get(request.person.id, due.subject_id)
    if row is None or row.state != EnquiryState.SET_ASIDE:
        return None
    text = request.say("The paper has changed, so this approved answer is no longer used. Is it still right?")
    return Reply(paragraphs(text, shown(request, row)), buttons(request, row))


async def offered(request: Request, knowledge: Knowledge, row: EnquiryRow) -> tuple[tuple[Button, ...], ...]:
    """Offer the approval to who may give it; nothing to anybody else."""
    mine = await knowledge.replies.get(request.person.id, row.id)
    return ((view.button(words(request.say("Approve for reuse")), row.id),),) if mine else ()


@router.button("approval")
async def view(request: Request, knowledge: Knowledge, id: int) -> Reply:
    """Show an answered enquiry with what may be done with it."""
    row = await knowledge.replies.to_approve(request.person.id, id)
    return Reply(shown(request, row), buttons(request, row), edit=True)


def shown(request: Request, row: EnquiryRow) -> Html:
    """Write question, answer, and where they stand."""
    parts = [
        request.say("<b>{question}</b>", question=short(row.question)),
        request.say("<blockquote>{reply}</blockquote>", reply=row.reply),
    ]
    if row.paper:
        parts.append(request.say("About: <i>{paper}</i>", paper=row.paper))
    if row.state == EnquiryState.APPROVED:
        reach = words(reach_in_words(request, row.reach, row.unit))
        parts.append(request.say("Answers the like of it for {reach}.", reach=reach))
        parts.append(request.say_count("Used once.", "Used {count} times.", row.hits))
    return lines(*parts)


def buttons(request: Request, row: EnquiryRow) -> tuple[tuple[Button, ...], ...]:
    """Offer each reach in words, and to change the reply or take it back."""
    approving = [
        (
            approve.button(
                words(
                    request.say("Approve for {reach}", reach=words(reach_in_words(request, reach, row.unit)))
                ),
                row.id,
                str(reach),
            ),
        )
        for reach in reaches(row)
        if row.state != EnquiryState.APPROVED or reach != row.reach
    ]
    last = [rewrite.button(words(request.say("Change the answer")), row.id)]
    if row.state != EnquiryState.ANSWERED:
        last.append(take_back.button(words(request.say("Take it back")), row.id))
    return (*approving, tuple(last))


@router.button("approve")
async def approve(request: Request, knowledge: Knowledge, id: int, reach: str) -> Reply:
    """Let the reply answer others within a reach."""
    row = await knowledge.replies.approve(request.person.id, id, reach, request.now)
    return Reply(paragraphs(request.say("Approved."), shown(request, row)), buttons(request, row), edit=True)


@router.button("take_back")
async def take_back(request: Request, knowledge: Knowledge, id: int) -> Reply:
    """Let the reply answer nobody from now on."""
    row = await knowledge.replies.take_back(request.person.id, id)
    text = request.say("Taken back: this answer serves nobody else any more.")
    return Reply(paragraphs(text, shown(request, row)), buttons(request, row), edit=True)


@router.button("rewrite")
async def rewrite(request: Request, knowledge: Knowledge, id: int) -> Reply:
    """Wait for another wording."""
    row = await knowledge.replies.to_approve(request.person.id, id)
    return Reply(
        paragraphs(
            shown(request, row),
            request.say("Please type the new answer. I will show it once more before it counts."),
        ),
        expects=rewritten.expect(id),
    )


@router.step("rewritten")
async def rewritten(request: Request, knowledge: Knowledge, id: int) -> Reply:
    """Keep the new wording and show it before it counts."""
    row = await knowledge.enquiries.draft(request.person.id, id, request.text)
    return Reply(
        drafted(request, row),
        (
            (
                keep.button(words(request.say("Keep this answer")), id),
                rewrite.button(words(request.say("Write anew")), id),
            ),
        ),
    )


@router.button("keep")
async def keep(request: Request, knowledge: Knowledge, id: int) -> Reply:
    """Put the new wording in the place of the old one."""
    row = await knowledge.replies.rewrite(request.person.id, id, request.now)
    text = request.say("The answer is changed.")
    return Reply(paragraphs(text, shown(request, row)), buttons(request, row), edit=True)
