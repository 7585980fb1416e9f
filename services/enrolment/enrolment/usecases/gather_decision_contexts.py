"""What helps an HR validator to decide, for a page of requests at once: as many statements for one as for a hundred."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from enrolment.domain.decision_context import Absence, Colleague, absences
from enrolment.domain.policy import Policy, in_force
from enrolment.domain.rights import RightsUsed
from enrolment.store import hr_desk, policies
from enrolment.store.reading import Reader

Mapping = dict[str, Any]
_NEVER = {"attended": 0, "partially_attended": 0, "absent": 0}


@dataclass(frozen=True, kw_only=True)
class _Known:
    """What was read for the whole page."""

    rights: dict[tuple[UUID, int], RightsUsed]
    colleagues: dict[tuple[UUID, int], list[Colleague]]
    absences: dict[UUID, list[Absence]]
    presence: dict[UUID, Mapping]
    names: dict[UUID, Mapping]
    policies: list[Policy]


def gather_decision_contexts(reader: Reader, organisation_id: UUID, *, rows: Sequence[Mapping]) -> dict[UUID, Mapping]:
    """The context of each row of a list, by request."""
    if not rows:
        return {}
    known = _read(reader, organisation_id, rows=rows)
    return {row["enrolment_id"]: _context(row, known) for row in rows}


def _read(reader: Reader, organisation_id: UUID, *, rows: Sequence[Mapping]) -> _Known:
    on_it = hr_desk.colleagues(reader, organisation_id, keys={(row["training_action_id"], row["year"]) for row in rows})
    away = _absences(reader, organisation_id, rows=rows)
    people = {person.account_id for found in on_it.values() for person in found}
    people |= {person.account_id for found in away.values() for person in found}
    return _Known(
        rights=hr_desk.rights_used(reader, {(row["account_id"], row["year"]) for row in rows}),
        colleagues=on_it,
        absences=away,
        presence=hr_desk.past_presence(reader, organisation_id, account_ids={row["account_id"] for row in rows}),
        names=hr_desk.names(reader, people),
        policies=policies.read(reader),
    )


def _absences(reader: Reader, organisation_id: UUID, *, rows: Sequence[Mapping]) -> dict[UUID, list[Absence]]:
    dated = [row for row in rows if row["slots"] and not row["is_self_paced"]]
    if not dated:
        return {}
    elsewhere = hr_desk.elsewhere(
        reader,
        organisation_id,
        begins=min(row["starts_at"] for row in dated),
        ends=max(row["ends_at"] for row in dated),
    )
    return {
        row["enrolment_id"]: absences(
            row["slots"], elsewhere, but=row["account_id"], training_session_id=row["training_session_id"]
        )
        for row in dated
    }


def _context(row: Mapping, known: _Known) -> Mapping:
    account_id, year = row["account_id"], row["year"]
    policy = in_force(known.policies, row["first_day"] or date(year, 1, 1))
    used = known.rights.get((account_id, year), RightsUsed(year=year))
    on_it = known.colleagues.get((row["training_action_id"], year), [])
    is_capped = row["counts_as_formation"] and not row["is_self_paced"]
    return {
        "rights": {
            "year": year,
            "member_only": {"used": used.member_only, "quota": policy.member_only_quota},
            "formations": {"used": used.formations, "quota": policy.formation_quota},
            "is_needed": row["is_member_only"],
        },
        "organisation_cap": policy.organisation_cap if is_capped else None,
        "colleagues": [
            {"name": _name(known, entry.account_id), "status": entry.status} for entry in on_it
            if entry.account_id != account_id
        ],
        "away": [
            {
                "name": _name(known, entry.account_id),
                "half_days": [{"date": day, "half_day": half_day} for day, half_day in entry.half_days],
            }
            for entry in known.absences.get(row["enrolment_id"], [])
        ],
        "past_presence": known.presence.get(account_id, _NEVER),
    }  # fmt: skip


def _name(known: _Known, account_id: UUID) -> str | None:
    found = known.names.get(account_id)
    return f"{found['given_name']} {found['family_name']}" if found else None
