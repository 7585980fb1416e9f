"""Affiliations and roles through the doors: who may what, and what is told."""

from dataclasses import replace

import pytest
from flask import Flask

from identity import app as wiring
from identity.settings import Settings
from services.identity.tests.integration.arranging import (
    an_account,
    an_affiliation,
    an_organisation,
    confirmed,
    signed_in,
)
from services.identity.tests.integration.doors import Ask, a_referent, as_person, as_referent, asking, said, staff


@pytest.fixture
def ask(app: Flask) -> Ask:
    return asking(app)


def test_an_affiliation_is_asked_for_refused_with_a_reason_corrected_and_confirmed(ask: Ask) -> None:
    organisation_id = an_organisation()
    annie, referent = a_referent(organisation_id)
    alain = an_account()
    wish = {"organisation_id": str(organisation_id)}
    first = ask("POST", "/affiliations", as_person(alain), wish)
    assert (first.status_code, first.json["state"]) == (201, "requested")
    assert ask("POST", "/affiliations", as_person(alain), wish).json["code"] == "affiliation-exists"

    path = f"/affiliations/{first.json['affiliation_id']}"
    assert ask("POST", f"{path}/refusal", referent, {"reason": " "}).status_code == 422
    refused = ask("POST", f"{path}/refusal", referent, {"reason": "Quelle antenne ?"})
    assert (refused.json["state"], refused.json["reason"]) == ("refused", "Quelle antenne ?")

    again = ask("POST", "/affiliations", as_person(alain), {**wish, "message": "Antenne du port"})
    waiting = ask("GET", f"/affiliations?organisation_id={organisation_id}&state=requested", referent).json["items"]
    assert [(one["given_name"], one["message"]) for one in waiting] == [("Alain", "Antenne du port")]
    done = ask("POST", f"/affiliations/{again.json['affiliation_id']}/confirmation", referent)
    assert (done.json["state"], done.json["roles"]) == ("confirmed", ["beneficiary"])
    assert [one["actor"]["account_id"] for one in said("affiliation.confirmed.v1")][-1] == str(annie)
    assert [one["reason"] for one in said("affiliation.refused.v1")] == ["Quelle antenne ?"]


def test_who_comes_first_waits_for_staff_and_is_told_to_be_first(ask: Ask) -> None:
    alain, camille = an_account(), staff()
    affiliation_id = an_affiliation(alain, an_organisation())
    waiting = ask("GET", "/affiliations?state=requested&has_referent=false", camille).json["items"]
    assert [one["affiliation_id"] for one in waiting] == [str(affiliation_id)]
    confirmed_now = ask("POST", f"/affiliations/{affiliation_id}/confirmation", camille)
    assert confirmed_now.json["roles"] == ["beneficiary", "hr_validator", "referent"]
    (fact,) = said("affiliation.confirmed.v1")
    assert fact["is_first"]


def test_a_setting_lets_who_comes_first_in_without_asking_and_nobody_after(settings: Settings, ask: Ask) -> None:
    wiring.configure(replace(settings, first_affiliation="automatic"))
    wish = {"organisation_id": str(an_organisation())}
    assert ask("POST", "/affiliations", as_person(an_account()), wish).json["state"] == "confirmed"
    other = an_account("Lara", family_name="Masse")
    assert ask("POST", "/affiliations", as_person(other), wish).json["state"] == "requested"


def test_an_address_of_the_same_domain_opens_nothing(ask: Ask) -> None:
    organisation_id = an_organisation()
    a_referent(organisation_id)
    wish = {"organisation_id": str(organisation_id)}
    assert ask("POST", "/affiliations", as_person(an_account()), wish).json["state"] == "requested"


def test_the_last_referent_neither_leaves_nor_is_removed_and_may_after_handing_over(ask: Ask) -> None:
    organisation_id = an_organisation()
    annie, referent = a_referent(organisation_id)
    people = ask("GET", f"/affiliations?organisation_id={organisation_id}", referent).json["items"]
    of_annie = people[0]["affiliation_id"]
    alain = an_account()
    of_alain = confirmed(alain, organisation_id)
    leave = f"/affiliations/{of_annie}/withdrawal"
    assert ask("POST", leave, as_person(annie), {}).json["code"] == "last-referent"
    assert ask("POST", leave, staff(), {"reason": "Départ"}).json["code"] == "last-referent"

    handover = f"/affiliations/{of_annie}/roles/referent/handover"
    early = ask("POST", handover, referent, {"to_affiliation_id": str(of_alain)})
    assert (early.status_code, early.json["code"]) == (409, "first-sign-in-missing")
    signed_in(alain)
    assert ask("POST", handover, referent, {"to_affiliation_id": str(of_alain)}).status_code == 204
    assert ask("POST", leave, as_person(annie), {}).json["state"] == "withdrawn"
    state = f"/affiliations?organisation_id={organisation_id}&state=confirmed"
    left = ask("GET", state, as_referent(alain, organisation_id))
    assert [(one["given_name"], one["roles"]) for one in left.json["items"]] == [("Alain", ["beneficiary", "referent"])]


