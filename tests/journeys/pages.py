"""An HTML page as somebody without JavaScript uses it: its text, links and forms."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

_INLINE = {"a", "b", "code", "em", "span", "strong", "svg", "path", "circle", "rect"}


@dataclass
class Form:
    """A form with its fields as the page filled them in, and its buttons by their text."""

    action: str
    method: str
    fields: dict[str, str] = field(default_factory=dict)
    choices: dict[str, list[str]] = field(default_factory=dict)
    buttons: dict[str, dict[str, str]] = field(default_factory=dict)


class Page(HTMLParser):
    """Parses on creation. Spaces of every kind are made single and plain, words for screen readers included."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.links: list[tuple[str, str]] = []
        self.title = ""
        self._words: list[str] = []
        self._open: list[tuple[str, dict[str, str], int]] = []
        self._form: Form | None = None
        self._summaries: list[str] = []
        self._select = ""
        self.feed(html)

    @property
    def text(self) -> str:
        return " ".join("".join(self._words).split())

    @property
    def headline(self) -> str:
        """What the header says of the person, as « Alain Proviste, Bénéficiaire, Ma structure »."""
        return self._summaries[-1] if self._summaries else ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag not in _INLINE:
            self._words.append(" ")
        if tag == "form":
            self._form = Form(action=given.get("action", ""), method=given.get("method", "get"))
            self.forms.append(self._form)
        elif tag == "input" and self._form:
            self._note_input(self._form, given)
        elif tag == "select":
            self._select = given.get("name", "")
        elif tag == "option" and self._form and ("selected" in given or self._select not in self._form.fields):
            self._form.fields[self._select] = given.get("value", "")
        elif tag in ("a", "button", "title", "script", "style", "textarea", "summary"):
            self._open.append((tag, given, len(self._words)))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        if self._open and self._open[-1][0] == tag:
            _, given, start = self._open.pop()
            self._close(tag, given, " ".join("".join(self._words[start:]).split()))

    def handle_data(self, data: str) -> None:
        if not any(tag in ("script", "style") for tag, _, _ in self._open):
            self._words.append(data)

    def _close(self, tag: str, given: dict[str, str], text: str) -> None:
        if tag == "a" and "href" in given:
            self.links.append((text, given["href"]))
        elif tag == "summary" and "," in text:
            self._summaries.append(text)
        elif tag == "title":
            self.title = text
        elif tag == "button" and self._form and given.get("type") == "submit":
            pressed = {given["name"]: given.get("value", "")} if "name" in given else {}
            self._form.buttons[text] = pressed
        elif tag == "textarea" and self._form:
            self._form.fields[given["name"]] = text

    def _note_input(self, form: Form, given: dict[str, str]) -> None:
        name, value = given.get("name"), given.get("value", "on")
        if not name:
            return
        if given.get("type") in ("checkbox", "radio"):
            form.choices.setdefault(name, []).append(value)
            if "checked" in given:
                form.fields[name] = value
        else:
            form.fields[name] = given.get("value", "")

    def form_with(self, button: str) -> Form:
        """The form that has this button.

        Raises:
            AssertionError: there is none.
        """
        for form in self.forms:
            if button in form.buttons:
                return form
        known = sorted(name for form in self.forms for name in form.buttons)
        raise AssertionError(f"no button {button!r} on {self.title!r}, only {known}")

    def link(self, text: str) -> str:
        """Where the first link that begins with `text` leads.

        Raises:
            AssertionError: there is none.
        """
        for found in self.links_like(text):
            return found
        raise AssertionError(f"no link {text!r} on {self.title!r}")

    def links_like(self, text: str) -> Iterator[str]:
        """Where every link that begins with `text` leads."""
        return (href for words, href in self.links if words.startswith(text))
