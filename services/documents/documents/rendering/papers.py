"""The PDF of a document: Typst, PDF/A-3b and PDF/UA-1, with the fonts that Typst carries.

Text reaches the template as JSON in `sys.inputs`, never as source, so nothing in it is markup. The same content gives
the same bytes: fonts do not depend on the machine and the creation date is the date of issue.
"""

import base64
import json
import unicodedata
from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any

import segno
import typst

TEMPLATES = Path(__file__).parent.parent / "templates"
STANDARDS: list[Any] = ["a-3b", "ua-1"]
REPLACEMENT = "\N{WHITE SQUARE}"

_PROBE = b'#set document(title: "probe")\n#set text(font: "Libertinus Serif", lang: "fr")\n#sys.inputs.text\n'
_SPACES = {"\t", "\n", "\r", "\v", "\f", "\N{LINE SEPARATOR}", "\N{PARAGRAPH SEPARATOR}"}


@lru_cache(maxsize=1)
def compiler() -> typst.Compiler:
    """The one of this process, with the fonts that Typst carries."""
    fonts = typst.Fonts(include_system_fonts=False)
    return typst.Compiler(root=str(TEMPLATES), font_paths=fonts, ignore_system_fonts=True)


@lru_cache(maxsize=4096)
def _is_displayable(character: str) -> bool:
    try:
        compiler().compile(input=_PROBE, format="pdf", sys_inputs={"text": f"a{character}"}, pdf_standards=STANDARDS)
    except typst.TypstError:
        return False
    return True


def _printable_character(character: str) -> str:
    if character in _SPACES:
        return " "
    if unicodedata.category(character) in {"Cc", "Cf", "Co", "Cs", "Cn"}:
        # Controls, direction overrides and private characters show nothing, or something else than what is read.
        return ""
    if character < "\u0180" or _is_displayable(character):
        return character
    return "" if unicodedata.combining(character) or unicodedata.category(character) == "Me" else REPLACEMENT


def printable(text: str) -> str:
    """`text` as the paper can show it: composed (NFC), one line, a white square where no embedded font has the sign."""
    composed = unicodedata.normalize("NFC", text)
    return " ".join("".join(_printable_character(character) for character in composed).split())


def qr_code(url: str) -> str:
    """The code of an address, as SVG."""
    out = BytesIO()
    segno.make(url, error="m", micro=False).save(out, kind="svg", border=0, dark="#1b2929", xmldecl=False)
    return out.getvalue().decode()


def _as_svg(png: bytes) -> str:
    """A picture as a text, which is all that reaches a template: SVG around the PNG, whose header has its size."""
    width, height = (int.from_bytes(png[start : start + 4]) for start in (16, 20))
    data = base64.b64encode(png).decode()
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}">'
        f'<image width="{width}" height="{height}" href="data:image/png;base64,{data}"/></svg>'
    )


def render(template: str, content: Mapping[str, Any], *, issued_at: datetime, logo: bytes | None = None) -> bytes:
    """The PDF of `content` by `templates/<template>.typ`; every text in it must be `printable`. `logo` is a PNG.

    Raises:
        typst.TypstError: the template cannot be set with this content.
    """
    url = content.get("verification_url")
    inputs = {
        "document": json.dumps(content, ensure_ascii=False, sort_keys=True),
        "qr_code": qr_code(url) if url else "",
        "logo": _as_svg(logo) if logo else "",
    }
    pdf = compiler().compile(
        input=str(TEMPLATES / f"{template}.typ"),
        format="pdf",
        sys_inputs=inputs,
        pdf_standards=STANDARDS,
        timestamp=int(issued_at.timestamp()),
    )
    if not isinstance(pdf, bytes):
        raise TypeError("Typst gave no single file")
    return pdf
