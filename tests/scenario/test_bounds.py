"""Anyone can upload a file: none takes the check more than some two seconds, whatever stands in it."""

import time
from collections.abc import Callable

import pytest

from bot.scenario.explore import explore, route
from bot.scenario.reader import MOST_EVENTS
from bot.scenario.rules.graph import MOST_CHOICES
from bot.scenario.rules.registry import MOST_OF_ONE
from bot.scenario.source import MOST_BYTES
from tests.scenario.files import PATIENCE, checked, codes, option, scenario, step, story, told

LONGEST = 2  # seconds of processor time
HEAD = "klant: eva\npersonen: {eva: Eva}\n"


def named(number: int) -> str:
    """Return an id of letters, another one for another number below 26 ** 3."""
    return "".join(chr(97 + number // 26**place % 26) for place in range(3))


def meters(names: list[str]) -> str:
    return f"{HEAD}meters: {{{', '.join(f'{name}: 5' for name in names)}}}\n"


def round_and_round(count: int, steps: int, unasked: int = 0) -> str:
    """Return steps that raise and lower each meter, again and again; whoever has most of all of them may leave."""
    asked, more = [f"m{number}" for number in range(count)], [f"u{number}" for number in range(unasked)]
    leave = option("uit", f"als: {{{', '.join(f'{name}: minstens 9' for name in asked)}}}")
    found = []
    for here in range(steps):
        options = [
            option(
                f"{name}{word}",
                f"gevolg: Naar {name} {word}.",
                f"effect: {{{', '.join([f'{name}: {sign}1', *(f'{other}: {sign}{1 + turn}' for other in more)])}}}",
                to=f"s{(here + 1) % steps}",
            )
            for turn, name in enumerate(asked)
            for word, sign in (("op", "+"), ("neer", "-"))
        ]
        found.append(step(f"s{here}", *options, leave))
    return story("".join(found), head=meters([*asked, *more]))


def remembered() -> str:
    """Return steps in a ring, of which many choices are asked for later."""
    asked = ", ".join(f"s{number}.a" for number in range(0, 60, 5))
    ring = (
        step(
            f"s{here}",
            option("a", "gevolg: Een.", to=f"s{(here + 1) % 60}"),
            option("b", "gevolg: Twee.", to=f"s{(here + 2) % 60}"),
            option("z", f"als: {{gekozen: [{asked}]}}"),
        )
        for here in range(60)
    )
    return story("".join(ring), head=HEAD)


def long_way() -> str:
    """Return as many steps as fit in which three meters move, one after another."""
    names = ["m0", "m1", "m2"]

    def moved(here: int, turn: int) -> str:
        return ", ".join(f"{name}: {(here * 5 + turn * 3 + at * 2) % 7 - 3:+d}" for at, name in enumerate(names))

    def ahead(here: int, turn: int) -> str:
        return option("abcd"[turn], f"gevolg: Weg {turn}.", f"effect: {{{moved(here, turn)}}}", to=f"s{here + 1}")

    ways = [step(f"s{here}", *(ahead(here, turn) for turn in range(4))) for here in range(150)]
    end = "  s150:\n    naar:\n" + "".join(f"      - {{als: {{{m}: minstens 9}}, stap: klaar}}\n" for m in names)
    return story("".join((*ways, end, "      - anders: klaar\n")), head=meters(names))


def proofs() -> str:
    """Return very many proofs, each with very many choices between which very many steps are passed."""
    begin = step("begin", option("a", to="s0"), option("b"))
    passed = "".join(f"  s{here}:\n    naar: {f's{here + 1}' if here < 1_999 else 'begin'}\n" for here in range(2_000))
    return story(begin + passed, head="proeven:\n" + f"  - {{route: {'a ' * 100}b, einde: klaar}}\n" * 1_000)


def strangers() -> str:
    """Return as many names as are compared that look like one another, and as many that are not there."""
    steps = (
        step(f"aaaaaaaaaaaaaaaa{named(at)}zz", option("a", to=f"bbaaaaaaaaaaaaaa{named(at)}yy")) for at in range(480)
    )
    return story("".join(steps))


def written(words: str) -> str:
    """Return a text as long as a file may be."""
    text = words * ((MOST_BYTES - 1_000) // len(words.encode()))
    return story(step("begin", option("a")).replace("Er wordt aangebeld.", f"'{text.strip()}'"))


def misspelled() -> str:
    """Return an option as often as fits, each with its fields misspelled."""
    options = "".join(f"      {named(at)}:\n        keuz: Doen\n        naa: klaar\n" for at in range(2_300))
    return story(f"  begin:\n    situatie: Er wordt aangebeld.\n    keuzes:\n{options}")


@pytest.mark.parametrize(
    ("make", "code"),
    [
        pytest.param(lambda: round_and_round(5, 1), "G12", id="five meters"),
        pytest.param(lambda: round_and_round(4, 3, unasked=4), "G07", id="large loops"),
        pytest.param(remembered, "G12", id="choices that are remembered"),
        pytest.param(long_way, "D02", id="many states"),
        pytest.param(proofs, "G07", id="proofs"),
        pytest.param(strangers, "R01", id="names that look like others"),
        pytest.param(misspelled, "S01", id="options"),
        pytest.param(lambda: written("*a "), "T05", id="marks"),
        pytest.param(lambda: written("06-12345678 art. 5 Ja. "), "P02", id="numbers"),
        pytest.param(lambda: written("NL91 ABNA 0417 1643 00 1234 AB 12 "), "P01", id="accounts"),
    ],
)
def test_a_file_that_means_harm_is_checked_about_as_fast(make: Callable[[], str], code: str) -> None:
    text = make()
    begin = time.process_time()
    issues = checked(text).issues
    assert time.process_time() - begin < LONGEST * PATIENCE
    found = [issue.code for issue in issues]
    assert code in found
    assert not {"Y01", "Y02"} & {*found}, "it would not be read at all"
    assert max(map(found.count, found)) <= MOST_OF_ONE


def test_these_files_are_as_large_as_they_may_be() -> None:
    assert MOST_BYTES - 2_000 < len(written("*a ")) < MOST_BYTES
    parts = misspelled().count(":") * 2
    assert MOST_EVENTS * 0.6 < parts < MOST_EVENTS


def test_of_a_very_long_way_the_begin_is_told() -> None:
    count = MOST_CHOICES + 5
    ways = "".join(step(f"s{at}", option("a", to=f"s{at + 1}")) for at in range(count))
    stuck = step(f"s{count}", option("a", "als: {gekozen: zij.a}"))
    begin = step("begin", option("a", to="s0"), option("b", to="zij"))
    text = story(f"{begin}{ways}{stuck}{step('zij', option('a', to=f's{count}'))}")
    ((_, words),) = told(text, "G05")
    way = str(words["weg"]).split(", ")
    assert way[:2] == ["begin.a", "s0.a"]
    assert way[-2:] == [f"s{MOST_CHOICES - 2}.a", "…"]


def test_the_first_choices_of_a_way_are_enough() -> None:
    case = scenario(
        story("".join(step(f"s{at}", option("a", to=f"s{at + 1}")) for at in range(3)) + step("s3", option("a")))
    )
    exploration = explore(case)
    assert len(route(exploration, 4)) == 4
    assert route(exploration, 4, 2) == route(exploration, 4)[:2]


def test_as_many_proofs_as_anyone_writes_are_all_played() -> None:
    text = proofs().replace("einde: klaar}", "einde: elders}")
    assert 0 < codes(text).count("G15") < MOST_OF_ONE
    begin = step("begin", option("a", to="gang"), option("b"))
    many = "proeven:\n" + "  - {route: a a a a a a a a a a a a b, einde: elders}\n" * MOST_OF_ONE
    gang = "  gang:\n    schrijf: Wat nu?\n    naar: begin\n"
    assert codes(story(begin + gang, head=many)).count("G15") == MOST_OF_ONE
