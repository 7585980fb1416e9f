"""The attendance sheet as a form: a tick and net minutes for each participant and half-day."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from web import labels
from web.clients.gateway import Json

Cell = tuple[str, str, str]


@dataclass(frozen=True, kw_only=True)
class Entry:
    """What one cell shows: ticked or not, and the minutes as typed."""

    is_present: bool
    minutes: str


@dataclass(kw_only=True)
class Sheet:
    """All cells by (enrolment, slot, half-day); `errors` by the name of the field."""

    cells: dict[Cell, Entry] = field(default_factory=dict)
    records: list[Json] = field(default_factory=list)
    errors: dict[str, str] = field(default_factory=dict)
    reason: str = ""
    is_correction: bool = False

    def cell(self, enrolment_id: str, half_day: Json) -> Entry:
        """For the template."""
        return self.cells[(enrolment_id, half_day["slot_id"], half_day["half_day"])]


def field_name(enrolment_id: str, half_day: Json) -> str:
    """The name of a cell's minutes; its tick has `present-` before it."""
    return f"{enrolment_id}.{half_day['slot_id']}.{half_day['half_day']}"


def _recorded(participant: Json) -> dict[tuple[str, str], int]:
    attendance = participant.get("attendance") or {}
    return {(entry["slot_id"], entry["half_day"]): entry["net_minutes"] for entry in attendance.get("half_days", [])}


def _is_correction(roster: Json) -> bool:
    return any(participant.get("attendance") for participant in roster["participants"])


def recorded_sheet(roster: Json, *, everybody: bool) -> Sheet:
    """What is recorded; `everybody` ticks those of whom nothing is recorded yet."""
    sheet = Sheet(is_correction=_is_correction(roster))
    for participant in roster["participants"]:
        recorded = _recorded(participant)
        for half_day in roster["half_days"]:
            planned = half_day["planned_minutes"]
            minutes = recorded.get((half_day["slot_id"], half_day["half_day"]))
            is_present = everybody if minutes is None else minutes > 0
            cell = (participant["enrolment_id"], half_day["slot_id"], half_day["half_day"])
            sheet.cells[cell] = Entry(is_present=is_present, minutes=str(minutes or planned))
    return sheet


def read_sheet(roster: Json, form: Mapping[str, str]) -> Sheet:
    """What was sent, checked cell by cell; nobody who is not on the roster gets in."""
    sheet = Sheet(is_correction=_is_correction(roster), reason=form.get("reason", "").strip())
    for participant in roster["participants"]:
        half_days = [_read_cell(sheet, participant["enrolment_id"], half_day, form) for half_day in roster["half_days"]]
        sheet.records.append({"enrolment_id": participant["enrolment_id"], "half_days": half_days})
    if sheet.is_correction and not sheet.reason:
        sheet.errors["reason"] = labels.FORM_ERRORS["correction-reason"]
    return sheet


def _read_cell(sheet: Sheet, enrolment_id: str, half_day: Json, form: Mapping[str, str]) -> Json:
    name = field_name(enrolment_id, half_day)
    is_present = f"present-{name}" in form
    typed, planned = form.get(name, "").strip(), int(half_day["planned_minutes"])
    sheet.cells[(enrolment_id, half_day["slot_id"], half_day["half_day"])] = Entry(is_present=is_present, minutes=typed)
    minutes = planned if not typed else int(typed) if typed.isascii() and typed.isdigit() else planned + 1
    if is_present and not 0 < minutes <= planned:
        sheet.errors[name] = labels.FORM_ERRORS["minutes"].format(max=planned)
    net_minutes = minutes if is_present else 0
    return {"slot_id": half_day["slot_id"], "half_day": half_day["half_day"], "net_minutes": net_minutes}
