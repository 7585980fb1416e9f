"""Pictures of badges: drawn by Typst from data, and baked, which puts the credential into the file (OB 3.0, 5.3)."""

import json
import struct
import zlib
from collections.abc import Mapping
from typing import Any, Literal
from xml.sax.saxutils import escape

from documents.rendering.papers import TEMPLATES, compiler, printable

TEMPLATE = "badge_v1"
PIXELS_PER_INCH = 144.0
NAMESPACE = "https://purl.imsglobal.org/ob/v3p0"
_HEADER_LENGTH = 8


def draw(content: Mapping[str, Any], *, kind: Literal["png", "svg"]) -> bytes:
    """The picture, `png` or `svg`; long titles are cut by the template, not here."""
    shown = {name: printable(str(content[name])) for name in ("title", "provider_name", "issuer_name")}
    made = compiler().compile(
        input=str(TEMPLATES / f"{TEMPLATE}.typ"),
        format=kind,
        ppi=PIXELS_PER_INCH if kind == "png" else None,
        sys_inputs={"document": json.dumps(shown, ensure_ascii=False, sort_keys=True)},
    )
    if not isinstance(made, bytes):
        raise TypeError("Typst gave no single file")
    return made


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def baked_png(png: bytes, credential: str) -> bytes:
    """The PNG with the credential in an iTXt chunk right after its header."""
    end_of_header = _HEADER_LENGTH + 12 + struct.unpack(">I", png[_HEADER_LENGTH : _HEADER_LENGTH + 4])[0]
    text = b"openbadgecredential\0\0\0\0\0" + credential.encode()
    return png[:end_of_header] + _chunk(b"iTXt", text) + png[end_of_header:]


def baked_svg(svg: bytes, credential: str) -> bytes:
    """The SVG with the credential as its first element."""
    start = svg.index(b"<svg") + len(b"<svg")
    end = svg.index(b">", start)
    element = f'<openbadges:credential verify="{escape(credential)}"/>'.encode()
    return svg[:start] + f' xmlns:openbadges="{NAMESPACE}"'.encode() + svg[start : end + 1] + element + svg[end + 1 :]
