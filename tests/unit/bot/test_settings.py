"""Settings: what is wrong is one line that names the setting and never shows its value."""

from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.settings import Unknown, WrongSetting, is_loopback, load, unknown
from dossier.language import Language
from storage.secrets import new_master_key

WRONG = [
    ("DOSSIER_DATABASE_URL", "mysql://root:hunter2@db/dossier"),  # pragma: allowlist secret
    ("DOSSIER_DATABASE_URL", "hunter2"),
    ("DOSSIER_DATABASE_URL", "postgresql://u:hunter2@h:port/x"),  # pragma: allowlist secret
    ("DOSSIER_DATABASE_URL", "postgresql://u:p@hunter2@h/x"),  # pragma: allowlist secret
    ("DOSSIER_MASTER_KEY", "hunter2"),
    ("DOSSIER_MASTER_KEY", "aHVudGVyMg=="),
    ("DOSSIER_PUBLIC_URL", "ftp://hunter2"),
    ("DOSSIER_TIMEZONE", "Mars/hunter2"),
    ("DOSSIER_TIMEZONE", "../../etc/hunter2"),
    ("DOSSIER_LANGUAGE", "hunter2"),
    ("DOSSIER_PORT", "hunter2"),
    ("DOSSIER_PORT", "65536"),
    ("DOSSIER_PORT", "-1"),
]


@pytest.fixture(autouse=True)
def _clean(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Stand in an empty folder with no setting set."""
    monkeypatch.chdir(tmp_path)
    for name in ("DATABASE_URL", "MASTER_KEY", "PUBLIC_URL", "TIMEZONE", "LANGUAGE", "HOST", "PORT"):
        monkeypatch.delenv(f"DOSSIER_{name}", raising=False)


def test_without_any_setting_the_defaults_are_for_one_machine() -> None:
    settings = load()
    assert (settings.url, settings.host, settings.port) == ("sqlite:///dossier.db", "127.0.0.1", 8080)
    assert (settings.preference.language, settings.preference.zone) == (Language.ZH, ZoneInfo("Asia/Shanghai"))


def test_settings_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOSSIER_LANGUAGE", "en-US")
    monkeypatch.setenv("DOSSIER_TIMEZONE", "Europe/Berlin")
    monkeypatch.setenv("DOSSIER_PUBLIC_URL", "https://dossier.example.com")
    settings = load()
    assert (settings.preference.language, settings.preference.zone) == (Language.EN, ZoneInfo("Europe/Berlin"))
    assert str(settings.public_url) == "https://dossier.example.com/"


def test_settings_come_from_a_file_and_the_environment_goes_before_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / ".env").write_text("DOSSIER_PORT=9001\nDOSSIER_HOST=::1\nSOMETHING_ELSE=1\n")
    monkeypatch.setenv("DOSSIER_PORT", "9002")
    assert (load().port, load().host) == (9002, "::1")


def test_what_the_command_line_gives_goes_before_everything(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOSSIER_PORT", "9002")
    assert load(port=9003).port == 9003
    assert load(port=None).port == 9002


@pytest.mark.parametrize(("name", "value"), WRONG)
def test_a_wrong_setting_is_one_line_that_names_it_and_hides_its_value(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(WrongSetting) as wrong:
        load()
    line = str(wrong.value)
    assert line.startswith(f"{name} ")
    assert "\n" not in line
    assert "hunter2" not in line


def test_a_missing_master_key_says_how_to_make_one() -> None:
    with pytest.raises(WrongSetting, match=r"DOSSIER_MASTER_KEY.*dossier key"):
        _ = load().key


def test_secrets_are_not_shown_when_settings_are_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    key = new_master_key()
    monkeypatch.setenv("DOSSIER_MASTER_KEY", key)
    monkeypatch.setenv("DOSSIER_DATABASE_URL", "postgresql://dossier:hunter2@db/dossier")  # pragma: allowlist secret
    assert key not in repr(load())
    assert "hunter2" not in repr(load())


def test_a_usual_postgresql_address_gets_our_driver(monkeypatch: pytest.MonkeyPatch) -> None:
    for url in ("postgresql://u@h/d", "postgresql+psycopg://u@h/d"):
        monkeypatch.setenv("DOSSIER_DATABASE_URL", url)
        assert load().url == "postgresql+psycopg://u@h/d"


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.8.8", "::1", "localhost"])
def test_this_machine_is_loopback(host: str) -> None:
    assert is_loopback(host)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.2", "example.com", "", "127.0.0.1.example.com"])
def test_anything_else_is_not(host: str) -> None:
    assert not is_loopback(host)


@pytest.mark.parametrize("url", ["sqlite:///", "sqlite:///:memory:", "sqlite:///?cache=shared"])
def test_a_database_in_memory_is_refused(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setenv("DOSSIER_DATABASE_URL", url)
    with pytest.raises(WrongSetting, match=r"^DOSSIER_DATABASE_URL must name a file"):
        load()


@pytest.mark.parametrize(
    ("name", "value", "wanted"),
    [
        ("DOSSIER_PORT", "x", "must be a whole number from 0 to 65535"),
        ("DOSSIER_PORT", "65536", "must be a whole number from 0 to 65535"),
        ("DOSSIER_LANGUAGE", "de", "must be zh-CN or en-US"),
        ("DOSSIER_PUBLIC_URL", "dossier", "must be an address such as https://dossier.example.com"),
        ("SLACK_API_URL", "slack", "must be an address such as https://dossier.example.com"),
    ],
)
def test_what_a_setting_should_be_is_said_in_plain_words(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, wanted: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(WrongSetting) as wrong:
        load()
    assert str(wrong.value) == f"{name} {wanted}"


def test_a_file_of_settings_that_is_not_utf_8_is_refused(tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes("DOSSIER_HOST=主机".encode("gb18030"))
    with pytest.raises(WrongSetting, match=r"\.env is not a text in UTF-8"):
        load()


def test_a_misspelt_setting_is_named_with_the_nearest_one(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("DOSSIER_TIMEZON=Asia/Tokyo\nFEISHU_APPID=x\n")  # pragma: allowlist secret
    monkeypatch.setenv("SLACK_TOKEN", "hunter2")
    monkeypatch.setenv("DOSSIER_SLACK_BOT_TOKEN", "hunter2")
    monkeypatch.setenv("DOSSIER_COLOUR", "red")
    monkeypatch.setenv("SLACK_WEBHOOK_URL", "of another program")
    monkeypatch.setenv("DOSSIER_PORT", "9001")

    assert unknown() == [
        Unknown("DOSSIER_COLOUR", "", True),
        Unknown("DOSSIER_SLACK_BOT_TOKEN", "SLACK_BOT_TOKEN", True),
        Unknown("DOSSIER_TIMEZON", "DOSSIER_TIMEZONE", True),
        Unknown("FEISHU_APPID", "FEISHU_APP_ID", False),
        Unknown("SLACK_TOKEN", "SLACK_BOT_TOKEN", False),
        Unknown("SLACK_WEBHOOK_URL", "", False),
    ]


def test_what_is_missing_because_it_is_misspelt_is_said_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-hunter2")
    monkeypatch.setenv("SLACK_SIGNING_SECRT", "hunter2")
    with pytest.raises(WrongSetting, match="SLACK_SIGNING_SECRT is set: did you mean SLACK_SIGNING_SECRET") as wrong:
        load()
    assert "hunter2" not in str(wrong.value)
