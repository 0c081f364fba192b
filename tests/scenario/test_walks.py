"""Any case that is accepted can be walked to an ending, whatever is chosen."""

from itertools import pairwise

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.engine.advance import advance, begin, options
from bot.engine.events import Input, Pass, Take
from bot.engine.model import Run
from bot.scenario.check import check
from bot.scenario.explore import explore
from bot.scenario.library import read_shelf
from bot.scenario.model import Decision, Scenario
from tests.scenario.files import CASES, SHARED, SHIPPED, story

GOOD = [kept.scenario for folder in (CASES, SHIPPED) for kept in read_shelf(folder).scenarios.values()]
BLIND = 40  # turns; then the way out is looked for


def walk(case: Scenario, data: st.DataObject) -> Run:
    """Return where blind choices lead to: an ending, or any place on the way when that takes long."""
    run = begin(case).run
    while not run.ended and run.turn < BLIND:
        seen = options(case, run)
        assert bool(seen) == isinstance(case.steps[run.place], Decision)
        turn = advance(case, run, Take(data.draw(st.sampled_from(seen))) if seen else Pass())
        assert turn.refusal is None
        run = turn.run
    return run


def way_out(case: Scenario, run: Run) -> Run:
    """Return the nearest end of a walk, found by trying every choice."""
    waiting, known = [run], set()
    for here in waiting:
        if here.ended:
            return here
        state = (here.place, tuple(here.meters.values()), frozenset(here.taken))
        if state not in known:
            known.add(state)
            inputs: list[Input] = [Take(option) for option in options(case, here)] or [Pass()]
            waiting += [advance(case, here, given).run for given in inputs]
    raise AssertionError("no way out")


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(GOOD), st.data())
def test_every_shipped_case_can_be_walked_to_an_ending(case: Scenario, data: st.DataObject) -> None:
    assert way_out(case, walk(case, data)).place in case.endings


@st.composite
def files(draw: st.DrawFn) -> str:
    """Return a scenario file of up to five steps with conditions, loops and crossroads.

    A tidy one has a road through all its steps to both endings, so that many are good; the others may have any fault.
    """
    tidy = draw(st.booleans())
    names = [f"s{number}" for number in range(draw(st.integers(1, 5)))]
    anywhere = st.sampled_from([*names, "klaar", "stil"])
    bound = st.builds("{} {}".format, st.sampled_from(["minstens", "hoogstens"]), st.integers(2, 7))
    condition = st.one_of(
        st.builds("{{rust: {}}}".format, bound),
        st.builds("{{rust: {}, tijd: {}}}".format, bound, bound),
        st.builds("{{gekozen: {}.{}}}".format, st.sampled_from(names), st.sampled_from("ab")),
    )
    effect = st.builds("{{rust: {:+d}, tijd: {:+d}}}".format, st.integers(-4, 4), st.integers(-4, 4))

    def route(onward: st.SearchStrategy[str]) -> str:
        branched = st.builds("[{{als: {}, stap: {}}}, {{anders: {}}}]".format, condition, anywhere, onward)
        return draw(st.one_of(onward, branched))

    lines = []
    for name, following in pairwise([*names, "klaar"]):
        onward = st.just(following) if tidy else anywhere
        kind = draw(st.sampled_from(["keuzes", "keuzes", "schrijf", "kruispunt"]))
        lines.append(f"  {name}:")
        if kind == "keuzes" or (tidy and name == names[-1]):
            lines += ["    situatie: Er wordt aangebeld.", "    keuzes:"]
            for option in "abc":
                to = draw(onward) if option == "a" else "stil" if tidy and option == "b" else route(anywhere)
                free = option == "c" or not tidy
                lines += [f"      {option}:", "        keuze: Doen", f"        effect: {draw(effect)}"]
                lines += [f"        als: {draw(condition)}"] if free and draw(st.booleans()) else []
                lines += [f"        naar: {to}"]
        else:
            lines += ["    schrijf: Wat nu?"] if kind == "schrijf" else []
            lines += [f"    naar: {route(onward)}"]
    ends = "eindes:\n" + "".join(f"  {end}:\n    titel: Einde\n    tekst: Klaar.\n" for end in ("klaar", "stil"))
    return story("\n".join(lines) + "\n", head="meters: {rust: 4, tijd: 6}\n", ends=ends)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
@given(files(), st.data())
def test_every_file_that_is_accepted_can_be_walked_to_an_ending(text: str, data: st.DataObject) -> None:
    result = check(text, "voorbeeld.yaml", SHARED)
    if result.scenario is None:
        assert result.issues, "a refusal has a reason"
        return
    exploration = explore(result.scenario)
    ended = {state.place for state in exploration.states} & result.scenario.endings.keys()
    assert ended == result.scenario.endings.keys(), "every ending can be reached"
    assert {state.place for state in exploration.states} >= result.scenario.steps.keys(), "and every step"
    assert way_out(result.scenario, walk(result.scenario, data)).place in result.scenario.endings
