from __future__ import annotations

from pathlib import Path

import pytest

from bot.settings import SettingsError, read

NONE = Path("no such file")


def test_without_any_setting_it_is_a_vietnamese_office_on_sqlite() -> None:
    settings = read({}, NONE)
    assert settings.language == "vi"
    assert str(settings.timezone) == "Asia/Ho_Chi_Minh"
    assert settings.database == "sqlite:///data/canbo.db"
    assert settings.telegram_token is None


def test_empty_is_unset_and_the_environment_is_over_the_file(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("CANBO_PORT=81\nCANBO_LANGUAGE=en\n", encoding="utf-8")
    settings = read({"CANBO_PORT": "82", "CANBO_PUBLIC_URL": ""}, tmp_path / ".env")
    assert (settings.port, settings.language, settings.public_url) == (82, "en", None)


def test_a_secret_may_come_from_a_file_and_is_never_shown(tmp_path: Path) -> None:
    (tmp_path / "token").write_text("123456:abcdef\n", encoding="utf-8")
    settings = read({"CANBO_TELEGRAM_TOKEN_FILE": str(tmp_path / "token")}, NONE)
    assert settings.telegram_token
    assert settings.telegram_token.get_secret_value() == "123456:abcdef"
    assert "abcdef" not in repr(settings)


def test_an_address_loses_its_last_slash() -> None:
    assert (
        read({"CANBO_PUBLIC_URL": "https://canbo.example.vn/"}, NONE).public_url == "https://canbo.example.vn"
    )


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("CANBO_PORT", "eighty"),
        ("CANBO_PORT", "70000"),
        ("CANBO_TIMEZONE", "Mars/Olympus"),
        ("CANBO_TIMEZONE", "/etc/passwd"),
        ("CANBO_LANGUAGE", "tlh"),
        ("CANBO_PUBLIC_URL", "canbo.example.vn"),
        ("CANBO_TELEGRAM_TOKEN", "secret"),
        ("CANBO_DATABASE_URL", "mysql://u:secret@h/d"),
        ("CANBO_DATABASE_URL", "no address"),
        ("CANBO_LOG_FORMAT", "xml"),
        ("CANBO_OPENAI_API_KEY_FILE", "no such file"),
    ],
)
def test_a_wrong_value_names_its_variable_and_shows_no_secret(name: str, value: str) -> None:
    with pytest.raises(SettingsError) as caught:
        read({name: value}, NONE)
    assert list(caught.value.problems) == [name]
    assert "secret" not in str(caught.value)


def test_all_mistakes_are_told_at_once() -> None:
    with pytest.raises(SettingsError) as caught:
        read({"CANBO_PORT": "x", "CANBO_LANGUAGE": "y", "CANBO_PROXY_URL_FILE": "z"}, NONE)
    assert set(caught.value.problems) == {"CANBO_PORT", "CANBO_LANGUAGE", "CANBO_PROXY_URL_FILE"}
