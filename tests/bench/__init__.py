"""How fast we are, beside what others would use: `python -m tests.bench`."""
