"""The letters: every kind complete, careful French, and nothing slips in through names and titles."""

import copy
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from jinja2 import UndefinedError

from notification.channels import decision_links, letters
from notification.channels.letters import TEMPLATES, compose, french_spacing
from notification.commands.gallery import run
from notification.domain.kinds import ABOUT_ACCOUNTS, MessageKind
from notification.usecases.show_gallery import Example, example_facts, show_gallery

SITE = "https://parcourspro.example.org"
EXAMPLES = example_facts()
HOSTILE = "<script>alert(1)</script>{{ 7919*7919 }}{% raw %}\r\nBcc: eve@example.org"


@pytest.fixture(autouse=True)
def _site() -> None:
    letters.bind(SITE)


def _all() -> list[Example]:
    letters.bind(SITE)
    return list(show_gallery())


def _facts(kind: MessageKind, **changes: Any) -> dict[str, Any]:
    return {**copy.deepcopy(EXAMPLES[kind.value]["usual"]), **changes}


class _Reader(HTMLParser):
    """Visible text, links and tags of an HTML letter."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.tags: list[str] = []
        self.said: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.links += [value or "" for name, value in attrs if name == "href"]

    def handle_data(self, data: str) -> None:
        if self.tags[-1:] != ["style"]:
            self.said.append(data)


def _read(html: str) -> _Reader:
    reader = _Reader()
    reader.feed(html)
    return reader


def test_every_kind_has_both_templates_and_an_example_and_no_template_is_left_over() -> None:
    kinds = {kind.value for kind in MessageKind}
    assert {path.stem for path in (TEMPLATES / "kinds").glob("*.txt")} == kinds
    assert {path.stem for path in (TEMPLATES / "kinds").glob("*.html")} == kinds
    assert set(EXAMPLES) == kinds


@pytest.mark.parametrize("example", _all(), ids=lambda example: example.name)
def test_a_letter_greets_names_the_action_calls_once_and_says_why(example: Example) -> None:
    facts = _facts(example.kind)
    civility = {"mr": "Monsieur", "mrs": "Madame"}[facts["recipient"]["civility"]]
    read = _read(example.letter.html)
    said = " ".join(" ".join(read.said).split())
    for body in (example.letter.text, said):
        assert f"Bonjour {civility} {facts['recipient']['given_name']} {facts['recipient']['family_name']}," in body
        assert "Vous recevez cet e-mail parce que" in body
        assert "noreply@cap-metiers.pro" in body
        help_address = "tus" if example.kind in ABOUT_ACCOUNTS else "parcourspro"
        assert f"{help_address}@cap-metiers.pro" in body
    calls = {link for link in read.links if link.startswith(SITE)}
    assert example.letter.link in calls
    # A decision link is the same call without signing in.
    others = {link for link in calls if not link.startswith(f"{SITE}{decision_links.PATH}/")}
    assert len(others) == 1 or example.kind in LISTS
    assert example.letter.link in example.letter.text
    assert 10 < len(example.letter.subject) <= 120


@pytest.mark.parametrize("example", _all(), ids=lambda example: example.name)
def test_a_letter_has_no_hole_and_no_leftover(example: Example) -> None:
    for part in (example.letter.subject, example.letter.text, example.letter.html):
        assert not re.search(r"\{\{|\{%|\bNone\b|Undefined", part)
        assert not re.search(r" ([:;!?»])(?=[\s<.,]|$)", part, re.MULTILINE), "an ordinary space before punctuation"
        assert "'" not in re.sub(r"<style>.*?</style>", "", part, flags=re.DOTALL), "a typewriter's apostrophe"
    assert "  " not in example.letter.subject


# What each entry is about has a link of its own beside the call.
LISTS = {MessageKind.DAILY_DIGEST, MessageKind.SAVED_SEARCH_MATCHED}


def _facts_of(kind: MessageKind) -> tuple[str, ...]:
    """What the letters of a kind cannot do without, besides their recipient."""
    others: dict[MessageKind, tuple[str, ...]] = {
        MessageKind.VALIDATOR_MISSING: (),
        MessageKind.DECISION_REMINDER: ("organisation_name", "oldest_requested_at"),
        MessageKind.DECISION_ESCALATION: ("organisation_name", "oldest_requested_at"),
        MessageKind.EXPORT_READY: ("organisation_name", "first_day"),
        MessageKind.DEPUTY_NAMED: ("absent", "first_day"),
        MessageKind.VERIFY_ADDRESS: ("link", "expires_at"),
        MessageKind.VERIFY_NEW_ADDRESS: ("link", "expires_at"),
        MessageKind.ACCOUNT_EXISTS: (),
        MessageKind.PASSWORD_RESET: ("link", "expires_at"),
        MessageKind.PASSWORD_CHANGED: ("changed_at",),
        MessageKind.SECURITY_CHANGED: ("change", "changed_at"),
        MessageKind.ROLE_GRANTED: ("roles",),
        MessageKind.ROLE_REVOKED: ("roles",),
        MessageKind.INACTIVITY_NOTICE: ("last_seen_on", "closes_on"),
        MessageKind.SAVED_SEARCH_MATCHED: ("label", "matches", "total"),
        MessageKind.DAILY_DIGEST: ("entries", "count"),
        MessageKind.ADDRESS_FAILING: ("person", "address", "failure", "organisation_name"),
    }
    usual = ("action", "session") if "action" in _facts(kind) else ("organisation_name",)
    return others.get(kind, usual)


@pytest.mark.parametrize("kind", MessageKind)
def test_a_missing_fact_never_goes_out(kind: MessageKind) -> None:
    for name in ("recipient", *_facts_of(kind)):
        facts = _facts(kind)
        del facts[name]
        with pytest.raises((UndefinedError, TypeError)):
            compose(kind, facts)


@pytest.mark.parametrize("kind", MessageKind)
def test_a_null_where_a_text_stands_never_goes_out(kind: MessageKind) -> None:
    for name in _facts_of(kind):
        nothing = {**_facts(kind)["action"], "title": None} if name == "action" else None
        with pytest.raises((UndefinedError, TypeError, AttributeError)):
            compose(kind, _facts(kind, **{name: nothing}))


@pytest.mark.parametrize("kind", MessageKind)
def test_names_and_titles_are_text_and_never_markup_or_template(kind: MessageKind) -> None:
    person = {"civility": "mr", "given_name": HOSTILE, "family_name": HOSTILE}
    facts = _facts(kind, recipient=person, person=person, organisation_name=HOSTILE, reason=HOSTILE)
    if "action" in facts:
        facts["action"] = {**facts["action"], "title": HOSTILE, "type_label": HOSTILE}
    letter = compose(kind, facts)
    tags = _read(letter.html).tags
    assert "script" not in tags
    assert "62710561" not in letter.html + letter.text + letter.subject
    assert "\n" not in letter.subject
    assert "\r" not in letter.subject


def test_french_spacing_keeps_signs_with_their_words() -> None:
    assert french_spacing("« Inscrit » : oui !") == "«\u00a0Inscrit\u00a0»\u00a0: oui\u00a0!"


def test_french_spacing_leaves_addresses_and_styles_alone() -> None:
    kept = 'http://127.0.0.1:8080/?a=b;c <p style="color: red; margin: 0">'
    assert french_spacing(kept) == kept


def test_the_gallery_shows_every_kind(tmp_path: Path) -> None:
    assert run([str(tmp_path)]) == 0
    index = (tmp_path / "index.html").read_text()
    assert all(f'href="{kind.value}.html"' in index for kind in MessageKind)
    assert all((tmp_path / f"{kind.value}.txt").stat().st_size > 200 for kind in MessageKind)


def test_the_gallery_wants_a_folder() -> None:
    assert run([]) == 2
