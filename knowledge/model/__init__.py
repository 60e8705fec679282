"""Language models at an OpenAI-compatible endpoint: they write answers that are checked, and embeddings."""

from __future__ import annotations

from knowledge.model.checks import Citation, Sentence
from knowledge.model.endpoint import ModelSettings, missing_models
from knowledge.model.prompt import Source
from knowledge.model.use import use_of
from knowledge.model.written import State, Writer, Written

__all__ = [
    "Citation",
    "ModelSettings",
    "Sentence",
    "Source",
    "State",
    "Writer",
    "Written",
    "missing_models",
    "use_of",
]
