"""Settings from the environment or `.env`; a wrong one is one clear line that names it."""

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from ipaddress import ip_address
from pathlib import Path
from typing import Annotated, Self
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, available_timezones

from pydantic import AfterValidator, Field, HttpUrl, SecretStr, ValidationError, model_validator
from pydantic_settings import BaseSettings, DotEnvSettingsSource, EnvSettingsSource, SettingsConfigDict

from bot.intake.scanning import Scanner, check_address
from bot.links import Where
from dossier.language import Language
from storage.blobs import Blobs, check_place, place_beside
from storage.database import check_url, file_of
from storage.preferences import Preference
from storage.secrets import decode_master_key


class WrongSetting(Exception):
    """A setting cannot be used; the message is one line that names it and says what it should be."""


_PREFIXES = ("DOSSIER_", "SLACK_", "FEISHU_")
# The browser that the tests are to use.
_OF_TESTS = ("DOSSIER_CHROMIUM",)
_ADDRESS = "must be an address such as https://dossier.example.com"
# What is wanted, where the library's words are not for whoever sets things up.
_WANTED = {
    "DOSSIER_PORT": "must be a whole number from 0 to 65535",
    "DOSSIER_LANGUAGE": "must be zh-CN or en-US",
    "DOSSIER_LINKS": "must be off, public or all",
    "DOSSIER_PUBLIC_URL": _ADDRESS,
    "SLACK_API_URL": _ADDRESS,
}


def _zone(name: str) -> str:
    if name not in available_timezones():
        raise ValueError("is not an IANA time zone such as Asia/Shanghai")
    return name


def _database_url(given: SecretStr) -> SecretStr:
    url = given.get_secret_value()
    if not url.startswith(("sqlite:///", "postgresql+psycopg://", "postgresql://")):
        raise ValueError("must begin with sqlite:/// or postgresql://")
    url = url.replace("postgresql://", "postgresql+psycopg://", 1)
    check_url(url)
    return SecretStr(url)


def _files(place: str) -> str:
    check_place(place)
    return place


def _clamd(address: str) -> str:
    check_address(address)
    return address


def _feishu_domain(domain: str) -> str:
    if domain in ("feishu", "lark"):
        return domain
    try:
        parts = urlsplit(domain)
        whole = parts.hostname and not (parts.path.strip("/") or parts.query or parts.fragment or parts.username)
        # Reading the port is what tells whether it is one.
        taken = parts.port != 0 and (
            parts.scheme == "https" or (parts.scheme == "http" and is_loopback(parts.hostname or ""))
        )
    except ValueError:
        whole = taken = False
    if not (whole and taken):
        raise ValueError(
            "must be feishu, lark, or an address such as https://open.feishu.cn (http on this machine alone)"
        )
    return domain.rstrip("/")


def _master_key(key: SecretStr) -> SecretStr:
    try:
        decode_master_key(key.get_secret_value())
    except ValueError:
        raise ValueError("must be 32 bytes in base64; `dossier key` prints a new one") from None
    return key


