"""`python -m notification gallery DIR`: write every kind of e-mail with examples, to leaf through in a browser."""

import sys
from html import escape
from pathlib import Path

from notification.usecases.show_gallery import Example, show_gallery

_PAGE = """<!doctype html><html lang="fr"><meta charset="utf-8"><title>E-mails</title>
<style>body{{font:16px/1.5 sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}}li{{margin:.5rem 0}}</style>
<h1>E-mails</h1><ol>
{rows}
</ol></html>
"""
_ROW = '<li><a href="{name}.html">{subject}</a> (<code>{name}</code>, <a href="{name}.txt">txt</a>)</li>'


def _write(folder: Path, example: Example) -> str:
    (folder / f"{example.name}.html").write_text(example.letter.html)
    (folder / f"{example.name}.txt").write_text(f"{example.letter.subject}\n\n{example.letter.text}")
    return _ROW.format(name=example.name, subject=escape(example.letter.subject))


def run(arguments: list[str]) -> int:
    """Write <name>.html, <name>.txt and index.html into DIR; status 2 without a DIR."""
    if len(arguments) != 1:
        sys.stderr.write("usage: python -m notification gallery DIR\n")
        return 2
    folder = Path(arguments[0])
    folder.mkdir(parents=True, exist_ok=True)
    rows = [_write(folder, example) for example in show_gallery()]
    (folder / "index.html").write_text(_PAGE.format(rows="\n".join(rows)))
    return 0
