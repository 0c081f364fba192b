"""The bot as an operator runs it: a real process that talks to a Bot API over HTTP."""

import asyncio
import json
import os
import signal
import socket
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

import httpx

from bot.practice import seen
from bot.practice.door import check_update
from bot.practice.people import Person
from bot.practice.world import World
from tests.support.served import served

ROOT = Path(__file__).parents[2]
CASES = ROOT / "tests" / "conversations" / "cases"
TOKEN = "123456789:AAFakeTokenOfTheTests_0123456789abcdef"
SECRET = "een-geheim-van-de-test"


def now() -> datetime:
    return datetime.now(UTC)  # noqa: TID251 (a real process has real time)


@asynccontextmanager
async def running(folder: Path, **settings: str) -> AsyncIterator[tuple[World, asyncio.subprocess.Process, Path]]:
    """Give a World, the bot process that talks to it, and the file it logs in; the process is stopped at the end."""
    world = World(now=now, check=check_update)
    log = folder / "log"
    async with served(world, TOKEN) as address:
        environ = {
            **os.environ,
            "TELEGRAM_BOT_TOKEN": TOKEN,
            "TELEGRAM_API_URL": address,
            "DATABASE_URL": f"sqlite:///{folder}/data/bot.db",
            "MASTER_KEY_FILE": str(folder / "keys" / "master.key"),
            "SCENARIOS": str(CASES),
            "HTTP_ADDRESS": f"127.0.0.1:{free_port()}",
            "LOG_LEVEL": "DEBUG",
            "PYTHONPATH": str(ROOT),
            **settings,
        }
        with log.open("wb") as sink:
            process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "bot", "run", cwd=folder, env=environ, stdout=sink, stderr=sink
            )
            try:
                yield world, process, log
            finally:
                if process.returncode is None:
                    process.terminate()
                    await asyncio.wait_for(process.wait(), 15)


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


async def until(true: Callable[[], bool], seconds: float = 20.0) -> None:
    async with asyncio.timeout(seconds):
        while not true():  # noqa: ASYNC110 (another process tells nobody)
            await asyncio.sleep(0.01)


def labels(person: Person) -> list[str]:
    return [button["text"] for _, button in seen.buttons(person.chat)]


async def sees(person: Person, words: str) -> None:
    await until(lambda: any(words in bubble.text for bubble in person.screen() if bubble.bot))


async def press(person: Person, label: str, then: str) -> None:
    """Press the newest button of that label once it is there, and wait for what it leads to."""
    await until(lambda: label in labels(person))
    person.presses(label)
    await sees(person, then)


async def play(anna: Person) -> None:
    """Play the case of the tests to its end, in the deep tempo, by buttons and words only."""
    anna.start()
    await press(anna, "Begrepen", "Een casus duurt tien")
    await press(anna, "Begin met een casus", "Kies een casus")
    await press(anna, "De deur · 10 min", "Wie is wie")
    await press(anna, "Begin verdiepend", "Stap 1 van 2")
    await press(anna, "A", "Waarom?")
    anna.writes("Kanarie omdat zij het zelf vroeg.")
    await sees(anna, "Wat woog het zwaarst?")
    await press(anna, "Even zwaar", "Wat kun jij hier")
    await press(anna, "Sla over", "1 van 3")
    await press(anna, "Ja", "2 van 3")
    await press(anna, "Weet ik niet", "3 van 3")
    await press(anna, "Mij", "De deur gaat op een kier.")
    await press(anna, "Verder", "Stap 2 van 2")
    await press(anna, "Zet thee", "Je koos: Zet thee")
    anna.presses("Sla over")
    await until(lambda: "Wat woog het zwaarst?" in anna.screen()[-1].text)
    await press(anna, "Even zwaar", "Wie zat er niet aan tafel?")
    await press(anna, "Sla over", "De post blijft dicht.")
    await press(anna, "Verder", "Einde: Samen")


def shown_to(world: World, language: str) -> str:
    """Return what the first command is called beside the text field of an app in a language."""
    kept = next(
        kept for scope, kept in world.profile.items() if scope.startswith("commands") and scope.endswith(f" {language}")
    )
    return str(kept[0]["description"])