class Settings(BaseSettings):
    """The settings of an installation; each is read from `DOSSIER_` and its name in capitals."""

    # A name with nothing behind it, as a copied example has it, is not set.
    model_config = SettingsConfigDict(
        env_prefix="DOSSIER_", env_file=".env", extra="ignore", env_file_encoding="utf-8", env_ignore_empty=True
    )

    database_url: Annotated[
        SecretStr,
        AfterValidator(_database_url),
        Field(description="SQLAlchemy URL; a SQLite file or a PostgreSQL database"),
    ] = SecretStr("sqlite:///dossier.db")
    master_key: Annotated[
        Annotated[SecretStr, AfterValidator(_master_key)] | None,
        Field(description="32 bytes in base64 that protect sensitive fields"),
    ] = None
    public_url: Annotated[HttpUrl | None, Field(description="Where people reach this server, e.g. for links")] = None
    timezone: Annotated[str, AfterValidator(_zone), Field(description="IANA zone for those who set none")] = (
        "Asia/Shanghai"
    )
    language: Annotated[Language, Field(description="zh-CN or en-US, for those who set none")] = Language.ZH
    files: Annotated[
        Annotated[str, AfterValidator(_files)] | None,
        Field(description="Where files are kept: a folder, or s3://bucket/prefix?endpoint=…&region=…"),
    ] = None
    files_key: Annotated[
        SecretStr | None, Field(description="Access key of the bucket; without it the machine's own keys are used")
    ] = None
    files_secret: Annotated[SecretStr | None, Field(description="Goes with DOSSIER_FILES_KEY")] = None
    clamd: Annotated[
        Annotated[str, AfterValidator(_clamd)] | None,
        Field(description="ClamAV's clamd, which looks at every file: tcp://host:3310 or unix:///run/clamav/clamd.ctl"),
    ] = None
    links: Annotated[
        Where,
        Field(description="Which links in records are looked at weekly: off, public, or all, one's own network too"),
    ] = Where.PUBLIC
    host: Annotated[str, Field(description="Address to listen on")] = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65535, description="Port to listen on; 0 for a free one")] = 8080

    slack_bot_token: Annotated[
        SecretStr | None, Field(alias="SLACK_BOT_TOKEN", description="Bot token of the one Slack workspace (xoxb-…)")
    ] = None
    slack_signing_secret: Annotated[
        SecretStr | None, Field(alias="SLACK_SIGNING_SECRET", description="Checks what Slack sends over HTTP")
    ] = None
    slack_app_token: Annotated[
        SecretStr | None, Field(alias="SLACK_APP_TOKEN", description="App token for Socket Mode (xapp-…)")
    ] = None
    slack_client_id: Annotated[
        str | None, Field(alias="SLACK_CLIENT_ID", description="With the secret: installing by OAuth, many workspaces")
    ] = None
    slack_client_secret: Annotated[
        SecretStr | None, Field(alias="SLACK_CLIENT_SECRET", description="Goes with SLACK_CLIENT_ID")
    ] = None
    slack_api_url: Annotated[
        HttpUrl, Field(alias="SLACK_API_URL", description="Base of Slack's Web API, to try things without Slack")
    ] = HttpUrl("https://slack.com/api/")

    feishu_app_id: Annotated[str | None, Field(alias="FEISHU_APP_ID", description="The self-built app (cli_…)")] = None
    feishu_app_secret: Annotated[
        SecretStr | None, Field(alias="FEISHU_APP_SECRET", description="Goes with FEISHU_APP_ID")
    ] = None
    feishu_encrypt_key: Annotated[
        SecretStr | None,
        Field(alias="FEISHU_ENCRYPT_KEY", description="Opens what Feishu posts; without it, the long connection"),
    ] = None
    feishu_verification_token: Annotated[
        SecretStr | None, Field(alias="FEISHU_VERIFICATION_TOKEN", description="Goes with FEISHU_ENCRYPT_KEY")
    ] = None
    feishu_domain: Annotated[
        str,
        AfterValidator(_feishu_domain),
        Field(alias="FEISHU_DOMAIN", description="feishu, lark, or an address to try things without Feishu"),
    ] = "feishu"

    @model_validator(mode="after")
    def _slack_is_whole(self) -> Self:
        """Refuse a Slack that could send but not hear, or hear but not send."""
        oauth = self.slack_client_id is not None and self.slack_client_secret is not None
        if (self.slack_client_id is None) != (self.slack_client_secret is None):
            raise WrongSetting("SLACK_CLIENT_ID and SLACK_CLIENT_SECRET are needed together")
        if oauth and self.public_url is None:
            raise WrongSetting("DOSSIER_PUBLIC_URL is needed for installing by OAuth (SLACK_CLIENT_ID)")
        heard = self.slack_signing_secret is not None or self.slack_app_token is not None
        if self.slack_bot_token is None and not oauth and heard:
            raise WrongSetting("SLACK_BOT_TOKEN is not set (nor SLACK_CLIENT_ID and SLACK_CLIENT_SECRET)")
        if (self.slack_bot_token is not None or oauth) and not heard:
            raise WrongSetting("SLACK_SIGNING_SECRET (for HTTP) or SLACK_APP_TOKEN (for Socket Mode) is not set")
        return self

    @model_validator(mode="after")
    def _feishu_is_whole(self) -> Self:
        """Refuse a Feishu without its app, and a webhook that anybody could post to."""
        if (self.feishu_app_id is None) != (self.feishu_app_secret is None):
            raise WrongSetting("FEISHU_APP_ID and FEISHU_APP_SECRET are needed together")
        if self.feishu_encrypt_key is not None and not self.feishu_encrypt_key.get_secret_value().strip():
            raise WrongSetting("FEISHU_ENCRYPT_KEY is nothing but spaces")
        if self.feishu_verification_token is not None and self.feishu_encrypt_key is None:
            raise WrongSetting(
                "FEISHU_ENCRYPT_KEY is needed with FEISHU_VERIFICATION_TOKEN: without it anybody could send events "
                "(for the long connection, set neither)"
            )
        if self.feishu_encrypt_key is not None and self.feishu_app_id is None:
            raise WrongSetting("FEISHU_APP_ID and FEISHU_APP_SECRET are not set")
        return self

    @model_validator(mode="after")
    def _files_are_whole(self) -> Self:
        """Refuse keys to a bucket of which one is missing."""
        if (self.files_key is None) != (self.files_secret is None):
            raise WrongSetting("DOSSIER_FILES_KEY and DOSSIER_FILES_SECRET are needed together")
        return self

    def blobs(self, beside: Path | None = None) -> Blobs:
        """Give where files are kept; where nothing is set, the folder `beside`, or one beside the database."""
        key, secret = self.files_key, self.files_secret
        return Blobs(
            self.files or str(beside or place_beside(file_of(self.url))),
            key.get_secret_value() if key else "",
            secret.get_secret_value() if secret else "",
        )

    @property
    def scanner(self) -> Scanner | None:
        """What looks at files for viruses, where it is configured."""
        return Scanner(self.clamd) if self.clamd else None

    @property
    def has_feishu(self) -> bool:
        """Whether Feishu is configured."""
        return self.feishu_app_id is not None

    @property
    def has_slack(self) -> bool:
        """Whether Slack is configured."""
        return self.slack_bot_token is not None or self.slack_client_id is not None

    @property
    def preference(self) -> Preference:
        """The language and zone of those who have set none."""
        return Preference(self.language, ZoneInfo(self.timezone))

    @property
    def url(self) -> str:
        """The database's address, with its password."""
        return self.database_url.get_secret_value()

    @property
    def key(self) -> bytes:
        """The master key. Raises WrongSetting when there is none."""
        if self.master_key is None:
            raise WrongSetting("DOSSIER_MASTER_KEY is not set: run `dossier key` and put the line it prints into .env")
        return decode_master_key(self.master_key.get_secret_value())


