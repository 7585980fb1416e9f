"""What the demo does not do, done through the doors: so that every fact of the contracts is said at least once."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import text

from catalogue.api.training_action_schemas import DescriptionSchema
from catalogue.jobs import tell as tell_news_of_all
from chassis import clock
from chassis.database import transaction
from identity.domain.rights import OPERATOR
from identity.jobs.organisations import remind_of_expiries
from identity.usecases.anonymise_account import anonymise_account
from tests.contracts import deeds_of_decisions, deeds_of_enrolment, deeds_of_people
from tests.contracts.world import World
from tests.support import tokens

STAFF = tokens.bearer("01930000-0000-7000-8000-000000000004", role="staff")
LEAVING = UUID("01930000-0000-7000-8000-000000000007")
EMPTY = UUID("01930000-0000-7000-8000-000000000106")
MOVING = "01930000-0000-7000-8000-000000000006"
UNKNOWN_SIRET = "99900070600013"
REFERENT, REPORTING = "01930000-0000-7000-8000-00000000000b", UUID("01930000-0000-7000-8000-000000000103")
_PARIS = ZoneInfo("Europe/Paris")


def _ask(world: World, service: str, method: str, path: str, **request: Any) -> Any:
    request.setdefault("headers", STAFF)
    answer = world.app(service).test_client().open(f"/api/{service}/v1{path}", method=method, **request)
    assert answer.status_code < 300, f"{method} {path}: {answer.status} {answer.text}"
    world.carry()
    return answer.get_json(silent=True)


def _first(world: World, event_type: str) -> dict[str, Any]:
    found: dict[str, Any] = next(event["data"] for event in world.said if event["type"] == event_type)
    return found


def correct_presence(world: World) -> None:
    """Somebody who was there all the time was there half the time, no: not at all. Their certificate follows."""
    attended = _first(world, "enrolment.attended.v1")
    path = f"/training-sessions/{attended['training_session_id']}"
    half_days = _ask(world, "enrolment", "GET", f"{path}/roster")["half_days"]
    for share in (2, 0):
        minutes = [share and one["planned_minutes"] // share for one in half_days]
        records = [
            {"slot_id": one["slot_id"], "half_day": one["half_day"], "net_minutes": net}
            for one, net in zip(half_days, minutes, strict=True)
        ]
        sheet = {
            "records": [{"enrolment_id": attended["enrolment_id"], "half_days": records}],
            "reason": "Erreur de saisie",
        }
        _ask(world, "enrolment", "PUT", f"{path}/attendance", json=sheet)
        world.make_documents()


def _local(instant: str) -> datetime:
    return datetime.fromisoformat(instant).astimezone(_PARIS)


def _plan(session: dict[str, Any], **changes: Any) -> dict[str, Any]:
    slots = [
        {
            "slot_id": slot["slot_id"],
            "date": slot["date"],
            "start_time": f"{_local(slot['starts_at']):%H:%M}",
            "end_time": f"{_local(slot['ends_at']):%H:%M}",
            "delivery_mode": slot["delivery_mode"],
            "place": slot["place"],
            "map_url": slot["map_url"],
            "remote_url": slot["remote_url"],
        }
        for slot in session["slots"]
    ]
    plan = {name: session[name] for name in ("capacity", "waiting_list_capacity")}
    return {**plan, "slots": slots, "duration_confirmed": True, **changes}


def revise_session(world: World) -> None:
    """A session to come gets one seat more, begins five minutes earlier, and is called off."""
    now = clock.now().isoformat()
    told = [event["data"] for event in world.said if event["type"] == "training_session.scheduled.v1"]
    session = next(one for one in told if one["slots"] and one["capacity"] and one["starts_at"] > now)
    path = f"/training-sessions/{session['training_session_id']}"
    _ask(world, "catalogue", "PUT", path, json=_plan(session, capacity=session["capacity"] + 1))
    earlier = _plan(session, capacity=session["capacity"] + 1)
    earlier["slots"][0]["start_time"] = "08:05"
    _ask(world, "catalogue", "PUT", path, json=earlier)
    _ask(world, "catalogue", "POST", f"{path}/cancellation", json={"reason": "Formatrice souffrante"})


def replace_provider(world: World) -> None:
    """A published action is run by another organisation from its next publication on."""
    told = [event["data"] for event in world.said if event["type"] == "training_action.published.v1"]
    other = next(
        one["provider_organisation_id"]
        for one in told[1:]
        if one["provider_organisation_id"] != told[0]["provider_organisation_id"]
    )
    path = f"/training-actions/{told[0]['training_action_id']}"
    draft = _ask(world, "catalogue", "GET", f"{path}/draft")
    body = {name: draft[name] for name in DescriptionSchema().fields}
    _ask(world, "catalogue", "PUT", path, json={**body, "provider_organisation_id": other})
    _ask(world, "catalogue", "POST", f"{path}/publication")


def find_news(world: World) -> None:
    """Somebody saved a search yesterday, and an action was announced since."""
    body = {"label": "Toutes les nouveautés", "criteria": {"upcoming": True}, "tells": True}
    _ask(world, "catalogue", "POST", "/my/saved-searches", json=body)
    world.bind("catalogue")
    with transaction() as session:
        session.execute(text("UPDATE saved_searches SET looked_at = looked_at - interval '300 days'"))
    tell_news_of_all(clock.now())
    world.carry()


def forget_somebody(world: World) -> None:
    """An account is closed and its person forgotten."""
    world.bind("identity")
    with transaction() as session:
        anonymise_account(session, LEAVING, by=OPERATOR, now=clock.now())
    world.carry()


def _as(account_id: str, role: str | None = None, organisation_id: UUID | None = None) -> dict[str, str]:
    return tokens.bearer(account_id, role=role, organisation_id=organisation_id)


def move_affiliations(world: World) -> None:
    """Somebody asks to belong to a second organisation, is refused, asks again, is let in, gains a role, leaves."""
    asked = {"organisation_id": str(EMPTY)}
    first = _ask(world, "identity", "POST", "/affiliations", json=asked, headers=_as(MOVING))
    path = f"/affiliations/{first['affiliation_id']}"
    _ask(world, "identity", "POST", f"{path}/refusal", json={"reason": "Quelle antenne ?"})
    again = _ask(world, "identity", "POST", "/affiliations", json=asked, headers=_as(MOVING))
    path = f"/affiliations/{again['affiliation_id']}"
    _ask(world, "identity", "POST", f"{path}/confirmation")
    _ask(world, "identity", "PUT", f"{path}/roles/hr_validator")
    _ask(world, "identity", "DELETE", f"{path}/roles/hr_validator")
    _ask(world, "identity", "POST", f"{path}/withdrawal", json={"reason": "Fin de contrat"})


def reference_organisations(world: World) -> None:
    """« Ma structure n'est pas dans la liste », refused and corrected, accepted."""
    form = {"siret": UNKNOWN_SIRET, "name": "Pins", "street": "", "postcode": "40000", "city": "Mont-de-Marsan"}
    mine = _as(MOVING)
    asked = _ask(world, "identity", "POST", "/my-referencings", json=form, headers=mine)
    path = f"/referencings/{asked['referencing_id']}"
    _ask(world, "identity", "POST", f"{path}/refusal", json={"reason": "Nom incomplet"})
    corrected = {**form, "name": "Mission locale des Pins"}
    _ask(world, "identity", "PUT", f"/my-referencings/{asked['referencing_id']}", json=corrected, headers=mine)
    _ask(world, "identity", "POST", f"{path}/acceptance")


