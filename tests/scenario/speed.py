"""How fast files of authors are checked, and a loader that keeps no places; each figure from its own process."""

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from resource import RUSAGE_CHILDREN, RUSAGE_SELF, getrusage

import msgspec
import yaml
from msgspec import Struct

from bot.conversation.measure import screens
from bot.scenario.check import check
from bot.scenario.explore import explore
from bot.scenario.model import (
    Box,
    Branch,
    Condition,
    Crossroads,
    Decision,
    Ending,
    Option,
    Scenario,
    Severity,
    Step,
    Threshold,
)
from bot.scenario.rules.registry import Shared
from bot.scenario.shape import SCENARIO
from bot.texts.wordlists import word_lists

ROOT = Path(__file__).resolve().parents[2]
STEPS = 10  # makes about 300 lines
BOX = Box(title="Binnen drie dagen", text="Het gesprek is binnen drie werkdagen.", source="Wgs", checked="2026-11")
BOXES = """drie_dagen:
  titel: Binnen drie dagen
  tekst: Het gesprek is binnen drie werkdagen.
  bron: Wgs
"""
# Everything a check may know; what the rest of the bot brings along stays out of the memory that is measured.
SHARED = Shared(
    boxes={"drie_dagen": BOX},
    media={},
    month="2026-11",
    screens=screens,
    words=word_lists(),
)

HEAD = """formaat: 1
id: gemaakt_{number}
titel: Een casus die gemaakt is
duur: 45
themas: [schulden, wonen]
let_op: [dreigende huisuitzetting]
klant: eva
personen:
  eva: Eva (34), alleenstaande moeder
  gemeente: De gemeente
meters: {{vertrouwen: 4, rust: 2}}
intro: |
  Jij bent regisseur in het wijkteam.
  Eva heeft drie maanden huur niet betaald.
stappen:
"""
STEP = """  stap{step}:
    titel: De brief van dag {number}
    situatie: Op tafel ligt een stapel post die niemand open maakt. Eva kijkt naar buiten en zegt een tijd lang niets.
    kaders: [drie_dagen]
    keuzes:
"""
OPTION = """      {name}:
        keuze: Nummer {number} van de stapel samen openen
        gevolg: Er komt een overzicht van {number} regels, en daarna thee.
        baat: [eva]
        effect: {{vertrouwen: {first:+d}, rust: {second:+d}}}
{extra}        naar: {to}
"""
POINTS = """        nadeel: [gemeente]
        wet: Dit past binnen de termijn.
        rendement: Dit kost een uur.
        betrokkenheid: Eva zit erbij.
        aan_het_woord:
          eva: Als ik het niet lees, is het er ook niet.
"""
WHEN = "        als: {vertrouwen: minstens 4}\n"
END = """  slot:
    naar:
      - als: {vertrouwen: minstens 7, rust: minstens 4}
        stap: rust_thuis
      - anders: uitstel
eindes:
  rust_thuis:
    titel: Rust in huis
    tekst: Een jaar later belt Eva om te vertellen dat het goed gaat.
    nabespreking:
      - Welk besluit was het spannendst?
  uitstel:
    titel: Uitstel
    tekst: Het gezin woont er nog. De tas met post is weer half vol.
    nabespreking:
      - Op welk moment kon het nog anders?
"""


class Spent(Struct, frozen=True):
    """What something took: seconds on the clock, and the most memory of a process in MB, with the program in it."""

    seconds: float
    memory: float


def text(number: int) -> str:
    """Return a scenario file of about 300 lines in which nothing is wrong; another one for another number."""
    parts = [HEAD.format(number=number)]
    for step in range(STEPS):
        parts.append(STEP.format(step=step, number=number + step))
        to = f"stap{step + 1}" if step + 1 < STEPS else "slot"
        for turn, name in enumerate("abc"):
            first, second = (number + step * 5 + turn * 3) % 5 - 2, (number + step * 3 + turn * 4) % 5 - 2
            extra = WHEN if name == "c" and step % 4 == 3 else POINTS if turn == step % 2 else ""
            parts.append(
                OPTION.format(
                    name=name, number=number + turn, first=first or 1, second=second or -1, extra=extra, to=to
                )
            )
    return "".join((*parts, END))