def load(**given: object) -> Settings:
    """Read the settings; `given` ones (from the command line) go first.

    Raises WrongSetting, one line naming the first setting that is wrong, never its value, and what may be misspelt.
    """
    try:
        return _read(given)
    except WrongSetting as error:
        raise WrongSetting(f"{error}{_misspelt()}") from None


def _misspelt() -> str:
    try:
        meant = [f"{each.name} is set: did you mean {each.near}?" for each in unknown() if each.near]
    except (UnicodeDecodeError, OSError):
        return ""
    return f" ({' '.join(meant)})" if meant else ""


def _read(given: Mapping[str, object]) -> Settings:
    try:
        return Settings(**{name: value for name, value in given.items() if value is not None})  # type: ignore[arg-type]
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        place = str(first["loc"][0])
        # A setting under an alias of its own is placed by that, one of ours by its field.
        name = f"DOSSIER_{place.upper()}" if place in Settings.model_fields else place
        raise WrongSetting(f"{name} {_WANTED.get(name, first['msg'].removeprefix('Value error, '))}") from None
    except UnicodeDecodeError:
        raise WrongSetting(".env is not a text in UTF-8: save it as UTF-8") from None
    except OSError as error:
        raise WrongSetting(f".env cannot be read: {error.strerror}") from None


@dataclass(frozen=True, slots=True)
class Unknown:
    """A variable that looks like one of ours and is none; `near` is the setting it may be meant for.

    `ours` says that no other program can be meant: Slack's and Feishu's names are anybody's.
    """

    name: str
    near: str
    ours: bool


def unknown() -> list[Unknown]:
    """Give the variables of the environment and of `.env` that look like settings and would be ignored in silence."""
    given = {*EnvSettingsSource(Settings).env_vars, *DotEnvSettingsSource(Settings).env_vars}
    known = {field.alias or f"DOSSIER_{name.upper()}" for name, field in Settings.model_fields.items()}
    names = sorted(name.upper() for name in given if name.upper().startswith(_PREFIXES))
    return [_unknown(name, known) for name in names if name not in known and name not in _OF_TESTS]


def _unknown(name: str, known: set[str]) -> Unknown:
    prefix, _, rest = name.partition("_")
    # Compared without what they begin with, which would make all of them alike.
    alike = {each.partition("_")[2]: each for each in known if each.startswith(prefix)} | {each: each for each in known}
    near = get_close_matches(rest, sorted(alike), n=1)
    return Unknown(name, alike[near[0]] if near else "", prefix == "DOSSIER")


def is_loopback(host: str) -> bool:
    """Tell whether an address to listen on is reachable from this machine alone."""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
