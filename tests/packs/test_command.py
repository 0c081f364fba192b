"""The command line of packs: what is said, and with which exit code."""

import os
from collections.abc import Callable
from pathlib import Path

import click
import pytest

from bot.cli.commands import main
from bot.cli.packs import packs_group
from bot.cli.words import Say
from bot.config import Settings, variables
from bot.packs.listing import listing_of
from bot.texts.catalog import shipped
from tests.packs.conftest import Authority
from tests.packs.host import BOXES, Host, case, world
from tests.packs.host import listing_of as written

ROOT = Path(__file__).resolve().parents[2]
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to run in, with no settings but the allowed host."""
    for name in (*variables(), "CREDENTIALS_DIRECTORY", "XDG_CONFIG_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    (tmp_path / "here" / "scenarios").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "here")
    return tmp_path / "here"


@pytest.fixture
def run(
    folder: Path,
    host: Host,
    authority: Authority,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Run:
    """Run `casusbot packs` with these arguments against our own host; return exit code, output and errors."""
    monkeypatch.setenv("PACK_HOSTS", f"pack.example:{host.port}")

    def run(*arguments: str, language: str = "nl") -> tuple[int, str, str]:
        say = Say(shipped(), language)
        group = packs_group(say, lambda: Settings.read(os.environ, folder), lambda: world(authority.file)[0])
        code = group.main(list(arguments), "packs", standalone_mode=False, obj=say)
        return code, *capsys.readouterr()

    return run


def test_a_pack_is_added_listed_updated_and_removed(run: Run, host: Host, folder: Path) -> None:
    assert run() == run("list") == (0, "Er is niets bewaard.\n", "")
    digest = host.pack("regio", een=case("een"), twee=case("twee"))
    assert run("add", host.url()) == (0, "regio: 2 casussen bewaard.\n", "")
    assert (folder / "data" / "packs" / "regio" / "een.yaml").is_file()
    assert run("list") == (0, f"regio  2 casussen  {host.url()}\n", "")
    assert run("update") == (0, "regio: niets veranderd.\n", "")
    assert run("add", host.url(), "--sha256", digest)[0] == 0
    assert run("list")[1] == f"regio  2 casussen  {host.url()}  vast op {digest}\n"
    assert run("list", language="en")[1] == f"regio  2 cases  {host.url()}  pinned to {digest}\n"
    assert run("remove", "regio") == (0, "regio: weggehaald.\n", "")
    assert run("update") == (0, "", "")


def test_fetching_is_off_until_a_host_is_named_and_that_is_said(
    run: Run, host: Host, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PACK_HOSTS")
    code, said, wrong = run("add", host.url())
    assert (code, said) == (2, "")
    assert wrong.startswith("PACK_HOSTS: casussen ophalen staat uit.")
    assert len(wrong.splitlines()) == 1
    assert run("list")[0] == 0


@pytest.mark.parametrize(
    "arguments",
    [
        ("add", "http://pack.example/een.yaml"),
        ("add", "https://evil.example/een.yaml"),
        ("add", "https://pack.example/een.yaml", "--sha256", "abc"),
        ("update", "onbekend"),
        ("remove", "../onbekend"),
    ],
)
def test_a_wrong_use_gets_one_line_and_exit_code_2(run: Run, arguments: tuple[str, ...]) -> None:
    code, said, wrong = run(*arguments)
    assert (code, said) == (2, "")
    assert len(wrong.splitlines()) == 1


def test_a_host_that_is_refused_is_named_with_those_that_are_not(run: Run, host: Host) -> None:
    wrong = run("add", "https://evil.example/een.yaml")[2]
    assert wrong == f"Van evil.example mag ik niets ophalen. In PACK_HOSTS staat: pack.example:{host.port}.\n"


def test_what_the_other_side_does_wrong_ends_with_1(run: Run, host: Host) -> None:
    code, said, wrong = run("add", host.url())
    assert (code, said, wrong) == (1, "", "pack.yaml is niet op te halen: de computer antwoordt met 404.\n")


def test_faults_in_a_case_are_shown_as_check_shows_them(run: Run, host: Host, folder: Path) -> None:
    host.put(een=case("een").replace("stappen", "stapen"))
    code, said, wrong = run("add", host.url("/c/een.yaml"))
    assert code == 1
    assert "een.yaml:4:1  FOUT S01  " in said
    assert wrong == "Er staan fouten in. Ik heb er niets van bewaard.\n"
    assert not (folder / "data").exists()


def test_what_a_pack_says_cannot_steer_the_terminal(run: Run, host: Host) -> None:
    listing = written("regio", {"een": ""}).replace("regio", '"\\e[31m' + "x" * 9_999 + '"')
    host.put(een="titel: \x1b]0;rood\x07\u202e\n", pack=listing)
    for path in ("/c/een.yaml", "/c/pack.yaml"):
        code, said, wrong = run("add", host.url(path))
        assert code == 1
        assert all(sign.isprintable() for line in (said + wrong).split("\n") for sign in line)
        assert len(wrong) < 1_000


def test_an_update_of_all_goes_on_after_one_that_fails(run: Run, host: Host) -> None:
    host.put(een=case("een"), twee=case("twee"))
    for name in ("een", "twee"):
        run("add", host.url(f"/c/{name}.yaml"))
    host.put(een="kapot", twee=case("twee", "Nieuw"))
    code, said, wrong = run("update")
    assert code == 1
    assert said.splitlines()[-1] == "twee: 1 casus bewaard."
    assert wrong == "een: Er staan fouten in. Ik heb er niets van bewaard.\n"
    assert run("update", "twee") == (0, "twee: niets veranderd.\n", "")


def test_a_case_of_the_house_keeps_its_id(run: Run, host: Host, folder: Path) -> None:
    (folder / "scenarios" / "een.yaml").write_text(case("een"))
    host.put(een=case("een"))
    code, _, wrong = run("add", host.url("/c/een.yaml"))
    assert (code, wrong) == (1, "De casus een heb je zelf al, in de map van SCENARIOS.\n")


def test_a_record_that_cannot_be_read_is_told_by_every_command_but_remove(run: Run, host: Host, folder: Path) -> None:
    host.put(een=case("een"))
    run("add", host.url("/c/een.yaml"))
    (folder / "data" / "packs" / "een" / "pack.json").write_text("{")
    for command in ("list", "update"):
        code, _, wrong = run(command)
        assert (code, wrong[:39]) == (1, "Wat ik van het pakket een bewaarde, kan")
    assert run("remove", "een")[0] == 0


@pytest.mark.usefixtures("folder")
def test_packs_explains_itself_on_the_whole_command_line(capsys: pytest.CaptureFixture[str]) -> None:
    for arguments in (["packs", "--help"], ["packs", "add", "--help"], ["packs", "update", "--help"]):
        assert main(arguments) == 0
        said = capsys.readouterr().out
        assert said.startswith("Gebruik: casusbot packs")
        assert "Toon deze uitleg." in said
        assert not {"Usage", "Options", "Commands", "TEXT"} & set(said.split())
    assert main(["packs"]) == 0
    assert capsys.readouterr().out == "Er is niets bewaard.\n"
    for wrong in (["packs", "onzin"], ["packs", "add"], ["packs", "add", "x", "--sha256"], ["packs", "remove"]):
        assert main(wrong) == 2
        assert len(capsys.readouterr().err.splitlines()) == 1
    assert main(["packs", "add", "https://pack.example/een.yaml"]) == 2
    assert capsys.readouterr().err.startswith("PACK_HOSTS: ")


def test_the_guide_shows_a_listing_that_is_one_and_commands_that_are_known() -> None:
    guide = (ROOT / "docs" / "packs.md").read_text("utf-8")
    shown = guide.partition("```yaml\n")[2].partition("```")[0]
    assert listing_of(shown.encode()).name == "regio_midden"
    group = packs_group(Say(shipped(), "nl"), lambda: pytest.fail("no settings needed"))
    lines = [line.split()[4:] for line in guide.splitlines() if line.startswith("    python3 -m bot packs ")]
    assert {words[0] for words in lines} == group.commands.keys()
    for name, *arguments in lines:
        command = group.commands[name]
        assert isinstance(command, click.Command)
        command.make_context(name, arguments, obj=Say(shipped(), "nl"))


def test_the_guide_tells_the_limits_as_they_are() -> None:
    from bot.packs.fetch import MOST_OF_A_FILE, MOST_OF_A_PACK, MOST_REDIRECTS, SECONDS  # noqa: PLC0415
    from bot.packs.listing import MOST_FILES  # noqa: PLC0415

    guide = (ROOT / "docs" / "packs.md").read_text("utf-8")
    for limit in (
        f"{MOST_OF_A_FILE // 1024} KiB",
        f"{MOST_OF_A_PACK // 1024**2} MiB",
        f"{MOST_FILES} bestanden",
        f"{SECONDS:.0f} seconden",
        f"{MOST_REDIRECTS} keer",
    ):
        assert limit in guide


def test_boxes_come_along_in_a_pack(run: Run, host: Host) -> None:
    host.pack("regio", kaders=BOXES, een=case("een", box="wet"))
    assert run("add", host.url("/c/")) == (0, "regio: 1 casus bewaard.\n", "")
