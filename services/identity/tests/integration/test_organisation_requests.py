"""Referencing, change reports and memberships through the doors and the jobs."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from chassis.clock import PARIS, now
from chassis.database import transaction
from identity.domain.change_reports import ChangeState
from identity.jobs.organisations import apply_changes, remind_of_expiries
from identity.store.request_tables import CHANGE_REPORTS
from identity.usecases.announce_expiries import announce_expiries
from services.identity.tests.integration.arranging import SIRETS, an_account, an_affiliation, an_organisation
from services.identity.tests.integration.doors import Ask, a_referent, as_person, asking, said, staff

NEW = {
    "siret": SIRETS[2],
    "name": "Mission locale des Pins",
    "street": "2 rue des Pins",
    "postcode": "40000",
    "city": "Mont-de-Marsan",
}


@pytest.fixture
def ask(app: Flask) -> Ask:
    return asking(app)


def today() -> date:
    return now().astimezone(PARIS).date()


def in_days(days: int) -> str:
    return (today() + timedelta(days=days)).isoformat()


def test_a_referencing_is_refused_corrected_accepted_and_its_person_belongs_there(ask: Ask) -> None:
    alain, camille = an_account(), staff()
    asked = ask("POST", "/my-referencings", as_person(alain), NEW)
    assert asked.status_code == 201, asked.text
    key = asked.json["referencing_id"]
    assert ask("POST", "/my-referencings", as_person(alain), NEW).json["code"] == "referencing-exists"
    assert ask("POST", f"/referencings/{key}/refusal", camille, {"reason": "Nom incomplet"}).json["state"] == "refused"
    mine = ask("GET", f"/my-referencings/{key}", as_person(alain)).json
    assert (mine["reason"], mine["name"]) == ("Nom incomplet", NEW["name"])

    fixed = {**NEW, "name": "Mission locale des Pins et du Lac"}
    assert ask("PUT", f"/my-referencings/{key}", as_person(alain), fixed).json["state"] == "requested"
    (waiting,) = ask("GET", "/referencings?state=requested", camille).json["items"]
    assert (waiting["name"], waiting["contact"]["family_name"]) == (fixed["name"], "Proviste")
    accepted = ask("POST", f"/referencings/{key}/acceptance", camille).json
    me = ask("GET", "/me", as_person(alain)).json["affiliations"]
    assert [(one["organisation_id"], one["roles"]) for one in me] == [
        (accepted["organisation_id"], ["beneficiary", "hr_validator", "referent"])
    ]
    assert [one["correction_key"] for one in said("referencing.refused.v1")] == [None]
    assert [one["contact"]["family_name"] for one in said("referencing.accepted.v1")] == ["Proviste"]


def test_a_referencing_is_its_persons_and_staffs_alone(ask: Ask) -> None:
    key = ask("POST", "/my-referencings", as_person(an_account()), NEW).json["referencing_id"]
    lara = as_person(an_account("Lara"))
    assert ask("GET", f"/my-referencings/{key}", lara).status_code == 404
    assert ask("PUT", f"/my-referencings/{key}", lara, NEW).status_code == 404
    assert ask("GET", f"/referencings/{key}", lara).status_code == 403
    assert ask("POST", f"/referencings/{key}/acceptance", lara).status_code == 403
    assert ask("GET", "/my-referencings", lara).json["items"] == []


def test_what_is_known_or_no_siret_is_not_referenced(ask: Ask) -> None:
    an_organisation(2)
    alain = as_person(an_account())
    known = ask("POST", "/my-referencings", alain, NEW)
    assert (known.status_code, known.json["code"]) == (409, "siret-taken")
    wrong = ask("POST", "/my-referencings", alain, {**NEW, "siret": "99900030000016"})
    assert (wrong.status_code, wrong.json["code"]) == (422, "invalid-siret")


def _report(ask: Ask, header: dict[str, str], organisation_id: UUID, **values: Any) -> Any:
    body = {"effective_on": in_days(0), **values}
    return ask("POST", f"/organisations/{organisation_id}/change-reports", header, body)


def test_a_reported_change_is_kept_as_differences_and_holds_once_accepted(ask: Ask) -> None:
    organisation_id, camille = an_organisation(), staff()
    _, referent = a_referent(organisation_id)
    reported = _report(ask, referent, organisation_id, name="Structure neuve", city="La Rochelle")
    assert reported.json["differences"] == [{"field": "name", "old": "Structure 0", "new": "Structure neuve"}]
    assert ask("GET", f"/organisations/{organisation_id}", referent).json["name"] == "Structure 0"
    path = f"/change-reports/{reported.json['change_report_id']}"
    assert ask("POST", f"{path}/acceptance", referent).status_code == 403
    assert ask("POST", f"{path}/acceptance", camille).json["state"] == "applied"
    assert ask("GET", f"/organisations/{organisation_id}", referent).json["name"] == "Structure neuve"
    assert ask("GET", "/organisations?q=structure neuve", referent).json["items"][0]["name"] == "Structure neuve"
    assert said("organisation.changed.v1")[-1]["name"] == "Structure neuve"
    assert len(said("change_report.accepted.v1")) == 1


def test_an_accepted_change_waits_for_its_day_and_the_job_applies_it_once(ask: Ask) -> None:
    organisation_id, camille = an_organisation(), staff()
    _, referent = a_referent(organisation_id)
    closing = _report(ask, referent, organisation_id, is_closing=True, effective_on=in_days(10)).json
    path = f"/change-reports/{closing['change_report_id']}"
    assert ask("POST", f"{path}/acceptance", camille).json["state"] == "accepted"
    apply_changes(now() + timedelta(days=9))
    assert said("organisation.closed.v1") == []
    apply_changes(now() + timedelta(days=10))
    apply_changes(now() + timedelta(days=11))
    assert [one["closed_on"] for one in said("organisation.closed.v1")] == [in_days(10)]
    assert ask("POST", f"{path}/refusal", camille, {"reason": "trop tard"}).json["code"] == "illegal-move"


def test_a_change_that_meets_another_siret_or_an_older_value_is_not_applied(ask: Ask) -> None:
    organisation_id, camille = an_organisation(), staff()
    _, referent = a_referent(organisation_id)
    taken = _report(ask, referent, organisation_id, siret=SIRETS[2], effective_on=in_days(5)).json
    assert ask("POST", f"/change-reports/{taken['change_report_id']}/acceptance", camille).status_code == 200
    an_organisation(2)
    apply_changes(now() + timedelta(days=6))
    with transaction() as session:
        (state,) = session.scalars(select(CHANGE_REPORTS.c.state)).all()
    assert state is ChangeState.ACCEPTED
    older = _report(ask, referent, organisation_id, name="Une").json
    _report(ask, camille, organisation_id, name="Autre")
    outdated = ask("POST", f"/change-reports/{older['change_report_id']}/acceptance", camille)
    assert (outdated.status_code, outdated.json["figures"]) == (409, {"fields": ["name"]})


def test_staff_change_an_organisation_at_once_and_record_its_activity_number(ask: Ask) -> None:
    organisation_id, camille = an_organisation(), staff()
    wrong = _report(ask, camille, organisation_id, activity_declaration_number="123456789012")
    assert wrong.json["code"] == "invalid-activity-number"
    done = _report(ask, camille, organisation_id, activity_declaration_number="75 17 00000 17")
    assert done.json["state"] == "applied"
    assert ask("GET", f"/organisations/{organisation_id}", camille).json["activity_declaration_number"] == "75170000017"
    nothing = _report(ask, camille, organisation_id, name="Structure 0")
    assert nothing.json["code"] == "nothing-changes"


def test_a_membership_is_asked_for_confirmed_and_renewed(ask: Ask) -> None:
    organisation_id, camille = an_organisation(), staff()
    _, referent = a_referent(organisation_id)
    asked = f"/organisations/{organisation_id}/membership-requests"
    first = ask("POST", asked, referent, {"message": "Nous souhaitons adhérer"}).json
    assert (first["state"], first["is_renewal"]) == ("requested", False)
    assert ask("POST", asked, referent, {}).json["code"] == "membership-request-exists"
    path = f"/membership-requests/{first['membership_request_id']}"
    backwards = ask("POST", f"{path}/confirmation", camille, {"starts_on": in_days(5), "ends_on": in_days(1)})
    assert backwards.json["code"] == "invalid-period"
    year = {"starts_on": in_days(0), "ends_on": in_days(364)}
    assert ask("POST", f"{path}/confirmation", referent, year).status_code == 403
    assert ask("POST", f"{path}/confirmation", camille, year).json["state"] == "confirmed"
    assert ask("GET", f"/organisations/{organisation_id}", referent).json["is_member"]
    renewal = ask("POST", asked, referent, {}).json
    assert renewal["is_renewal"]
    refusal = f"/membership-requests/{renewal['membership_request_id']}/refusal"
    assert ask("POST", refusal, camille, {"reason": "Convention à signer"}).json["state"] == "refused"
    assert [one["is_renewal"] for one in said("membership.confirmed.v1")] == [False]
    assert [one["reason"] for one in said("membership.refused.v1")] == ["Convention à signer"]


def test_reminders_come_before_the_end_once_each_and_not_where_it_goes_on(ask: Ask) -> None:
    organisation_id, camille = an_organisation(), staff()
    path = f"/organisations/{organisation_id}/memberships"
    ask("POST", path, camille, {"starts_on": in_days(-300), "ends_on": in_days(61)})
    for day in range(63):
        for _twice in range(2):
            remind_of_expiries(now() + timedelta(days=day))
    assert [one["days_left"] for one in said("membership.expiry_announced.v1")] == [60, 30, 7]
    other = an_organisation(1)
    ask("POST", f"/organisations/{other}/memberships", camille, {"starts_on": in_days(-300), "ends_on": in_days(20)})
    ask("POST", f"/organisations/{other}/memberships", camille, {"starts_on": in_days(21), "ends_on": in_days(380)})
    with transaction() as session:
        assert announce_expiries(session, now=now()) == 0


def test_a_reminder_that_was_missed_comes_late_and_alone(ask: Ask) -> None:
    organisation_id = an_organisation()
    path = f"/organisations/{organisation_id}/memberships"
    ask("POST", path, staff(), {"starts_on": in_days(-300), "ends_on": in_days(20)})
    remind_of_expiries(now())
    assert [one["days_left"] for one in said("membership.expiry_announced.v1")] == [20]


def test_staff_go_through_organisations_by_what_they_lack(ask: Ask) -> None:
    camille = staff()
    member, alone = an_organisation(), an_organisation(1, activity_declaration_number="75170999917")
    a_referent(member)
    an_affiliation(an_account(), alone)
    ask("POST", f"/organisations/{member}/memberships", camille, {"starts_on": in_days(0), "ends_on": in_days(9)})

    def names(query: str) -> list[str]:
        return [one["name"] for one in ask("GET", f"/registered-organisations?{query}", camille).json["items"]]

    assert names("") == ["Structure 0", "Structure 1"]
    assert names("filter=members") == ["Structure 0"]
    assert names("filter=not_members") == names("filter=providers") == ["Structure 1"]
    assert names("filter=without_referent") == names("filter=closed") == []
    assert names(f"q={SIRETS[1][:9]}") == ["Structure 1"]
    items = ask("GET", "/registered-organisations?q=rochele structure", camille).json["items"]
    counted = {one["name"]: (one["confirmed_people"], one["requested_people"], one["has_referent"]) for one in items}
    assert counted == {"Structure 0": (1, 0, True), "Structure 1": (0, 1, False)}


def test_requests_of_another_organisation_are_neither_read_nor_made(ask: Ask) -> None:
    here, there = an_organisation(), an_organisation(1)
    _, referent = a_referent(here)
    _, stranger = a_referent(there, "Lara")
    report = _report(ask, referent, here, name="Neuve").json["change_report_id"]
    wish = ask("POST", f"/organisations/{here}/membership-requests", referent, {}).json["membership_request_id"]
    refusals = [
        _report(ask, stranger, here, name="Volée"),
        ask("GET", f"/change-reports/{report}", stranger),
        ask("GET", f"/change-reports?organisation_id={here}", stranger),
        ask("GET", "/change-reports", stranger),
        ask("POST", f"/organisations/{here}/membership-requests", stranger, {}),
        ask("GET", f"/membership-requests/{wish}", stranger),
        ask("GET", f"/membership-requests?organisation_id={here}", stranger),
        ask("GET", "/registered-organisations", stranger),
        ask("POST", "/organisations", stranger, NEW),
    ]
    assert [one.status_code for one in refusals] == [403] * len(refusals)


def test_a_referent_takes_a_report_back_before_anybody_has_decided(ask: Ask) -> None:
    organisation_id, camille = an_organisation(), staff()
    account_id, referent = a_referent(organisation_id)
    path = f"/change-reports/{_report(ask, referent, organisation_id, name='Structure neuve').json['change_report_id']}"
    taken_back = ask("POST", f"{path}/withdrawal", referent)
    assert (taken_back.status_code, taken_back.json["state"]) == (200, "withdrawn")
    assert ask("GET", path, referent).json["decided_by_name"] == "Annie Versaire"
    assert ask("POST", f"{path}/acceptance", camille).json["code"] == "illegal-move"
    assert ask("GET", f"/organisations/{organisation_id}", referent).json["name"] == "Structure 0"
    assert said("change_report.accepted.v1") == said("change_report.refused.v1") == []
    (logged,) = ask("GET", f"/organisations/{organisation_id}/rights-log?limit=1", referent).json["items"]
    assert (logged["fact"], logged["account_id"]) == ("change report withdrawn", str(account_id))


def test_a_report_that_was_decided_meanwhile_is_not_taken_back_and_its_referent_reads_by_whom(ask: Ask) -> None:
    organisation_id, camille = an_organisation(), staff()
    _, referent = a_referent(organisation_id)
    path = f"/change-reports/{_report(ask, referent, organisation_id, name='Structure neuve').json['change_report_id']}"
    decided = ask("POST", f"{path}/acceptance", camille).json
    late = ask("POST", f"{path}/withdrawal", referent)
    assert (late.status_code, late.json["code"]) == (409, "already-decided")
    figures = late.json["figures"]
    assert (figures["decided_by_name"], figures["status"]) == ("Camille Onette", "applied")
    assert datetime.fromisoformat(figures["decided_at"]) == datetime.fromisoformat(decided["decided_at"])
    assert ask("GET", f"/organisations/{organisation_id}", referent).json["name"] == "Structure neuve"


def test_a_request_for_membership_is_taken_back_and_another_may_follow(ask: Ask) -> None:
    organisation_id, camille = an_organisation(), staff()
    _, referent = a_referent(organisation_id)
    door = f"/organisations/{organisation_id}/membership-requests"
    path = f"/membership-requests/{ask('POST', door, referent, {'message': None}).json['membership_request_id']}"
    assert ask("POST", f"{path}/withdrawal", referent).json["state"] == "withdrawn"
    assert ask("POST", f"{path}/refusal", camille, {"reason": "trop tard"}).json["code"] == "illegal-move"
    again = ask("POST", door, referent, {"message": None})
    assert again.status_code == 201
    other = f"/membership-requests/{again.json['membership_request_id']}"
    ask("POST", f"{other}/refusal", camille, {"reason": "Dossier incomplet"})
    late = ask("POST", f"{other}/withdrawal", referent)
    assert (late.status_code, late.json["figures"]["decided_by_name"]) == (409, "Camille Onette")


@pytest.mark.parametrize("kind", ["change-reports", "membership-requests"])
def test_only_a_referent_of_the_organisation_takes_back(ask: Ask, kind: str) -> None:
    ours, theirs, camille = an_organisation(), an_organisation(1), staff()
    _, annie = a_referent(ours)
    _, lara = a_referent(theirs, "Lara")
    if kind == "change-reports":
        key = _report(ask, annie, ours, name="Structure neuve").json["change_report_id"]
    else:
        made = ask("POST", f"/organisations/{ours}/membership-requests", annie, {"message": None})
        key = made.json["membership_request_id"]
    for header in (lara, camille, as_person(an_account("Jean"))):
        assert ask("POST", f"/{kind}/{key}/withdrawal", header).status_code == 403
    assert ask("POST", f"/{kind}/{ours}/withdrawal", annie).status_code == 404
    assert ask("GET", f"/{kind}/{key}", annie).json["decided_at"] is None
