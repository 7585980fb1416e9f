"""« Ma structure n'est pas dans la liste » for a stranger: asked, refused, corrected by the link, accepted, joined."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select

from chassis.database import transaction
from identity.domain.referencings import ReferencingDecision
from identity.store.request_tables import REFERENCINGS
from identity.usecases.decide_referencing import decide_referencing
from identity.usecases.purge_expired import purge_expired
from services.identity.tests.integration.arranging import (
    NOW,
    SIRETS,
    Browser,
    an_account,
    an_affiliation,
    field_of,
    staff_actor,
)
from services.identity.tests.integration.doors import said

PAGE = "/sso/referencement"
FORM = {
    "siret": SIRETS[2],
    "name": "Mission locale des Pins",
    "street": "",
    "postcode": "40000",
    "city": "Mont-de-Marsan",
    "civility": "mrs",
    "family_name": "Proviste",
    "given_name": "Odile",
    "email": "Alain.Proviste@example.org",
}


def send(browser: Browser, page: str = PAGE, **changes: str) -> Any:
    token = field_of(browser.get(page).text, "csrf_token")
    return browser.post(page, {**FORM, **changes, "csrf_token": token})


def decide(decision: ReferencingDecision, reason: str | None = None) -> UUID:
    camille = staff_actor(an_account("Camille", family_name="Onette", is_staff=True))
    with transaction() as session:
        key = session.scalars(select(REFERENCINGS.c.id)).one()
        decide_referencing(session, key, decision=decision, reason=reason, by=camille, now=NOW)
    return key


def state() -> tuple[str, str]:
    with transaction() as session:
        row = session.execute(select(REFERENCINGS.c.state, REFERENCINGS.c.name)).one()
    return row.state.value, row.name


def test_a_refused_request_is_corrected_once_by_its_link_and_loses_nothing(browser: Browser) -> None:
    assert send(browser).location == "/sso/referencement/envoyee"
    key = decide(ReferencingDecision.REFUSE, "Nom incomplet")
    (refusal,) = said("referencing.refused.v1")
    link = f"{PAGE}/{key}?cle={refusal['correction_key']}"
    shown = browser.get(link)
    assert (shown.status_code, "Nom incomplet" in shown.text, FORM["name"] in shown.text) == (200, True, True)
    assert send(browser, link, name="Mission locale des Pins et du Lac").status_code == 303
    assert state() == ("requested", "Mission locale des Pins et du Lac")
    assert browser.get(link).status_code == 410


def test_a_wrong_key_opens_nothing(browser: Browser) -> None:
    send(browser)
    key = decide(ReferencingDecision.REFUSE, "Nom incomplet")
    for address in (f"{PAGE}/{key}", f"{PAGE}/{key}?cle=x", f"{PAGE}/{UUID(int=1)}?cle=x"):
        assert browser.get(address).status_code == 410
    (refusal,) = said("referencing.refused.v1")
    with transaction() as session:
        kept = session.scalars(select(REFERENCINGS.c.key_hash)).one()
    assert refusal["correction_key"].encode() not in bytes(kept)


def test_the_accepted_contact_belongs_there_once_the_same_address_is_proved_and_nobody_else(browser: Browser) -> None:
    send(browser)
    decide(ReferencingDecision.ACCEPT)
    (accepted,) = said("referencing.accepted.v1")
    organisation_id = UUID(accepted["organisation_id"])
    an_affiliation(an_account("Lara", family_name="Masse"), organisation_id)
    an_affiliation(an_account(), organisation_id)
    assert len(said("affiliation.requested.v1")) == 1
    (confirmed,) = said("affiliation.confirmed.v1")
    assert (confirmed["is_first"], confirmed["actor"]["role"]) == (True, "staff")


def test_what_is_wrong_is_said_beside_its_field_and_nothing_typed_is_lost(browser: Browser) -> None:
    wrong = send(browser, siret="99900030000016")
    assert (wrong.status_code, "SIRET n’est pas valable" in wrong.text, FORM["name"] in wrong.text) == (422, True, True)
    assert send(browser, postcode="4", email="").status_code == 422
    assert send(browser, name="a\x00b").status_code == 422
    assert send(browser).status_code == 303
    again = send(browser)
    assert (again.status_code, "attend déjà" in again.text) == (409, True)


def test_nobody_is_written_to_before_staff_decide(browser: Browser) -> None:
    send(browser)
    assert (said("referencing.refused.v1"), said("referencing.accepted.v1")) == ([], [])


def test_a_year_after_the_decision_the_contact_is_erased(browser: Browser) -> None:
    send(browser)
    decide(ReferencingDecision.ACCEPT)
    for days, erased in ((364, False), (366, True)):
        with transaction() as session:
            purge_expired(session, now=NOW + timedelta(days=days))
            assert (session.scalars(select(REFERENCINGS.c.contact)).one() is None) is erased
