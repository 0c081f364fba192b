"""The map of a case as a Mermaid diagram, for people who paste it into a document."""

from collections.abc import Iterator, Sequence

from bot.scenario.draw import MapWords
from bot.scenario.labels import drawable
from bot.scenario.model import Branch, Chosen, Decision, Scenario, Writing
from bot.scenario.phrases import condition, letter, title

_SAFE = frozenset(" .,:-")
_LOOKS = "classDef conditional stroke-dasharray: 4 3"


def mermaid(scenario: Scenario, words: MapWords) -> str:
    """Return the diagram (flowchart TD): steps, options and endings are nodes; options under a condition are dashed."""
    return "\n".join(["flowchart TD", *(f"  {line}" for line in _lines(scenario, words))]) + "\n"


def _lines(scenario: Scenario, words: MapWords) -> Iterator[str]:
    dashed = []
    for name, step in scenario.steps.items():
        said = _quoted(title(scenario, name))
        if isinstance(step, Decision):
            yield f"s_{name}[{said}]"
            for key, option in step.options.items():
                node = f"o_{name}_{key}"
                when = condition(scenario, option.when, words) if option.when else ""
                yield f"{node}[{_quoted(f'{letter(scenario, Chosen(name, key))}. {option.label}', when)}]"
                yield f"s_{name} --- {node}"
                yield from _ways(scenario, node, option.to, words)
                dashed += [node] if option.when else []
        else:
            yield f"s_{name}[/{said}/]" if isinstance(step, Writing) else f's_{name}{{" "}}'
            yield from _ways(scenario, f"s_{name}", step.to, words)
    for name, ending in scenario.endings.items():
        yield f"e_{name}([{_quoted(ending.title)}])"
    if dashed:
        yield _LOOKS
        yield f"class {','.join(dashed)} conditional"


def _ways(scenario: Scenario, node: str, route: Sequence[Branch], words: MapWords) -> Iterator[str]:
    for branch in route:
        said = f"|{_quoted(condition(scenario, branch.when, words))}|" if len(route) > 1 else ""
        to = f"e_{branch.to}" if branch.to in scenario.endings else f"s_{branch.to}"
        yield f"{node} -->{said} {to}"


def _quoted(*lines: str) -> str:
    return '"' + "<br/>".join(_safe(line) for line in lines if line) + '"'


def _safe(text: str) -> str:
    """Return a text with all but letters, figures and a few signs as Mermaid's own entities."""
    return "".join(one if one.isalnum() or one in _SAFE else f"#{ord(one)};" for one in drawable(text))