def tower(steps: int, meters: int) -> Scenario:
    """Return a case of so many steps with four options each, that move all meters and end by all of them."""
    names = [f"m{number}" for number in range(meters)]

    def option(step: int, turn: int) -> Option:
        effects = {name: (step * 5 + turn * 3 + place * 2) % 7 - 3 for place, name in enumerate(names)}
        return Option(label="x", to=(Branch(to=f"s{step + 1}" if step + 1 < steps else "slot"),), effects=effects)

    route: dict[str, Step] = {
        f"s{step}": Decision(options={name: option(step, turn) for turn, name in enumerate("abcd")})
        for step in range(steps)
    }
    slot = tuple(Branch(to="klaar", when=Condition(meters={name: Threshold(at_least=9)})) for name in names)
    return Scenario(
        id="toren",
        title="Toren",
        first="s0",
        steps={**route, "slot": Crossroads(to=(*slot, Branch(to="klaar")))},
        endings={"klaar": Ending(title="Klaar", text="Klaar")},
        meters=dict.fromkeys(names, 5),
    )


class Texts(yaml.CSafeLoader):
    """The loader most programs use, with every value as the text our shape expects."""

    yaml_implicit_resolvers = {}  # noqa: RUF012 - how PyYAML has it


def whole(number: int) -> bool:
    """Check a file completely; return whether nothing is wrong with it."""
    issues = check(text(number), f"gemaakt_{number}.yaml", SHARED).issues
    return not any(issue.severity is not Severity.TIP for issue in issues)


def bare(number: int) -> bool:
    """Read a file as most programs do: no places, and no checks beyond its shape."""
    loaded = yaml.load(text(number), Loader=Texts)  # noqa: S506, TID251 - measured beside our own
    return bool(SCENARIO.validate_python(loaded))


def one_by_one(count: int) -> bool:
    """Check so many files."""
    return all(map(whole, range(count)))


def from_the_shell(count: int) -> bool:
    """Write so many files and check them as an author does, by the command line; return whether it is silent."""
    with tempfile.TemporaryDirectory(prefix="casusbot-speed-") as name:
        folder = Path(name)
        (folder / "_gedeeld").mkdir()
        (folder / "_gedeeld" / "kaders.yaml").write_text(BOXES, "utf-8")
        for number in range(count):
            (folder / f"gemaakt_{number}.yaml").write_text(text(number), "utf-8")
        command = [sys.executable, "-m", "bot", "check", name]
        ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    return (ran.returncode, ran.stdout, ran.stderr) == (0, "", "")


def loaded_only(count: int) -> bool:
    """Load so many files without places."""
    return all(map(bare, range(count)))


def explored(steps: int, meters: int) -> bool:
    """See what can happen in a tower; with five meters that is so much that it stops at its limit."""
    return len(explore(tower(steps, meters)).states) > steps


JOBS: dict[str, Callable[..., bool]] = {
    job.__name__: job for job in (one_by_one, from_the_shell, loaded_only, explored)
}


def spent(job: Callable[..., bool], *numbers: int, warm: bool = False) -> Spent:
    """Return what a job takes in a process of its own; `warm` does it once before, unmeasured."""
    command = [sys.executable, "-m", "tests.scenario.speed", job.__name__, str(int(warm)), *map(str, numbers)]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return msgspec.json.decode(ran.stdout, type=Spent)


def main(arguments: Sequence[str]) -> None:
    """Do one job and print what it took; raises ValueError when it did not come out as it should."""
    job, warm, numbers = JOBS[arguments[0]], arguments[1] == "1", [int(number) for number in arguments[2:]]
    if warm:
        job(*numbers)
    begun = time.perf_counter()
    if not job(*numbers):
        raise ValueError(arguments[0])
    seconds = time.perf_counter() - begun
    print(msgspec.json.encode(Spent(seconds, most_memory())).decode())


def most_memory() -> float:
    """Return the most memory this process or one of its own ever had, in MB."""
    status = Path("/proc/self/status")
    if not status.exists():  # not Linux; there this may be what the process that started us had
        return getrusage(RUSAGE_SELF).ru_maxrss / 1024**2
    peak = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
    return max(int(peak.split()[1]), getrusage(RUSAGE_CHILDREN).ru_maxrss) / 1024


if __name__ == "__main__":
    main(sys.argv[1:])
