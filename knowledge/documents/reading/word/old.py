"""Old Word files, turned into new ones by LibreOffice."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from knowledge.documents.reading.contents import Contents
from knowledge.documents.reading.programs import can_read_old_word, run
from knowledge.documents.reading.word import read_word
from knowledge.files import OLE, check_zip
from knowledge.problems import Refusal

WORD_STREAM = "WordDocument".encode("utf-16-le")
SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema"
 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="MacroSecurityLevel"
 oor:op="fuse"><value>3</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableMacrosExecution"
 oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="BlockUntrustedRefererLinks"
 oor:op="fuse"><value>true</value></prop></item>
</oor:items>
"""
"""No macro runs, and nothing is fetched that a paper links to."""


def read_old_word(path: Path) -> Contents:
    """Return the text of a .doc or .rtf; Refusal where LibreOffice is missing or cannot read it."""
    with new_word(path) as made:
        return read_word(made)


@contextmanager
def new_word(path: Path) -> Iterator[Path]:
    """Make a .docx of a .doc or .rtf, for as long as it is read; Refusal as above."""
    if not can_read_old_word():
        raise Refusal(
            "{name}: old Word files need LibreOffice, which is not installed here. Save it as .docx.",
            name=path.name,
        )
    content = path.read_bytes()
    if content.startswith(OLE) and WORD_STREAM not in content:
        # LibreOffice would take it for text, and show its bytes.
        raise Refusal("{name}: the file cannot be read. Open it, save it again, and retry.", name=path.name)
    # Beside the file: who handed it in removes the folder, even where this process is ended.
    with TemporaryDirectory(dir=path.parent) as name:
        folder = Path(name)
        profile = folder / "profile"
        (profile / "user").mkdir(parents=True)
        (profile / "user" / "registrymodifications.xcu").write_text(SETTINGS, encoding="utf-8")
        source = folder / f"paper{path.suffix.lower()}"
        shutil.copyfile(path, source)
        command = ["soffice", f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore"]
        run([*command, "--convert-to", "docx:MS Word 2007 XML", "--outdir", name, str(source)], folder)
        made = source.with_suffix(".docx")
        if not made.exists():
            raise Refusal(
                "{name}: the file cannot be read. Open it, save it again, and retry.", name=path.name
            )
        check_zip(made)
        yield made
