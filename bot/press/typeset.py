"""A program of its own, started by booklet: reads the path of a template and its data as JSON, writes the PDF."""

import json
import sys
from pathlib import Path
from typing import Literal

import typst

Standard = Literal["ua-1"]
PDF_STANDARD: Standard = "ua-1"  # public bodies must publish accessible documents


def main() -> None:
    """Typeset what is on standard input, with the fonts that typst brings along and no others."""
    given = json.load(sys.stdin.buffer)
    template = Path(given["template"]).read_bytes()
    data = {"data": json.dumps(given["data"], ensure_ascii=False)}
    try:
        try:
            made = _made(template, data, [PDF_STANDARD])
        except typst.TypstError:
            # The standard refuses a sign that no font has, such as an emoji; without it that sign is an empty box.
            made = _made(template, data, [])
    except typst.TypstError as error:
        sys.exit(error.diagnostic)
    sys.stdout.buffer.write(made)


def _made(template: bytes, data: dict[str, str], standards: list[Standard]) -> bytes:
    return typst.compile(
        template, format="pdf", sys_inputs=data, pdf_standards=list(standards), ignore_system_fonts=True
    )


if __name__ == "__main__":
    main()