def test_a_referent_grants_and_revokes_and_every_change_is_in_the_log_for_the_people(ask: Ask) -> None:
    organisation_id = an_organisation()
    _, referent = a_referent(organisation_id)
    alain = an_account()
    role = f"/affiliations/{confirmed(alain, organisation_id)}/roles/hr_validator"
    assert ask("PUT", role, referent).status_code == 204
    assert ask("PUT", role, referent).json["code"] == "role-held"
    assert ask("DELETE", role, referent).status_code == 204
    assert [one["role"] for one in (*said("role.granted.v1"), *said("role.revoked.v1"))] == ["hr_validator"] * 2
    log = ask("GET", f"/organisations/{organisation_id}/rights-log", as_person(alain)).json["items"]
    assert [(one["fact"], one["actor_name"]) for one in log[:2]] == [
        ("role revoked", "Annie Versaire"), ("role granted", "Annie Versaire"),
    ]  # fmt: skip


def test_the_log_pages_without_gap_or_repetition(ask: Ask) -> None:
    organisation_id = an_organisation()
    annie, _ = a_referent(organisation_id)
    path = f"/organisations/{organisation_id}/rights-log"
    whole = ask("GET", f"{path}?limit=100", as_person(annie)).json["items"]
    met, cursor = [], ""
    while cursor is not None:
        page = ask("GET", f"{path}?limit=2" + (f"&cursor={cursor}" if cursor else ""), as_person(annie)).json
        met, cursor = [*met, *page["items"]], page["next_cursor"]
    assert met == whole
    assert len(met) == 5


def test_another_organisations_people_are_neither_read_nor_moved(ask: Ask) -> None:
    here, there = an_organisation(), an_organisation(1)
    _, stranger = a_referent(there, "Lara")
    alain = an_account()
    waiting, mine = an_affiliation(alain, here), f"/affiliations/{confirmed(an_account('Rose'), here)}"
    refusals = [
        ask("GET", f"/affiliations?organisation_id={here}", stranger),
        ask("GET", f"/organisations/{here}", stranger),
        ask("GET", f"/organisations/{here}/rights-log", stranger),
        ask("POST", f"/affiliations/{waiting}/confirmation", stranger),
        ask("POST", f"/affiliations/{waiting}/refusal", stranger, {"reason": "non"}),
        ask("POST", f"{mine}/withdrawal", stranger, {"reason": "non"}),
        ask("PUT", f"{mine}/roles/hr_validator", stranger),
        ask("DELETE", f"{mine}/roles/referent", stranger),
    ]
    assert [one.status_code for one in refusals] == [403] * len(refusals)


def test_a_role_that_one_does_not_hold_decides_nothing_whatever_the_token_says(ask: Ask) -> None:
    here = an_organisation()
    a_referent(here)
    alain = an_account()
    confirmed(alain, here)
    waiting = an_affiliation(an_account("Lara"), here)
    for header in (as_referent(alain, here), {**as_person(alain)}):
        assert ask("POST", f"/affiliations/{waiting}/confirmation", header).status_code == 403


def test_a_referent_decides_only_in_the_organisation_they_act_for(ask: Ask) -> None:
    here, there = an_organisation(), an_organisation(1)
    annie, acting_here = a_referent(here)
    confirmed(annie, there)
    waiting = an_affiliation(an_account(), there)
    refused = ask("POST", f"/affiliations/{waiting}/confirmation", acting_here)
    assert (refused.status_code, refused.json["next_step"]) == (403, "switch-organisation")
    assert ask("POST", f"/affiliations/{waiting}/confirmation", as_referent(annie, there)).status_code == 200


def test_staff_name_staff_through_the_door_and_find_accounts(ask: Ask) -> None:
    camille, theo = staff(), an_account("Théo", family_name="Dupré")
    assert ask("PUT", f"/accounts/{theo}/staff", camille).status_code == 204
    assert ask("PUT", f"/accounts/{theo}/staff", as_person(theo)).status_code == 403
    for typed in ("theo dupre", "DUPRÉ", "théo.dupré@example.org"):
        found = ask("GET", f"/accounts?q={typed}", camille).json["items"]
        assert [(one["family_name"], one["is_staff"]) for one in found] == [("Dupré", True)], typed
    assert ask("GET", f"/accounts/{theo}", camille).json["email"] == "théo.dupré@example.org"
    assert ask("GET", f"/accounts/{theo}/rights-log", camille).json["items"][0]["role"] == "staff"
