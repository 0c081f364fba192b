"""A drawing as plain shapes, so that a page can make them one by one and never reads markup that an author wrote."""

import re
from collections.abc import Iterator
from xml.etree import ElementTree as ET

from bot.practice.world import Json

_SVG = "{http://www.w3.org/2000/svg}"
_PAINT = frozenset({"fill", "stroke", "stroke-width", "stroke-dasharray"})
# What graphviz draws with; nothing here can run, load or lead anywhere.
KNOWN = {
    "path": _PAINT | {"d"},
    "polygon": _PAINT | {"points"},
    "polyline": _PAINT | {"points"},
    "ellipse": _PAINT | {"cx", "cy", "rx", "ry"},
    "text": frozenset({"x", "y", "fill", "font-size", "font-style", "font-weight", "text-anchor"}),
}
_HARMLESS = re.compile(r"[\w\s.,#+-]*")
_KINDS = {"stap": "step", "keuze": "option", "einde": "ending"}


def shapes(svg: bytes) -> Json:
    """Return a drawing of a case: its `box` (left, top, width, height in points), its `shift` and its `parts`.

    A part has a `kind` ("step", "option", "ending", "edge" or ""), its `name` in the drawing, the `words` in it, and
    `shapes`: each the name of an SVG element, its attributes and its text. Raises ValueError for what is no drawing.
    """
    try:
        root = ET.fromstring(svg)  # noqa: S314 - expat loads nothing, and a drawing comes from our own program
    except ET.ParseError as error:
        raise ValueError(str(error)) from error
    graph = root.find(f"{_SVG}g")
    box = _numbers(root.get("viewBox", ""))
    if graph is None or len(box) != 4:
        raise ValueError("no drawing of a graph")
    moved = re.search(r"translate\(([^)]*)\)", graph.get("transform", ""))
    shift = _numbers(moved[1]) if moved else []
    parts = [_part(group) for group in graph.findall(f"{_SVG}g")]
    return {"box": box, "shift": shift if len(shift) == 2 else [0.0, 0.0], "parts": parts}


def _part(group: ET.Element) -> Json:
    drawn = list(_shapes(group))
    words = " ".join(text for tag, _, text in drawn if tag == "text").split()
    return {
        "kind": _kind(group, worded=bool(words)),
        "name": group.findtext(f"{_SVG}title", ""),
        "words": " ".join(words),
        "shapes": drawn,
    }


def _kind(group: ET.Element, *, worded: bool) -> str:
    if group.get("class") == "edge":
        return "edge"
    kind = _KINDS.get(group.get("id", "").partition("-")[0], "")
    return "" if kind == "step" and not worded else kind  # a silent crossroads asks nothing


def _shapes(group: ET.Element) -> Iterator[tuple[str, dict[str, str], str]]:
    for element in group.iter():
        tag = str(element.tag).removeprefix(_SVG)
        if tag in KNOWN:
            given = {
                name: value for name, value in element.items() if name in KNOWN[tag] and _HARMLESS.fullmatch(value)
            }
            yield tag, given, (element.text or "" if tag == "text" else "")


def _numbers(text: str) -> list[float]:
    try:
        return [float(part) for part in re.split(r"[\s,]+", text.strip()) if part]
    except ValueError:
        return []
