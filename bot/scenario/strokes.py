"""How each thing looks in a picture: boxes and lines in DOT, with everything an author wrote made harmless."""

import html
from collections.abc import Iterable

from bot.scenario.labels import drawable, shortened, wrapped

LONGEST_LABEL = 60  # characters
_TITLE, _CONDITION, _OVER = 24, 22, 48  # characters a line
_THIN, _BOLD, _THICKEST = 1.2, 3.6, 7.0  # points
# Characters a line of an option, by the number of options side by side, so that a phone shows a row of them readably.
_WIDTHS = {1: 26, 2: 26, 3: 24, 4: 18, 5: 16}
_NARROWEST = 14
_LETTER = 3

# No red and no green: no option is better than another. Text has a contrast of 7 to 1 or more on every ground.
INK, SOFT, LINE, ROAD = "#1d2733", "#46515f", "#7b8794", "#d55e00"
STEP, STEP_EDGE = "#dcebf7", "#1f6399"
WRITING, WRITING_EDGE = "#fff4cc", "#8a6d00"
ENDING, ENDING_EDGE = "#eee3f5", "#6b3f8f"
CROSSROADS, ELSEWHERE = "#c9d1da", "#f3f4f6"


def heading(title: str = "") -> Iterable[str]:
    """Return the first lines of a picture, with a title over it unless that is ""."""
    yield "digraph {"
    lines = "".join(f'{_safe(line)}<BR ALIGN="LEFT"/>' for line in wrapped(drawable(title), _OVER))
    if lines:
        yield f'graph [labelloc=t labeljust=l fontname="Helvetica" fontsize=12 fontcolor="{SOFT}" label=<{lines}>]'
    yield 'graph [rankdir=TB nodesep=0.14 ranksep=0.31 margin=0 pad=0.2 bgcolor="white"]'
    text = f'fontname="Helvetica" fontsize=13 fontcolor="{INK}"'
    yield f'node [{text} shape=box style="rounded,filled" margin="0.1,0.07" height=0.3]'
    yield f'edge [fontname="Helvetica" color="{LINE}" penwidth={_THIN} arrowsize=0.7]'


def step(node: str, title: str, *, writing: str = "", here: str = "", lit: bool = False) -> str:
    """Return a step that asks something; `writing` is the word for one that is answered in own words."""
    lines = [f"<B>{line}</B>" for line in _lines(title, _TITLE)]
    lines = [*lines, *_small(writing)]
    fill, edge = (WRITING, WRITING_EDGE) if writing else (STEP, STEP_EDGE)
    shape = "note" if writing else "box"
    style = "filled" if writing else "rounded,filled"
    return _box(
        node, _marked(lines, here), id=f"stap-{node}", shape=shape, style=style, fillcolor=fill, color=_tint(edge, lit),
        ordering="out", penwidth=_width(lit=lit or bool(here)),
    )  # fmt: skip


def crossroads(node: str, *, lit: bool = False) -> str:
    """Return a silent crossroads: a small diamond."""
    return (
        f'"{node}" [id="stap-{node}" label="" shape=diamond style=filled fillcolor="{CROSSROADS}"'
        f' width=0.32 height=0.32 color="{_tint(SOFT, lit)}" penwidth={_width(lit=lit)}]'
    )


def option(
    node: str, letter: str, label: str, *, beside: int, when: str, count: str, lit: bool, language: str,
) -> str:  # fmt: skip
    """Return an option; dashed, with its condition, when it has one; `beside` is how many stand in a row."""
    width = _WIDTHS.get(beside, _NARROWEST)
    first = f"<B>{_safe(letter)}</B> &#160;"
    short = shortened(drawable(label), LONGEST_LABEL)
    lines = [_safe(line) for line in wrapped(short, width, language, 0 if count else _LETTER)] or [""]
    lines = [f"{first}{_safe(count)}", *lines] if count else [first + lines[0], *lines[1:]]
    lines += _small(when, width)
    style = "rounded,filled,dashed" if when else "rounded,filled"
    body = "".join(f'{line}<BR ALIGN="LEFT"/>' for line in lines)
    return _box(
        node, body, id=f"keuze-{node.replace('.', '-')}", style=style, fillcolor="#ffffff", color=_tint(SOFT, lit),
        penwidth=_width(lit=lit),
    )  # fmt: skip


