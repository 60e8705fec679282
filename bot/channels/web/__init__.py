"""The chat page: what its server answers, and how replies reach it."""
