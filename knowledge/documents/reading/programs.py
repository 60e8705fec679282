"""Programs of the system that read what Python cannot: each in the workshop's group, for a bounded time."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

PATIENCE = 50
"""Seconds; the workshop itself waits a little longer for a file, or for a page of a scan."""
PASSED_ON = ("PATH", "TESSDATA_PREFIX")


def is_installed(program: str) -> bool:
    """Tell whether the system has a program."""
    return shutil.which(program) is not None


def can_read_old_word() -> bool:
    """Tell whether LibreOffice is there, which .doc files need."""
    return is_installed("soffice")


def can_read_scans() -> bool:
    """Tell whether tesseract is there and knows Vietnamese."""
    if not is_installed("tesseract"):
        return False
    listed = subprocess.run(["tesseract", "--list-langs"], capture_output=True, timeout=PATIENCE, check=False)  # noqa: S607  # the system's own, wherever it is
    return "vie" in listed.stdout.decode(errors="replace").split()


def run(command: Sequence[str], folder: Path) -> subprocess.CompletedProcess[bytes]:
    """Run a program to its end; TimeoutError where it takes too long, and the workshop ends all of it.

    It sees none of our environment, and has the memory and processor time that the workshop has.
    """
    environment = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
    environment |= {"HOME": str(folder), "LC_ALL": "C.UTF-8", "OMP_THREAD_LIMIT": "1"}
    try:
        return subprocess.run(  # noqa: S603  # a fixed program; the file's name is our own
            command, cwd=folder, env=environment, capture_output=True, timeout=PATIENCE, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise TimeoutError from error
