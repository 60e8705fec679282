"""How many written deadlines are found, and are right: `python -m tests.bench.deadlines [FILE]`."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import orjson

from knowledge.deadlines.written import deadlines_in

SHARED = Path(__file__).parents[3] / "shared" / "data" / "deadlines" / "sentences_vi.json"


def main() -> None:
    """Print precision, recall, and how often the body is right; and what is wrong."""
    path = Path(sys.argv[1]) if len(sys.argv) > 1 else SHARED
    if not path.exists():
        sys.stderr.write(f"{path}: there are no sentences here, so deadlines are not measured.\n")
        return
    right = found_count = wanted_count = bodies = 0
    for row in orjson.loads(path.read_bytes())["sentences"]:
        found = deadlines_in(row["text"], date.fromisoformat(row["issued"]))
        wanted = {each["due"]: each["who"] for each in row["deadlines"]}
        hits = [each for each in found if each.due in wanted]
        right, found_count, wanted_count = (
            right + len(hits),
            found_count + len(found),
            wanted_count + len(wanted),
        )
        bodies += sum((each.who or None) == wanted[each.due] for each in hits)
        if {each.due for each in found} != set(wanted):
            sys.stdout.write(
                f"  {row['text']}\n    {[each.due for each in found]} instead of {list(wanted)}\n"
            )
    sys.stdout.write(
        f"Deadlines: precision {right / max(found_count, 1):.2f}, recall {right / max(wanted_count, 1):.2f} "
        f"({right} of {wanted_count}); the body is right for {bodies} of {right}.\n"
    )


if __name__ == "__main__":
    main()