async def test_a_case_is_played_to_its_end_over_http_and_the_log_holds_no_token_name_or_word(tmp_path: Path) -> None:
    async with running(tmp_path) as (world, process, log):
        await until(lambda: bool(world.profile) or process.returncode is not None)
        anna = Person(world, "Anna")
        await play(anna)
        assert shown_to(world, "") == "Het menu", "people whose app speaks a third language see Dutch"
        assert shown_to(world, "en") == "The menu"
        process.send_signal(signal.SIGTERM)
        begun = asyncio.get_running_loop().time()
        assert await asyncio.wait_for(process.wait(), 10) == 0
        assert asyncio.get_running_loop().time() - begun < 10, "a stop takes less than ten seconds"
    written = log.read_text("utf-8")
    assert "getUpdates" not in written
    for canary in (TOKEN, TOKEN.partition(":")[2], "Kanarie", "Anna", str(anna.account.id)):
        assert canary not in written
    kept = b"".join(path.read_bytes() for path in (tmp_path / "data").iterdir())
    for canary in ("Kanarie", "Anna", str(anna.account.id), TOKEN):
        assert canary.encode() not in kept, "texts and ids are sealed in the database"
    assert (tmp_path / "data" / "bot.db").stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "keys" / "master.key").stat().st_mode & 0o777 == 0o600


async def test_by_webhook_only_telegram_is_heard_and_200_means_it_is_kept(tmp_path: Path) -> None:
    port = free_port()
    here = f"http://127.0.0.1:{port}"
    async with running(
        tmp_path, PUBLIC_URL="https://casus.example.org", WEBHOOK_SECRET=SECRET, HTTP_ADDRESS=f"127.0.0.1:{port}"
    ) as (
        world,
        process,
        _,
    ):
        await until(lambda: bool(world.webhook["url"]) or process.returncode is not None)
        anna = Person(world, "Anna")
        async with httpx.AsyncClient() as client:
            anna.start()
            (update,) = world.updates.waiting()
            hook = world.webhook["url"].replace("https://casus.example.org", here)
            assert (await client.post(hook, json=update)).status_code == 401
            trusted = {"X-Telegram-Bot-Api-Secret-Token": SECRET}
            for _ in range(2):  # Telegram may deliver twice
                assert (await client.post(hook, json=update, headers=trusted)).status_code == 200
            await until(lambda: "Begrepen" in labels(anna))
            health = json.loads((await client.get(f"{here}/healthz")).content)
        assert health["ok"]
        assert len([one for one in anna.screen() if one.bot]) == 1, "delivered twice, answered once"


async def test_what_only_the_operator_can_mend_is_one_clear_line_and_exit_code_2(tmp_path: Path) -> None:
    environ = {**os.environ, "PYTHONPATH": str(ROOT), "TELEGRAM_BOT_TOKEN": "", "SCENARIOS": str(tmp_path / "geen")}
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "run", cwd=tmp_path, env=environ, stderr=asyncio.subprocess.PIPE
    )
    _, said = await asyncio.wait_for(process.communicate(), 30)
    assert process.returncode == 2
    assert len(said.decode().strip().splitlines()) == 1


async def test_a_trainer_sends_a_file_over_http_and_neither_log_nor_database_holds_its_words(tmp_path: Path) -> None:
    case = (CASES / "deur.yaml").read_text("utf-8")
    broken = case.replace("gevolg: Ze belt op donderdag.", "gevolg: Kanarie zegt ze: nee.")
    async with running(tmp_path, TRAINERS="501") as (world, process, log):
        await until(lambda: bool(world.profile) or process.returncode is not None)
        anna = Person(world, "Anna")
        anna.start()
        await press(anna, "Begrepen", "Een casus duurt tien")
        anna.sends_file("kanarie.yaml", broken.encode())
        await press(anna, "Herstel", "Ik heb 1 ding hersteld")
        await press(anna, "Publiceer", "publiceren?")
        await press(anna, "Ja, publiceer", "staat nu in de lijst")
        process.send_signal(signal.SIGTERM)
        assert await asyncio.wait_for(process.wait(), 10) == 0
    assert "kanarie" not in log.read_text("utf-8").lower()
    kept = b"".join(path.read_bytes() for path in (tmp_path / "data").iterdir() if path.is_file())
    assert b"kanarie.yaml" not in kept, "what an author called a file is sealed"
    assert str(anna.account.id).encode() not in kept
