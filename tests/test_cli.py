"""The command line: what it says, in which language, and with which exit code."""

import asyncio
import json
import re
import stat
import subprocess
import sys
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import Self

import pytest

from bot.app import trouble
from bot.channel.errors import TokenRevokedError
from bot.channel.receive import ConflictError
from bot.cli.commands import main
from bot.cli.doctor import Finding, Verdict, examine, told
from bot.cli.words import Say
from bot.config import Settings, SettingsError, variables
from bot.store.database import StoreAwayError
from bot.store.start import DamagedDatabaseError, NewerDatabaseError
from bot.texts.catalog import shipped
from bot.web.site import AddressTakenError

ROOT = Path(__file__).resolve().parents[1]
TOKEN = "123456789:AAH-canary_canary-canary_canary-0123"
NOW = 1_795_000_000.0
DATE = "Wed, 18 Nov 2026 11:06:40 GMT"
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command line in an empty folder with no settings; return exit code, output and errors."""
    for name in (*variables(), "CREDENTIALS_DIRECTORY", "XDG_CONFIG_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    (tmp_path / "here" / "scenarios").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "here")

    def run(*arguments: str) -> tuple[int, str, str]:
        code = main(arguments)
        return code, *capsys.readouterr()

    return run


def test_help_is_dutch_and_names_every_command(run: Run) -> None:
    code, said, _ = run("--help")
    assert code == 0
    assert said.startswith("Gebruik: casusbot [OPTIES] OPDRACHT")
    for command in ("run", "practice", "check", "doctor", "service"):
        assert f"\n  {command} " in said
    assert not {"Usage", "Options", "Commands", "Show this message"} & set(said.split())


@pytest.mark.parametrize("command", ["run", "practice", "check", "doctor", "service"])
def test_dutch_help_has_no_words_of_click_in_it(run: Run, command: str) -> None:
    _, said, _ = run(command, "--help")
    assert not re.search(r"INTEGER|RANGE|TEXT|PATH|PORT\b|<=|required|default", said)


@pytest.mark.parametrize(
    ("arguments", "values"),
    [
        (("--lang", "de"), "Kies uit: nl, en."),
        (("--lang",), "Kies uit: nl, en."),
        (("service", "windows"), "Kies uit: systemd, docker."),
        (("practice", "--port", "0"), "van 1 tot en met 65535."),
        (("practice", "--port"), "van 1 tot en met 65535."),
    ],
)
def test_a_wrong_value_is_answered_with_the_values_there_are(run: Run, arguments: tuple[str, ...], values: str) -> None:
    assert values in run(*arguments)[2]


@pytest.mark.parametrize("arguments", [("--lang", "en", "check", "--help"), ("check", "--help", "--lang=en")])
def test_help_is_english_when_asked_wherever_it_is_asked(run: Run, arguments: tuple[str, ...]) -> None:
    code, said, _ = run(*arguments)
    assert code == 0
    assert said.startswith("Usage: casusbot check [OPTIONS]")


@pytest.mark.parametrize("command", ["run", "practice", "check", "doctor", "service"])
def test_every_command_explains_itself(run: Run, command: str) -> None:
    code, said, _ = run(command, "--help")
    assert code == 0
    assert "Toon deze uitleg." in said


def test_the_version_is_told_and_nothing_else(run: Run) -> None:
    assert run("--version") == (0, "casusbot 0.1.0\n", "")


@pytest.mark.parametrize(
    "arguments",
    [
        ("onzin",),
        ("--onzin",),
        ("--lang", "de"),
        ("--lang",),
        ("practice", "--port", "x"),
        ("practice", "--port", "0"),
        ("practice", "--port"),
        ("practice", "extra"),
        ("service",),
        ("service", "windows"),
        ("check", "nergens.yaml"),
    ],
)
def test_a_wrong_use_gets_one_dutch_line_and_exit_code_2(run: Run, arguments: tuple[str, ...]) -> None:
    code, said, wrong = run(*arguments)
    assert (code, said) == (2, "")
    assert len(wrong.splitlines()) == 1
    assert wrong.endswith("Zie: --help\n")


def test_a_wrong_setting_gets_one_line_and_exit_code_2(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RETENTION_DAYS", "veel")
    code, _, wrong = run("doctor")
    assert code == 2
    assert wrong.startswith("RETENTION_DAYS: ")
    assert len(wrong.splitlines()) == 1


def test_run_without_a_token_says_where_to_get_one(run: Run) -> None:
    code, _, wrong = run("run")
    assert code == 2
    assert "@BotFather" in wrong


def test_a_settings_file_with_a_token_is_made_private_and_that_is_said(run: Run) -> None:
    path = Path(".env")
    path.write_text(f"TELEGRAM_BOT_TOKEN={TOKEN}\n")
    path.chmod(0o644)
    code, _, wrong = run("service", "docker")
    assert code == 0
    assert ".env" in wrong
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_check_is_silent_when_all_is_well(run: Run) -> None:
    Path("scenarios/eerste_scenario.yaml").write_bytes((ROOT / "tests/cases/eerste_scenario.yaml").read_bytes())
    assert run("check") == (0, "", "")


def test_check_says_that_a_folder_is_empty(run: Run) -> None:
    assert run("check") == (0, "", "Hier staan geen casussen.\n")


def test_check_names_file_line_column_code_and_shows_the_place(run: Run) -> None:
    Path("kapot.yaml").write_text("formaat: 1\nid: kapot\ntitel: Kapot\nstapen:\n  een:\n    naar: eind\n")
    code, said, _ = run("check", "kapot.yaml")
    assert code == 1
    assert "kapot.yaml:4:1  FOUT S01  " in said
    assert "    4 | stapen:\n      | ^^^^^^  Bedoelde je 'stappen'?\n" in said


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_unit_for_systemd_has_the_real_paths_and_no_secret(
    run: Run, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", TOKEN)
    monkeypatch.setenv("TRAINERS", "34 12")
    code, unit, _ = run("service", "systemd", "--lang", language)
    assert code == 0
    lines = unit.splitlines()
    assert f'ExecStart="{sys.executable}" -m bot run' in lines
    assert f'Environment="SCENARIOS={Path.cwd() / "scenarios"}"' in lines
    assert 'Environment="TRAINERS=12,34"' in lines
    for line in (
        "Type=exec",
        "DynamicUser=yes",
        "StateDirectory=casusbot",
        "ProtectSystem=strict",
        "Restart=on-failure",
    ):
        assert line in lines
    assert "LoadCredential=token:/etc/casusbot/token" in lines
    assert "canary" not in unit
    assert all(not line or line[0] in "#[" or "=" in line for line in lines)


def test_the_container_file_is_one_stage_not_root_with_a_health_check(run: Run) -> None:
    code, file, _ = run("service", "docker")
    assert code == 0
    assert file.count("\nFROM ") == 1
    assert "\nFROM python:3.13-slim\n" in file
    assert "\nUSER casusbot\n" in file
    assert "\nVOLUME " in file
    assert "/healthz" in file
    copied = [word for line in file.splitlines() if line.startswith("COPY ") for word in line.split()[1:-1]]
    assert all((ROOT / name).exists() for name in copied)


@pytest.fixture
def api() -> "FakeApi":
    """A Bot API on loopback that only knows getMe."""
    return FakeApi()


class FakeApi:
    """Answers getMe as it is told to, with a Date header."""

    def __init__(self) -> None:
        self.status, self.body, self.date = 200, '{"ok": true, "result": {"username": "casus_bot"}}', DATE
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self.send_response_only(outer.status)
                self.send_header("Date", outer.date)
                self.end_headers()
                self.wfile.write(outer.body.encode())

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"

    def __enter__(self) -> Self:
        Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.server.shutdown()
        self.server.server_close()


def looked(folder: Path, database: str = "good", **given: str) -> dict[str, Finding]:
    """Return what the doctor finds, by name."""

    async def state(_settings: Settings) -> str:
        return database

    environ = {"HOME": str(folder), "SCENARIOS": str(folder), **given}
    found = asyncio.run(examine(Settings.read(environ, folder / "work"), folder / "work", NOW, state))
    for language in ("nl", "en"):
        lines = told(Say(shipped(), language), found)
        assert len(lines) == 7
        assert "canary" not in "".join(lines)
    return {finding.what: finding for finding in found}


@pytest.mark.parametrize("state", ["none", "good", "older", "newer", "damaged", "away"])
def test_the_doctor_says_how_the_database_is(tmp_path: Path, state: str) -> None:
    found = looked(tmp_path, state)["database"]
    assert (found.verdict is Verdict.GOOD) == (state in {"none", "good", "older"})


def test_the_doctor_knows_the_bot_and_the_clock_from_one_question(tmp_path: Path, api: FakeApi) -> None:
    with api:
        found = looked(tmp_path, TELEGRAM_BOT_TOKEN=TOKEN, TELEGRAM_API_URL=api.url)
    assert found["token"] == Finding("token", Verdict.GOOD, "doctor.token.good", {"name": "casus_bot"})
    assert found["clock"].verdict is Verdict.GOOD


@pytest.mark.parametrize(
    ("status", "body", "key"),
    [
        (401, '{"ok": false}', "refused"),
        (404, "not found", "refused"),
        (502, "<html>", "away"),
        (200, "<html>", "away"),
        (200, '{"ok": true, "result": []}', "away"),
    ],
)
def test_the_doctor_tells_a_refused_token_from_an_api_that_is_away(
    tmp_path: Path, api: FakeApi, status: int, body: str, key: str
) -> None:
    api.status, api.body = status, body
    with api:
        found = looked(tmp_path, TELEGRAM_BOT_TOKEN=TOKEN, TELEGRAM_API_URL=api.url)["token"]
    assert (found.verdict, found.key) == (Verdict.WRONG, f"doctor.token.{key}")


def test_the_doctor_says_when_nothing_answers(tmp_path: Path) -> None:
    found = looked(tmp_path, TELEGRAM_BOT_TOKEN=TOKEN, TELEGRAM_API_URL="http://127.0.0.1:9")
    assert found["token"].key == "doctor.token.away"
    assert found["clock"].verdict is Verdict.UNKNOWN


def test_the_doctor_notices_a_clock_that_is_off(tmp_path: Path, api: FakeApi) -> None:
    api.date = "Wed, 18 Nov 2026 11:16:40 GMT"
    with api:
        found = looked(tmp_path, TELEGRAM_BOT_TOKEN=TOKEN, TELEGRAM_API_URL=api.url)["clock"]
    assert (found.verdict, found.values["seconds"]) == (Verdict.WRONG, 600)


def test_the_doctor_accepts_a_token_of_a_test_server_and_says_so(tmp_path: Path, api: FakeApi) -> None:
    with api:
        found = looked(tmp_path, TELEGRAM_BOT_TOKEN="1:kort", TELEGRAM_API_URL=api.url)["token"]
    assert (found.verdict, found.key) == (Verdict.GOOD, "doctor.token.shape")


def test_the_doctor_notices_a_misspelled_setting(tmp_path: Path) -> None:
    (tmp_path / "work").mkdir()
    (tmp_path / "work" / ".env").write_text("TELEGRAM_BOTTOKEN=\nEDITOR=vi\n")
    found = looked(tmp_path)["settings"]
    assert (found.verdict, found.values["near"]) == (Verdict.WRONG, "TELEGRAM_BOT_TOKEN")


def test_the_doctor_does_not_say_it_read_a_file_that_is_not_there(tmp_path: Path) -> None:
    (tmp_path / "work").mkdir()
    assert looked(tmp_path)["settings"].key == "doctor.settings.bare"
    (tmp_path / "work" / ".env").touch()
    assert looked(tmp_path)["settings"].key == "doctor.settings.good"


def test_the_doctor_notices_a_lost_key_and_faulty_cases(tmp_path: Path) -> None:
    (tmp_path / "work" / "data").mkdir(parents=True)
    (tmp_path / "work" / "data" / "casusbot.db").touch()
    (tmp_path / "kapot.yaml").write_text("formaat: 1\nid: [\n")
    found = looked(tmp_path)
    assert found["key"].key == "settings.key_lost"
    assert found["scenarios"].verdict is Verdict.WRONG


def test_the_doctor_knows_of_a_case_what_the_check_knows(tmp_path: Path) -> None:
    text = (ROOT / "tests/cases/eerste_scenario.yaml").read_text("utf-8")
    (tmp_path / "eerste_scenario.yaml").write_text(text.replace("Er wordt aangebeld.", "Het is stil. " * 400), "utf-8")
    assert looked(tmp_path)["scenarios"].key == "doctor.scenarios.wrong", "one screen is too long for Telegram"


def test_the_doctor_knows_the_cases_that_come_along(tmp_path: Path) -> None:
    found = looked(tmp_path, SCENARIOS=str(ROOT / "scenarios"))["scenarios"]
    assert found.verdict is Verdict.GOOD, found
    dutch, english = (told(Say(shipped(), language), [found])[0] for language in ("nl", "en"))
    assert "15 casussen en 1 protocol zonder fouten" in dutch
    assert "15 cases and 1 protocol without faults" in english


def test_the_doctor_command_ends_with_1_when_something_is_wrong(run: Run) -> None:
    code, said, _ = run("doctor")
    assert code == 1  # an empty folder of cases
    assert said.splitlines()[-1].startswith("fout")


@pytest.mark.parametrize(
    ("error", "key"),
    [
        (NewerDatabaseError(), "database_newer"),
        (DamagedDatabaseError("row 3 missing"), "database_damaged"),
        (StoreAwayError(), "database_away"),
        (TokenRevokedError(), "token_refused"),
        (ConflictError(), "token_in_use"),
        (AddressTakenError("127.0.0.1", 8080, "in use"), "port_taken"),
    ],
)
def test_what_only_the_operator_can_mend_is_told_in_one_line(tmp_path: Path, error: Exception, key: str) -> None:
    settings = Settings.read({"HOME": str(tmp_path), "SCENARIOS": str(tmp_path)}, tmp_path)
    with pytest.raises(SettingsError) as caught, trouble.told(settings):
        raise error
    assert caught.value.key == f"settings.{key}"
    assert len(shipped().plain("nl", caught.value.key, **caught.value.values).splitlines()) == 1


def test_our_own_faults_stay_loud(tmp_path: Path) -> None:
    settings = Settings.read({"HOME": str(tmp_path), "SCENARIOS": str(tmp_path)}, tmp_path)
    with pytest.raises(AssertionError), trouble.told(settings):
        raise AssertionError


def test_a_database_that_is_away_ends_a_start_with_1_so_that_a_service_tries_again(tmp_path: Path) -> None:
    given = {
        "HOME": str(tmp_path),
        "SCENARIOS": str(tmp_path),
        "TELEGRAM_BOT_TOKEN": TOKEN,
        "TELEGRAM_API_URL": "http://127.0.0.1:9",
        "DATABASE_URL": "postgresql://casusbot:canary-wachtwoord@127.0.0.1:9/casusbot",
    }
    code = "import sys; from bot.cli.commands import main; sys.exit(main(['run']))"
    command = [sys.executable, "-c", code]
    ran = subprocess.run(command, cwd=ROOT, env=given, capture_output=True, text=True, timeout=60, check=False)
    assert ran.returncode == 1
    assert ran.stderr.splitlines()[-1] == "DATABASE_URL: de database is niet te bereiken."
    assert "canary" not in ran.stdout + ran.stderr


def test_the_version_needs_neither_telegram_nor_a_database() -> None:
    code = (
        "import sys, json; from bot.cli.commands import main; main(['--version']);"
        "print(json.dumps([name for name in sys.modules if name in"
        " ('telegram', 'sqlalchemy', 'httpx', 'starlette', 'cryptography', 'asyncio')]))"
    )
    ran = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert set(json.loads(ran.stdout.splitlines()[1])) <= {"asyncio"}
