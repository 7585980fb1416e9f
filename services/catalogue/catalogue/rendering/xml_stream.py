"""XML of any size, one element at a time, in constant memory; nothing is expanded, fetched or guessed.

A document type with an internal subset is refused before it can declare an entity (billion laughs, external entities);
one that only names an external file is passed over, and the file is never read. What an element may hold is bounded.
"""

from collections.abc import Iterable, Iterator
from xml.parsers import expat

from catalogue.domain.offers import FileUnreadable

MOST_CHARACTERS = 4_000_000
MOST_DEPTH = 64
# A tag, comment or attribute that goes on for longer is none.
LONGEST_TOKEN = 4_000_000


class Element:
    """A small tree: names without their namespace, foreign ones with it; `line` counts from 1."""

    __slots__ = ("attributes", "children", "line", "name", "text")

    def __init__(self, name: str, *, attributes: dict[str, str], line: int) -> None:
        self.name = name
        self.attributes = attributes
        self.line = line
        self.children: list[Element] = []
        self.text = ""

    def all(self, name: str) -> list["Element"]:
        """Children of this name."""
        return [child for child in self.children if child.name == name]

    def first(self, *path: str) -> "Element | None":
        """The first element down this path."""
        found: Element = self
        for name in path:
            child = next((child for child in found.children if child.name == name), None)
            if child is None:
                return None
            found = child
        return found

    def told(self, *path: str) -> str:
        """The text of the first element down this path, without spaces around it; empty where there is none."""
        found = self.first(*path)
        return found.text.strip() if found else ""


def _unreadable(reason: str, line: int, **figures: object) -> FileUnreadable:
    return FileUnreadable(figures={"reason": reason, "line": line, **figures})


class _Reading:
    """The state of one reading. `wanted` elements are kept whole, all else is passed over."""

    def __init__(self, *, root: str, namespaces: frozenset[str], wanted: str, keeps: bool) -> None:
        self._root = root
        self._namespaces = namespaces
        self._wanted = wanted
        self._keeps = keeps
        self._namespace = ""
        self._open: list[Element] = []
        self._pieces: list[str] = []
        self._depth = 0
        self._size = 0
        self.done: list[Element] = []
        self.count = 0
        self.moved = True
        self.parser = self._parser()

    def _parser(self) -> expat.XMLParserType:
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters
        parser.StartDoctypeDeclHandler = self._doctype
        parser.EntityDeclHandler = self._entity
        parser.SkippedEntityHandler = self._skipped
        parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
        return parser

    @property
    def line(self) -> int:
        return self.parser.CurrentLineNumber

    def _doctype(self, *declared: object) -> None:
        """`declared`: name, system and public identifiers, and whether declarations follow."""
        self.moved = True
        if declared[-1]:
            raise _unreadable("document-type", self.line)

    def _entity(self, *_declared: object) -> None:
        raise _unreadable("document-type", self.line)

    def _skipped(self, name: str, _is_parameter: int) -> None:
        raise _unreadable("entity", self.line, entity=name[:80])

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self.moved = True
        self._depth += 1
        namespace, _, local = name.rpartition(" ")
        if self._depth == 1:
            self._check_root(namespace, local)
        if self._depth > MOST_DEPTH:
            raise _unreadable("too-deep", self.line)
        if self._open or (local == self._wanted and namespace == self._namespace):
            self._count(100 + sum(map(len, attributes.values())))
            known = local if namespace == self._namespace else name
            element = Element(known, attributes=attributes, line=self.line)
            if self._open and self._keeps:
                self._flush()
                self._open[-1].children.append(element)
            self._open.append(element)

    def _check_root(self, namespace: str, local: str) -> None:
        if namespace not in self._namespaces:
            raise _unreadable("namespace", self.line, found=namespace[:200])
        if local != self._root:
            raise _unreadable("root", self.line, found=local[:80])
        self._namespace = namespace

    def _count(self, characters: int) -> None:
        self._size += characters
        if self._size > MOST_CHARACTERS:
            raise _unreadable("too-large", self._open[0].line if self._open else self.line)

    def _characters(self, text: str) -> None:
        self.moved = True
        if self._open:
            self._count(len(text))
            if self._keeps:
                self._pieces.append(text)

    def _flush(self) -> None:
        if self._pieces:
            self._open[-1].text += "".join(self._pieces)
            self._pieces.clear()

    def _end(self, _name: str) -> None:
        self.moved = True
        self._depth -= 1
        if not self._open:
            return
        self._flush()
        element = self._open.pop()
        if not self._open:
            self.count += 1
            self._size = 0
            if self._keeps:
                self.done.append(element)


def _feed(reading: _Reading, chunk: bytes, *, is_last: bool) -> None:
    try:
        reading.parser.Parse(chunk, is_last)
    except expat.ExpatError as fault:
        reason = _REASONS.get(fault.code, "malformed")
        raise _unreadable(reason, fault.lineno) from fault
    except (LookupError, UnicodeError, ValueError) as fault:
        # The declaration names an encoding that nobody knows, or one of several bytes that the parser cannot take.
        raise _unreadable("encoding", reading.line) from fault


_CODES = expat.errors.codes
_REASONS = {
    _CODES[expat.errors.XML_ERROR_NO_ELEMENTS]: "truncated",
    _CODES[expat.errors.XML_ERROR_UNCLOSED_TOKEN]: "truncated",
    _CODES[expat.errors.XML_ERROR_UNCLOSED_CDATA_SECTION]: "truncated",
    _CODES[expat.errors.XML_ERROR_UNKNOWN_ENCODING]: "encoding",
    _CODES[expat.errors.XML_ERROR_INCORRECT_ENCODING]: "encoding",
    _CODES[expat.errors.XML_ERROR_PARTIAL_CHAR]: "encoding",
    _CODES[expat.errors.XML_ERROR_UNDEFINED_ENTITY]: "entity",
    _CODES[expat.errors.XML_ERROR_RECURSIVE_ENTITY_REF]: "document-type",
    _CODES[expat.errors.XML_ERROR_UNBOUND_PREFIX]: "namespace",
}


def elements(chunks: Iterable[bytes], *, root: str, namespaces: frozenset[str], wanted: str) -> Iterator[Element]:
    """Each `wanted` element of a document, whole; the document's root must be `root` in one of `namespaces`.

    Raises:
        FileUnreadable: malformed, truncated, in another language, or hostile.
    """
    reading = _Reading(root=root, namespaces=namespaces, wanted=wanted, keeps=True)
    for _ in _read(reading, chunks):
        yield from reading.done
        reading.done.clear()


def count_elements(chunks: Iterable[bytes], *, root: str, namespaces: frozenset[str], wanted: str) -> int:
    """How many there are in a document that can be read to its end; keeps none.

    Raises:
        FileUnreadable
    """
    reading = _Reading(root=root, namespaces=namespaces, wanted=wanted, keeps=False)
    for _ in _read(reading, chunks):
        pass
    return reading.count


def _read(reading: _Reading, chunks: Iterable[bytes]) -> Iterator[None]:
    silent = 0
    for chunk in chunks:
        reading.moved = False
        _feed(reading, chunk, is_last=False)
        silent = 0 if reading.moved else silent + len(chunk)
        if silent > LONGEST_TOKEN:
            raise _unreadable("too-large", reading.line)
        yield
    _feed(reading, b"", is_last=True)
    yield
