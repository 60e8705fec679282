"""What a practice says: results and the score."""

from __future__ import annotations

from handlers.asking import said, short_said, shortened
from handlers.chat import Html, Request, lines
from knowledge.quiz.practice import Asked, Result, Score


def heading(request: Request, asked: Asked) -> Html:
    """Say which question of how many this is."""
    return request.say("<b>Question {number}/{total}</b>", number=asked.position + 1, total=asked.total)


def result_text(request: Request, result: Result, cut: int) -> Html:
    """Say whether it was right, what is right, and why."""
    number = result.position + 1
    right = said(request, result.shown, result.right, cut)
    if result.is_right:
        verdict = request.say("✅ Question {number}: right.", number=number)
    else:
        verdict = request.say(
            "❌ Question {number}: {given} is wrong. Right is",
            number=number,
            given=short_said(result.shown, result.given),
        )
    parts = [Html(f"{verdict} {right}")]
    if result.explanation:
        parts.append(request.say("{text}", text=shortened(result.explanation, cut)))
    if result.source:
        parts.append(request.say("<i>Source: {source}</i>", source=shortened(result.source, cut)))
    return lines(*parts)


def score_texts(request: Request, score: Score, cut: int) -> list[Html]:
    """Say the score, and what to read again."""
    if not score.answered:
        return [request.say("The practice has ended before the first answer.")]
    total = request.say("🏁 <b>{right} of {answered} right.</b>", right=score.right, answered=score.answered)
    if not score.wrong:
        return [total]
    again = [
        lines(
            request.say("• {text}", text=shortened(r.shown.text, cut)),
            Html(f"→ {said(request, r.shown, r.right, cut)}"),
            *([request.say("<i>Source: {source}</i>", source=shortened(r.source, cut))] if r.source else []),
        )
        for r in score.wrong
    ]
    return [total, request.say("<b>To read again:</b>"), *again]
