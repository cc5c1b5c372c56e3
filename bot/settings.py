"""Settings from the environment or `.env`; a wrong one is one clear line that names it."""

from ipaddress import ip_address
from typing import Annotated
from zoneinfo import ZoneInfo, available_timezones

from pydantic import AfterValidator, Field, HttpUrl, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from dossier.language import Language
from storage.preferences import Preference
from storage.secrets import decode_master_key


class WrongSetting(Exception):
    """A setting cannot be used; the message is one line that names it and says what it should be."""


def _zone(name: str) -> str:
    if name not in available_timezones():
        raise ValueError("is not an IANA time zone such as Asia/Shanghai")
    return name


def _database_url(url: str) -> str:
    if not url.startswith(("sqlite:///", "postgresql+psycopg://", "postgresql://")):
        raise ValueError("must begin with sqlite:/// or postgresql://")
    return url.replace("postgresql://", "postgresql+psycopg://", 1)


def _master_key(key: SecretStr) -> SecretStr:
    try:
        decode_master_key(key.get_secret_value())
    except ValueError:
        raise ValueError("must be 32 bytes in base64; `dossier key` prints a new one") from None
    return key


class Settings(BaseSettings):
    """The settings of an installation; each is read from `DOSSIER_` and its name in capitals."""

    model_config = SettingsConfigDict(env_prefix="DOSSIER_", env_file=".env", extra="ignore", env_file_encoding="utf-8")

    database_url: Annotated[SecretStr, Field(description="SQLAlchemy URL; a SQLite file or a PostgreSQL database")] = (
        SecretStr("sqlite:///dossier.db")
    )
    master_key: Annotated[SecretStr | None, Field(description="32 bytes in base64 that protect sensitive fields")] = (
        None
    )
    public_url: Annotated[HttpUrl | None, Field(description="Where people reach this server, e.g. for links")] = None
    timezone: Annotated[str, AfterValidator(_zone), Field(description="IANA zone for those who set none")] = (
        "Asia/Shanghai"
    )
    language: Annotated[Language, Field(description="zh-CN or en-US, for those who set none")] = Language.ZH
    host: Annotated[str, Field(description="Address to listen on")] = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65535, description="Port to listen on; 0 for a free one")] = 8080

    @property
    def preference(self) -> Preference:
        """The language and zone of those who have set none."""
        return Preference(self.language, ZoneInfo(self.timezone))

    @property
    def url(self) -> str:
        """The database's address, with its password."""
        return _database_url(self.database_url.get_secret_value())

    @property
    def key(self) -> bytes:
        """The master key. Raises WrongSetting when there is none."""
        if self.master_key is None:
            raise WrongSetting("DOSSIER_MASTER_KEY is not set: run `dossier key` and put the line it prints into .env")
        return decode_master_key(_master_key(self.master_key).get_secret_value())


def load(**given: object) -> Settings:
    """Read the settings; `given` ones (from the command line) go first.

    Raises WrongSetting, one line naming the first setting that is wrong, never its value.
    """
    try:
        settings = Settings(**{name: value for name, value in given.items() if value is not None})  # type: ignore[arg-type]
        _database_url(settings.database_url.get_secret_value())
        if settings.master_key is not None:
            _master_key(settings.master_key)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        name = f"DOSSIER_{str(first['loc'][0]).upper()}"
        raise WrongSetting(f"{name} {first['msg'].removeprefix('Value error, ')}") from None
    except ValueError as error:
        name = "DOSSIER_MASTER_KEY" if "base64" in str(error) else "DOSSIER_DATABASE_URL"
        raise WrongSetting(f"{name} {error}") from None
    return settings


def is_loopback(host: str) -> bool:
    """Tell whether an address to listen on is reachable from this machine alone."""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
