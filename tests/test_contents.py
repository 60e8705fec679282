"""The table of contents is complete: nothing is written and then forgotten."""

from __future__ import annotations

import re
from importlib import import_module
from pkgutil import iter_modules

import handlers
from bot.dispatch import COMMANDS
from bot.settings import PREFIX, Settings
from tests.messages import ROOT

PATHS_OF_A_MACHINE = re.compile(r"/(?:work|root|home/\w+)/")


def test_every_router_is_listed() -> None:
    modules = [import_module(f"handlers.{m.name}") for m in iter_modules(handlers.__path__)]
    written = {module.router for module in modules if hasattr(module, "router")}
    assert set(handlers.ROUTERS) == written


def test_every_command_has_a_vietnamese_and_an_english_name_of_its_own() -> None:
    commands = [c for r in handlers.ROUTERS for c in r.commands]
    names = [name for c in commands for name in c.names]
    assert len(names) == len(set(names)) == len(COMMANDS)
    assert all(re.fullmatch(r"[a-z0-9_]{1,32}", name) for name in names)
    assert all(len(c.names) == 2 or c.names[0] == "start" or not c.summary for c in commands)


def test_the_named_commands_are_there() -> None:
    pairs = {
        "lich": "agenda",
        "han": "deadlines",
        "luyen": "quiz",
        "hoi": "ask",
        "toi": "me",
        "trogiup": "help",
    }
    for vietnamese, english in pairs.items():
        assert COMMANDS[vietnamese] is COMMANDS[english]


def test_every_handler_says_what_it_does() -> None:
    for router in handlers.ROUTERS:
        for handler in [
            *(c.handler for c in router.commands),
            *router.actions.values(),
            *router.steps.values(),
        ]:
            assert handler.__doc__, handler


def test_every_setting_is_explained_in_the_readme() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for name in Settings.model_fields:
        assert f"| `{PREFIX}{name.upper()}` |" in readme, name


def test_every_command_is_named_in_the_readme() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for router in handlers.ROUTERS:
        for command in router.commands:
            if command.summary:
                assert f"/{command.names[0]}" in readme, command.names


def test_the_project_names_no_machine() -> None:
    for path in [
        *ROOT.glob("*.*"),
        *(
            p
            for d in ("bot", "handlers", "knowledge", "scheduler", "tests")
            for p in (ROOT / d).rglob("*.py")
        ),
    ]:
        if (
            path.is_file()
            and path.suffix in {".py", ".md", ".toml", ".lock"}
            and path.name != "test_contents.py"
        ):
            assert not PATHS_OF_A_MACHINE.search(path.read_text(encoding="utf-8")), path


def test_files_stay_small() -> None:
    for package in ("bot", "handlers", "knowledge", "scheduler"):
        for path in (ROOT / package).rglob("*.py"):
            if "versions" not in path.parts:
                assert len(path.read_text(encoding="utf-8").splitlines()) <= 250, path
