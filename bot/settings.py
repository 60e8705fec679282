"""Every setting: its environment variable, default, and one sentence; all errors at once."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from dotenv import dotenv_values
from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict
from typing_extensions import override

from handlers import language
from knowledge import ModelSettings, Refusal
from knowledge.database import with_driver

PREFIX = "CANBO_"
FROM_FILE = "_FILE"
"""NAME_FILE names a file that holds NAME's value: how containers hand over secrets."""


class SettingsError(Exception):
    """Wrong settings: every mistake, each naming its variable."""

    def __init__(self, problems: Mapping[str, Refusal]) -> None:
        super().__init__("\n".join(f"{name}: {problem}" for name, problem in problems.items()))
        self.problems = dict(problems)
        """By variable; each with the sentences to say."""


def time_zone(value: object) -> object:
    """Turn an IANA name into a time zone."""
    try:
        return ZoneInfo(value) if isinstance(value, str) else value
    except (KeyError, ValueError, OSError) as error:
        raise ValueError(Refusal("this is not a time zone; write one such as Asia/Ho_Chi_Minh.")) from error


def language_code(value: str) -> str:
    """Accept only a language that has a catalogue."""
    if value not in language.LANGUAGES:
        choices = ", ".join(language.LANGUAGES)
        raise ValueError(Refusal("this language is not spoken; choose one of {choices}.", choices=choices))
    return value


def web_address(value: str | None) -> str | None:
    """Accept only http and https addresses; the slash at the end goes."""
    if value is None:
        return None
    parts = urlsplit(value)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ValueError(Refusal("this is not an address; write one such as https://canbo.example.vn."))
    return value.rstrip("/")


def database_address(value: SecretStr | None) -> SecretStr | None:
    """Accept only the databases that we work with."""
    if value is not None:
        try:
            with_driver(value.get_secret_value())
        except Refusal as refusal:
            raise ValueError(refusal) from refusal
    return value


def telegram_token(value: SecretStr | None) -> SecretStr | None:
    """Accept only what BotFather hands out."""
    number, _, secret = value.get_secret_value().partition(":") if value else ("1", "", "x")
    if not (number.isdecimal() and secret):
        raise ValueError(
            Refusal("this is not a bot's token; copy it from BotFather: digits, colon, letters.")
        )
    return value


Address = Annotated[str | None, AfterValidator(web_address)]
Token = Annotated[SecretStr | None, AfterValidator(telegram_token)]
DatabaseAddress = Annotated[SecretStr | None, AfterValidator(database_address)]
TimeZone = Annotated[ZoneInfo, BeforeValidator(time_zone)]


class Settings(BaseSettings):
    """What the technician may set, each as CANBO_ and the field's name in capitals."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, extra="ignore", arbitrary_types_allowed=True)

    data_dir: Path = Field(Path("data"), description="The folder for the database, backups and demo.")
    database_url: DatabaseAddress = Field(
        None,
        description="Where the data lives: sqlite:///FILE (canbo.db in the data folder if unset) "
        "or postgresql://….",
    )
    host: str = Field("127.0.0.1", description="The address that the web server listens on; 0.0.0.0 for all.")
    port: int = Field(8080, ge=0, le=65535, description="The web server's port; 0 takes a free one.")
    public_url: Address = Field(
        None,
        description="The https address under which people and Telegram reach the web server; "
        "turns webhooks on.",
    )
    language: Annotated[str, AfterValidator(language_code)] = Field(
        "vi",
        description="The language of the command line, and of people who have not chosen one: vi, en or bn.",
    )
    timezone: TimeZone = Field(
        ZoneInfo("Asia/Ho_Chi_Minh"), description="The time zone for people without their own."
    )
    log_format: str = Field(
        "text", pattern="^(text|json)$", description="Logs for people (text) or machines (json)."
    )
    telegram_token: Token = Field(None, description="The bot's token from BotFather; turns Telegram on.")
    telegram_api_url: Annotated[str, AfterValidator(web_address)] = Field(
        "https://api.telegram.org",
        description="The Bot API server, if it is one's own.",
    )
    telegram_per_second: int = Field(
        30,
        ge=1,
        le=1000,
        description="Messages a second that Telegram takes from the bot; above 30 they are paid for in Stars "
        "(paid broadcast).",
    )
    proxy_url: Address = Field(None, description="An http proxy for the way to Telegram.")
    metrics_token: SecretStr | None = Field(
        None,
        description="A token with which Prometheus may read /metrics; without it there is no such address.",
    )
    openai_base_url: Address = Field(
        None,
        description="An OpenAI-compatible endpoint, such as http://127.0.0.1:8000/v1; "
        "questions and passages go there.",
    )
    openai_api_key: SecretStr | None = Field(
        None, description="The key of that endpoint, if it asks for one."
    )
    chat_model: str | None = Field(
        None,
        description="The model at that endpoint which writes answers from the passages that were found.",
    )
    embedding_model: str | None = Field(
        None,
        description="The model at that endpoint which makes embeddings, so that papers are found by meaning.",
    )
    model_daily_limit: int = Field(
        50, ge=0, le=100_000, description="How many answers a person may have written by the model each day."
    )
    model_timeout: float = Field(
        20, ge=1, le=50, description="Seconds that the model may take for an answer."
    )

    @classmethod
    @override
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Take values from `read` only, which joins environment, .env and secret files."""
        return (init_settings,)

    @property
    def model(self) -> ModelSettings | None:
        """The models' endpoint and how much of it people may use; None where none is set."""
        if self.openai_base_url is None:
            return None
        return ModelSettings(
            self.openai_base_url,
            self.openai_api_key.get_secret_value() if self.openai_api_key else None,
            self.chat_model,
            self.embedding_model,
            self.model_timeout,
            self.model_daily_limit,
        )

    @property
    def database(self) -> str:
        """The database's address, the default one where none is set."""
        if self.database_url:
            return self.database_url.get_secret_value()
        return f"sqlite:///{self.data_dir / 'canbo.db'}"


def read(environment: Mapping[str, str] | None = None, env_file: Path = Path(".env")) -> Settings:
    """Read the settings: the environment over the .env file; empty is unset.

    Raises SettingsError with all mistakes at once.
    """
    environment = os.environ if environment is None else environment
    written = {**dotenv_values(env_file), **environment}
    given = {name: value for name, value in written.items() if name.startswith(PREFIX) and value}
    problems: dict[str, Refusal] = {}
    values: dict[str, Any] = {}
    for field in Settings.model_fields:
        name = PREFIX + field.upper()
        if name in given:
            values[field] = given[name]
        elif name + FROM_FILE in given:
            try:
                values[field] = Path(given[name + FROM_FILE]).read_text(encoding="utf-8").strip()
            except (OSError, UnicodeDecodeError):
                problems[name + FROM_FILE] = Refusal(
                    "this file cannot be read; check the path and its permissions."
                )
    try:
        settings = Settings(**values)
    except ValidationError as error:
        for mistake in error.errors(include_input=False):
            field = str(mistake["loc"][0])
            own = mistake["ctx"]["error"].args[0] if mistake["type"] == "value_error" else None
            # The library's own words would show a secret or speak of types; the field's sentence helps.
            problems[PREFIX + field.upper()] = own or Refusal(
                "this value does not fit. {meaning}", meaning=Settings.model_fields[field].description
            )
        raise SettingsError(problems) from None
    if problems:
        raise SettingsError(problems)
    return settings
