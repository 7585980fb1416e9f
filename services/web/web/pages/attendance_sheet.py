"""The attendance sheet as a form: a tick and net minutes for each participant and half-day that has begun."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from web import labels
from web.clients.gateway import Json

WHOLE = "whole"
Cell = tuple[str, str]


@dataclass(frozen=True, kw_only=True)
class Entry:
    """What one cell shows: ticked or not, and the minutes as typed."""

    is_present: bool
    minutes: str


@dataclass(kw_only=True)
class Sheet:
    """All cells by participant and name of the half-day; `errors` by name of the field.

    `half_days` are those that have begun; a self-paced session has none, and one tick says that it was completed.
    """

    half_days: list[Json]
    is_correction: bool
    cells: dict[Cell, Entry] = field(default_factory=dict)
    records: list[Json] = field(default_factory=list)
    errors: dict[str, str] = field(default_factory=dict)
    reason: str = ""

    def cell(self, enrolment_id: str, half_day: Json | None = None) -> Entry:
        """For the template."""
        return self.cells[(enrolment_id, _key(half_day))]


def _key(half_day: Json | None) -> str:
    return f"{half_day['slot_id']}.{half_day['half_day']}" if half_day else WHOLE


def field_name(enrolment_id: str, half_day: Json | None = None) -> str:
    """The name of a cell's minutes; its tick has `present-` before it."""
    return f"{enrolment_id}.{_key(half_day)}"


def _empty(roster: Json, now: datetime) -> Sheet:
    begun = [entry for entry in roster["half_days"] if datetime.fromisoformat(entry["starts_at"]) <= now]
    return Sheet(half_days=begun, is_correction=any(entry["attendance"] for entry in roster["participants"]))


def recorded_sheet(roster: Json, *, everybody: bool, now: datetime) -> Sheet:
    """What is recorded; `everybody` ticks those of whom nothing is recorded yet."""
    sheet = _empty(roster, now)
    for participant in roster["participants"]:
        recorded = {_key(entry): int(entry["net_minutes"]) for entry in participant["recorded_half_days"]}
        if participant["attendance"] and roster["is_self_paced"]:
            recorded[WHOLE] = participant["attendance"]["net_minutes"]
        for half_day in _lines(roster, sheet):
            planned = half_day["planned_minutes"] if half_day else 1
            minutes = recorded.get(_key(half_day))
            is_present = everybody if minutes is None else minutes > 0
            entry = Entry(is_present=is_present, minutes=str(minutes or planned))
            sheet.cells[(participant["enrolment_id"], _key(half_day))] = entry
    return sheet


def _lines(roster: Json, sheet: Sheet) -> list[Json | None]:
    return [None] if roster["is_self_paced"] else list(sheet.half_days)


def read_sheet(roster: Json, form: Mapping[str, str], *, now: datetime) -> Sheet:
    """What was sent, checked cell by cell; nobody who is not on the roster gets in."""
    sheet = _empty(roster, now)
    sheet.reason = form.get("reason", "").strip()
    for participant in roster["participants"]:
        enrolment_id = participant["enrolment_id"]
        if roster["is_self_paced"]:
            is_completed = f"present-{field_name(enrolment_id)}" in form
            sheet.cells[(enrolment_id, WHOLE)] = Entry(is_present=is_completed, minutes="")
            sheet.records.append({"enrolment_id": enrolment_id, "is_completed": is_completed})
        else:
            half_days = [_read_cell(sheet, enrolment_id, half_day=half_day, form=form) for half_day in sheet.half_days]
            sheet.records.append({"enrolment_id": enrolment_id, "half_days": half_days})
    if sheet.is_correction and not sheet.reason:
        sheet.errors["reason"] = labels.FORM_ERRORS["correction-reason"]
    return sheet


def _read_cell(sheet: Sheet, enrolment_id: str, *, half_day: Json, form: Mapping[str, str]) -> Json:
    name = field_name(enrolment_id, half_day)
    is_present = f"present-{name}" in form
    typed, planned = form.get(name, "").strip(), int(half_day["planned_minutes"])
    sheet.cells[(enrolment_id, _key(half_day))] = Entry(is_present=is_present, minutes=typed)
    minutes = _minutes(typed, planned)
    if is_present and not 0 < minutes <= planned:
        sheet.errors[name] = labels.FORM_ERRORS["minutes"].format(max=planned)
    net_minutes = minutes if is_present else 0
    return {"slot_id": half_day["slot_id"], "half_day": half_day["half_day"], "net_minutes": net_minutes}


def _minutes(typed: str, planned: int) -> int:
    """The number that was typed, all of them where nothing was, too many where it is no number."""
    if not typed:
        return planned
    return int(typed) if typed.isascii() and typed.isdigit() else planned + 1