def change_organisation(world: World) -> None:
    """Its referent reports a name, refused, and that it closes, accepted."""
    referent, path = _as(REFERENT, "referent", REPORTING), f"/organisations/{REPORTING}"
    today = clock.now().astimezone(_PARIS).date()
    for change, decision, why in (
        ({"name": "Autre nom"}, "refusal", {"reason": "Avis de situation manquant"}),
        ({"is_closing": True}, "acceptance", None),
    ):
        body = {"effective_on": today.isoformat(), **change}
        report = _ask(world, "identity", "POST", f"{path}/change-reports", json=body, headers=referent)
        _ask(world, "identity", "POST", f"/change-reports/{report['change_report_id']}/{decision}", json=why)


def ask_for_memberships(world: World) -> None:
    """The request of the demo refused, one membership recorded that ends in a month, and remembered."""
    path = f"/organisations/{REPORTING}"
    (wish,) = _ask(world, "identity", "GET", f"/membership-requests?organisation_id={REPORTING}")["items"]
    refusal = f"/membership-requests/{wish['membership_request_id']}/refusal"
    _ask(world, "identity", "POST", refusal, json={"reason": "Convention à signer"})
    first = clock.now().astimezone(_PARIS).date() - timedelta(days=300)
    period = {"starts_on": first.isoformat(), "ends_on": (first + timedelta(days=330)).isoformat()}
    _ask(world, "identity", "POST", f"{path}/memberships", json=period)
    world.bind("identity")
    remind_of_expiries(clock.now())
    world.carry()


def ask_for_a_badge(world: World) -> None:
    """Somebody asks for a badge, is declined, asks again, gets it, and loses it."""
    attended = _first(world, "enrolment.attended.v1")
    person = tokens.bearer(attended["account_id"], role="beneficiary", organisation_id=attended["organisation_id"])
    decisions = ({"decision": "decline", "reason": "Acquis non démontrés"}, {"decision": "accept"})
    for decision in decisions:
        wish = {"enrolment_id": attended["enrolment_id"]}
        badge = _ask(world, "documents", "POST", "/badges", headers=person, json=wish)
        _ask(world, "documents", "POST", f"/badges/{badge['badge_id']}/decision", json=decision)
    world.make_documents()
    _ask(world, "documents", "POST", f"/badges/{badge['badge_id']}/revocation", json={"reason": "Erreur de personne"})


def do_all(world: World) -> None:
    """Every deed, once."""
    deeds_of_decisions.do_all(world)
    deeds_of_enrolment.do_all(world)
    ask_for_a_badge(world)
    correct_presence(world)
    revise_session(world)
    replace_provider(world)
    deeds_of_people.write_to_people(world)
    find_news(world)
    forget_somebody(world)
    move_affiliations(world)
    reference_organisations(world)
    ask_for_memberships(world)
    change_organisation(world)
