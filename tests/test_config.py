"""Settings: what each may be, what is said when it is not, and that secrets stay secret."""

import os
import re
import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.config import Address, Settings, SettingsError, values, variables
from bot.config.env import tighten
from bot.config.key import find_key, master_key
from bot.config.secret import KeyFileError, Trouble, load_master, make_master
from bot.texts.catalog import LANGUAGES, shipped

TOKEN = "123456789:AAH-canary_canary-canary_canary-0123"
SECRET = "webhook-canary-geheim"
EXAMPLE = Path(__file__).resolve().parents[1] / ".env.example"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder to start the bot in, with room for a home beside it."""
    (tmp_path / "bot" / "scenarios").mkdir(parents=True)
    return tmp_path / "bot"


def read(folder: Path, **given: str) -> Settings:
    return Settings.read({"HOME": str(folder.parent / "home"), **given}, folder)


def refusal(folder: Path, **given: str) -> str:
    """Return what is said about wrong settings; in every language, on one line."""
    with pytest.raises(SettingsError) as caught:
        read(folder, **given)
    error = caught.value
    said = {language: shipped().plain(language, error.key, **error.values) for language in LANGUAGES}
    assert all("\n" not in line for line in said.values())
    assert "canary" not in repr(error) + "".join(said.values())
    return said["nl"]


def write(path: Path, text: str, mode: int = 0o600) -> Path:
    path.write_text(text, "utf-8")
    path.chmod(mode)
    return path


def test_without_anything_set_the_defaults_hold(folder: Path) -> None:
    settings = read(folder)
    assert settings.telegram_bot_token == ""
    assert settings.telegram_api_url == "https://api.telegram.org"
    assert settings.pack_hosts == frozenset()
    assert settings.database_file == folder / "data" / "casusbot.db"
    assert settings.master_key_file == folder.parent / "home" / ".config" / "casusbot" / "master.key"
    assert settings.scenarios == folder / "scenarios"
    assert settings.http_address == Address("127.0.0.1", 8080)
    assert (settings.language, settings.retention_days, settings.log_level) == ("nl", 90, "INFO")


def test_the_environment_wins_over_the_file_and_empty_is_unset(folder: Path) -> None:
    write(folder / ".env", "RETENTION_DAYS=30\nLOG_LEVEL=debug # loud\nTRAINERS=\nTELEGRAM_BOT_TOKEN=\n")
    settings = read(folder, RETENTION_DAYS="60", LOG_LEVEL=" ")
    assert (settings.retention_days, settings.log_level) == (60, "DEBUG")


def test_reading_leaves_the_environment_alone(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("RETENTION_DAYS", raising=False)
    write(folder / ".env", "RETENTION_DAYS=30\n")
    before = dict(os.environ)
    read(folder)
    assert dict(os.environ) == before


def test_the_example_names_every_setting_once_in_order_and_with_its_default(folder: Path) -> None:
    spelled = re.sub(r"^#(?=[A-Z_]+=)", "", EXAMPLE.read_text("utf-8"), flags=re.MULTILINE)
    assert tuple(re.findall(r"^([A-Z_]+)=", spelled, re.MULTILINE)) == variables()
    plain = read(folder)
    write(folder / ".env", spelled)
    assert read(folder) == plain


def test_secrets_are_not_in_the_text_form(folder: Path) -> None:
    settings = read(
        folder,
        TELEGRAM_BOT_TOKEN=TOKEN,
        DATABASE_URL="postgresql://casusbot:wacht%40canary@localhost/casus",
        PUBLIC_URL="https://casus.example",
        WEBHOOK_SECRET=SECRET,
    )
    assert "canary" not in repr(settings)
    assert set(settings.secrets) == {TOKEN, SECRET, "wacht%40canary", "wacht@canary"}


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("TELEGRAM_BOT_TOKEN", "mijn_canary_bot"),
        ("TELEGRAM_BOT_TOKEN", "123:met spatie"),
        ("TELEGRAM_BOT_TOKEN_FILE", "nergens/token"),
        ("TELEGRAM_API_URL", "api.telegram.org"),
        ("TELEGRAM_API_URL", "https://naam:canary@api.telegram.org"),
        ("TELEGRAM_API_URL", "ftp://api.telegram.org"),
        ("DATABASE_URL", "sqlite://"),
        ("DATABASE_URL", "sqlite:///:memory:"),
        ("DATABASE_URL", "mysql://naam:canary@localhost/casus"),
        ("DATABASE_URL", "postgresql://localhost"),
        ("DATABASE_URL", "postgresql://localhost:poort/casus"),
        ("MASTER_KEY_FILE", "data/master.key"),
        ("MASTER_KEY_FILE", "~bestaatniet/master.key"),
        ("SCENARIOS", "nergens"),
        ("PACK_HOSTS", "https://cases.example.nl"),
        ("PACK_HOSTS", "*.example.nl"),
        ("PACK_HOSTS", "cases.example.nl/map"),
        ("PACK_HOSTS", "naam:canary@cases.example.nl"),
        ("PACK_HOSTS", "cases.example.nl:"),
        ("PACK_HOSTS", "cases.example.nl:0"),
        ("PACK_HOSTS", "cases.example.nl:65536"),
        ("PACK_HOSTS", "cases.example.nl."),
        ("PACK_HOSTS", "localhost"),
        ("PACK_HOSTS", "127.0.0.1"),
        ("PACK_HOSTS", "127.0.0.0x1"),
        ("PACK_HOSTS", "0x7f000001"),
        ("PACK_HOSTS", "[::1]"),
        ("TRAINERS", "123, anna"),
        ("TRAINERS", "-100123"),
        ("TRAINERS", "0"),
        ("HTTP_ADDRESS", "8080"),
        ("HTTP_ADDRESS", "localhost"),
        ("HTTP_ADDRESS", "localhost:99999"),
        ("HTTP_ADDRESS", ":8080"),
        ("PUBLIC_URL", "http://casus.example"),
        ("PUBLIC_URL", "https://casus.example/?x=1"),
        ("PUBLIC_URL", "casus.example"),
        ("LANGUAGE", "de"),
        ("RETENTION_DAYS", "0"),
        ("RETENTION_DAYS", "3651"),
        ("RETENTION_DAYS", "een maand"),
        ("RETENTION_DAYS", "٣"),
        ("LOG_LEVEL", "loud"),
    ],
)
def test_a_wrong_value_is_refused_in_one_line_that_names_the_setting(folder: Path, setting: str, value: str) -> None:
    assert refusal(folder, **{setting: value}).startswith(f"{setting}: ")


@pytest.mark.parametrize("secret", ["met spatie", "é", "x" * 257, "a/b"])
def test_a_webhook_secret_telegram_would_refuse_is_refused(folder: Path, secret: str) -> None:
    said = refusal(folder, PUBLIC_URL="https://casus.example", WEBHOOK_SECRET=secret)
    assert said.startswith("WEBHOOK_SECRET: ")


def test_a_public_address_needs_a_webhook_secret(folder: Path) -> None:
    assert refusal(folder, PUBLIC_URL="https://casus.example").startswith("WEBHOOK_SECRET: ")


@pytest.mark.parametrize("host", ["localhost:8080", "127.0.0.1:1", "[::1]:8443"])
def test_only_this_machine_may_be_public_without_https(folder: Path, host: str) -> None:
    settings = read(folder, PUBLIC_URL=f"http://{host}/", WEBHOOK_SECRET=SECRET)
    assert settings.public_url == f"http://{host}"


def test_packs_lie_beside_the_database_file_or_in_data_where_there_is_none(folder: Path) -> None:
    assert read(folder).packs == folder / "data" / "packs"
    assert read(folder, DATABASE_URL="sqlite:////var/lib/casusbot/casusbot.db").packs == Path("/var/lib/casusbot/packs")
    assert read(folder, DATABASE_URL="postgres://casus@localhost/casus").packs == folder / "data" / "packs"


def test_values_are_read_as_what_they_are(folder: Path) -> None:
    settings = read(
        folder,
        TRAINERS="12, 34;56 78",
        HTTP_ADDRESS="[::1]:9000",
        TELEGRAM_API_URL="http://bot-api:8081/",
        DATABASE_URL="postgres://casus@localhost/casus",
        SCENARIOS="scenarios",
        PACK_HOSTS="Cases.Example.nl, git.example.nl:8443",
        LANGUAGE="EN",
    )
    assert settings.pack_hosts == {("cases.example.nl", 443), ("git.example.nl", 8443)}
    assert settings.trainers == {12, 34, 56, 78}
    assert settings.http_address == Address("::1", 9000)
    assert settings.telegram_api_url == "http://bot-api:8081"
    assert settings.database_url == "postgresql+psycopg://casus@localhost/casus"
    assert settings.database_file is None
    assert settings.language == "en"


@pytest.mark.parametrize("desktop", ["en_US:en", "de_DE.UTF-8", "nl:en"])
def test_the_languages_of_the_desktop_are_not_taken_for_ours(folder: Path, desktop: str) -> None:
    assert read(folder, LANGUAGE=desktop).language == "nl"


def test_a_token_may_come_from_a_file_of_its_owner_alone(folder: Path) -> None:
    path = write(folder.parent / "token", TOKEN + "\n")
    settings = read(folder, TELEGRAM_BOT_TOKEN_FILE=str(path))
    assert settings.telegram_bot_token == TOKEN
    path.chmod(0o640)
    assert "chmod 600" in refusal(folder, TELEGRAM_BOT_TOKEN_FILE=str(path))


@pytest.mark.parametrize("name", ["\ud800", "a\x00b"])
def test_a_name_that_no_file_can_have_is_a_file_that_is_not_there(folder: Path, name: str) -> None:
    assert "TELEGRAM_BOT_TOKEN_FILE" in refusal(folder, TELEGRAM_BOT_TOKEN_FILE=name)


def test_a_token_is_given_in_one_way_only(folder: Path) -> None:
    path = write(folder.parent / "token", TOKEN)
    said = refusal(folder, TELEGRAM_BOT_TOKEN_FILE=str(path), TELEGRAM_BOT_TOKEN=TOKEN)
    assert said.startswith("TELEGRAM_BOT_TOKEN: ")


def test_an_empty_token_file_is_no_token(folder: Path) -> None:
    path = write(folder.parent / "token", "\n")
    assert refusal(folder, TELEGRAM_BOT_TOKEN_FILE=str(path)).startswith("TELEGRAM_BOT_TOKEN_FILE: ")


def test_what_systemd_guards_may_look_readable_for_a_group(folder: Path) -> None:
    guarded = folder.parent / "credentials"
    guarded.mkdir()
    path = write(guarded / "token", TOKEN, 0o440)
    given = {"TELEGRAM_BOT_TOKEN_FILE": str(path), "CREDENTIALS_DIRECTORY": str(guarded)}
    assert read(folder, **given).telegram_bot_token == TOKEN


@pytest.mark.parametrize(
    "line",
    [f"TELEGRAM_BOT_TOKEN={TOKEN}", f"WEBHOOK_SECRET={SECRET}", "DATABASE_URL=postgresql://a:canary@localhost/c"],
)
def test_a_file_with_a_secret_that_others_can_read_is_refused_until_it_is_tightened(folder: Path, line: str) -> None:
    path = write(folder / ".env", line + "\n", 0o644)
    assert "chmod 600" in refusal(folder)
    assert tighten(folder) == path
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    read(folder)
    assert tighten(folder) is None


def test_a_file_without_a_secret_may_be_read_by_all(folder: Path) -> None:
    write(folder / ".env", "RETENTION_DAYS=30\n", 0o644)
    assert tighten(folder) is None
    assert read(folder).retention_days == 30


def test_a_settings_file_that_is_no_text_is_named(folder: Path) -> None:
    (folder / ".env").write_bytes(b"\xff\xfe\x00")
    assert refusal(folder).startswith(".env: ")


@given(st.dictionaries(st.sampled_from(variables()), st.text(st.characters(exclude_characters="\0"), max_size=30)))
def test_whatever_is_set_gives_settings_or_a_clear_refusal(given: dict[str, str]) -> None:
    try:
        Settings.read({"HOME": "/nowhere", "SCENARIOS": "/", **given}, Path("/nowhere"))
    except SettingsError as error:
        shipped().plain("nl", error.key, **error.values)


def test_the_master_key_is_made_once_outside_the_database_folder_for_its_owner_alone(folder: Path) -> None:
    settings = read(folder)
    assert find_key(settings) is None
    first = master_key(settings)
    assert len(first) == 32
    assert master_key(settings) == find_key(settings) == first
    assert stat.S_IMODE(settings.master_key_file.stat().st_mode) == 0o600
    assert stat.S_IMODE(settings.master_key_file.parent.stat().st_mode) == 0o700
    assert [path.name for path in settings.master_key_file.parent.iterdir()] == ["master.key"]


def test_a_lost_master_key_is_never_replaced_beside_a_database(folder: Path) -> None:
    settings = read(folder)
    (folder / "data").mkdir()
    write(folder / "data" / "casusbot.db", "")
    with pytest.raises(SettingsError) as caught:
        master_key(settings)
    assert caught.value.key == "settings.key_lost"
    assert not settings.master_key_file.exists()


def test_a_link_into_the_database_folder_is_seen_through(folder: Path) -> None:
    (folder / "data").mkdir()
    (folder.parent / "elsewhere").symlink_to(folder / "data")
    said = refusal(folder, MASTER_KEY_FILE=str(folder.parent / "elsewhere" / "master.key"))
    assert said.startswith("MASTER_KEY_FILE: ")


@pytest.mark.parametrize(("text", "mode"), [("kort", 0o600), ("", 0o600), ("A" * 43 + "=", 0o644), ("é" * 44, 0o600)])
def test_a_master_key_that_is_broken_or_exposed_is_refused(folder: Path, text: str, mode: int) -> None:
    settings = read(folder)
    settings.master_key_file.parent.mkdir(parents=True)
    write(settings.master_key_file, text, mode)
    with pytest.raises(SettingsError) as caught:
        master_key(settings)
    assert caught.value.key in {"settings.file_broken", "settings.file_exposed"}


def test_a_master_key_that_cannot_be_made_is_named(folder: Path) -> None:
    write(folder.parent / "home", "a file where a folder should be")
    with pytest.raises(SettingsError) as caught:
        master_key(read(folder))
    assert caught.value.key in {"settings.key_unwritable", "settings.file_missing"}


def test_of_two_that_make_a_key_at_once_one_wins(tmp_path: Path) -> None:
    path = tmp_path / "keys" / "master.key"
    made = make_master(path)
    with pytest.raises(KeyFileError) as caught:
        make_master(path)
    assert caught.value.trouble is Trouble.EXISTS
    assert load_master(path) == made
    assert len(list(path.parent.iterdir())) == 1


def test_every_refusal_in_the_code_has_its_sentence() -> None:
    source = "".join(path.read_text("utf-8") for path in sorted((EXAMPLE.parent / "bot").rglob("*.py")))
    raised = set(re.findall(r'SettingsError\(\s*"(\w+)"', source)) | {
        f"file_{trouble}" for trouble in ("missing", "exposed", "broken")
    }
    assert raised
    assert {f"settings.{key}" for key in raised} <= shipped().books["nl"].keys()


def test_a_bot_that_pip_installed_plays_the_cases_that_came_with_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    installed = tmp_path / "share" / "casusbot" / "scenarios"
    installed.mkdir(parents=True)
    monkeypatch.setattr(values, "CHECKOUT", tmp_path / "elsewhere")
    monkeypatch.setattr(values, "INSTALLED", installed)

    assert values.scenario_folder({}, tmp_path) == installed