def level(nodes: Iterable[str]) -> str:
    """Return that boxes stand side by side: none of the options of a step may seem to come later than another."""
    named = " ".join(f'"{node}"' for node in nodes)
    return f"{{rank=same {named}}}"


def ending(node: str, title: str, word: str, *, here: str = "", lit: bool = False) -> str:
    """Return an ending: a colour and a double line of its own."""
    lines = [*_small(word), *(f"<B>{line}</B>" for line in _lines(title, _TITLE))]
    return _box(
        node, _marked(lines, here), id=f"einde-{node}", fillcolor=ENDING, color=_tint(ENDING_EDGE, lit),
        peripheries=2, penwidth=_width(lit=lit),
    )  # fmt: skip


def elsewhere(node: str, title: str, where: str) -> str:
    """Return the sign to a step in another picture."""
    lines = [*_lines(title, _TITLE), *_small(where)]
    return _box(node, "<BR/>".join(lines), style="rounded,filled,dotted", fillcolor=ELSEWHERE, color=SOFT)


def when(node: str, conditions: Iterable[str]) -> str:
    """Return the conditions of a way, as words in the line itself, so that they can be taken for no other way's."""
    lines = [f'{line}<BR ALIGN="LEFT"/>' for said in conditions for line in _small(said, _CONDITION)]
    return _box(node, "".join(lines), shape="plain", style="", margin="0.04,0.02")


def line(begin: str, end: str, *, arrow: bool = True, lit: bool = False, weight: float = 0.0) -> str:
    """Return the line between two boxes, by their names; `weight` from 0 to 1 makes it thicker."""
    head = "" if arrow else " arrowhead=none"
    return f'"{begin}" -> "{end}" [color="{_tint(LINE, lit)}" penwidth={_width(lit=lit, weight=weight)}{head}]'


def _box(node: str, body: str, **attributes: object) -> str:
    written = " ".join(f'{name}="{value}"' for name, value in attributes.items())
    return f'"{node}" [label=<{body}> {written}]'


def _lines(text: str, width: int) -> list[str]:
    return [_safe(part) for part in wrapped(shortened(drawable(text), LONGEST_LABEL), width)] or ["&#160;"]


def _small(text: str, width: int = _TITLE) -> list[str]:
    parts = wrapped(drawable(text), width)
    return [f'<FONT POINT-SIZE="11" COLOR="{SOFT}"><I>{_safe(part)}</I></FONT>' for part in parts]


def _marked(lines: list[str], here: str) -> str:
    """Return the lines of a box, under a dark sign when this is where someone stands."""
    body = "<BR/>".join(lines)
    if not here:
        return body
    sign = f'<TR><TD BGCOLOR="{INK}"><FONT COLOR="white" POINT-SIZE="11"><B>{_safe(here)}</B></FONT></TD></TR>'
    return f'<TABLE BORDER="0" CELLBORDER="0" CELLSPACING="3">{sign}<TR><TD>{body}</TD></TR></TABLE>'


def _safe(text: str) -> str:
    # The drawing program reads escapes like \N, also in HTML-like labels.
    return html.escape(text.replace("\\", "\\\\"))


def _tint(color: str, lit: bool) -> str:  # noqa: FBT001 - the colour of two
    return ROAD if lit else color


def _width(*, lit: bool, weight: float = 0.0) -> float:
    return round(max(_BOLD if lit else _THIN, _THIN + weight * (_THICKEST - _THIN)), 1)
