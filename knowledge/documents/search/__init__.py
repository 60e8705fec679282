"""Finding passages: how text becomes terms, the index, and the ranking."""
