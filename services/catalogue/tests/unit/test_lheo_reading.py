"""LHÉO files read: what they say, and what is refused."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest

from catalogue.domain.offers import FileUnreadable, Offer, OfferFault
from catalogue.domain.training_actions import DeliveryMode
from catalogue.rendering import xml_stream
from catalogue.rendering.html_texts import plain_text
from catalogue.rendering.lheo_reading import count_offers, read_offers
from services.catalogue.tests.lheo import NS_22, NS_23, a_file, a_formation, a_session, an_action

MONDAY = date(2027, 3, 1)


def read(*documents: bytes) -> list[Offer | OfferFault]:
    return [offer for _, offers in read_offers(documents) for offer in offers]


def the_offer(document: bytes) -> Offer:
    (offer,) = read(document)
    assert isinstance(offer, Offer), offer
    return offer


def refused(document: bytes) -> dict[str, object]:
    with pytest.raises(FileUnreadable) as refusal:
        read(document)
    with pytest.raises(FileUnreadable) as counting:
        count_offers([document])
    assert counting.value.figures == refusal.value.figures
    return refusal.value.figures


@pytest.mark.parametrize("namespace", [NS_23, NS_22])
def test_an_offer_is_read_in_both_versions_of_the_language(namespace: str) -> None:
    offer = the_offer(a_file(a_formation(actions=an_action(sessions=a_session(first=MONDAY))), namespace=namespace))
    assert (offer.identifier, offer.title, offer.sirets) == ("F1", "Financer un parcours", ("99900000100017",))
    assert (offer.delivery_mode, offer.duration_days) == (DeliveryMode.IN_PERSON, Decimal("2.0"))
    assert offer.texts["content"] == "Les dispositifs\n- Le CPF"
    assert (offer.texts["contact_name"], offer.texts["contact_email"]) == ("Guy Rembourg", "contact@example.org")
    (session,) = offer.sessions
    assert (session.first_day, session.last_day, session.place and session.place.city) == (
        MONDAY,
        MONDAY,
        "La Rochelle",
    )


def test_each_action_of_a_formation_is_an_offer_of_its_own() -> None:
    offers = read(a_file(a_formation(actions=an_action("A1") + an_action("A2", mode="2"))))
    assert [offer.identifier for offer in offers] == ["F1/A1", "F1/A2"]


@pytest.mark.parametrize(("code", "mode"), [("0", "in_person"), ("1", "blended"), ("2", "remote")])
def test_the_mode_is_told_by_a_code(code: str, mode: str) -> None:
    assert the_offer(a_file(a_formation(actions=an_action(mode=code)))).delivery_mode == mode


@pytest.mark.parametrize(
    ("formation", "reason"),
    [
        (a_formation(title=" "), "title-missing"),
        (a_formation(title="x" * 256), "text-too-long"),
        (a_formation(number=""), "identifier-missing"),
        (a_formation(actions=an_action(mode="7")), "delivery-mode-unknown"),
        (a_formation(actions=an_action(hours="0")), "duration-missing"),
        (a_formation(actions=an_action("A1") + an_action("")), "identifier-missing"),
        ('<formation numero="F1"><intitule-formation>Sans action</intitule-formation></formation>', "action-missing"),
        (a_formation(content="x" * 20_001), "text-too-long"),
    ],
)
def test_a_bad_offer_is_told_with_its_line_and_its_neighbours_are_read(formation: str, reason: str) -> None:
    found = read(a_file(a_formation("F0"), formation, a_formation("F9")))
    faults = [one for one in found if isinstance(one, OfferFault)]
    assert [(fault.reason, fault.line) for fault in faults] == [(reason, 4)]
    assert {one.identifier for one in found if isinstance(one, Offer)} >= {"F0", "F9"}


BOMB = '<!DOCTYPE lheo [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>'
OUTSIDE = '<!DOCTYPE lheo [<!ENTITY secret SYSTEM "file:///etc/passwd">]>'
PARAMETER = '<!DOCTYPE lheo [<!ENTITY % outside SYSTEM "http://127.0.0.1:1/x.dtd"> %outside;]>'


@pytest.mark.parametrize("declared", [BOMB, OUTSIDE, PARAMETER])
def test_a_document_type_that_declares_anything_is_refused_before_it_is_read(declared: str) -> None:
    text = a_file(a_formation(title="&b;")).decode().replace("?>\n", f"?>\n{declared}", 1)
    assert refused(text.encode())["reason"] == "document-type"


def test_a_document_type_that_names_an_outside_file_is_passed_over_unread() -> None:
    text = a_file(a_formation()).decode().replace("?>\n", '?>\n<!DOCTYPE lheo SYSTEM "file:///etc/passwd">\n', 1)
    assert the_offer(text.encode()).identifier == "F1"
    hidden = text.replace("Financer un parcours", "&secret;")
    assert refused(hidden.encode())["reason"] == "entity"


@pytest.mark.parametrize(
    ("document", "reason"),
    [
        (a_file(a_formation(), namespace="http://example.org/other"), "namespace"),
        (a_file(a_formation()).replace(b' xmlns="http://lheo.gouv.fr/2.3"', b""), "namespace"),
        (f'<lheo-index xmlns="{NS_23}"/>'.encode(), "root"),
        (b"", "truncated"),
        (b"no xml at all", "malformed"),
        (b"<html><body>Erreur 500</body></html>", "namespace"),
        (a_file(a_formation()).replace(b"UTF-8", b"x-unknown"), "encoding"),
        (
            a_file(a_formation(title="\u00e9t\u00e9"), encoding="ISO-8859-1").replace(b"ISO-8859-1", b"UTF-8"),
            "malformed",
        ),
        (a_file(a_formation(title="a &nbsp; b")), "entity"),
        (a_file(a_formation(title="a & b")), "malformed"),
        (a_file("<a>" * 100 + "</a>" * 100, a_formation(title="<i>" * 70 + "</i>" * 70)), "too-deep"),
        (b"PK\x03\x04 a zip file", "malformed"),
    ],
)
def test_what_is_no_readable_lheo_is_refused_with_a_reason(document: bytes, reason: str) -> None:
    assert refused(document)["reason"] == reason


def test_a_file_cut_anywhere_is_refused() -> None:
    whole = a_file(a_formation(title="\u00c9t\u00e9"), a_formation("F2"))
    for length in range(0, len(whole), 97):
        assert refused(whole[:length])["reason"] in ("truncated", "malformed", "encoding"), length


@pytest.mark.parametrize("encoding", ["ISO-8859-1", "UTF-16", "windows-1252"])
def test_an_honest_encoding_is_read(encoding: str) -> None:
    assert the_offer(
        a_file(a_formation(title="L’été à Niort" if encoding != "ISO-8859-1" else "Été"), encoding=encoding)
    ).title


def test_the_line_told_is_the_line_of_the_file() -> None:
    with_breaks = "\n" * 70_000 + a_formation(title="")
    (fault,) = read(a_file(with_breaks))
    assert isinstance(fault, OfferFault)
    assert fault.line == 70_003


def endless(piece: bytes, *, before: bytes) -> Iterator[bytes]:
    yield before
    for _ in range(2_000):
        yield piece


@pytest.mark.parametrize(
    ("before", "piece"),
    [
        (b'<formation numero="F1"><intitule-formation>', b"x" * 65_536),
        (b'<formation numero="F1">', b"<a/>" * 4_000),
        (b'<formation numero="', b"x" * 65_536),
        (b"<!-- ", b"x" * 65_536),
    ],
)
def test_an_element_without_end_is_refused_before_it_fills_the_memory(before: bytes, piece: bytes) -> None:
    start = f'<lheo xmlns="{NS_23}"><offres>'.encode() + before
    with pytest.raises(FileUnreadable) as refusal:
        count_offers(endless(piece, before=start))
    assert refusal.value.figures["reason"] == "too-large"
    assert xml_stream.MOST_CHARACTERS < 65_536 * 2_000


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ("<p>Un</p><p>Deux</p>", "Un\nDeux"),
        ("<script>alert(1)</script>Texte<style>p{}</style>", "Texte"),
        ('<a href="javascript:alert(1)">Lien</a> <img src=x onerror=alert(1)>', "Lien"),
        ("<ul><li>Un</li><li>Deux</li></ul>", "- Un\n- Deux"),
        ("R&amp;D &lt; 3 &eacute;", "R&D < 3 é"),
        ("Moins de 3 < 4 et 5 > 2", "Moins de 3 < 4 et 5 > 2"),
        ("Ligne 1\n\n\nLigne 2", "Ligne 1\nLigne 2"),
        ("&lt;script&gt;alert(1)&lt;/script&gt;", "<script>alert(1)</script>"),
    ],
)
def test_descriptions_become_plain_text(told: str, expected: str) -> None:
    assert plain_text(told) == expected


def test_reserved_and_impossible_days_are_no_days() -> None:
    session = a_session(first=MONDAY).replace("20270301</debut>", "99999999</debut>").replace("20270301", "20270231")
    (read_session,) = the_offer(a_file(a_formation(actions=an_action(sessions=session)))).sessions
    assert (read_session.first_day, read_session.last_day) == (None, None)
