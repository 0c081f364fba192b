"""Who checks a case waits for no more of the bot than the check needs."""

import subprocess
import sys

LEFT_OUT = {"telegram", "sqlalchemy", "starlette", "uvicorn", "httpx", "aiohttp", "cryptography", "jinja2"}


def test_the_check_comes_without_telegram_the_store_and_the_web() -> None:
    script = "import sys, bot.cli.commands, bot.cli.checking; print(*sys.modules)"
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    loaded = set(ran.stdout.split())
    assert not LEFT_OUT & loaded
    assert {name for name in loaded if name.startswith(("bot.app", "bot.channel"))} <= {"bot.app", "bot.app.clock"}
