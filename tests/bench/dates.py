"""How many phrases of time are read as an official means them: `python -m tests.bench.dates [FILE]`."""

from __future__ import annotations

import sys
import time
from datetime import datetime
from pathlib import Path

import orjson

from knowledge.vietnamese.dates import Found, find
from knowledge.vietnamese.spelling import bare

SHARED = Path(__file__).parents[3] / "shared" / "data" / "dates" / "phrases_vi.json"
ROUNDS = 20


def is_right(found: Found | None, wanted: dict[str, object]) -> bool:
    """Compare what was read with what is meant; where no day is meant, the hour alone counts."""
    if wanted["none"]:
        return found is None
    if found is None:
        return False
    last = found.last.isoformat() if found.last != found.first else None
    return (
        wanted["date"] in {None, found.first.isoformat()}
        and wanted["time"] == (f"{found.clock:%H:%M}" if found.clock else None)
        and wanted["to"] in {None, last, f"{found.until:%H:%M}" if found.until else None}
    )


def main() -> None:
    """Print the counts with and without marks, what is wrong, and the time that a phrase takes."""
    path = Path(sys.argv[1]) if len(sys.argv) > 1 else SHARED
    if not path.exists():
        sys.stderr.write(f"{path}: there are no phrases here, so dates are not measured.\n")
        return
    data = orjson.loads(path.read_bytes())
    now, phrases = datetime.fromisoformat(data["now"]), data["phrases"]
    for way, typed in (("as written", str), ("without marks", bare)):
        texts = [typed(phrase["text"]) for phrase in phrases]
        begun = time.perf_counter()
        for _ in range(ROUNDS):
            for text in texts:
                find(text, now)
        each = (time.perf_counter() - begun) / ROUNDS / len(texts) * 1000
        wrong = [t for t, p in zip(texts, phrases, strict=True) if not is_right(find(t, now), p)]
        sys.stdout.write(f"{way}: {len(texts) - len(wrong)} of {len(texts)} right, {each:.2f} ms a phrase\n")
        sys.stdout.writelines(f"  wrong: {text}\n" for text in wrong)


if __name__ == "__main__":
    main()
