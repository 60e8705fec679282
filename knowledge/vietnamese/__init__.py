"""Vietnamese text and dates: pure functions."""
