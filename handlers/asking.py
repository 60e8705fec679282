"""A question on the screen: its text, its options, what may be typed, and how an answer is said."""

from __future__ import annotations

from handlers.chat import Html, Request, lines, paragraphs
from knowledge.models import QuestionKind
from knowledge.quiz.marking import Given, Shown
from knowledge.quiz.parsed import LETTERS

LONGEST_MESSAGE = 4000
"""Characters, marks included: below every messenger's limit."""
BUTTONS_A_ROW = 4
ASK_LETTERS = {QuestionKind.SINGLE, QuestionKind.SEVERAL}


def question_text(request: Request, heading: Html, shown: Shown, ticked: tuple[int, ...] = ()) -> Html:
    """Write a question with its options; `ticked` are the places on the screen that were chosen so far."""
    head = lines(heading, request.say("{text}", text=shown.text))
    if shown.kind in ASK_LETTERS:
        parts = [
            head,
            lines(*(lettered(request, shown, place, ticked) for place in range(len(shown.options)))),
        ]
    else:
        parts = [head, *listed(request, shown)]
    if hint := hint_of(request, shown):
        parts.append(hint)
    return paragraphs(*parts)


def lettered(request: Request, shown: Shown, place: int, ticked: tuple[int, ...]) -> Html:
    """Write one option with its letter."""
    mark = "✔ " if place in ticked else ""
    return request.say(
        "{mark}<b>{letter}.</b> {option}", mark=mark, letter=LETTERS[place], option=shown.options[place]
    )


def listed(request: Request, shown: Shown) -> list[Html]:
    """Write the items of an order or a matching, numbered."""
    items = [
        request.say("<b>{number}.</b> {option}", number=number, option=option)
        for number, option in enumerate(shown.options, 1)
    ]
    prompts = [
        request.say("<b>{letter})</b> {prompt}", letter=letter.lower(), prompt=prompt)
        for letter, prompt in zip(LETTERS, shown.prompts, strict=False)
    ]
    return [lines(*each) for each in (prompts, items) if each]


def hint_of(request: Request, shown: Shown) -> Html | None:
    """Say how a question is answered where its buttons do not."""
    if shown.kind == QuestionKind.SEVERAL:
        return request.say("<i>Several are right. Press each, then “Answer”; or type: A, C</i>")
    if shown.kind == QuestionKind.SHORT:
        return request.say("<i>Type the answer; diacritics may be left out.</i>")
    count = len(shown.prompts) or len(shown.options)
    example = " ".join(str(number) for number in range(count, 0, -1))
    if shown.kind == QuestionKind.ORDER:
        return request.say("<i>Type the numbers in the right order, such as: {example}</i>", example=example)
    if shown.kind == QuestionKind.MATCH:
        return request.say(
            "<i>Type the number that belongs to a), then that of b), and so on, such as: {example}</i>",
            example=example,
        )
    return None


def said(request: Request, shown: Shown, given: Given, limit: int) -> Html:
    """Say an answer in words, each option cut to a length."""
    if isinstance(given, str):
        return request.say("<b>{text}</b>", text=shortened(given, limit))
    places = shown.places(given)
    if shown.kind in ASK_LETTERS:
        parts = [
            request.say(
                "<b>{letter}.</b> {option}",
                letter=LETTERS[place],
                option=shortened(shown.options[place], limit // len(places)),
            )
            for place in places
        ]
        return Html("; ".join(parts))
    return request.say("<b>{numbers}</b>", numbers=numbers_of(shown, places))


def numbers_of(shown: Shown, places: tuple[int, ...]) -> str:
    """Write an order as "3 → 1 → 2", and a matching as "a2, b1"."""
    if shown.kind == QuestionKind.ORDER:
        return " → ".join(str(place + 1) for place in places)
    return ", ".join(f"{letter.lower()}{place + 1}" for letter, place in zip(LETTERS, places, strict=False))


def short_said(shown: Shown, given: Given, limit: int = 40) -> str:
    """Say an answer as briefly as a line of a list allows."""
    if isinstance(given, str):
        return shortened(given, limit)
    places = shown.places(given)
    if shown.kind in ASK_LETTERS:
        return ", ".join(LETTERS[place] for place in places)
    return numbers_of(shown, places)


def shortened(text: str, limit: int) -> str:
    """Cut a text at a space, with a sign that it goes on."""
    if len(text) <= limit:
        return text
    return text[:limit].rsplit(" ", 1)[0].rstrip(" ,;.") + "…"
